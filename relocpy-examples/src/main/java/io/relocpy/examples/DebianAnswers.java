package io.relocpy.examples;

import com.fasterxml.jackson.core.JsonGenerator;
import io.relocpy.deb.PackageId;
import io.relocpy.deb.resolve.AptResolver;
import io.relocpy.deb.resolve.DebRepositories;
import io.relocpy.deb.resolve.ResolvedPackage;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What apt would install from Debian repositories; they are loaded once. */
final class DebianAnswers implements ResolveCommand.Answers {
    private final RepositoryOptions source;
    private final Optional<String> target;
    private final PrintStream err;

    /** By the release that they prefer. */
    private final Map<Optional<String>, AptResolver> resolvers = new HashMap<>();

    private AptResolver base;

    DebianAnswers(RepositoryOptions source, String target, PrintStream err) {
        this.source = source;
        this.target = Optional.ofNullable(target);
        this.err = err;
    }

    @Override
    public List<String> install(List<String> requests, boolean weak) throws IOException {
        DebRepositories repositories = source.debian();
        if (target.isPresent()) {
            repositories = repositories.toBuilder().defaultRelease(target.get()).build();
        }
        return sorted(repositories
                        .resolution(source.request(requests, weak), RepositoryOptions.warnings(err))
                        .packages())
                .stream()
                .map(PackageId::toString)
                .toList();
    }

    @Override
    public void write(ResolveCommand.Query query, JsonGenerator json) throws IOException {
        List<PackageId> packages = sorted(resolver(query.target().or(() -> target)).toBuilder()
                .recommends(query.weak())
                .build()
                .resolve(query.requests())
                .packages());
        json.writeArrayFieldStart("install");
        for (PackageId id : packages) {
            json.writeStartArray();
            json.writeString(id.name());
            json.writeString(id.version().toString());
            json.writeString(id.architecture());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private AptResolver resolver(Optional<String> release) throws IOException {
        if (base == null) {
            base = source.debian()
                    .resolver(source.architecture, RepositoryOptions.warnings(err))
                    .build();
        }
        return resolvers.computeIfAbsent(release, each -> each.map(
                        name -> base.toBuilder().defaultRelease(name).build())
                .orElse(base));
    }

    private static List<PackageId> sorted(List<ResolvedPackage> packages) {
        return packages.stream()
                .map(ResolvedPackage::id)
                .sorted(Comparator.comparing(PackageId::name)
                        .thenComparing(id -> id.version().toString())
                        .thenComparing(PackageId::architecture))
                .toList();
    }
}
