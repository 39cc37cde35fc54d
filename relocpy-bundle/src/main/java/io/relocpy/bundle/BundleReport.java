package io.relocpy.bundle;

import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.internal.format.Dropped;
import io.relocpy.bundle.internal.format.HtmlReport;
import io.relocpy.bundle.internal.format.PackageTexts;
import io.relocpy.bundle.internal.format.ReportData;
import io.relocpy.bundle.internal.format.ReportData.Contribution;
import io.relocpy.bundle.internal.tree.SourcePackage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What is in a bundle, and why: the result of {@link Bundle.Builder#write}. Immutable.
 *
 * <p>A summary, and in detail every package of the closure and every file. {@link #writeHtml} writes all of it for
 * people.
 */
public final class BundleReport {
    private final ReportData data;
    private final List<ReportedPackage> closure;

    BundleReport(ReportData data) {
        this.data = data;
        Map<SourcePackage, Dropped> dropped = new HashMap<>();
        data.dropped().forEach(each -> dropped.put(each.origin(), each));
        closure = data.packages().stream()
                .map(each -> new ReportedPackage(each, dropped.get(each.origin())))
                .toList();
    }

    /** The directory or archive that was written. */
    public Path target() {
        return data.target();
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
        return closure;
    }

    /** The packages of the {@link #closure} that contributed files. */
    public List<ReportedPackage> packages() {
        return closure.stream().filter(each -> each.fileCount() > 0).toList();
    }

    /**
     * The packages of the {@link #closure} that contributed no file; each has a {@linkplain ReportedPackage#dropReason
     * reason}.
     */
    public List<ReportedPackage> droppedPackages() {
        return closure.stream().filter(each -> each.dropReason().isPresent()).toList();
    }

    /** Imports of the scripts that nothing in the bundle satisfies, as far as their syntax shows. */
    public List<MissingImport> missingImports() {
        return data.missingImports().stream()
                .map(each -> new MissingImport(each.script(), each.line(), each.module()))
                .toList();
    }

    /** Ids of packages that contributed files, but no licence file. */
    public List<String> packagesWithoutLicense() {
        return data.packagesWithoutLicense().stream().map(SourcePackage::id).toList();
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
        return data.files().stream().map(ReportedFile::new).toList();
    }

    /** How many files and links the bundle has. */
    public int fileCount() {
        return data.files().size();
    }

    /** How many files of the packages are not in the bundle, by reason. */
    public SortedMap<String, Integer> skippedFiles() {
        return Collections.unmodifiableSortedMap(data.skippedByText());
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
    public Map<BundleStep, Duration> durations() {
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

    /** The file and what is in it, in one line. */
    @Override
    public String toString() {
        return target() + ": Python " + pythonVersion() + " for " + architecture() + ", " + fileCount() + " files";
    }

    /** A package or wheel of the closure, and what it contributed to the bundle. Immutable. */
    public static final class ReportedPackage {
        private final Contribution contribution;
        private final Optional<String> dropReason;

        private ReportedPackage(Contribution contribution, @Nullable Dropped dropped) {
            this.contribution = contribution;
            this.dropReason = Optional.ofNullable(dropped).map(Dropped::toString);
        }

        /** Name, version and architecture in one word, unique in a closure. */
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
        public String license() {
            return contribution.origin().license();
        }

        /** Id of the repository that holds it; {@code wheel file} for a wheel. */
        public String repository() {
            return PackageTexts.repository(contribution.origin());
        }

        /** Algorithm and digits of the package file's checksum; empty if unknown. */
        public String checksum() {
            return contribution.origin().checksum();
        }

        /** Size of the package file in bytes. */
        public long downloadSize() {
            return contribution.origin().downloadSize();
        }

        /** Why it is in the closure, as text. */
        public String reason() {
            return PackageTexts.reason(contribution.origin());
        }

        /** Id of the package that brought it in; empty if it was requested or locked. */
        public Optional<String> broughtInBy() {
            return Optional.of(PackageTexts.broughtInBy(contribution.origin())).filter(id -> !id.isEmpty());
        }

        /** Why no file of it is in the bundle, as text; empty if files are. */
        public Optional<String> dropReason() {
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

        /** The {@linkplain #id id}. */
        @Override
        public String toString() {
            return id();
        }
    }

    /** A file or link of the bundle. Immutable. */
    public static final class ReportedFile {
        private final ReportData.ReportedFile file;

        private ReportedFile(ReportData.ReportedFile file) {
            this.file = file;
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

        /** Id of its package, {@code relocpy} for what the build made, {@code script} for the caller's scripts. */
        public String origin() {
            return file.origin().id();
        }

        /** Why it is there, as text. */
        public String reason() {
            return file.reason().toString();
        }

        /** What was changed in it since it left its package, as text. */
        public List<String> changes() {
            return file.changes();
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
