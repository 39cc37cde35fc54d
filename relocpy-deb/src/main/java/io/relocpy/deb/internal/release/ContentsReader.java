package io.relocpy.deb.internal.release;

import io.relocpy.repository.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Looks paths up in a Contents file: one line for each path, with the packages that have it.
 *
 * @see <a href="https://wiki.debian.org/DebianRepository/Format#A.22Contents.22_indices">Debian repository format</a>
 */
public final class ContentsReader {
    private static final int MAX_LINE = 1 << 20;

    private final InputStream in;
    private final String where;
    private final byte[] block = new byte[1 << 16];
    private byte[] line = new byte[1 << 12];
    private int length;

    private ContentsReader(InputStream in, String where) {
        this.in = in;
        this.where = where;
    }

    /**
     * Reads all of a file.
     *
     * @param in not compressed
     * @param where location for messages
     * @param paths without a slash in front
     * @return the names of the packages with each of the paths that occur
     */
    public static Map<String, Set<String>> find(InputStream in, String where, Set<String> paths) throws IOException {
        return new ContentsReader(in, where).find(paths);
    }

    private Map<String, Set<String>> find(Set<String> paths) throws IOException {
        Map<String, Set<String>> found = new HashMap<>();
        Set<Integer> hashes = new HashSet<>();
        for (String path : paths) {
            byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
            hashes.add(hash(bytes, bytes.length));
        }
        for (int read = in.read(block, 0, block.length); read >= 0; read = in.read(block, 0, block.length)) {
            int start = 0;
            for (int i = 0; i < read; i++) {
                if (block[i] == '\n') {
                    append(start, i);
                    take(paths, hashes, found);
                    start = i + 1;
                }
            }
            append(start, read);
        }
        take(paths, hashes, found);
        return found;
    }

    private void append(int start, int end) throws FormatException {
        int more = end - start;
        if (length + more > MAX_LINE) {
            throw new FormatException(where, "lines of at most " + MAX_LINE + " bytes", "a longer one");
        }
        if (length + more > line.length) {
            line = Arrays.copyOf(line, Math.max(length + more, 2 * line.length));
        }
        System.arraycopy(block, start, line, length, more);
        length += more;
    }

    /** A path may contain spaces; the packages follow the last ones. */
    private void take(Set<String> paths, Set<Integer> hashes, Map<String, Set<String>> found) {
        int end = length;
        while (end > 0 && isBlank(line[end - 1])) {
            end--;
        }
        int names = end;
        while (names > 0 && !isBlank(line[names - 1])) {
            names--;
        }
        int path = names;
        while (path > 0 && isBlank(line[path - 1])) {
            path--;
        }
        if (path > 0 && hashes.contains(hash(line, path))) {
            String text = new String(line, 0, path, StandardCharsets.UTF_8);
            if (paths.contains(text)) {
                String packages = new String(line, names, end - names, StandardCharsets.UTF_8);
                for (String each : packages.split(",")) {
                    found.computeIfAbsent(text, key -> new LinkedHashSet<>())
                            .add(each.substring(each.lastIndexOf('/') + 1));
                }
            }
        }
        length = 0;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private static int hash(byte[] bytes, int length) {
        int hash = 1;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }
}
