package io.relocpy.deb.internal.release;

import io.relocpy.deb.ControlStanza;
import io.relocpy.deb.ReleaseInfo;
import io.relocpy.deb.internal.deb822.Deb822Dialect;
import io.relocpy.deb.internal.deb822.Deb822Reader;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A Release file: what a suite says of itself, and the checksums of its indexes. Immutable.
 *
 * <p>Only SHA-512 and SHA-256 count; what has nothing better than SHA-1 is as good as not listed. Names are only compared
 * with those that are looked for, never used.
 *
 * @see <a href="https://wiki.debian.org/DebianRepository/Format">Debian repository format</a>
 */
public final class ReleaseFile {
    /** In bytes, as for apt. */
    public static final int MAX_SIZE = 10_000_000;

    private static final int MAX_ENTRIES = 200_000;
    private static final int MAX_DIGITS = 15;
    private static final Map<String, Checksum.Algorithm> STRONG =
            Map.of("SHA512", Checksum.Algorithm.SHA_512, "SHA256", Checksum.Algorithm.SHA_256);

    private final String where;
    private final ControlStanza fields;
    private final Optional<Instant> date;
    private final Map<String, Entry> entries = new HashMap<>();

    /**
     * A file that the Release file lists.
     *
     * @param size in bytes
     * @param checksum the strongest one
     */
    public record Entry(long size, Checksum checksum) {
        /** The path of the file by its hash, beside the file of that name. */
        public String byHash(String name) {
            String algorithm = checksum.algorithm().standardName().replace("-", "");
            return name.substring(0, name.lastIndexOf('/') + 1) + "by-hash/" + algorithm + "/" + checksum.hex();
        }
    }

    private ReleaseFile(String where, ControlStanza fields) throws FormatException {
        this.where = where;
        this.fields = fields;
        this.date = ReleaseTime.parse(fields.get("Date"));
        for (Map.Entry<String, Checksum.Algorithm> each : STRONG.entrySet()) {
            readEntries(each.getKey(), each.getValue());
        }
        if (entries.isEmpty() && !fields.has("SHA256") && !fields.has("SHA512")) {
            throw new FormatException(where, "the field SHA256 or SHA512", "neither");
        }
    }

    /**
     * Reads the text of a Release file.
     *
     * @param text whose signature was verified
     * @param where location for messages
     */
    public static ReleaseFile parse(byte[] text, String where) throws FormatException {
        if (text.length > MAX_SIZE) {
            throw new FormatException(where, "at most " + MAX_SIZE + " bytes", text.length + " bytes");
        }
        Deb822Reader reader = new Deb822Reader(new String(text, StandardCharsets.UTF_8), where, Deb822Dialect.EDITED);
        ControlStanza fields = reader.next();
        if (fields == null) {
            throw new FormatException(where, "fields", "none");
        }
        return new ReleaseFile(where, fields);
    }

    private void readEntries(String field, Checksum.Algorithm algorithm) throws FormatException {
        for (String line : fields.lines(field)) {
            String[] parts = line.strip().split("[ \t]+", 4);
            if (parts.length == 1 && parts[0].isEmpty()) {
                continue;
            }
            if (parts.length != 3 || !parts[1].matches("[0-9]{1," + MAX_DIGITS + "}")) {
                throw new FormatException(where + ", " + field, "a hash, a size and a name", "\"" + line + "\"");
            }
            String hex = parts[0].toLowerCase(Locale.ROOT);
            if (!algorithm.accepts(hex)) {
                throw new FormatException(where + ", " + field, algorithm + " in hexadecimal digits", parts[0]);
            }
            Entry entry = new Entry(Long.parseLong(parts[1]), new Checksum(algorithm, hex));
            Entry other = entries.merge(parts[2], entry, ReleaseFile::stronger);
            if (other.size != entry.size) {
                throw new FormatException(where, "one size of " + parts[2], other.size + " and " + entry.size);
            }
            if (entries.size() > MAX_ENTRIES) {
                throw new FormatException(where, "at most " + MAX_ENTRIES + " files", "more");
            }
        }
    }

    private static Entry stronger(Entry before, Entry more) {
        return more.checksum.algorithm().compareTo(before.checksum.algorithm()) > 0 ? more : before;
    }

    /** What it says of the suite. */
    public ReleaseInfo info() {
        Map<String, String> byName = new HashMap<>();
        fields.fields().forEach(field -> byName.put(field.name(), field.value()));
        return ReleaseInfo.ofFields(byName);
    }

    /** The value of a field; empty if it does not have it. */
    public String field(String name) {
        return fields.get(name);
    }

    /** A file by its name relative to the Release file; empty if it is not listed with a strong hash. */
    public Optional<Entry> entry(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    /** When it was made; empty if it does not say so in the form that it should. */
    public Optional<Instant> date() {
        return date;
    }

    /** When it was made; for one that does not say so, before all others. */
    public Instant dateOrFirst() {
        return date.orElse(Instant.EPOCH);
    }

    /** Until when it may be used; empty if it does not say so. */
    public Optional<Instant> validUntil() throws FormatException {
        String text = fields.get("Valid-Until");
        Optional<Instant> end = ReleaseTime.parse(text);
        if (end.isEmpty() && !text.isEmpty()) {
            throw new FormatException(
                    where + ", Valid-Until", "a time such as Sat, 06 Sep 2025 11:12:13 UTC", "\"" + text + "\"");
        }
        return end;
    }

    /** The words of a field, such as {@code Architectures}; empty if it does not have it. */
    public List<String> words(String name) {
        return Arrays.stream(fields.get(name).split("[\\s,]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Whether a field says {@code yes}. */
    public boolean isYes(String name) {
        return List.of("yes", "true", "1").contains(fields.get(name).toLowerCase(Locale.ROOT));
    }
}
