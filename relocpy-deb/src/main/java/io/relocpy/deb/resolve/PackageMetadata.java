package io.relocpy.deb.resolve;

import io.relocpy.deb.PackageId;
import io.relocpy.deb.PackagesOrigin;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.internal.text.NonEmpty;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a Packages file says of a package. Immutable; equal if all values are. */
public final class PackageMetadata {
    private final Values values;

    /** Texts are empty, numbers -1 where nothing is known. */
    record Values(
            PackageId id,
            PackagesOrigin origin,
            String sourceName,
            String sourceVersion,
            String section,
            String priority,
            String filename,
            long size,
            long installedSize,
            String sha256,
            String summary) {}

    PackageMetadata(Values values) {
        this.values = values;
    }

    /** Name, version and architecture. */
    public PackageId id() {
        return values.id;
    }

    /** Where the first file that lists it is from. */
    public PackagesOrigin origin() {
        return values.origin;
    }

    /** The name of the source package; its own name if there is no other. */
    public String sourceName() {
        return values.sourceName;
    }

    /** The version of the source package; its own version if there is no other. */
    public String sourceVersion() {
        return values.sourceVersion;
    }

    /** The section, such as {@code python}; this and all other values are empty if the file does not say. */
    public Optional<String> section() {
        return NonEmpty.of(values.section);
    }

    /** The priority, such as {@code optional}. */
    public Optional<String> priority() {
        return NonEmpty.of(values.priority);
    }

    /** Where the package file is, relative to the repository's base. */
    public Optional<String> filename() {
        return NonEmpty.of(values.filename);
    }

    /** The size of the package file in bytes. */
    public OptionalLong size() {
        return known(values.size);
    }

    /** The estimated size of the installed files in KiB. */
    public OptionalLong installedSize() {
        return known(values.installedSize);
    }

    /** The SHA-256 of the package file. */
    public Optional<Checksum> checksum() {
        return NonEmpty.of(values.sha256).map(hex -> new Checksum(Checksum.Algorithm.SHA_256, hex));
    }

    /** The first line of the description. */
    public Optional<String> summary() {
        return NonEmpty.of(values.summary);
    }

    private static OptionalLong known(long value) {
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PackageMetadata that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** The package and where it is listed. */
    @Override
    public String toString() {
        return values.id + " (" + values.origin + ")";
    }
}
