package io.relocpy.examples;

import io.relocpy.rpm.resolve.Resolution;
import io.relocpy.rpm.resolve.ResolvedPackage;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Explains why a package is installed for some requests, or why they cannot be resolved.")
final class ExplainCommand extends CommandWithConsole {
    @Mixin
    RepositoryOptions source;

    @Option(names = "--weak", description = "Also install recommended packages.")
    boolean weak;

    @Option(
            names = {"-p", "--package"},
            paramLabel = "PACKAGE",
            description = "Name or full name, as it is printed, of the package to explain; all packages by default.")
    String wanted;

    @Parameters(
            paramLabel = "REQUEST",
            arity = "1..*",
            description = "Package specification, as for dnf or apt-get install.")
    List<String> requests;

    @Override
    public Integer call() throws IOException {
        if (source.areDebian()) {
            return explainDebian();
        }
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

    private int explainDebian() throws IOException {
        io.relocpy.deb.resolve.Resolution resolution = source.debian().toBuilder()
                .build()
                .resolution(source.request(requests, weak), RepositoryOptions.warnings(err()));
        var steps = wanted == null ? resolution.packages() : resolution.explain(wanted);
        if (steps.isEmpty()) {
            err().println("relocpy: " + wanted + " is not among the "
                    + resolution.packages().size() + " packages of this closure");
            return 1;
        }
        steps.forEach(step -> out().println(step.id() + ": " + step.reason()));
        return 0;
    }
}
