package io.relocpy.rpm.metadata;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.download.DownloadCache;
import io.relocpy.rpm.PackageMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares the checksums of packages read from a cached index with primary.xml itself, so that tampering with the index
 * does not affect what is fetched. Thread-safe.
 *
 * <p>The name of a package is verified with its header, which the checksum covers. Only digits between two tags are
 * searched, which is much cheaper than parsing; this happens once, when the first package is fetched, and not at all if
 * the packages were just read from primary.xml, or if nobody else can write to the cache.
 */
final class PackageChecksums {
    private static final int MIN_DIGITS = 32;
    private static final int MAX_DIGITS = 128;

    private final DownloadCache cache;
    private final String where;
    private final Source primary;
    private @Nullable Set<String> known;
    private boolean parsed;

    /** Opens primary.xml, decompressed and verified. */
    interface Source {
        InputStream open() throws IOException;
    }

    PackageChecksums(DownloadCache cache, String where, Source primary) {
        this.cache = cache;
        this.where = where;
        this.primary = primary;
    }

    /** Must be called if the packages are read from primary.xml, not from an index. */
    synchronized void parsed() {
        parsed = true;
    }

    /** Requires primary.xml to contain this package's checksum. */
    void require(PackageMetadata metadata) throws IOException {
        if (!isStated(metadata.checksum().hex())) {
            throw new FormatException(
                    where,
                    "the checksum that the cached index contains for " + metadata.nevra(),
                    "no such checksum: the index was modified, delete it");
        }
    }

    private synchronized boolean isStated(String digits) throws IOException {
        if (parsed || cache.isExclusive()) {
            return true;
        }
        Set<String> all = known;
        if (all == null) {
            try (InputStream in = primary.open()) {
                all = read(in);
            }
            known = all;
        }
        return all.contains(digits);
    }

    /** Returns all element texts that only consist of hexadecimal digits, in lower case. */
    private static Set<String> read(InputStream in) throws IOException {
        Set<String> found = new HashSet<>();
        byte[] buffer = new byte[1 << 16];
        byte[] digits = new byte[MAX_DIGITS];
        int length = -1; // not within such text
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            for (int i = 0; i < read; i++) {
                byte b = buffer[i];
                if (b == '>') {
                    length = 0;
                } else if (length >= 0) {
                    int digit = Character.digit(b, 16);
                    if (digit >= 0 && length < MAX_DIGITS) {
                        digits[length++] = (byte) Character.forDigit(digit, 16);
                    } else {
                        boolean space = b == ' ' || b == '\n' || b == '\r' || b == '\t';
                        if ((b == '<' || space) && length >= MIN_DIGITS) {
                            found.add(new String(digits, 0, length, StandardCharsets.US_ASCII));
                        }
                        length = space && length == 0 ? 0 : -1;
                    }
                }
            }
        }
        return found;
    }
}
