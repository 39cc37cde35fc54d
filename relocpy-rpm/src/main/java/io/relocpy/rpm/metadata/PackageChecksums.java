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
 * The checksums of primary.xml itself, for packages that an index named: whoever changed the index has changed nothing that
 * is then fetched. Safe for several threads.
 *
 * <p>That a package is the one with that name, its header tells, which this checksum covers. The text is gone through for
 * digits between two tags, which is a small part of the work of parsing it; once, when the first package is fetched, and
 * not at all when the packages were read from it just now, or when the index lies where nobody else can write.
 */
final class PackageChecksums {
    private static final int MIN_DIGITS = 32;
    private static final int MAX_DIGITS = 128;

    private final DownloadCache cache;
    private final String where;
    private final Source primary;
    private @Nullable Set<String> known;
    private boolean parsed;

    /** Opens primary.xml, decompressed, its checksum compared. */
    interface Source {
        InputStream open() throws IOException;
    }

    PackageChecksums(DownloadCache cache, String where, Source primary) {
        this.cache = cache;
        this.where = where;
        this.primary = primary;
    }

    /** To be called when the packages are read from primary.xml and not from an index. */
    synchronized void parsed() {
        parsed = true;
    }

    /** Fails unless primary.xml states this package's checksum. */
    void require(PackageMetadata metadata) throws IOException {
        if (!isStated(metadata.checksum().hex())) {
            throw new FormatException(
                    where,
                    "the checksum that the cached index states for " + metadata.nevra(),
                    "none such: the index was changed, delete it");
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

    /** All texts of elements that are nothing but hexadecimal digits, in lower case. */
    private static Set<String> read(InputStream in) throws IOException {
        Set<String> found = new HashSet<>();
        byte[] buffer = new byte[1 << 16];
        byte[] digits = new byte[MAX_DIGITS];
        int length = -1; // not within such a text
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
