package io.relocpy.rpm;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.internal.download.RepositoryUrl;
import io.relocpy.repository.internal.text.Arguments;
import io.relocpy.repository.internal.text.NonEmpty;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The metadata of a package in a repository: its name, dependencies and location. Immutable; equal if all values are. */
public final class PackageMetadata {
    private final Values values;

    private record Values(
            Nevra nevra,
            String summary,
            String license,
            String sourceRpm,
            Checksum checksum,
            String location,
            long packageSize,
            long installedSize,
            List<Capability> provides,
            List<Dependency> requires,
            List<Dependency> conflicts,
            List<Capability> obsoletes,
            List<Dependency> recommends,
            List<Dependency> suggests,
            List<Dependency> supplements,
            List<Dependency> enhances,
            List<String> files) {}

    private PackageMetadata(Builder builder) {
        values = new Values(
                builder.nevra,
                builder.summary,
                builder.license,
                builder.sourceRpm,
                builder.checksum,
                builder.location,
                builder.packageSize,
                builder.installedSize,
                builder.provides,
                builder.requires,
                builder.conflicts,
                builder.obsoletes,
                builder.recommends,
                builder.suggests,
                builder.supplements,
                builder.enhances,
                builder.files);
    }

    /**
     * Starts the metadata of a package.
     *
     * @param nevra name, version and architecture
     * @param checksum of the package file
     * @param location of the package file, relative to the repository's base URL, or an absolute URL
     */
    public static Builder builder(Nevra nevra, Checksum checksum, String location) {
        return new Builder(nevra, checksum, location);
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        return new Builder(values.nevra, values.checksum, values.location)
                .summary(values.summary)
                .license(values.license)
                .sourceRpm(values.sourceRpm)
                .packageSize(values.packageSize)
                .installedSize(values.installedSize)
                .provides(values.provides)
                .requires(values.requires)
                .conflicts(values.conflicts)
                .obsoletes(values.obsoletes)
                .recommends(values.recommends)
                .suggests(values.suggests)
                .supplements(values.supplements)
                .enhances(values.enhances)
                .files(values.files);
    }

    /** Name, version and architecture. */
    public Nevra nevra() {
        return values.nevra;
    }

    /** One line; empty if the metadata has none. */
    public Optional<String> summary() {
        return NonEmpty.of(values.summary);
    }

    /** The License tag of the package; empty if the metadata has none. */
    public Optional<String> license() {
        return NonEmpty.of(values.license);
    }

    /** File name of the source package; empty if the metadata has none. */
    public Optional<String> sourceRpm() {
        return NonEmpty.of(values.sourceRpm);
    }

    /** The checksum of the package file. */
    public Checksum checksum() {
        return values.checksum;
    }

    /** Where the package file is, relative to the repository's base URL, or an absolute URL. */
    public String location() {
        return values.location;
    }

    /** Size of the package file in bytes. */
    public long packageSize() {
        return values.packageSize;
    }

    /** Size of the installed files in bytes. */
    public long installedSize() {
        return values.installedSize;
    }

    /** Capabilities that it provides; this and all other lists are in the order of the metadata. */
    public List<Capability> provides() {
        return values.provides;
    }

    /** Dependencies that must be installed with it. */
    public List<Dependency> requires() {
        return values.requires;
    }

    /** Dependencies that must not be installed with it. */
    public List<Dependency> conflicts() {
        return values.conflicts;
    }

    /** Packages that it replaces. */
    public List<Capability> obsoletes() {
        return values.obsoletes;
    }

    /** Dependencies that are installed with it if possible. */
    public List<Dependency> recommends() {
        return values.recommends;
    }

    /** Dependencies that are preferred among alternatives. */
    public List<Dependency> suggests() {
        return values.suggests;
    }

    /** Reverse recommendations: this package is installed with them if possible. */
    public List<Dependency> supplements() {
        return values.supplements;
    }

    /** Reverse suggestions: this package is preferred among alternatives if they are installed. */
    public List<Dependency> enhances() {
        return values.enhances;
    }

    /** The absolute paths listed in primary metadata, which are not all files of the package. */
    public List<String> files() {
        return values.files;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PackageMetadata that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** The full name and the location. */
    @Override
    public String toString() {
        return values.nevra + " (" + RepositoryUrl.locationWithoutSecrets(values.location) + ")";
    }

    /** Each method replaces what was set before. Not safe for use by several threads. */
    public static final class Builder {
        private final Nevra nevra;
        private final Checksum checksum;
        private final String location;
        private String summary = "";
        private String license = "";
        private String sourceRpm = "";
        private long packageSize;
        private long installedSize;
        private List<Capability> provides = List.of();
        private List<Dependency> requires = List.of();
        private List<Dependency> conflicts = List.of();
        private List<Capability> obsoletes = List.of();
        private List<Dependency> recommends = List.of();
        private List<Dependency> suggests = List.of();
        private List<Dependency> supplements = List.of();
        private List<Dependency> enhances = List.of();
        private List<String> files = List.of();

        private Builder(Nevra nevra, Checksum checksum, String location) {
            this.nevra = Objects.requireNonNull(nevra, "nevra");
            this.checksum = Objects.requireNonNull(checksum, "checksum");
            this.location = Objects.requireNonNull(location, "location");
        }

        /** One line. */
        public Builder summary(String value) {
            summary = Objects.requireNonNull(value, "value");
            return this;
        }

        /** The License tag of the package. */
        public Builder license(String value) {
            license = Objects.requireNonNull(value, "value");
            return this;
        }

        /** File name of the source package. */
        public Builder sourceRpm(String value) {
            sourceRpm = Objects.requireNonNull(value, "value");
            return this;
        }

        /** Size of the package file in bytes. */
        public Builder packageSize(long value) {
            packageSize = value;
            return this;
        }

        /** Size of the installed files in bytes. */
        public Builder installedSize(long value) {
            installedSize = value;
            return this;
        }

        /** Capabilities that it provides; this and all other lists are in the order of the metadata. */
        public Builder provides(List<Capability> value) {
            provides = Arguments.copy(value, "value");
            return this;
        }

        /** Dependencies that must be installed with it. */
        public Builder requires(List<Dependency> value) {
            requires = Arguments.copy(value, "value");
            return this;
        }

        /** Dependencies that must not be installed with it. */
        public Builder conflicts(List<Dependency> value) {
            conflicts = Arguments.copy(value, "value");
            return this;
        }

        /** Packages that it replaces. */
        public Builder obsoletes(List<Capability> value) {
            obsoletes = Arguments.copy(value, "value");
            return this;
        }

        /** Dependencies that are installed with it if possible. */
        public Builder recommends(List<Dependency> value) {
            recommends = Arguments.copy(value, "value");
            return this;
        }

        /** Dependencies that are preferred among alternatives. */
        public Builder suggests(List<Dependency> value) {
            suggests = Arguments.copy(value, "value");
            return this;
        }

        /** Reverse recommendations: this package is installed with them if possible. */
        public Builder supplements(List<Dependency> value) {
            supplements = Arguments.copy(value, "value");
            return this;
        }

        /** Reverse suggestions: this package is preferred among alternatives if they are installed. */
        public Builder enhances(List<Dependency> value) {
            enhances = Arguments.copy(value, "value");
            return this;
        }

        /** The absolute paths listed in primary metadata, which are not all files of the package. */
        public Builder files(List<String> value) {
            files = Arguments.copy(value, "value");
            return this;
        }

        /** The metadata; the builder can be used again. */
        public PackageMetadata build() {
            return new PackageMetadata(this);
        }
    }
}
