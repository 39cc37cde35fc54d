package io.relocpy.bundle;

import io.relocpy.rpm.RepositoryConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
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
     *     that can not be read to its end
     */
    public static BundleVerification verify(Path directoryOrArchive) throws IOException {
        return BundleVerifier.verify(directoryOrArchive);
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
     * Says what goes into a bundle. Options may come in any order; those that take several values add to what was given
     * before. Not safe for use by several threads; {@link #write} may be called more than once.
     */
    public static final class Builder {
        final List<RepositoryConfig> repositories = new ArrayList<>();
        final List<String> modules = new ArrayList<>();
        final List<Path> scripts = new ArrayList<>();
        String architecture = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        String python = "python3";
        boolean weakDependencies;

        @Nullable
        Path lockfile;

        final List<String> executables = new ArrayList<>();
        final List<String> included = new ArrayList<>();
        final List<String> excluded = new ArrayList<>();
        final Map<String, String> environment = new TreeMap<>();
        boolean hostLibraries;
        Path cacheDirectory = Path.of(System.getProperty("user.home"), ".cache", "relocpy");
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
         * Adds packages with all they require; python3 itself is always there.
         *
         * @param requests as for {@code dnf install}: package names, capabilities such as {@code python3dist(pyyaml)}, or
         *     absolute paths of files
         */
        public Builder modules(String... requests) {
            modules.addAll(Arrays.asList(requests));
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
         * Keeps programs of the packages, each with a command in {@code bin/}: ELF files and Python scripts.
         *
         * @param names in /usr/bin or /usr/sbin
         */
        public Builder executables(String... names) {
            executables.addAll(Arrays.asList(names));
            return this;
        }

        /**
         * Keeps files of the packages that would not be in the bundle otherwise.
         *
         * @param patterns of absolute paths, as {@link java.nio.file.FileSystem#getPathMatcher} reads globs: {@code
         *     /usr/share/foo/**}
         */
        public Builder include(String... patterns) {
            included.addAll(Arrays.asList(patterns));
            return this;
        }

        /**
         * Leaves files of the packages out, also such as {@link #include} names.
         *
         * @param patterns as for {@link #include}
         */
        public Builder exclude(String... patterns) {
            excluded.addAll(Arrays.asList(patterns));
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
         * Makes the bundle for this architecture instead of that of this machine.
         *
         * @param rpmArchitecture as rpm names it, such as {@code x86_64} or {@code aarch64}
         */
        public Builder architecture(String rpmArchitecture) {
            architecture = rpmArchitecture;
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

        /** Sets an environment variable for every command of the bundle, whatever its caller has; children inherit it. */
        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /**
         * Keeps downloaded metadata and packages here; {@code .cache/relocpy} in the user's home by default. Safe to share
         * between processes.
         */
        public Builder cacheDirectory(Path directory) {
            cacheDirectory = directory;
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
         *     top directory named after it; anything else is a directory. It must not exist; its parent must.
         * @return what went in, and why
         * @throws io.relocpy.rpm.ResolutionException if a request names nothing, or the requests can not be met together
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
