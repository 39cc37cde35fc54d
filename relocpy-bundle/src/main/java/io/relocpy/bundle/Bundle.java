package io.relocpy.bundle;

import io.relocpy.bundle.internal.build.Assembly;
import io.relocpy.bundle.internal.build.BundleRequest;
import io.relocpy.bundle.internal.format.ManifestReader;
import io.relocpy.bundle.internal.format.OpenedBundle;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.verify.BundleVerifier;
import io.relocpy.bundle.internal.verify.OriginCheck;
import io.relocpy.repository.ClosureRequest;
import io.relocpy.repository.HostArchitecture;
import io.relocpy.repository.Repositories;
import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.repository.openpgp.SigningKey;
import io.relocpy.rpm.resolve.RpmRepositories;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A relocatable Python: interpreter, modules, every shared library down to glibc, and the ELF loader, in one directory or
 * archive that runs on any Linux of its architecture, from any path.
 *
 * <pre>{@code
 * BundleReport report = Bundle.builder()
 *         .modules("python3-pyyaml", "python3-requests")
 *         .scripts(Path.of("hello.py"))
 *         .write(Path.of("hello.tar.gz"));
 * }</pre>
 *
 * <p>On a Fedora or RHEL host that takes the host's enabled repositories; elsewhere
 * {@link Builder#repositories(Path...)} names them.
 */
public final class Bundle {
    private Bundle() {}

    /** Begins a bundle. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Checks a bundle that was written earlier, here or elsewhere: every file is as {@code relocpy.json} lists it; every
     * library that an ELF file needs is in the bundle, with its symbol versions; and no search path, symbolic link or
     * command leads to the host. Nothing of the bundle is executed, and of an archive nothing is written but contents to a
     * temporary file without their names.
     *
     * @param directoryOrArchive what {@link Builder#write} wrote, as it is or unpacked; the kind of archive is told by its
     *     contents, and its top directory may have any name
     * @return what was found, as data and as text
     * @throws BundleException if it is not a bundle: nothing is there, it has no {@code relocpy.json}, or it is an archive
     *     that cannot be read to its end
     */
    public static BundleVerification verify(Path directoryOrArchive) throws IOException {
        return verified(directoryOrArchive, null);
    }

    /**
     * Checks a bundle as {@link #verify(Path)} does, and that it is by one of those whose keys are given: {@code relocpy.json},
     * which lists every other file with its digest, is signed by one of them, see {@link Builder#signWith}. Where a signature of
     * a whole archive lies beside it, under its name with {@code .asc}, that is checked, too.
     *
     * <pre>{@code
     * BundleVerification verification = Bundle.verify(Path.of("hello.tar.gz"), KeyRing.read(Path.of("vendor.asc")));
     * if (verification.isSound()) {
     *     log.info("signed by {}", verification.signature().orElseThrow());
     * }
     * }</pre>
     *
     * <p>A missing or wrong signature, one by another key, and one by a key that is expired, revoked, too weak, or may not sign
     * are faults.
     *
     * @param keys of those whose bundles are wanted, without those that only certify others
     * @throws BundleException as for {@link #verify(Path)}
     */
    public static BundleVerification verify(Path directoryOrArchive, KeyRing keys) throws IOException {
        return verified(directoryOrArchive, new OriginCheck(keys));
    }

    private static BundleVerification verified(Path path, @Nullable OriginCheck origin) throws IOException {
        BundleVerifier.Verified verified = BundleVerifier.verify(path, origin);
        return new BundleVerification(path, verified.files(), verified.findings(), verified.signature());
    }

    /**
     * Reads what a written bundle says of itself, without checking that it is so, see {@link #verify}.
     *
     * @param directoryOrArchive as for {@link #verify}
     * @throws BundleException if it is not a bundle, or its manifest is not well-formed
     */
    public static BundleContents read(Path directoryOrArchive) throws IOException {
        try (OpenedBundle opened = OpenedBundle.of(directoryOrArchive)) {
            return new BundleContents(
                    ManifestReader.read(opened.manifest().content()),
                    opened.bundle().files().containsKey(BundleLayout.SIGNATURE));
        }
    }

    /**
     * Collects what goes into a bundle. Options may be given in any order; they are listed in the order in which they take
     * effect.
     *
     * <p>Methods whose arguments are several values, such as {@link #modules}, add to what was given before; all others
     * replace it. {@link #write} works on a copy: a builder can be changed and used again, even while a bundle is being
     * made. Not safe for use by several threads.
     */
    public static final class Builder {
        private @Nullable Repositories repositories;
        private final RpmRepositories.Builder simpleRepositories = RpmRepositories.builder();
        private final Set<String> simple = new LinkedHashSet<>();
        private final List<String> modules = new ArrayList<>();
        private String architecture = HostArchitecture.name();
        private String python = "python3";
        private boolean weakDependencies;
        private boolean strict;
        private @Nullable Path lockfile;
        private final List<String> excluded = new ArrayList<>();
        private final List<String> included = new ArrayList<>();
        private final List<String> executables = new ArrayList<>();
        private final List<Path> wheels = new ArrayList<>();
        private final List<Path> scripts = new ArrayList<>();
        private boolean hostLibraries;
        private boolean shellLaunchers;
        private final Map<String, String> environment = new TreeMap<>();
        private Bytecode bytecode = Bytecode.AS_PACKAGED;
        private @Nullable Instant modificationTime;
        private @Nullable SigningKey signingKey;
        private boolean replaceExisting;
        private Consumer<? super BundleEvent> listener = event -> {};

        private Builder() {}

        /**
         * Adds local RPM repositories, to be used instead of the host's.
         *
         * @param directories each has a {@code repodata} directory
         */
        public Builder repositories(Path... directories) {
            simpleRepositories.directories(directories);
            simple.add("repositories(Path...)");
            return this;
        }

        /**
         * Adds RPM repositories by URL, to be used instead of the host's.
         *
         * @param baseUrls {@code http:}, {@code https:} or {@code file:}, of the directory that has {@code repodata}
         * @throws IllegalArgumentException if a URL cannot be used
         */
        public Builder repositories(URI... baseUrls) {
            simpleRepositories.urls(baseUrls);
            simple.add("repositories(URI...)");
            return this;
        }

        /**
         * Takes packages from these repositories, instead of the host's: any that are configured in more detail than the other
         * methods of this name can say, with keys, mirrors, credentials, module streams or a cache directory. Cannot be combined
         * with them, nor with {@link #cacheDirectory}.
         */
        public Builder repositories(Repositories configured) {
            repositories = configured;
            return this;
        }

        /**
         * Keeps downloaded metadata and packages here; {@code .cache/relocpy} in the user's home by default. Processes can
         * share it. Refused where others may write. {@linkplain #repositories(Repositories) Configured repositories} have a
         * cache directory of their own.
         */
        public Builder cacheDirectory(Path directory) {
            simpleRepositories.cacheDirectory(directory);
            simple.add("cacheDirectory");
            return this;
        }

        /**
         * Makes the bundle for this architecture instead of that of this machine.
         *
         * @param name as packages name it, such as {@code x86_64} or {@code aarch64}
         */
        public Builder architecture(String name) {
            architecture = name;
            return this;
        }

        /**
         * Takes this Python instead of the repositories' {@code python3}.
         *
         * @param name of its package and of its command in /usr/bin, such as {@code python3.12}
         */
        public Builder python(String name) {
            python = name;
            return this;
        }

        /**
         * Adds packages with all that they require; the interpreter itself is always included.
         *
         * @param requests as {@code dnf install} accepts them: names of packages, capabilities such as {@code
         *     python3dist(pyyaml)}, or absolute paths of files
         */
        public Builder modules(String... requests) {
            return modules(Arrays.asList(requests));
        }

        /** As {@link #modules(String...)}. */
        public Builder modules(Collection<String> requests) {
            modules.addAll(requests);
            return this;
        }

        /** Whether to include packages that others only recommend; off by default. */
        public Builder weakDependencies(boolean include) {
            weakDependencies = include;
            return this;
        }

        /**
         * Takes exactly the packages that this file lists, verified; writes the file if it does not exist.
         *
         * @param file as {@link io.relocpy.rpm.resolve.Lockfile} reads and writes it
         */
        public Builder lockfile(Path file) {
            lockfile = file;
            return this;
        }

        /**
         * Whether to fail where there would only be a {@link BundleEvent.Warning}: about a repository, or a setting of the host
         * that is ignored. Off by default.
         */
        public Builder strict(boolean fail) {
            strict = fail;
            return this;
        }

        /**
         * Leaves out files of packages and wheels, even those that {@link #include} names.
         *
         * @param patterns globs of absolute paths, as {@link java.nio.file.FileSystem#getPathMatcher} reads them: {@code
         *     /usr/share/foo/**}
         */
        public Builder exclude(String... patterns) {
            return exclude(Arrays.asList(patterns));
        }

        /** As {@link #exclude(String...)}. */
        public Builder exclude(Collection<String> patterns) {
            excluded.addAll(patterns);
            return this;
        }

        /**
         * Keeps files of packages that would not be in the bundle otherwise.
         *
         * @param patterns as for {@link #exclude(String...)}
         */
        public Builder include(String... patterns) {
            return include(Arrays.asList(patterns));
        }

        /** As {@link #include(String...)}. */
        public Builder include(Collection<String> patterns) {
            included.addAll(patterns);
            return this;
        }

        /**
         * Keeps programs of packages, each with a command in {@code bin/}: ELF files and Python scripts.
         *
         * @param names in /usr/bin or /usr/sbin
         */
        public Builder executables(String... names) {
            return executables(Arrays.asList(names));
        }

        /** As {@link #executables(String...)}. */
        public Builder executables(Collection<String> names) {
            executables.addAll(names);
            return this;
        }

        /**
         * Installs wheels as pip would, but without running anything: each file is checked against the wheel's RECORD, commands
         * go to {@code bin/}, libraries are made relocatable. What a wheel requires is not resolved: add it as a wheel or a
         * package, too.
         *
         * @param files for the bundle's Python and platform
         */
        public Builder wheels(Path... files) {
            return wheels(Arrays.asList(files));
        }

        /** As {@link #wheels(Path...)}. */
        public Builder wheels(Collection<Path> files) {
            wheels.addAll(files);
            return this;
        }

        /**
         * Adds scripts, unchanged, each with a command in {@code bin/} named after it without {@code .py}.
         *
         * @param filesOrDirectories a directory keeps its structure. It becomes a command if it has a {@code __main__.py};
         *     otherwise each file at its top becomes one that is executable or begins with a {@code #!} line for Python
         */
        public Builder scripts(Path... filesOrDirectories) {
            return scripts(Arrays.asList(filesOrDirectories));
        }

        /** As {@link #scripts(Path...)}. */
        public Builder scripts(Collection<Path> filesOrDirectories) {
            scripts.addAll(filesOrDirectories);
            return this;
        }

        /**
         * Whether the bundle's loader may fall back to libraries of the host, as drivers of graphics cards need. Off by default:
         * a library of the host expects the host's C library.
         */
        public Builder hostLibraries(boolean allowed) {
            hostLibraries = allowed;
            return this;
        }

        /**
         * Whether commands are scripts for the host's {@code /bin/sh} instead of programs; off by default. For architectures
         * without a native launcher, which needs nothing of the host and starts faster.
         */
        public Builder shellLaunchers(boolean scripts) {
            shellLaunchers = scripts;
            return this;
        }

        /** Sets an environment variable for every command of the bundle, whatever its caller has; child processes inherit it. */
        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** As {@link #environment(String, String)}, for several variables. */
        public Builder environment(Map<String, String> variables) {
            environment.putAll(variables);
            return this;
        }

        /**
         * Ships compiled modules, so that a bundle that cannot be written to starts fast, too. Those with a hash depend on
         * nothing but the source and the bundle's Python. To make them, that Python is run on this machine, in the working
         * directory beside the target: the only option that runs anything. It fails where that is impossible: for another
         * architecture, or where programs must not be executed.
         */
        public Builder bytecode(Bytecode which) {
            bytecode = which;
            return this;
        }

        /**
         * The time of last modification of directories, of scripts, and of everything that the build makes, instead of that of
         * the newest packaged file; packaged files keep theirs unless it is later. What {@code SOURCE_DATE_EPOCH} means to other
         * tools; the variable itself is not read.
         */
        public Builder modificationTime(Instant time) {
            modificationTime = time.truncatedTo(ChronoUnit.SECONDS);
            return this;
        }

        /**
         * Signs the bundle, so that others can verify who made it: {@code relocpy.json} with a signature {@code
         * relocpy.json.asc} beside it in the bundle, and an archive as a whole with one beside it, under its name with {@code
         * .asc}. {@link Bundle#verify(Path, KeyRing)} checks them, and so does {@code gpg --verify}.
         *
         * <pre>{@code
         * SigningKey key = SigningKey.read(Path.of("release.key"), Passphrase.inFile(Path.of("/run/secrets/release")));
         * Bundle.builder().signWith(key).write(Path.of("hello.tar.gz"));
         * }</pre>
         *
         * <p>Signatures are dated now: two builds of the same packages differ in them, and in nothing else. An existing signature
         * beside an archive is refused like an existing archive, or replaced with {@link #replaceExisting}. An unsigned archive
         * does not replace a signed one: it would be left beside a signature that is not its own.
         */
        public Builder signWith(SigningKey key) {
            signingKey = key;
            return this;
        }

        /**
         * Whether the result may replace what an earlier build left under the target's name; off by default.
         *
         * <p>An archive replaces any regular file, in one step. A directory replaces a bundle that is as it was written, apart
         * from compiled modules; anything else is refused. The two directories are exchanged in one step where system, file
         * system and JVM allow that; otherwise the old one is moved away and the new one moved in, and neither is there for a
         * moment. Programs that run from the old one go on as long as they open no more of its files.
         *
         * <p>The exchange is the Linux call renameat2, made through native code that is loaded for it, from {@code
         * java.io.tmpdir} or the directory that the system property {@code jffi.extract.dir} names.
         */
        public Builder replaceExisting(boolean allowed) {
            replaceExisting = allowed;
            return this;
        }

        /** Receives progress and warnings; must return soon, since the work waits for it. */
        public Builder onEvent(Consumer<? super BundleEvent> consumer) {
            listener = consumer;
            return this;
        }

        /**
         * Makes the bundle. The request is checked as a whole before work begins.
         *
         * @param target ends in {@code .tar.gz}, {@code .tar.zst}, {@code .tar.xz} or {@code .tar} for an archive with one
         *     top directory named after it; anything else is a directory. It must not exist, see {@link
         *     #replaceExisting}; its parent must.
         * @return what went in, and why
         * @throws io.relocpy.repository.ResolutionException if a request matches nothing, or the requests cannot be satisfied together
         * @throws io.relocpy.repository.FormatException if a package or metadata is damaged
         * @throws io.relocpy.elf.ElfFormatException if a program or library is damaged
         * @throws BundleException if anything else prevents it. Whatever is thrown, there is nothing new under the target's name
         */
        public BundleReport write(Path target) throws IOException {
            return write(BundleOutput.of(target));
        }

        /**
         * Makes the bundle as {@link #write(Path)} does, with the kind of output stated.
         *
         * @param output must not exist, see {@link #replaceExisting}; its parent must
         */
        public BundleReport write(BundleOutput output) throws IOException {
            return new BundleReport(new Assembly(request()).write(output.target()));
        }

        private BundleRequest request() throws BundleException {
            if (repositories != null && !simple.isEmpty()) {
                throw new BundleException(
                        "repositories(Repositories)",
                        "cannot be combined with " + String.join(", ", simple)
                                + ": configure the repositories that are passed instead");
            }
            List<String> requests = new ArrayList<>(List.of(python));
            requests.addAll(modules);
            return new BundleRequest(
                    repositories == null ? simpleRepositories.build() : repositories,
                    ClosureRequest.builder(requests, architecture)
                            .weakDependencies(weakDependencies)
                            .strict(strict)
                            .lockfile(lockfile)
                            .build(),
                    python,
                    new BundleRequest.FileWishes(excluded, included, executables),
                    wheels,
                    scripts,
                    new BundleRequest.CommandOptions(environment, shellLaunchers),
                    hostLibraries,
                    bytecode,
                    modificationTime,
                    signingKey,
                    replaceExisting,
                    listener);
        }
    }
}
