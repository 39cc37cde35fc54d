package io.relocpy.bundle;

import io.relocpy.rpm.KeyRing;
import io.relocpy.rpm.ModuleSettings;
import io.relocpy.rpm.RepositoryClient;
import io.relocpy.rpm.RepositoryConfig;
import io.relocpy.rpm.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
        return BundleVerifier.verify(directoryOrArchive, null);
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
        return BundleVerifier.verify(directoryOrArchive, new OriginCheck(keys));
    }

    /**
     * Reads what a written bundle says of itself, without checking that it is so, see {@link #verify}.
     *
     * @param directoryOrArchive as for {@link #verify}
     * @throws BundleException if it is not a bundle, or its manifest is not well-formed
     */
    public static BundleContents read(Path directoryOrArchive) throws IOException {
        return BundleContents.read(directoryOrArchive);
    }

    /**
     * Says what goes into a bundle. Options may come in any order, and stand here in that in which they are processed; those
     * that take several values add to what was given before. Not safe for use by several threads; {@link #write} may be
     * called more than once.
     */
    public static final class Builder {
        final List<RepositoryConfig> repositories = new ArrayList<>();
        final List<String> modules = new ArrayList<>();
        final List<Path> scripts = new ArrayList<>();
        String architecture = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        String python = "python3";
        boolean weakDependencies;
        boolean best;

        @Nullable
        Path lockfile;

        final List<String> executables = new ArrayList<>();
        final List<String> included = new ArrayList<>();
        final List<String> excluded = new ArrayList<>();
        final Map<String, String> environment = new TreeMap<>();
        final List<Path> wheels = new ArrayList<>();
        Bytecode bytecode = Bytecode.AS_PACKAGED;
        boolean hostLibraries;
        boolean shellLaunchers;
        boolean replaceExisting;
        boolean strict;
        ModuleSettings moduleStreams = ModuleSettings.DEFAULTS;

        @Nullable
        Instant modificationTime;

        @Nullable
        SigningKey signingKey;

        @Nullable
        Path cacheDirectory;

        Consumer<? super BundleEvent> listener = event -> {};

        private Builder() {}

        /**
         * Takes packages from these repositories, instead of the host's.
         *
         * @param folders each holds a {@code repodata} folder
         */
        public Builder repositories(Path... folders) {
            for (Path folder : folders) {
                repositories.add(RepositoryConfig.ofFolder(folder));
            }
            return this;
        }

        /**
         * Takes packages from these repositories, instead of the host's.
         *
         * @param baseUrls {@code http:}, {@code https:} or {@code file:}, of the folder that holds {@code repodata}
         */
        public Builder repositories(URI... baseUrls) {
            for (URI baseUrl : baseUrls) {
                repositories.add(RepositoryConfig.builder("repository-" + (repositories.size() + 1))
                        .baseUrl(baseUrl)
                        .build());
            }
            return this;
        }

        /**
         * Takes packages from these repositories, instead of the host's.
         *
         * @param configurations with all that a {@code .repo} file can say
         */
        public Builder repositories(RepositoryConfig... configurations) {
            repositories.addAll(Arrays.asList(configurations));
            return this;
        }

        /**
         * Keeps downloaded metadata and packages here; {@code .cache/relocpy} in the user's home by default. Safe to share
         * between processes; refused where others may write, see {@link RepositoryClient.Builder#cache}.
         */
        public Builder cacheDirectory(Path directory) {
            cacheDirectory = directory;
            return this;
        }

        /**
         * Whether only the best version of what is requested will do, as with dnf's {@code best}; off by default. Where no
         * repositories are given, the host's dnf may say so, too.
         */
        public Builder best(boolean only) {
            best = only;
            return this;
        }

        /**
         * Makes the bundle for this architecture instead of that of this machine.
         *
         * @param rpmArchitecture as rpm names it, such as {@code x86_64} or {@code aarch64}
         */
        public Builder architecture(String rpmArchitecture) {
            architecture = rpmArchitecture;
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
         * Adds packages with all they require; python3 itself is always there.
         *
         * @param requests as for {@code dnf install}: package names, capabilities such as {@code python3dist(pyyaml)}, or
         *     absolute paths of files
         */
        public Builder modules(String... requests) {
            modules.addAll(Arrays.asList(requests));
            return this;
        }

        /** Whether to add what packages recommend, too; not by default. */
        public Builder weakDependencies(boolean install) {
            weakDependencies = install;
            return this;
        }

        /**
         * Takes exactly the packages that this file lists, verified; makes the file when it does not exist.
         *
         * @param file as {@link io.relocpy.rpm.Lockfile} reads and writes it
         */
        public Builder lockfile(Path file) {
            lockfile = file;
            return this;
        }

        /**
         * Leaves files of the packages and wheels out, also such as {@link #include} names.
         *
         * @param patterns of absolute paths, as {@link java.nio.file.FileSystem#getPathMatcher} reads globs: {@code
         *     /usr/share/foo/**}
         */
        public Builder exclude(String... patterns) {
            excluded.addAll(Arrays.asList(patterns));
            return this;
        }

        /**
         * Keeps files of the packages that would not be in the bundle otherwise.
         *
         * @param patterns as for {@link #exclude}
         */
        public Builder include(String... patterns) {
            included.addAll(Arrays.asList(patterns));
            return this;
        }

        /**
         * Keeps programs of the packages, each with a command in {@code bin/}: ELF files and Python scripts.
         *
         * @param names in /usr/bin or /usr/sbin
         */
        public Builder executables(String... names) {
            executables.addAll(Arrays.asList(names));
            return this;
        }

        /**
         * Installs wheels as pip would, but here and without running anything: each file checked against the wheel's
         * RECORD, commands in {@code bin/}, libraries made relocatable. What a wheel requires is not looked for: give it as
         * a wheel or a package, too.
         *
         * @param files for the bundle's Python and platform
         */
        public Builder wheels(Path... files) {
            wheels.addAll(Arrays.asList(files));
            return this;
        }

        /**
         * Adds scripts, unchanged, each with a command in {@code bin/} named after it without {@code .py}.
         *
         * @param filesOrFolders a folder keeps its structure; it becomes a command if it has a {@code __main__.py}, else
         *     each file at its top does that is executable or begins with a {@code #!} line for Python
         */
        public Builder scripts(Path... filesOrFolders) {
            scripts.addAll(Arrays.asList(filesOrFolders));
            return this;
        }

        /**
         * Whether the bundle's loader may fall back to libraries of the host, as drivers of graphics cards need it. Off by
         * default: a library of the host expects the host's glibc.
         */
        public Builder hostLibraries(boolean allowed) {
            hostLibraries = allowed;
            return this;
        }

        /**
         * Whether commands are scripts for the host's {@code /bin/sh} instead of programs; off by default. For architectures
         * that have no native launcher: any other needs nothing of the host and starts faster.
         */
        public Builder shellLaunchers(boolean scripts) {
            shellLaunchers = scripts;
            return this;
        }

        /**
         * States the time of last modification of directories, of scripts, and of all that the assembly makes, instead of
         * the newest packaged file's; packaged files keep theirs unless it is later. What {@code SOURCE_DATE_EPOCH} means
         * to other tools; the variable itself is not read.
         */
        public Builder modificationTime(Instant time) {
            modificationTime = time.truncatedTo(ChronoUnit.SECONDS);
            return this;
        }

        /**
         * Whether the result may take the place of what an earlier build left under the target's name; off by default.
         *
         * <p>An archive takes the place of any regular file, in one step. A directory takes the place of a bundle that is as
         * it was written, compiled modules aside; anything else is refused. The two directories change places in one step where
         * system, file system and JVM allow that; otherwise the old one is moved away and the new one moved in, with a moment
         * between when neither is there. Programs that run from the old one go on as long as they open no more of its files.
         *
         * <p>The exchange is the Linux call renameat2, made through native code that is loaded for it, from {@code
         * java.io.tmpdir} or the directory that the system property {@code jffi.extract.dir} names.
         */
        public Builder replaceExisting(boolean allowed) {
            replaceExisting = allowed;
            return this;
        }

        /** Sets an environment variable for every command of the bundle, whatever its caller has; children inherit it. */
        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /**
         * Ships compiled modules, so that a bundle that nothing can be written into starts fast, too. Those with a hash
         * depend on nothing but the source and the bundle's Python. To make them, that Python is run on this machine, in
         * the working directory beside the target: the only option that runs anything. It fails where that cannot be: for
         * another architecture, or where programs must not be executed.
         */
        public Builder bytecode(Bytecode which) {
            bytecode = which;
            return this;
        }

        /**
         * Whether to fail where a repository would only be warned about, see {@link io.relocpy.rpm.RepositoryWarning}, or a
         * setting of the host does not count, see {@link io.relocpy.rpm.SettingWarning}; off
         * by default, when each is a {@link BundleEvent.Warning}.
         */
        public Builder strict(boolean fail) {
            strict = fail;
            return this;
        }

        /**
         * Which streams of the repositories' modules are used; the default ones unless stated, for the host's platform where
         * its own repositories are used.
         */
        public Builder moduleStreams(ModuleSettings settings) {
            moduleStreams = settings;
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
         * <p>Signatures are dated now: two builds of the same packages differ in them, and in nothing else. What lies under the
         * name of an archive's signature already is refused like an earlier archive, or replaced with {@link
         * #replaceExisting}. An unsigned archive does not take the place of a signed one: it would lie beside a signature that
         * is not its own.
         */
        public Builder signWith(SigningKey key) {
            signingKey = key;
            return this;
        }

        /** Tells of progress; must be quick, since the work waits for it. */
        public Builder onEvent(Consumer<? super BundleEvent> consumer) {
            listener = consumer;
            return this;
        }

        /**
         * Makes the bundle.
         *
         * @param target ends in {@code .tar.gz}, {@code .tar.zst}, {@code .tar.xz} or {@code .tar} for an archive with one
         *     top directory named after it; anything else is a directory. It must not exist, see {@link
         *     #replaceExisting}; its parent must.
         * @return what went in, and why
         * @throws io.relocpy.rpm.ResolutionException if a request names nothing, or the requests cannot be met together
         * @throws io.relocpy.rpm.RpmFormatException if a package or metadata is damaged
         * @throws io.relocpy.elf.ElfFormatException if a program or library is damaged
         * @throws BundleException if anything else stands in the way; nothing is there under the target's name then, as
         *     with the others
         */
        public BundleReport write(Path target) throws IOException {
            return new Assembly(this).write(target);
        }
    }
}
