package io.relocpy.deb.file;

import io.relocpy.repository.FormatException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares the files of a payload with the package's {@code md5sums}. */
final class Md5Check {
    private final String where;
    private final Map<String, String> missing;
    /** Of the content of files, since hard links are listed, too. */
    private final Map<String, String> found = new HashMap<>();

    private final MessageDigest digest;
    private @Nullable String path;

    Md5Check(Map<String, String> sums, String where) {
        this.missing = new HashMap<>(sums);
        this.where = where;
        try {
            this.digest = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    void begin(PayloadEntry entry) throws FormatException {
        path = entry.path();
        if (entry.type() == EntryType.HARD_LINK) {
            compare(entry.path(), found.getOrDefault(entry.linkTarget().orElse(""), ""));
        } else if (entry.hasContent() && entry.size() == 0) {
            end();
        }
    }

    void update(byte[] bytes, int offset, int length, boolean last) throws FormatException {
        digest.update(bytes, offset, length);
        if (last) {
            end();
        }
    }

    private void end() throws FormatException {
        String sum = HexFormat.of().formatHex(digest.digest());
        String of = String.valueOf(path);
        found.put(of, sum);
        compare(of, sum);
    }

    private void compare(String of, String sum) throws FormatException {
        String expected = missing.remove(of);
        if (expected != null && !expected.equals(sum)) {
            throw new FormatException(where + ", entry " + of, "MD5 " + expected, sum);
        }
    }

    void checkComplete() throws FormatException {
        for (String listed : missing.keySet()) {
            throw new FormatException(where, "a file " + listed + ", which md5sums lists", "none");
        }
    }
}
