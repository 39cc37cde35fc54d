package io.relocpy.deb.internal.file;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.BlockStream;
import io.relocpy.repository.internal.io.DecodedStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the {@code control.tar} member of a package: plain files, all in one directory. */
final class ControlArchive {
    /** The checksums of the largest packages take 15 MB. */
    private static final long MAX_SIZE = 64L << 20;

    private static final long MAX_RATIO = 200;
    private static final long FREE = 4L << 20;
    private static final int MAX_FILES = 1000;

    private ControlArchive() {}

    /** Files by name, in the order of the archive. */
    static Map<String, byte[]> read(BlockStream content, ArReader.Member member, Compression compression, String where)
            throws IOException {
        long limit = Math.min(MAX_SIZE, Math.max(FREE, member.size() * MAX_RATIO));
        try (DecodedStream decoded = new DecodedStream(content, compression::open, where, limit)) {
            Map<String, byte[]> files = read(new TarReader(decoded), where);
            decoded.transferTo(OutputStream.nullOutputStream());
            return Collections.unmodifiableMap(files);
        }
    }

    private static Map<String, byte[]> read(TarReader tar, String where) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (TarHeader header = tar.next(); header != null; header = tar.next()) {
            String name = withoutPrefix(header.name());
            String entry = where + ", entry " + header.name();
            if (isTop(header, name)) {
                continue;
            }
            if (header.type() != '0' && header.type() != '1') {
                throw new FormatException(entry, "a regular file", "an entry of type " + header.type());
            }
            if (name.isEmpty() || name.equals(".") || name.equals("..") || name.matches("(?s).*[/\\n].*")) {
                throw new FormatException(entry, "the name of a file", "\"" + name + "\"");
            }
            byte[] bytes = header.type() == '1' ? linked(files, header, entry) : readAll(tar, header);
            if (files.put(name, bytes) != null) {
                throw new FormatException(entry, "one file of this name", "a second one");
            }
            if (files.size() > MAX_FILES) {
                throw new FormatException(where, "at most " + MAX_FILES + " files", "more");
            }
        }
        return files;
    }

    /** Whether it is the directory that the files are in. */
    private static boolean isTop(TarHeader header, String name) {
        boolean directory = header.type() == '5' || header.name().endsWith("/");
        return directory && (name.isEmpty() || name.equals(".") || name.equals("/"));
    }

    private static String withoutPrefix(String name) {
        return name.startsWith("./") ? name.substring(2) : name;
    }

    private static byte[] linked(Map<String, byte[]> files, TarHeader header, String where) throws FormatException {
        byte[] bytes = files.get(withoutPrefix(header.linkName()));
        if (bytes == null) {
            throw new FormatException(where, "a hard link to an earlier file", "\"" + header.linkName() + "\"");
        }
        return bytes;
    }

    private static byte[] readAll(TarReader tar, TarHeader header) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(header.size())];
        int done = 0;
        while (done < bytes.length) {
            done += tar.read(bytes, done, bytes.length - done);
        }
        return bytes;
    }
}
