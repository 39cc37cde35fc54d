package io.relocpy.bundle;

import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.internal.format.HtmlReport;
import io.relocpy.bundle.internal.format.ReportData;
import io.relocpy.bundle.internal.format.ReportData.Contribution;
import io.relocpy.bundle.internal.tree.Origin;
import io.relocpy.bundle.internal.tree.SourcePackage;
import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.PackageReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is in a bundle, and why: the result of {@link Bundle.Builder#write}. Immutable.
 *
 * <p>A summary, and in detail every package of the closure and every file. {@link #writeHtml} writes all of it for
 * people.
 */
public final class BundleReport {
    private final ReportData data;
    private final Map<Origin, ReportedPackage> closure = new LinkedHashMap<>();

    BundleReport(ReportData data) {
        this.data = data;
        for (Contribution each : data.packages()) {
            closure.put(
                    each.origin(),
                    new ReportedPackage(each, Optional.ofNullable(data.dropped().get(each.origin()))));
        }
    }

    /** The directory or archive that was written. */
    public Path path() {
        return data.path();
    }

    /** The architecture that the bundle runs on, such as {@code x86_64}. */
    public String architecture() {
        return data.identity().architecture();
    }

    /** The version of Python, such as {@code 3.13.5}. */
    public String pythonVersion() {
        return data.identity().pythonVersion();
    }

    /** The version of the bundle's C library, such as {@code 2.41}. */
    public String glibcVersion() {
        return data.identity().glibcVersion();
    }

    /**
     * The oldest Linux that the bundle's C library starts on, such as {@code 3.2.0}; empty if it does not state one.
     */
    public Optional<String> minimumKernel() {
        return Optional.ofNullable(data.identity().minimumKernel());
    }

    /**
     * What a library requires of the processor, such as {@code x86-64-v2}; empty if any processor of the architecture
     * is sufficient.
     */
    public Optional<String> cpuLevel() {
        return Optional.ofNullable(data.identity().cpuLevel());
    }

    /** What was requested, the interpreter first. */
    public List<String> requests() {
        return data.requests();
    }

    /**
     * Every package that was resolved, in the order of installation, then the wheels, including those without files in
     * the bundle.
     */
    public List<ReportedPackage> closure() {
        return List.copyOf(closure.values());
    }

    /** The packages of the {@link #closure} that contributed files. */
    public List<ReportedPackage> packages() {
        return closure.values().stream().filter(each -> each.fileCount() > 0).toList();
    }

    /**
     * The packages of the {@link #closure} that contributed no file; each has a {@linkplain ReportedPackage#dropReason
     * reason}.
     */
    public List<ReportedPackage> droppedPackages() {
        return closure.values().stream()
                .filter(each -> each.dropReason().isPresent())
                .toList();
    }

    /** Imports of the scripts that nothing in the bundle satisfies, as far as their syntax shows. */
    public List<MissingImport> missingImports() {
        return data.missingImports().stream()
                .map(each -> new MissingImport(each.script(), each.line(), each.module()))
                .toList();
    }

    /**
     * What was left out of the directories that {@link Bundle.Builder#scripts} and {@link Bundle.Builder#files} named:
     * paths that begin with the directory's name, or its path in the bundle. A directory ends in a slash, and stands for all
     * that is in it.
     */
    public List<String> leftOutScripts() {
        return data.leftOutScripts();
    }

    /** The packages that contributed files, but no licence file. */
    public List<ReportedPackage> packagesWithoutLicense() {
        return closure.entrySet().stream()
                .filter(each -> data.packagesWithoutLicense().contains(each.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /**
     * What maintainer scripts of packages that contributed files would do on installation and the build did not, since it
     * runs none of them. Most of it concerns configuration in {@code /etc} and caches.
     */
    public List<SkippedScript> skippedScripts() {
        return data.notDone().stream()
                .map(each -> new SkippedScript(each.by().id(), each.where(), each.what()))
                .toList();
    }

    /** Every file and link of the bundle, sorted by path. */
    public List<ReportedFile> files() {
        return data.files().stream()
                .map(each -> new ReportedFile(each, origin(each.origin())))
                .toList();
    }

    /** How many files and links the bundle has. */
    public int fileCount() {
        return data.files().size();
    }

    private FileOrigin origin(Origin origin) {
        ReportedPackage found = closure.get(origin);
        return found != null
                ? found
                : origin == Origin.WithoutPackage.SCRIPT
                        ? FileOrigin.WithoutPackage.SCRIPT
                        : FileOrigin.WithoutPackage.BUILD;
    }

    /** How many files of the packages are not in the bundle, by reason; only reasons that apply. */
    public Map<FileReason.Kind, Integer> skippedFiles() {
        return data.skipped();
    }

    /** What verification found that is not a fault. */
    public List<Finding> notes() {
        return data.notes();
    }

    /** The text of a lockfile with the same packages, see {@link Bundle.Builder#lockfile}. */
    public String lock() {
        return data.lock();
    }

    /** Size of all files in bytes. */
    public long unpackedSize() {
        return data.unpackedSize();
    }

    /** Size of the archive in bytes; for a directory the same as {@link #unpackedSize}. */
    public long writtenSize() {
        return data.writtenSize();
    }

    /** How long each step took. */
    public Map<BundleEvent.Step, Duration> durations() {
        return data.durations();
    }

    /**
     * Writes the whole report as one HTML file for people: dependency graph, map of sizes, table of files, what was
     * dropped and why, licences, lockfile. The file is self-contained: it needs neither the network nor other files.
     *
     * @param file replaced if it exists; not the bundle, its signature, or a file in it
     * @throws IOException if it cannot be written, or would replace what it reports; then nothing has changed
     */
    public void writeHtml(Path file) throws IOException {
        HtmlReport.write(data, Objects.requireNonNull(file, "file"));
    }

    /** The path and what is there, in one line. */
    @Override
    public String toString() {
        return path() + ": Python " + pythonVersion() + " for " + architecture() + ", " + fileCount() + " files";
    }

    /** Where a file came from: a {@link ReportedPackage}, or {@link WithoutPackage}. */
    public sealed interface FileOrigin permits ReportedPackage, FileOrigin.WithoutPackage {
        /** The package's id, {@code script} or {@code relocpy}, as in the manifest. */
        String id();

        /** What is not of a package. */
        enum WithoutPackage implements FileOrigin {
            /** The caller's scripts. */
            SCRIPT("script"),
            /** What the build made. */
            BUILD("relocpy");

            private final String id;

            WithoutPackage(String id) {
                this.id = id;
            }

            @Override
            public String id() {
                return id;
            }

            /** The {@linkplain #id id}. */
            @Override
            public String toString() {
                return id;
            }
        }
    }

    /** A package or wheel of the closure, and what it contributed to the bundle. Immutable; equal if all values are. */
    public static final class ReportedPackage implements FileOrigin {
        private final Contribution contribution;
        private final Optional<DropReason> dropReason;

        private ReportedPackage(Contribution contribution, Optional<DropReason> dropReason) {
            this.contribution = contribution;
            this.dropReason = dropReason;
        }

        /** Name, version and architecture in one word, unique in a closure. */
        @Override
        public String id() {
            return contribution.origin().id();
        }

        /** The package's name. */
        public String name() {
            return contribution.origin().name();
        }

        /** Version and release, with the epoch if there is one. */
        public String version() {
            return contribution.origin().version();
        }

        /** The architecture that it was built for. */
        public String architecture() {
            return contribution.origin().architecture();
        }

        /** The licence as the package states it; empty if it states none. */
        public Optional<String> license() {
            return stated(contribution.origin().license());
        }

        /** Id of the repository that holds it; empty for a wheel. */
        public Optional<String> repository() {
            return source().flatMap(ClosurePackage::repository);
        }

        /** Algorithm and digits of the package file's checksum, such as {@code sha256:0a1b…}; empty if unknown. */
        public Optional<String> checksum() {
            return stated(contribution.origin().checksum());
        }

        /** Size of the package file in bytes. */
        public long downloadSize() {
            return contribution.origin().downloadSize();
        }

        /** Why it is in the closure; empty for a wheel, which the caller named. */
        public Optional<PackageReason> reason() {
            return source().map(ClosurePackage::reason);
        }

        /** Why no file of it is in the bundle; empty if there are some. */
        public Optional<DropReason> dropReason() {
            return dropReason;
        }

        /** How many files and links of it are in the bundle. */
        public int fileCount() {
            return contribution.files();
        }

        /** Size of those files in bytes. */
        public long size() {
            return contribution.size();
        }

        private Optional<ClosurePackage> source() {
            return contribution.origin() instanceof SourcePackage.Packaged packaged
                    ? Optional.of(packaged.source())
                    : Optional.empty();
        }

        private static Optional<String> stated(String text) {
            return Optional.of(text).filter(any -> !any.isEmpty());
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ReportedPackage that
                    && contribution.equals(that.contribution)
                    && dropReason.equals(that.dropReason);
        }

        @Override
        public int hashCode() {
            return contribution.hashCode();
        }

        /** The {@linkplain #id id}. */
        @Override
        public String toString() {
            return id();
        }
    }

    /**
     * Why no file of a package is in the bundle. Immutable.
     *
     * @param files how many files of it were left out, by reason; licences alone do not keep a package
     */
    public record DropReason(Map<FileReason.Kind, Integer> files) {
        /** How many reasons are shown, the most frequent ones first. */
        private static final int SHOWN = 2;

        /** Copies the map. */
        public DropReason {
            files = Map.copyOf(files);
        }

        /** The most frequent reasons as text. */
        @Override
        public String toString() {
            List<String> shown = files.entrySet().stream()
                    .filter(reason -> reason.getKey() != FileReason.Kind.LICENSE)
                    .sorted(Map.Entry.<FileReason.Kind, Integer>comparingByValue(Comparator.reverseOrder())
                            .thenComparing(reason -> reason.getKey().toString()))
                    .limit(SHOWN)
                    .map(reason -> reason.getKey().toString())
                    .toList();
            return files.isEmpty()
                    ? "has no files"
                    : String.join(", ", shown) + (files.size() > SHOWN ? " and others" : "");
        }
    }

    /** A file or link of the bundle. Immutable; equal if all values are. */
    public static final class ReportedFile {
        private final ReportData.ReportedFile file;
        private final FileOrigin origin;

        private ReportedFile(ReportData.ReportedFile file, FileOrigin origin) {
            this.file = file;
            this.origin = origin;
        }

        /** Path in the bundle, without a leading slash. */
        public String path() {
            return file.path();
        }

        /** Bytes; 0 for a link. */
        public long size() {
            return file.size();
        }

        /** The link's target, as written in it; empty for a file. */
        public Optional<String> linkTarget() {
            return Optional.of(file.target()).filter(target -> !target.isEmpty());
        }

        /** Where it came from. */
        public FileOrigin origin() {
            return origin;
        }

        /** Why it is there. */
        public FileReason reason() {
            return file.reason();
        }

        /** What was changed in it since it left its package. */
        public List<FileChange> changes() {
            return file.changes();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ReportedFile that && file.equals(that.file) && origin.equals(that.origin);
        }

        @Override
        public int hashCode() {
            return file.hashCode();
        }

        /** The {@linkplain #path path}. */
        @Override
        public String toString() {
            return path();
        }
    }

    /**
     * An import statement of a script that nothing in the bundle satisfies.
     *
     * <p>Found in the syntax: relative imports, those that an {@code except ImportError} guards, and those under {@code
     * if TYPE_CHECKING} are not counted, and modules that {@code importlib} loads are not found. An import of a module
     * that a package creates at run time can be reported in error.
     *
     * @param script path below {@code libexec/scripts/}
     * @param line number of the line, from 1
     * @param module the dotted name
     */
    public record MissingImport(String script, int line, String module) {}

    /**
     * A maintainer script that was not followed completely.
     *
     * @param packageId id of its package
     * @param script such as {@code postinst}
     * @param commands those of its commands that would do more than the build did, as written in it
     */
    public record SkippedScript(String packageId, String script, List<String> commands) {
        /** Copies the list. */
        public SkippedScript {
            commands = List.copyOf(commands);
        }
    }
}
