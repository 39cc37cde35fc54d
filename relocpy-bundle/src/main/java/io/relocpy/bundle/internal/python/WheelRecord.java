package io.relocpy.bundle.internal.python;

import io.relocpy.bundle.BundleException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The file RECORD of a wheel: digest and size of each file.
 *
 * @see <a href="https://packaging.python.org/en/latest/specifications/recording-installed-packages/">Recording installed
 *     projects</a>, "The RECORD file"
 */
public final class WheelRecord {
    /** Names of digests there → names in Java. Weaker ones are not allowed. */
    private static final Map<String, String> ALGORITHMS =
            Map.of("sha256", "SHA-256", "sha384", "SHA-384", "sha512", "SHA-512");

    private WheelRecord() {}

    /**
     * A line.
     *
     * @param digest {@code ALGORITHM=DIGITS}; empty for RECORD itself
     * @param size bytes, in digits; may be empty
     */
    record Row(String digest, String size) {
        /**
         * Describes what is wrong with a file.
         *
         * @return empty if it is as the line says
         */
        String complaint(ByteBuffer content) {
            int equals = digest.indexOf('=');
            String algorithm = ALGORITHMS.get(equals < 0 ? digest : digest.substring(0, equals));
            if (algorithm == null) {
                return "RECORD must have a SHA-256 or stronger digest of it, but has \"" + digest + "\"";
            }
            if (!size.isEmpty() && !size.equals(Integer.toString(content.remaining()))) {
                return "has " + content.remaining() + " bytes, but RECORD states " + size;
            }
            String actual = encoded(algorithm, content);
            String expected = digest.substring(equals + 1).replaceFirst("=+$", "");
            return actual.equals(expected)
                    ? ""
                    : "its " + algorithm + " is " + actual + ", but RECORD states " + expected;
        }
    }

    /**
     * Reads the file.
     *
     * @return path in the wheel → its line
     * @throws BundleException if it is malformed, or names a file twice
     */
    static Map<String, Row> parse(String where, String text) throws BundleException {
        Map<String, Row> rows = new TreeMap<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isEmpty()) {
                continue;
            }
            List<String> fields = fields(line);
            if (fields.size() != 3) {
                throw new BundleException(
                        where, "RECORD, line " + number + ": expected a path, a digest and a size, found " + line);
            }
            if (rows.put(fields.get(0), new Row(fields.get(1), fields.get(2))) != null) {
                throw new BundleException(where, "RECORD, line " + number + ": names " + fields.get(0) + " again");
            }
        }
        return rows;
    }

    /** A line with the digest of that content. */
    public static String line(String path, ByteBuffer content) {
        return quoted(path) + ",sha256=" + encoded("SHA-256", content) + "," + content.remaining() + "\n";
    }

    /** A line without digest, as for RECORD itself and for compiled modules. */
    public static String line(String path) {
        return quoted(path) + ",,\n";
    }

    /** Fields of a line of comma-separated values, with RFC 4180's quotes. */
    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean inQuotes = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                if (inQuotes && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else {
                    inQuotes = !inQuotes;
                }
            } else if (c == ',' && !inQuotes) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }

    private static String quoted(String path) {
        return path.matches("[^,\"]*") ? path : '"' + path.replace("\"", "\"\"") + '"';
    }

    private static String encoded(String algorithm, ByteBuffer content) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(content.duplicate());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has " + algorithm, e);
        }
    }
}
