package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.internal.format.Findings;
import io.relocpy.bundle.internal.python.PathConstants;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.Elf;
import io.relocpy.elf.SectionHeader;
import io.relocpy.repository.internal.io.Interruption;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds strings in compiled code that are paths of the bundle's files: it will look for them on the host. */
final class CompiledPaths {
    private static final int MAX_PATH = 256;

    /** How many bytes are searched between looks at whether the thread was interrupted. */
    private static final int CHECKED = 1 << 20;

    /** The beginning of the names of sections with constants. */
    private static final String CONSTANTS = ".rodata";

    private CompiledPaths() {}

    /** Notes for an ELF file, one for each path among its constants; none if its sections are not known. */
    static List<Finding> left(BundleFile.Regular file, PathConstants.Places places) throws IOException {
        SortedSet<String> found = new TreeSet<>();
        ByteBuffer bytes = file.content().buffer();
        for (SectionHeader section : Elf.read(file).sectionHeaders()) {
            boolean constants = section.name().startsWith(CONSTANTS);
            if (constants && section.offset() >= 0 && section.offset() < bytes.limit()) {
                long size = Math.min(Math.max(section.size(), 0), bytes.limit() - section.offset());
                byte[] content = new byte[(int) size];
                bytes.get((int) section.offset(), content);
                collect(content, places, found);
            }
        }
        return found.stream()
                .map(path -> Findings.note(
                        Check.HOST_PATH, file.path(), "has " + path + " compiled in; it does not lead to the bundle's"))
                .toList();
    }

    /** Adds the paths of the bundle's files among strings that end with a NUL. */
    static void collect(byte[] strings, PathConstants.Places places, Collection<String> found)
            throws InterruptedIOException {
        for (int at = 0; at < strings.length; at++) {
            if (at % CHECKED == 0) {
                Interruption.check();
            }
            if (strings[at] == '/' && (at == 0 || strings[at - 1] == 0)) {
                String path = path(strings, at);
                if (!path.isEmpty()
                        && (places.expressionFor(path).isPresent()
                                || places.of(path).isPresent())) {
                    found.add(path);
                }
            }
        }
    }

    /** The string that begins there and ends with a NUL, if it may be the path of a file; otherwise empty. */
    private static String path(byte[] bytes, int start) {
        int end = start;
        int limit = Math.min(bytes.length, start + MAX_PATH);
        while (end < limit && bytes[end] > ' ') {
            end++;
        }
        if (end == limit || bytes[end] != 0) {
            return "";
        }
        String path = new String(bytes, start, end - start, StandardCharsets.US_ASCII);
        return path.startsWith("/usr/share/") || path.startsWith("/etc/") ? path : "";
    }
}
