package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.Elf;
import io.relocpy.bundle.internal.tree.TreeFile;
import io.relocpy.elf.ElfFile;
import io.relocpy.elf.ElfFormatException;
import io.relocpy.elf.ProgramHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of libraries among the strings of a file: what it needs, and what it opens with dlopen(3). */
final class LibraryNames {
    private static final Pattern NAME = Pattern.compile("lib[A-Za-z0-9_+.-]+\\.so(?:\\.[0-9.]+)?");
    private static final int MAX_NAME = 255;

    private LibraryNames() {}

    /** Whether a file can name libraries: GObject's typelibs do, separated by commas. */
    static boolean mayBeIn(TreeFile.Regular file) throws IOException {
        return file.path().endsWith(".typelib") || Elf.isElf(file.content());
    }

    /** The whole strings that are such names. */
    static Set<String> in(Content file) throws IOException {
        ByteBuffer bytes = file.buffer();
        Set<String> names = new HashSet<>();
        int from = 0;
        for (ProgramHeader code : code(bytes)) {
            int start = (int) Math.min(Math.max(code.offset(), from), bytes.limit());
            addNames(bytes, from, start, names);
            from = (int) Math.min(Math.max(start, code.offset() + code.fileSize()), bytes.limit());
        }
        addNames(bytes, from, bytes.limit(), names);
        return names;
    }

    /** The segments that only hold code: those of files that have another one for what is only read. */
    private static List<ProgramHeader> code(ByteBuffer bytes) {
        try {
            List<ProgramHeader> segments = ElfFile.isElf(bytes)
                    ? ElfFile.of(bytes).programHeaders().stream()
                            .filter(ProgramHeader::isLoad)
                            .toList()
                    : List.of();
            boolean separate = segments.stream().anyMatch(each -> !each.isExecutable() && !each.isWritable());
            return separate
                    ? segments.stream().filter(ProgramHeader::isExecutable).toList()
                    : List.of();
        } catch (ElfFormatException e) {
            return List.of(); // other steps report it
        }
    }

    /** Adds the names that are found by their {@code .so}, in steps of three bytes. */
    private static void addNames(ByteBuffer bytes, int from, int to, Set<String> names) {
        int at = from + 2;
        while (at < to) {
            byte last = bytes.get(at);
            if (last == 'o' && bytes.get(at - 1) == 's' && bytes.get(at - 2) == '.') {
                int start = start(bytes, at);
                String string = at - start < MAX_NAME ? string(bytes, start) : "";
                for (String name : string.split(",")) {
                    if (NAME.matcher(name).matches()) {
                        names.add(name);
                    }
                }
            }
            at += last == 's' ? 1 : last == '.' ? 2 : 3;
        }
    }

    private static int start(ByteBuffer bytes, int within) {
        int start = within;
        while (start > 0 && within - start < MAX_NAME && bytes.get(start - 1) != 0) {
            start--;
        }
        return start;
    }

    private static String string(ByteBuffer bytes, int start) {
        int end = start;
        int limit = Math.min(bytes.limit(), start + MAX_NAME);
        while (end < limit && bytes.get(end) != 0) {
            end++;
        }
        byte[] string = new byte[end - start];
        bytes.get(start, string);
        return new String(string, StandardCharsets.ISO_8859_1);
    }
}
