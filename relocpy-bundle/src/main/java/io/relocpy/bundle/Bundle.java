package io.relocpy.bundle;

import io.relocpy.bundle.internal.build.Assembly;
import io.relocpy.bundle.internal.build.Variables;
import io.relocpy.bundle.internal.format.ManifestReader;
import io.relocpy.bundle.internal.format.OpenedBundle;
import io.relocpy.bundle.internal.python.Scripts;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.verify.BundleVerifier;
import io.relocpy.bundle.internal.verify.OriginCheck;
import io.relocpy.repository.Closure;
import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.Repositories;
import io.relocpy.repository.internal.io.Interruption;
import io.relocpy.repository.internal.text.Arguments;
import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.repository.openpgp.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * <p>By default, packages come from the repositories that the host's dnf or apt uses; {@link
 * Builder#repositories(Path...)} names others.
 *
 * <p>Bundles are built and verified on Linux, of any architecture that Java runs on; on other systems, everything that takes
 * the path of a bundle throws a {@link BundleException}.
 */
public final class Bundle {
    private Bundle() {}

    /**
     * Names of the packages that {@link Builder#defaultPackages} adds where the repositories have them. A lockfile for such a
     * build requests them, too.
     */
    public static List<String> defaultPackages() {
        return BuildOptions.DEFAULT_PACKAGES;
    }

    /** Starts the description of a bundle. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Verifies a bundle that was written earlier, here or elsewhere: every file is as {@code relocpy.json} lists it;
     * every library that an ELF file needs is in the bundle, with its symbol versions; and no search path, symbolic
     * link or command leads to the host. Nothing in the bundle is executed. An archive is not unpacked; contents that
     * are needed later are kept in a temporary file.
     *
     * @param directoryOrArchive a directory or archive that {@link Builder#write} wrote, or the directory that such an
     *     archive unpacks to; archives are recognized by their contents, and the top directory may have any name
     * @return what was found, as data and as text
     * @throws BundleException if it is not a bundle: it does not exist, has no {@code relocpy.json}, or is an archive
     *     that cannot be read to its end
     * @throws java.io.InterruptedIOException if the thread is interrupted; its interrupt status is set
     */
    public static BundleVerification verify(Path directoryOrArchive) throws IOException {
        return verified(directoryOrArchive, null);
    }

    /**
     * Verifies a bundle as {@link #verify(Path)} does, and that it was signed with one of the given keys: {@code
     * relocpy.json}, which lists every other file with its digest, must have a valid signature, see {@link
     * Builder#signWith}. If there is a signature of the whole archive beside it, under its name with {@code .asc}
     * appended, that is verified, too.
     *
     * <pre>{@code
     * BundleVerification verification = Bundle.verify(Path.of("hello.tar.gz"), KeyRing.read(Path.of("vendor.asc")));
     * if (verification.isSound()) {
     *     log.info("signed by {}", verification.signature().orElseThrow());
     * }
     * }</pre>
     *
     * <p>A missing or invalid signature is a fault, and so is one by another key or by a key that is expired, revoked,
     * too weak, or not allowed to sign.
     *
     * @param keys of the trusted signers, without keys that only certify others
     * @throws BundleException as for {@link #verify(Path)}
     */
    public static BundleVerification verify(Path directoryOrArchive, KeyRing keys) throws IOException {
        return verified(directoryOrArchive, new OriginCheck(Objects.requireNonNull(keys, "keys")));
    }

    private static BundleVerification verified(Path path, @Nullable OriginCheck origin) throws IOException {
        Objects.requireNonNull(path, "directoryOrArchive");
        BundleVerifier.Verified verified =
                Interruption.during("verifying " + path, () -> BundleVerifier.verify(path, origin));
        return new BundleVerification(path, verified.files(), verified.findings(), verified.signature());
    }

    /**
     * Reads the manifest of a written bundle, without verifying it; for that, see {@link #verify}.
     *
     * @param directoryOrArchive as for {@link #verify}
     * @throws BundleException if it is not a bundle, or its manifest is not well-formed
     */
    public static BundleContents read(Path directoryOrArchive) throws IOException {
        Objects.requireNonNull(directoryOrArchive, "directoryOrArchive");
        return Interruption.during("reading " + directoryOrArchive, () -> {
            try (OpenedBundle opened = OpenedBundle.of(directoryOrArchive)) {
                return new BundleContents(
                        ManifestReader.read(opened.manifest().content()),
                        opened.bundle().files().containsKey(BundleLayout.SIGNATURE));
            }
        });
    }

    /**
     * Describes a bundle. Options may be set in any order; they are listed here in the order in which they take effect.
     *
     * <p>Methods that take any number of values, such as {@link #modules}, add to what was given before, and so do {@link
     * #files}, {@link #command} and {@link #environment(String, String)}; all others replace it. {@link #write} works on a
     * copy: a builder can be changed and used again, even while a bundle is being built. Not safe for use by several threads.
     */
    public static final class Builder {
        private final BuildOptions options = new BuildOptions();

        private Builder() {}

        /**
         * Adds local repositories, which are used instead of the host's. All of them have RPM packages, or all have Debian
         * packages.
         *
         * @param directories each contains a {@code repodata} directory; or {@code dists}, a {@code Release} file, or files
         *     that end in {@code .deb}; at least one
         * @throws IllegalArgumentException if there is none
         */
        public Builder repositories(Path... directories) {
            return repositories(Arrays.asList(Objects.requireNonNull(directories, "directories")));
        }

        /** As {@link #repositories(Path...)}. */
        public Builder repositories(Collection<Path> directories) {
            options.repositories.addDirectories(OptionRules.paths(
                    Arguments.copyOfSome(directories, "repositories"), "directories", "repositories"));
            return this;
        }

        /**
         * Adds RPM repositories by URL, which are used instead of the host's.
         *
         * @param baseUrls {@code http:}, {@code https:} or {@code file:}, of the directory that contains {@code
         *     repodata}; at least one
         * @throws IllegalArgumentException if there is none, or a URL cannot be used
         */
        public Builder repositoryUrls(URI... baseUrls) {
            return repositoryUrls(Arrays.asList(Objects.requireNonNull(baseUrls, "baseUrls")));
        }

        /** As {@link #repositoryUrls(URI...)}. */
        public Builder repositoryUrls(Collection<URI> baseUrls) {
            options.repositories.addUrls(Arguments.copyOfSome(baseUrls, "repositoryUrls"));
            return this;
        }

        /**
         * Takes packages from these repositories instead of the host's. For repositories that need more configuration
         * than directories and URLs: keys, mirrors, credentials, module streams. Cannot be combined with {@link
         * #repositories(Path...)}, {@link #repositoryUrls} or {@link #cacheDirectory}.
         */
        public Builder repositories(Repositories configured) {
            options.repositories.configured(Objects.requireNonNull(configured, "configured"));
            return this;
        }

        /**
         * Keeps downloaded metadata and packages in this directory, {@code .cache/relocpy} in the user's home by
         * default. Several processes can share it; a directory that other users can write to is refused. {@linkplain
         * #repositories(Repositories) Configured repositories} have their own setting.
         */
        public Builder cacheDirectory(Path directory) {
            options.repositories.cacheDirectory(
                    OptionRules.path(Objects.requireNonNull(directory, "directory"), "cacheDirectory"));
            return this;
        }

        /**
         * Builds the bundle for this architecture instead of that of this machine.
         *
         * @param name as packages name it, such as {@code x86_64} or {@code aarch64}, {@code amd64} or {@code arm64}
         * @throws IllegalArgumentException if no architecture can have that name
         */
        public Builder architecture(String name) {
            options.architecture = OptionRules.architecture(Objects.requireNonNull(name, "name"));
            return this;
        }

        /**
         * Uses this Python instead of the repositories' {@code python3}.
         *
         * @param name the name of its package, which is often that of its command in /usr/bin, too, such as {@code
         *     python3.12}; RHEL 8's are {@code python36} and {@code platform-python}. Debian's {@code python3-minimal} has a
         *     quarter of the standard library
         * @throws IllegalArgumentException if no command can have that name
         */
        public Builder python(String name) {
            options.python = OptionRules.command(Objects.requireNonNull(name, "name"), "python", "/usr/bin");
            return this;
        }

        /**
         * Adds packages and everything that they require; the interpreter itself is always included.
         *
         * @param requests as {@code dnf install} or {@code apt-get install} accept them: names of packages, capabilities
         *     such as {@code python3dist(pyyaml)}, which Debian packages have, too, or absolute paths of files
         * @throws IllegalArgumentException if one is blank
         */
        public Builder modules(String... requests) {
            return modules(Arrays.asList(Objects.requireNonNull(requests, "requests")));
        }

        /** As {@link #modules(String...)}. */
        public Builder modules(Collection<String> requests) {
            options.modules.addAll(OptionRules.requests(requests));
            return this;
        }

        /**
         * Whether to add packages with what hosts may lack, where the repositories have them: certificate authorities ({@code
         * ca-certificates}), time zones ({@code tzdata}), and the locale C.UTF-8 ({@code libc-bin} or {@code
         * glibc-minimal-langpack}). On by default; {@link BundleReport#requests()} lists those that were added.
         */
        public Builder defaultPackages(boolean add) {
            options.defaultPackages = add;
            return this;
        }

        /** Whether to include packages that others only recommend; off by default. */
        public Builder weakDependencies(boolean include) {
            options.weakDependencies = include;
            return this;
        }

        /**
         * Uses exactly the packages that this file lists, and verifies them. If the file does not exist, it is written
         * together with the bundle; a build that fails writes neither. The requests, the architecture and {@link
         * #weakDependencies} must be those that the file was written for.
         *
         * @param file a lockfile, which {@code docs/resolve-and-lock.md} explains
         */
        public Builder lockfile(Path file) {
            options.lockfile = OptionRules.path(Objects.requireNonNull(file, "file"), "lockfile");
            return this;
        }

        /**
         * Whether a {@link BundleEvent.Warning}, about a repository or a setting of the host that is ignored, is an
         * error instead. Off by default.
         */
        public Builder strict(boolean fail) {
            options.strict = fail;
            return this;
        }

        /**
         * Excludes files of packages and wheels, even those that {@link #include} matches. A pattern that matches nothing
         * is reported as a {@link BundleEvent.Notice}.
         *
         * @param patterns globs of absolute paths, as {@link java.nio.file.FileSystem#getPathMatcher} reads them: {@code
         *     /usr/share/foo/**}
         * @throws IllegalArgumentException if one is not a glob that begins with a slash
         */
        public Builder exclude(String... patterns) {
            return exclude(Arrays.asList(Objects.requireNonNull(patterns, "patterns")));
        }

        /** As {@link #exclude(String...)}. */
        public Builder exclude(Collection<String> patterns) {
            options.excluded.addAll(OptionRules.globs(patterns, "exclude"));
            return this;
        }

        /**
         * Includes files of packages that would not be in the bundle otherwise.
         *
         * @param patterns as for {@link #exclude(String...)}
         */
        public Builder include(String... patterns) {
            return include(Arrays.asList(Objects.requireNonNull(patterns, "patterns")));
        }

        /** As {@link #include(String...)}. */
        public Builder include(Collection<String> patterns) {
            options.included.addAll(OptionRules.globs(patterns, "include"));
            return this;
        }

        /**
         * Includes programs of packages, each with a command in {@code bin/}: ELF files and Python scripts.
         *
         * @param names in /usr/bin or /usr/sbin
         * @throws IllegalArgumentException if no program can have one of them
         */
        public Builder executables(String... names) {
            return executables(Arrays.asList(Objects.requireNonNull(names, "names")));
        }

        /** As {@link #executables(String...)}. */
        public Builder executables(Collection<String> names) {
            options.executables.addAll(OptionRules.executables(names));
            return this;
        }

        /**
         * Installs wheels as pip would, but without running anything: each file is checked against the wheel's RECORD,
         * commands go to {@code bin/}, and libraries are made relocatable. Requirements of a wheel are not resolved:
         * add them as wheels or packages, too.
         *
         * @param files for the bundle's Python and platform
         * @throws IllegalArgumentException if one does not have the file name of a wheel
         */
        public Builder wheels(Path... files) {
            return wheels(Arrays.asList(Objects.requireNonNull(files, "files")));
        }

        /** As {@link #wheels(Path...)}. */
        public Builder wheels(Collection<Path> files) {
            options.wheels.addAll(OptionRules.wheels(files));
            return this;
        }

        /**
         * Adds scripts, unchanged, each with a command in {@code bin/} named after it without {@code .py}; {@link
         * #command} gives it another name, options or variables.
         *
         * <p>A directory keeps its structure below {@code libexec/scripts/}. It becomes a command if it has a {@code
         * __main__.py}; otherwise each program at its top becomes one: Python scripts that are executable or have a
         * {@code #!} line for Python, and other executable files, such as shell scripts and ELF files. Those stay what they are:
         * their command executes them, with what the host has of interpreters and libraries.
         *
         * <p>Of a directory, hidden files ({@code .git}, {@code .env}), {@code __pycache__} and copies that editors keep
         * are left out, see {@link #includeScripts}, and always the target and the lockfile of the build; {@link
         * BundleReport#leftOutScripts} lists them.
         *
         * @param filesOrDirectories files that Python or the kernel can run, and directories
         */
        public Builder scripts(Path... filesOrDirectories) {
            return scripts(Arrays.asList(Objects.requireNonNull(filesOrDirectories, "filesOrDirectories")));
        }

        /** As {@link #scripts(Path...)}. */
        public Builder scripts(Collection<Path> filesOrDirectories) {
            options.scripts.addAll(OptionRules.paths(filesOrDirectories, "filesOrDirectories", "scripts"));
            return this;
        }

        /**
         * Leaves files out of the directories that {@link #scripts} and {@link #files} name.
         *
         * @param patterns globs: of names at any depth, such as {@code *.bak} or {@code tests}, or, with a slash, of paths
         *     below the directory, such as {@code /data/*.csv}. One that matches a directory leaves out all that is in it
         * @throws IllegalArgumentException if one is not a glob
         */
        public Builder excludeScripts(String... patterns) {
            return excludeScripts(Arrays.asList(Objects.requireNonNull(patterns, "patterns")));
        }

        /** As {@link #excludeScripts(String...)}. */
        public Builder excludeScripts(Collection<String> patterns) {
            options.excludedScripts.addAll(OptionRules.patterns(patterns, "excludeScripts"));
            return this;
        }

        /**
         * Includes files of the directories that {@link #scripts} and {@link #files} name although they would be left out by
         * default: those whose names match {@code .*}, {@code __pycache__}, {@code CVS}, {@code *~} or {@code #*#}.
         *
         * @param patterns as for {@link #excludeScripts(String...)}, which takes precedence
         * @throws IllegalArgumentException if one is not a glob
         */
        public Builder includeScripts(String... patterns) {
            return includeScripts(Arrays.asList(Objects.requireNonNull(patterns, "patterns")));
        }

        /** As {@link #includeScripts(String...)}. */
        public Builder includeScripts(Collection<String> patterns) {
            options.includedScripts.addAll(OptionRules.patterns(patterns, "includeScripts"));
            return this;
        }

        /**
         * Adds a file, or the contents of a directory, that is not a script: data, configuration, a web interface.
         *
         * @param from the file or directory
         * @param to its path in the bundle, such as {@code share/vendor}; not in {@code bin}, {@code licenses}, {@code
         *     libexec/scripts} or {@code libexec/relocpy}
         * @throws IllegalArgumentException if nothing can be there
         */
        public Builder files(Path from, String to) {
            options.files.add(new Scripts.Placed(
                    OptionRules.path(Objects.requireNonNull(from, "from"), "files"),
                    OptionRules.place(Objects.requireNonNull(to, "to"))));
            return this;
        }

        /**
         * Describes a command: its name, what it runs, options of the interpreter, variables. Replaces an earlier description
         * of the same name. Without a script or entry point, it changes a command that the bundle has anyway.
         */
        public Builder command(BundleCommand command) {
            options.commands.put(Objects.requireNonNull(command, "command").name(), command.settings());
            return this;
        }

        /**
         * Whether the bundle's loader may fall back to libraries of the host, as graphics drivers require. Off by
         * default, since a library of the host expects the host's C library.
         */
        public Builder hostLibraries(boolean allowed) {
            options.hostLibraries = allowed;
            return this;
        }

        /**
         * Whether commands are scripts for the host's {@code /bin/sh} instead of programs; off by default. For
         * architectures without a native launcher; where there is one, it starts faster and needs nothing from the
         * host.
         */
        public Builder shellLaunchers(boolean scripts) {
            options.shellLaunchers = scripts;
            return this;
        }

        /**
         * Sets an environment variable for every command of the bundle, overriding the caller's; child processes
         * inherit it. {@link BundleCommand.Builder#environment(String, String)} sets one for a single command.
         *
         * @param value in which <code>${bundle}</code> stands for the absolute path of the bundle, wherever it is when the
         *     command starts, and <code>$${</code> for <code>${</code>
         * @throws IllegalArgumentException if the name is not of letters, digits and {@code _}, or the value has another
         *     placeholder, or a character that cannot be passed on: NUL, U+0001 or U+0002
         */
        public Builder environment(String name, String value) {
            Variables.check(name, value);
            options.environment.put(name, value);
            return this;
        }

        /** As {@link #environment(String, String)}, for several variables. */
        public Builder environment(Map<String, String> variables) {
            options.environment.putAll(Variables.checked(variables));
            return this;
        }

        /**
         * Includes compiled modules, so that a read-only bundle starts fast, too. Those with a hash depend only on the
         * source and the bundle's Python. To compile them, that Python is run on this machine, in the working directory
         * beside the target; no other option runs anything. The build fails where that is impossible: for another
         * architecture, or where programs must not be executed.
         */
        public Builder bytecode(Bytecode which) {
            options.bytecode = Objects.requireNonNull(which, "which");
            return this;
        }

        /**
         * Sets the time of last modification of directories, scripts and generated files, by default that of the newest
         * packaged file; packaged files keep their own unless it is later. This is what {@code SOURCE_DATE_EPOCH} means
         * to other tools; the variable itself is not read.
         *
         * @throws IllegalArgumentException if an archive cannot hold it: before 1970, or later than 2242
         */
        public Builder modificationTime(Instant time) {
            options.modificationTime =
                    OptionRules.time(Objects.requireNonNull(time, "time").truncatedTo(ChronoUnit.SECONDS));
            return this;
        }

        /**
         * Signs the bundle, so that others can verify who made it. The signature of {@code relocpy.json} is {@code
         * relocpy.json.asc} in the bundle; that of a whole archive is a file beside it, under its name with {@code
         * .asc} appended. {@link Bundle#verify(Path, KeyRing)} verifies both, and so does {@code gpg --verify}.
         *
         * <pre>{@code
         * SigningKey key = SigningKey.read(Path.of("release.key"), Passphrase.inFile(Path.of("/run/secrets/release")));
         * Bundle.builder().signWith(key).write(Path.of("hello.tar.gz"));
         * }</pre>
         *
         * <p>Signatures contain the current time: two builds of the same packages differ only in them. An existing
         * signature beside an archive is treated like an existing archive: refused, or replaced with {@link
         * #replaceExisting}. An unsigned archive does not replace a signed one, since it would be left beside a
         * signature that is not its own.
         */
        public Builder signWith(SigningKey key) {
            options.signingKey = Objects.requireNonNull(key, "key");
            return this;
        }

        /**
         * Whether the result may replace that of an earlier build; off by default.
         *
         * <p>An archive replaces any regular file, atomically. A directory replaces only a bundle that has not been
         * modified, apart from compiled modules. The two directories are exchanged atomically where system, file system
         * and JVM allow that; otherwise the old one is moved away before the new one is moved in, and for a moment
         * there is neither. Programs that run from the old one continue as long as they do not open more of its files.
         *
         * <p>The exchange is the Linux system call renameat2, called by native code that is loaded when it is first
         * needed, from {@code java.io.tmpdir} or the directory that the system property {@code jffi.extract.dir} names.
         */
        public Builder replaceExisting(boolean allowed) {
            options.replaceExisting = allowed;
            return this;
        }

        /**
         * Sets the receiver of progress and warnings, which is called for one event at a time, on the threads of the build; it
         * must return quickly, since the build waits for it, and cannot start another build. An exception that
         * it throws ends the build, and {@link #write} throws it unchanged. The target is then unchanged, too, except if this
         * happens when the step {@link BundleEvent.Step#WRITE} has finished: the bundle is complete and stays.
         */
        public Builder onEvent(Consumer<? super BundleEvent> consumer) {
            options.listener = Objects.requireNonNull(consumer, "consumer");
            return this;
        }

        /**
         * Determines which packages the bundle would be made of, and which of them would be downloaded. This downloads the
         * metadata of the repositories, but no packages; nothing else is written, and scripts and wheels are not read.
         *
         * <p>With an existing {@link #lockfile} and Debian packages, those that are not in the cache are downloaded, since only
         * the packages themselves state what they require.
         *
         * @throws IOException as {@link #write(Path)} does as far as packages are concerned
         */
        public BundlePlan plan() throws IOException {
            Closure closure = new Assembly(options.request()).resolve();
            List<ClosurePackage> downloads = new ArrayList<>();
            for (ClosurePackage each : closure.packages()) {
                if (!closure.isDownloaded(each)) {
                    downloads.add(each);
                }
            }
            return new BundlePlan(closure.inputs().requests(), closure.packages(), downloads);
        }

        /**
         * Builds the bundle. All options are checked before any work begins.
         *
         * <p>If the thread is interrupted, the build ends within a second with an {@link java.io.InterruptedIOException}, and the
         * thread's interrupt status is set. The build's threads have ended by then, apart from idle ones of Java's HTTP client,
         * and nothing of it is left beside the target; what was downloaded completely stays in the cache.
         *
         * @param target ends in {@code .tar.gz}, {@code .tar.zst}, {@code .tar.xz} or {@code .tar} for an archive with one
         *     top directory named after it, {@code .tgz}, {@code .tzst} and {@code .txz} being short for the first three;
         *     anything else is a directory. It must not exist, see {@link #replaceExisting}; its parent must, and must not
         *     be inside another bundle.
         * @return what is in the bundle, and why
         * @throws io.relocpy.repository.ResolutionException if a request matches nothing, or the requests cannot be
         *     satisfied together
         * @throws io.relocpy.repository.FormatException if a package or metadata is damaged
         * @throws io.relocpy.elf.ElfFormatException if a program or library is damaged
         * @throws io.relocpy.repository.RepositoryException if there is no enabled repository, the lockfile belongs to
         *     another request, or the build is {@linkplain #strict strict} and there is something to warn about
         * @throws BundleException if anything else prevents it. Whatever is thrown, the target is unchanged and no lockfile is
         *     written, with the exception that {@link #onEvent} describes
         */
        public BundleReport write(Path target) throws IOException {
            return write(BundleOutput.of(Objects.requireNonNull(target, "target")));
        }

        /**
         * Builds the bundle as {@link #write(Path)} does, with an explicit kind of output.
         *
         * @param output must not exist, see {@link #replaceExisting}; its parent must
         */
        public BundleReport write(BundleOutput output) throws IOException {
            return new BundleReport(new Assembly(options.request())
                    .write(Objects.requireNonNull(output, "output").target()));
        }
    }
}
