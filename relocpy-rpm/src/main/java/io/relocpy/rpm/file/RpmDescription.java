package io.relocpy.rpm.file;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.text.NonEmpty;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a package says about itself to people, in addition to what {@link RpmFile} has. Immutable. */
public final class RpmDescription {
    private final String text;
    private final String url;
    private final String vendor;
    private final @Nullable Instant buildTime;
    private final long installedSize;
    private final String payloadFormat;
    private final String payloadCompressor;
    private final String payloadFlags;

    RpmDescription(RpmHeader header) throws FormatException {
        text = header.string(RpmTag.DESCRIPTION).orElse("");
        url = header.string(RpmTag.URL).orElse("");
        vendor = header.string(RpmTag.VENDOR).orElse("");
        long seconds = header.integer(RpmTag.BUILDTIME, -1);
        buildTime = seconds < 0 ? null : Instant.ofEpochSecond(seconds);
        installedSize = HeaderMetadata.installedSize(header);
        payloadFormat = header.string(RpmTag.PAYLOADFORMAT).orElse("cpio");
        payloadCompressor = header.string(RpmTag.PAYLOADCOMPRESSOR).orElse("gzip");
        payloadFlags = header.string(RpmTag.PAYLOADFLAGS).orElse("");
    }

    /** The Description tag, several lines; empty if there is none. */
    public Optional<String> text() {
        return NonEmpty.of(text);
    }

    /** The home page; empty if there is none. */
    public Optional<String> url() {
        return NonEmpty.of(url);
    }

    /** The vendor; empty if there is none. */
    public Optional<String> vendor() {
        return NonEmpty.of(vendor);
    }

    /** When it was built; empty if it does not say. */
    public Optional<Instant> buildTime() {
        return Optional.ofNullable(buildTime);
    }

    /** The size of its files in bytes. */
    public long installedSize() {
        return installedSize;
    }

    /** {@code cpio}, or {@code drpm} for a delta package, whose payload cannot be read. */
    public String payloadFormat() {
        return payloadFormat;
    }

    /** The compression: {@code gzip}, {@code xz}, {@code zstd}, … */
    public String payloadCompressor() {
        return payloadCompressor;
    }

    /** The level of the compression, and whatever else the packager's rpm wrote about it; empty if it wrote nothing. */
    public Optional<String> payloadFlags() {
        return NonEmpty.of(payloadFlags);
    }
}
