package io.relocpy.rpm.file;

import io.relocpy.repository.FormatException;
import java.time.Instant;

/** What a package states for its readers, beside what {@link RpmFile} has of it. Immutable. */
public final class RpmDescription {
    private final String text;
    private final String url;
    private final String vendor;
    private final Instant buildTime;
    private final long installedSize;
    private final String payloadFormat;
    private final String payloadCompressor;
    private final String payloadFlags;

    RpmDescription(RpmHeader header) throws FormatException {
        text = header.string(RpmTag.DESCRIPTION).orElse("");
        url = header.string(RpmTag.URL).orElse("");
        vendor = header.string(RpmTag.VENDOR).orElse("");
        buildTime = Instant.ofEpochSecond(header.integer(RpmTag.BUILDTIME, 0));
        installedSize = HeaderMetadata.installedSize(header);
        payloadFormat = header.string(RpmTag.PAYLOADFORMAT).orElse("cpio");
        payloadCompressor = header.string(RpmTag.PAYLOADCOMPRESSOR).orElse("gzip");
        payloadFlags = header.string(RpmTag.PAYLOADFLAGS).orElse("");
    }

    /** The Description tag, several lines; empty if there is none. */
    public String text() {
        return text;
    }

    /** The home page; empty if there is none. */
    public String url() {
        return url;
    }

    /** The vendor; empty if there is none. */
    public String vendor() {
        return vendor;
    }

    /** When it was built; the start of 1970 if it does not say. */
    public Instant buildTime() {
        return buildTime;
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

    /** The level of the compression, and whatever else the packager's rpm wrote about it; empty if nothing. */
    public String payloadFlags() {
        return payloadFlags;
    }
}
