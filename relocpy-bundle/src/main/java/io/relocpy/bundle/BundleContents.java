package io.relocpy.bundle;

import io.relocpy.bundle.internal.format.ManifestContents;
import io.relocpy.bundle.internal.format.ManifestContents.Listed;
import io.relocpy.bundle.internal.format.ManifestContents.ListedRegular;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a written bundle as its manifest states them: the result of {@link Bundle#read}. Immutable; equal if all
 * values are.
 */
public final class BundleContents {
    private final Map<String, String> identity;
    private final List<ContentPackage> packages;
    private final int fileCount;
    private final long size;
    private final boolean signed;

    BundleContents(ManifestContents manifest, boolean signed) {
        Map<String, Integer> counts = new HashMap<>();
        Map<String, Long> sizes = new HashMap<>();
        long total = 0;
        for (Listed file : manifest.files().values()) {
            long bytes = file instanceof ListedRegular regular ? regular.size() : 0;
            total += bytes;
            counts.merge(file.origin(), 1, Integer::sum);
            sizes.merge(file.origin(), bytes, Long::sum);
        }
        List<ContentPackage> contributing = new ArrayList<>();
        for (Map<String, String> each : manifest.packages()) {
            String id = each.getOrDefault("id", "");
            contributing.add(new ContentPackage(each, counts.getOrDefault(id, 0), sizes.getOrDefault(id, 0L)));
        }
        this.identity = manifest.identity();
        this.packages = List.copyOf(contributing);
        this.fileCount = manifest.files().size();
        this.size = total;
        this.signed = signed;
    }

    /** The architecture that the bundle runs on, such as {@code x86_64}. */
    public String architecture() {
        return identity.getOrDefault("architecture", "");
    }

    /** The version of Python, such as {@code 3.13.5}. */
    public String pythonVersion() {
        return identity.getOrDefault("python", "");
    }

    /** The version of the bundle's C library, such as {@code 2.41}. */
    public String glibcVersion() {
        return identity.getOrDefault("glibc", "");
    }

    /** The oldest Linux that the bundle's C library starts on; empty if it does not state one. */
    public Optional<String> minimumKernel() {
        return Optional.ofNullable(identity.get("minimumKernel"));
    }

    /** What a library requires of the processor; empty if any processor of the architecture is sufficient. */
    public Optional<String> cpuLevel() {
        return Optional.ofNullable(identity.get("cpuLevel"));
    }

    /** The packages that contributed files, in the order of installation. */
    public List<ContentPackage> packages() {
        return packages;
    }

    /** How many files and links the manifest lists. */
    public int fileCount() {
        return fileCount;
    }

    /** Total size of these files in bytes. */
    public long size() {
        return size;
    }

    /** Whether there is a signature of the manifest; it has not been verified, see {@link Bundle#verify}. */
    public boolean isSigned() {
        return signed;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BundleContents that
                && identity.equals(that.identity)
                && packages.equals(that.packages)
                && fileCount == that.fileCount
                && size == that.size
                && signed == that.signed;
    }

    @Override
    public int hashCode() {
        return Objects.hash(identity, packages, fileCount, size, signed);
    }

    /** What it is, in one line. */
    @Override
    public String toString() {
        return "Python " + pythonVersion() + " for " + architecture() + ", " + fileCount + " files";
    }

    /** A package that contributed files. Immutable; equal if all values are. */
    public static final class ContentPackage {
        private final Map<String, String> fields;
        private final int fileCount;
        private final long size;

        private ContentPackage(Map<String, String> fields, int fileCount, long size) {
            this.fields = Map.copyOf(fields);
            this.fileCount = fileCount;
            this.size = size;
        }

        /** Name, version and architecture in one word. */
        public String id() {
            return field("id");
        }

        /** The package's name. */
        public String name() {
            return fields.getOrDefault("name", id());
        }

        /** Version and release, with the epoch if there is one. */
        public String version() {
            return field("version");
        }

        /** The architecture that it was built for. */
        public String architecture() {
            return field("arch");
        }

        /** The licence as the package states it; empty if it states none. */
        public Optional<String> license() {
            return stated("license");
        }

        /** Id of the repository that it came from. */
        public String repository() {
            return field("repository");
        }

        /** Algorithm and digits of the package file's checksum; empty if unknown. */
        public Optional<String> checksum() {
            return stated("checksum");
        }

        /** How many files and links of it are in the bundle. */
        public int fileCount() {
            return fileCount;
        }

        /** Size of those files in bytes. */
        public long size() {
            return size;
        }

        private String field(String name) {
            return fields.getOrDefault(name, "");
        }

        private Optional<String> stated(String name) {
            return Optional.of(field(name)).filter(text -> !text.isEmpty());
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ContentPackage that
                    && fields.equals(that.fields)
                    && fileCount == that.fileCount
                    && size == that.size;
        }

        @Override
        public int hashCode() {
            return Objects.hash(fields, fileCount, size);
        }

        /** The {@linkplain #id id}. */
        @Override
        public String toString() {
            return id();
        }
    }
}
