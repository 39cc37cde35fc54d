package io.relocpy.rpm;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All paths of a repository's packages, by the packages' checksums.
 *
 * @param folders that the lists share
 * @param lists checksum in hexadecimal digits → paths
 */
record FileLists(List<String> folders, Map<String, PathList> lists) {
    /** The lists by the packages' places. */
    Map<Integer, List<String>> of(List<PackageMetadata> packages) {
        Map<Integer, List<String>> byPlace = new HashMap<>();
        for (int i = 0; i < packages.size(); i++) {
            PathList paths = lists.get(packages.get(i).checksum().hex());
            if (paths != null) {
                byPlace.put(i, paths);
            }
        }
        return byPlace;
    }

    byte[] encode() {
        IndexEncoder.Output out = new IndexEncoder.Output();
        out.putInt(folders.size());
        folders.forEach(folder -> putText(out, folder));
        out.putInt(lists.size());
        lists.forEach((checksum, paths) -> {
            putText(out, checksum);
            out.putInt(paths.size());
            out.putInts(paths.folderOf());
            out.putInts(paths.ends());
            out.writeBytes(paths.names());
        });
        return out.toByteArray();
    }

    private static void putText(IndexEncoder.Output out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.putInt(bytes.length);
        out.writeBytes(bytes);
    }

    static FileLists decode(ByteBuffer in, String where) throws RpmFormatException {
        try {
            int folderCount = count(in, 4);
            List<String> folders = new ArrayList<>(folderCount);
            for (int i = 0; i < folderCount; i++) {
                folders.add(text(in));
            }
            Map<String, PathList> lists = new HashMap<>();
            for (int i = count(in, 8); i > 0; i--) {
                lists.put(text(in), list(in, folders));
            }
            if (in.hasRemaining()) {
                throw new IllegalArgumentException(in.remaining() + " bytes too many");
            }
            return new FileLists(folders, lists);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new RpmFormatException(where, "an index of paths", e);
        }
    }

    private static PathList list(ByteBuffer in, List<String> folders) {
        int count = count(in, 8);
        int[] folderOf = new int[count];
        int[] ends = new int[count];
        for (int i = 0; i < count; i++) {
            folderOf[i] = in.getInt();
            if (folderOf[i] < 0 || folderOf[i] >= folders.size()) {
                throw new IllegalArgumentException("a folder of number " + folderOf[i]);
            }
        }
        int end = 0;
        for (int i = 0; i < count; i++) {
            ends[i] = in.getInt();
            if (ends[i] < end) {
                throw new IllegalArgumentException("a name that ends before it begins");
            }
            end = ends[i];
        }
        if (end > in.remaining()) {
            throw new IllegalArgumentException(end + " bytes of names");
        }
        byte[] names = new byte[end];
        in.get(names);
        return new PathList(folders, folderOf, ends, names);
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[count(in, 1)];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A count of values of that many bytes at least, which the rest can hold. */
    private static int count(ByteBuffer in, int bytes) {
        int count = in.getInt();
        if (count < 0 || count > in.remaining() / bytes) {
            throw new IllegalArgumentException("a count of " + Integer.toUnsignedString(count));
        }
        return count;
    }
}
