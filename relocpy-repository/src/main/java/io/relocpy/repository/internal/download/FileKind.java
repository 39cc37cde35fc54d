package io.relocpy.repository.internal.download;

import io.relocpy.repository.TransferEvent;
import java.nio.charset.StandardCharsets;

/** What a repository has files of: how large they may be, and how the metadata name them. */
public enum FileKind {
    /** Locations are parts of a URL, which librepo takes as they are. The largest real files have a tenth of the limit. */
    METADATA(1L << 30, "+:@!$&'()*,;=%?"),

    /**
     * Locations are names of files, of which libdnf escapes all but letters, digits and {@code -._~}: {@code +} too, which
     * S3 reads as a space. The largest real files have a third of the limit.
     */
    PACKAGE(16L << 30, "");

    private final long limit;
    private final String plain;

    FileKind(long limit, String plain) {
        this.limit = limit;
        this.plain = plain;
    }

    /** Bytes that such a file may have. */
    long limit() {
        return limit;
    }

    /** For events. */
    TransferEvent.Kind transfer() {
        return this == PACKAGE ? TransferEvent.Kind.PACKAGE : TransferEvent.Kind.METADATA;
    }

    /** A relative location as a URL has it. */
    String escape(String location) {
        return escape(location, plain);
    }

    /** Whatever may not stand in a URL escaped, and all else as it is. */
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
