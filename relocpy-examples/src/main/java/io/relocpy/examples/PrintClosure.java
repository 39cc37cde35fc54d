package io.relocpy.examples;

import io.relocpy.repository.Closure;
import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.ClosureRequest;
import io.relocpy.repository.HostArchitecture;
import io.relocpy.repository.Repositories;
import io.relocpy.repository.RepositoryListener;
import io.relocpy.rpm.resolve.RpmRepositories;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Resolves a request and downloads its packages, without a bundle. */
public final class PrintClosure {
    private PrintClosure() {}

    /**
     * Resolves against the repository in {@code repo} in the working directory.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) throws IOException {
        // @start region="resolve"
        Repositories repositories =
                RpmRepositories.builder().directories(Path.of("repo")).build();
        ClosureRequest request = ClosureRequest.builder(List.of("python3dist(pyyaml)"), HostArchitecture.name())
                .build();
        Closure closure = repositories.resolve(request, RepositoryListener.NONE);
        for (ClosurePackage each : closure.packages()) {
            System.out.println(each.id() + ": " + each.reason());
        }
        closure.fetch(each -> System.out.println(each.id() + " is here"));
        // @end
    }
}
