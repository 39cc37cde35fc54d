package io.relocpy.examples;

import io.relocpy.bundle.Bundle;
import io.relocpy.bundle.BundleEvent;
import io.relocpy.bundle.BundlePlan;
import io.relocpy.bundle.BundleReport;
import io.relocpy.bundle.Bytecode;
import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.openpgp.Passphrase;
import io.relocpy.repository.openpgp.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "build",
        mixinStandardHelpOptions = true,
        description = "Writes a bundle: Python, modules, scripts, and every library they need.",
        footer = {
            "",
            "Example, on a Fedora or RHEL host:",
            "  relocpy build -o hello.tar.gz --script hello.py python3-pyyaml",
        })
final class BuildCommand extends CommandWithConsole {
    @Spec
    CommandSpec spec;

    @Parameters(
            paramLabel = "REQUEST",
            description =
                    "Package names, capabilities such as 'python3dist(pyyaml)', or file paths. python3 is implied.")
    List<String> modules = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "TARGET",
            required = true,
            description = "What to write: NAME.tar.gz, .tar.zst, .tar.xz, .tar, or a directory.")
    Path output;

    @Option(
            names = {"-s", "--script"},
            paramLabel = "PATH",
            description = "A script, or a directory of scripts, to install with a command each. May be repeated.")
    List<Path> scripts = List.of();

    @Option(
            names = "--exclude-script",
            paramLabel = "GLOB",
            description =
                    "Leave out files of script directories: of that name, such as '*.bak', or, with a slash, at that path"
                            + " below the directory. Hidden files and __pycache__ are left out by default. May be repeated.")
    List<String> excludedScripts = List.of();

    @Option(
            names = "--include-script",
            paramLabel = "GLOB",
            description = "Include such files although they are hidden, or left out by default. May be repeated.")
    List<String> includedScripts = List.of();

    @Option(
            names = "--file",
            paramLabel = "PATH=PLACE",
            description =
                    "Put a file, or a directory's contents, at a place in the bundle, such as data=share/vendor. May be"
                            + " repeated.")
    List<String> files = List.of();

    @Mixin
    CommandDescriptions commands;

    @Mixin
    RepositoryOptions source;

    @Option(
            names = "--python",
            paramLabel = "NAME",
            description =
                    "Use this Python, such as python3.12 or python3-minimal, instead of the repositories' python3.")
    String python = "python3";

    @Option(
            names = "--no-default-packages",
            description = "Do not add packages with certificate authorities, time zones and the locale C.UTF-8.")
    boolean noDefaultPackages;

    @Option(names = "--weak", description = "Also install recommended packages.")
    boolean weak;

    @Option(
            names = "--lockfile",
            paramLabel = "FILE",
            description = "Use exactly the packages that FILE lists; create it if it does not exist.")
    Path lockfile;

    @Option(
            names = {"-x", "--executable"},
            paramLabel = "NAME",
            description = "Include this program of a package, with a command. May be repeated.")
    List<String> executables = List.of();

    @Option(
            names = "--include",
            paramLabel = "GLOB",
            description = "Include package files that match, such as '/usr/share/foo/**'. May be repeated.")
    List<String> included = List.of();

    @Option(names = "--exclude", paramLabel = "GLOB", description = "Leave out files that match. May be repeated.")
    List<String> excluded = List.of();

    @Option(
            names = {"-e", "--env"},
            paramLabel = "NAME=VALUE",
            description =
                    "Set this variable for every command of the bundle; $${bundle} in the value stands for the bundle's"
                            + " path. May be repeated.")
    Map<String, String> environment = Map.of();

    @Option(
            names = {"-w", "--wheel"},
            paramLabel = "FILE",
            description = "Install this wheel. May be repeated.")
    List<Path> wheels = List.of();

    @Option(
            names = "--bytecode",
            paramLabel = "WHICH",
            converter = BytecodeWord.class,
            completionCandidates = BytecodeWord.class,
            description = {
                "Which compiled modules (.pyc) to include:",
                "as-packaged: those of the packages, the default.",
                "none: the smallest bundle; Python compiles at every start.",
                "unchecked-hash: all; Python does not read the source, the fastest start.",
                "checked-hash: all; Python recompiles a source that has changed.",
                "The last two run the bundle's Python on this machine."
            })
    Bytecode bytecode = Bytecode.AS_PACKAGED;

    @Option(
            names = "--host-libraries",
            description = "Let the bundle fall back to libraries of the host that it runs on (GPU drivers, sssd).")
    boolean hostLibraries;

    @Option(
            names = "--shell-launchers",
            description = "Make the commands /bin/sh scripts, for architectures without a native launcher.")
    boolean shellLaunchers;

    @Option(
            names = "--time",
            paramLabel = "SECONDS",
            defaultValue = "${env:SOURCE_DATE_EPOCH}",
            description =
                    "Newest modification time in the bundle, in seconds since 1970; SOURCE_DATE_EPOCH by default.")
    Long time;

    @Option(
            names = "--replace",
            description = "Replace an existing archive, or an existing unmodified bundle, at TARGET.")
    boolean replace;

    @Option(
            names = "--sign-key",
            paramLabel = "FILE",
            description = "Sign the bundle with this secret OpenPGP key, as written by gpg --export-secret-keys: in"
                    + " relocpy.json.asc, and an archive also in TARGET.asc.")
    Path signKey;

    @Option(
            names = "--sign-passphrase-file",
            paramLabel = "FILE",
            description = "Read the key's passphrase from the first line of FILE, which may be a pipe.")
    Path signPassphraseFile;

    @Option(
            names = "--dry-run",
            description = "Only print which packages would be used and which of them downloaded; write nothing.")
    boolean dryRun;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Also write a report about the bundle as a single HTML file.")
    Path htmlReport;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print only warnings and errors.")
    boolean quiet;

    @Option(
            names = "--json",
            description = "Print progress and result as JSON on standard output, one object per line.")
    boolean json;

    @Override
    public Integer call() throws IOException {
        if (source.architecture.contains(":")) {
            throw new ParameterException(
                    spec.commandLine(), "--arch " + source.architecture + ": a bundle is for one architecture");
        }
        if (htmlReport != null) {
            checkReport(); // before the work, not after
        }
        Bundle.Builder builder = builder();
        if (dryRun) {
            return plan(builder);
        }
        if (json) {
            JsonEvents events = new JsonEvents(out()::println);
            try {
                events.finished(write(builder.onEvent(events)));
                return 0;
            } catch (IOException e) {
                events.failed(RelocpyCommand.describe(e));
                throw e;
            }
        }
        if (quiet) {
            write(builder.onEvent(this::warn));
            return 0;
        }
        ProgressPrinter progress = new ProgressPrinter(console);
        try {
            BundleReport report = write(builder.onEvent(progress));
            ReportPrinter.print(report, out());
            if (htmlReport != null) {
                out().println();
                out().println("Report: " + htmlReport);
            }
        } finally {
            progress.close();
        }
        return 0;
    }

    private int plan(Bundle.Builder builder) throws IOException {
        BundlePlan plan = builder.onEvent(this::warn).plan();
        Set<ClosurePackage> downloads = Set.copyOf(plan.downloads());
        for (ClosurePackage each : plan.packages()) {
            out().printf(
                            "%-50s %10.1f kB  %s%n",
                            each.id(), each.size() / 1e3, downloads.contains(each) ? "to download" : "here");
        }
        out().println();
        out().printf(
                        "%d packages, of which %d to download: %.1f MB%n",
                        plan.packages().size(), downloads.size(), plan.downloadSize() / 1e6);
        return 0;
    }

    private void warn(BundleEvent event) {
        if (event instanceof BundleEvent.Warning warning) {
            err().println("warning: " + warning.subject() + ": " + warning.message());
        }
    }

    private void checkReport() throws IOException {
        OutputFile.check(htmlReport, "the report");
        Path bundle = place(output);
        Path place = place(htmlReport);
        boolean taken = place.startsWith(bundle)
                || place.toString().equals(bundle + ".asc")
                || (lockfile != null && place.equals(place(lockfile)));
        if (taken) {
            throw new IOException(htmlReport + ": cannot be the report: it would be in place of another result");
        }
    }

    private static Path place(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        return parent != null && Files.isDirectory(parent)
                ? parent.toRealPath().resolve(absolute.getFileName())
                : absolute;
    }

    /** The constants in the form of other option values, as in Python's {@code --invalidation-mode}. */
    private static final class BytecodeWord implements ITypeConverter<Bytecode>, Iterable<String> {
        @Override
        public Bytecode convert(String word) {
            return Arrays.stream(Bytecode.values())
                    .filter(each -> word(each).equals(word))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "there is no '" + word + "'" + NearestWord.suggestion(word, words())));
        }

        @Override
        public Iterator<String> iterator() {
            return words().iterator();
        }

        private static List<String> words() {
            return Arrays.stream(Bytecode.values()).map(BytecodeWord::word).toList();
        }

        private static String word(Bytecode bytecode) {
            return bytecode.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private BundleReport write(Bundle.Builder builder) throws IOException {
        BundleReport report = builder.write(output);
        if (htmlReport != null) {
            report.writeHtml(htmlReport);
        }
        return report;
    }

    private SigningKey signingKey() throws IOException {
        return SigningKey.read(signKey, key -> {
            if (signPassphraseFile == null) {
                throw new IOException(signKey + ": key " + key + " is protected; give the file with its passphrase with"
                        + " --sign-passphrase-file");
            }
            return Passphrase.inFile(signPassphraseFile).of(key);
        });
    }

    private Bundle.Builder builder() throws IOException {
        if (signKey == null && signPassphraseFile != null) {
            throw new ParameterException(spec.commandLine(), "--sign-passphrase-file requires --sign-key");
        }
        Bundle.Builder builder = Bundle.builder()
                .modules(modules)
                .scripts(scripts)
                .excludeScripts(excludedScripts)
                .includeScripts(includedScripts)
                .repositories(source.repositories(err()))
                .architecture(source.architecture)
                .python(python)
                .weakDependencies(weak)
                .strict(source.strict)
                .executables(executables)
                .include(included)
                .exclude(excluded)
                .wheels(wheels)
                .bytecode(bytecode)
                .defaultPackages(!noDefaultPackages)
                .hostLibraries(hostLibraries)
                .shellLaunchers(shellLaunchers)
                .replaceExisting(replace)
                .environment(environment);
        commands.all().forEach(builder::command);
        for (String file : files) {
            int equals = file.lastIndexOf('=');
            if (equals <= 0) {
                throw new ParameterException(spec.commandLine(), "--file " + file + ": expected PATH=PLACE");
            }
            builder.files(Path.of(file.substring(0, equals)), file.substring(equals + 1));
        }
        if (signKey != null) {
            builder.signWith(signingKey());
        }
        if (lockfile != null) {
            builder.lockfile(lockfile);
        }
        if (time != null) {
            builder.modificationTime(Instant.ofEpochSecond(time));
        }
        return builder;
    }
}
