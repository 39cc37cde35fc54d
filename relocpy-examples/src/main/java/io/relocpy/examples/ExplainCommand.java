package io.relocpy.examples;

import io.relocpy.rpm.Resolution;
import io.relocpy.rpm.ResolvedPackage;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Says how a package comes into the closure of requests, or why there is no closure.")
final class ExplainCommand extends CommandWithConsole {
    @Mixin
    RepositoryOptions source;

    @Option(names = "--weak", description = "Install what packages recommend, too.")
    boolean weak;

    @Option(
            names = {"-p", "--package"},
            paramLabel = "PACKAGE",
            description = "Name or full name of the package to explain; without it every package is.")
    String wanted;

    @Parameters(paramLabel = "REQUEST", arity = "1..*", description = "As for dnf install.")
    List<String> requests;

    @Override
    public Integer call() throws IOException {
        Resolution resolution = source.resolver(weak, err()).resolve(requests);
        if (wanted == null) {
            resolution.packages().forEach(resolved -> out().println(resolved.nevra() + ": " + resolved.reason()));
            return 0;
        }
        List<ResolvedPackage> chain = resolution.explain(wanted);
        if (chain.isEmpty()) {
            err().println("relocpy: " + wanted + " is not among the "
                    + resolution.packages().size() + " packages of this closure");
            return 1;
        }
        chain.forEach(step -> out().println(step.nevra() + ": " + step.reason()));
        return 0;
    }
}
