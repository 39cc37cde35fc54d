package io.relocpy.repository.internal.download;

import io.relocpy.repository.TransferEvent;
import java.nio.charset.StandardCharsets;

/** The kinds of files in a repository: how large they may be, and how metadata names them. */
public enum FileKind {
    /**
     * Locations are parts of a URL, which librepo does not escape. The largest real files have a tenth of the limit.
     */
    METADATA(1L << 30, "+:@!$&'()*,;=%?"),

    /**
     * Locations are file names, in which libdnf escapes everything but letters, digits and {@code -._~}, including
     * {@code +}, which S3 interprets as a space. The largest real files have a third of the limit.
     */
    PACKAGE(16L << 30, "");

    private final long limit;
    private final String plain;

    FileKind(long limit, String plain) {
        this.limit = limit;
        this.plain = plain;
    }

    /** The maximum size in bytes. */
    long limit() {
        return limit;
    }

    /** The kind in events. */
    TransferEvent.Kind transfer() {
        return this == PACKAGE ? TransferEvent.Kind.PACKAGE : TransferEvent.Kind.METADATA;
    }

    /** Escapes a relative location for use in a URL. */
    String escape(String location) {
        return escape(location, plain);
    }

    /** Escapes only what is not allowed in a URL. */
    static String escapeReference(String reference) {
        return escape(reference, METADATA.plain + "#[]");
    }

    private static String escape(String text, String plain) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (unreserved || "-._~/".indexOf(c) >= 0 || plain.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append(String.format("%%%02x", (int) c));
            }
        }
        return out.toString();
    }
}
