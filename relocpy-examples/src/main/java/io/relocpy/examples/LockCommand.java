package io.relocpy.examples;

import io.relocpy.bundle.Bundle;
import io.relocpy.repository.ClosureRequest;
import io.relocpy.repository.RepositoryListener;
import io.relocpy.rpm.resolve.Lockfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "lock",
        mixinStandardHelpOptions = true,
        description = {
            "Writes or updates the lockfile of a build, and prints the changes.",
            "",
            "relocpy build --lockfile FILE then uses exactly these packages. The requests must be the same."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0: written, or up to date", "1: failed; with --check, out of date", "2: invalid usage"})
final class LockCommand extends CommandWithConsole {
    @Mixin
    RepositoryOptions source;

    @Option(
            names = {"-o", "--output", "--lockfile"},
            paramLabel = "FILE",
            required = true,
            description = "The lockfile.")
    Path output;

    @Option(names = "--python", paramLabel = "NAME", description = "As for build.")
    String python = "python3";

    @Option(names = "--no-default-packages", description = "As for build.")
    boolean noDefaultPackages;

    @Option(names = "--weak", description = "Also install recommended packages.")
    boolean weak;

    @Option(names = "--check", description = "Write nothing; print whether the lockfile is up to date.")
    boolean check;

    @Parameters(paramLabel = "REQUEST", description = "As for build.")
    List<String> modules = List.of();

    @Override
    public Integer call() throws IOException {
        boolean exists = Files.exists(output);
        if (check && !exists) {
            err().println(output + ": does not exist");
            return RelocpyCommand.NOT_POSSIBLE;
        }
        OutputFile.check(output, "the lockfile");
        List<String> requests = new ArrayList<>(List.of(python));
        requests.addAll(modules);
        boolean debian = source.areDebian();
        Lock old = exists ? read(debian) : null; // before the work, since it may be damaged
        ClosureRequest request = request(requests);
        RepositoryListener warnings = RepositoryOptions.warnings(err());
        Lock fresh = debian
                ? Lock.of(source.debian().lock(request, warnings))
                : Lock.of(source.rpm(err()).lock(request, warnings));
        if (old == null) {
            fresh.file.write(output);
            out().printf(
                            Locale.ROOT,
                            "%s: %d packages, %.1f MB to download%n",
                            output,
                            fresh.packages.size(),
                            fresh.size() / 1e6);
            return 0;
        }
        if (old.text.equals(fresh.text)) {
            out().println(output + ": up to date");
            return 0;
        }
        PackageChanges.between(old.packages, fresh.packages).print(out());
        if (check) {
            err().println(output + ": out of date");
            return RelocpyCommand.NOT_POSSIBLE;
        }
        fresh.file.write(output);
        out().printf(
                        Locale.ROOT,
                        "%s: %d packages, %.1f MB to download (%+.1f MB)%n",
                        output,
                        fresh.packages.size(),
                        fresh.size() / 1e6,
                        (fresh.size() - old.size()) / 1e6);
        return 0;
    }

    private Lock read(boolean debian) throws IOException {
        return debian ? Lock.of(io.relocpy.deb.resolve.Lockfile.read(output)) : Lock.of(Lockfile.read(output));
    }

    private ClosureRequest request(List<String> requests) {
        List<String> additions = noDefaultPackages
                ? List.of()
                : Bundle.defaultPackages().stream()
                        .filter(name -> !requests.contains(name))
                        .toList();
        return source.request(requests, weak).toBuilder().additions(additions).build();
    }

    /** How a lockfile is written. */
    private interface Writable {
        void write(Path file) throws IOException;
    }

    /** A lockfile of either kind. */
    private record Lock(String text, List<PackageChanges.Item> packages, Writable file) {
        static Lock of(Lockfile lockfile) {
            return new Lock(
                    lockfile.text(),
                    lockfile.packages().stream()
                            .map(locked -> new PackageChanges.Item(
                                    locked.nevra().name(), locked.nevra().evr().toString(), locked.size(), ""))
                            .toList(),
                    lockfile::write);
        }

        static Lock of(io.relocpy.deb.resolve.Lockfile lockfile) {
            return new Lock(
                    lockfile.text(),
                    lockfile.packages().stream()
                            .map(locked -> new PackageChanges.Item(
                                    locked.id().name(), locked.id().version().toString(), locked.size(), ""))
                            .toList(),
                    lockfile::write);
        }

        long size() {
            return packages.stream().mapToLong(PackageChanges.Item::size).sum();
        }
    }
}
