package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.internal.format.Findings;
import io.relocpy.bundle.internal.python.PathConstants;
import io.relocpy.bundle.internal.tree.BundleFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds strings in compiled code that are paths of the bundle's files: it will look for them on the host. */
final class CompiledPaths {
    private static final int MAX_PATH = 256;
    private static final List<byte[]> STARTS = List.of(bytes("/usr/share/"), bytes("/etc/"));

    private CompiledPaths() {}

    /** Notes for an ELF file, one for each path. */
    static List<Finding> left(BundleFile.Regular file, PathConstants.Places places) throws IOException {
        SortedSet<String> found = new TreeSet<>();
        ByteBuffer bytes = file.content().buffer();
        for (int at = 1; at < bytes.limit(); at++) {
            if (bytes.get(at) == '/' && bytes.get(at - 1) == 0) {
                String path = path(bytes, at);
                if (!path.isEmpty()
                        && (places.expressionFor(path).isPresent()
                                || places.of(path).isPresent())) {
                    found.add(path);
                }
            }
        }
        return found.stream()
                .map(path -> Findings.note(
                        Check.HOST_PATH, file.path(), "has " + path + " compiled in; it does not lead to the bundle's"))
                .toList();
    }

    /** The string that begins there and ends with a NUL, if it may be the path of a file; otherwise empty. */
    private static String path(ByteBuffer bytes, int start) {
        if (STARTS.stream().noneMatch(each -> startsWith(bytes, start, each))) {
            return "";
        }
        int end = start;
        int limit = Math.min(bytes.limit(), start + MAX_PATH);
        while (end < limit && bytes.get(end) > ' ') {
            end++;
        }
        if (end == limit || bytes.get(end) != 0) {
            return "";
        }
        byte[] path = new byte[end - start];
        bytes.get(start, path);
        return new String(path, StandardCharsets.US_ASCII);
    }

    private static boolean startsWith(ByteBuffer bytes, int start, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (start + i >= bytes.limit() || bytes.get(start + i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
