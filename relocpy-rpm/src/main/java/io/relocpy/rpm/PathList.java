package io.relocpy.rpm;

import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;

/**
 * The paths of one package in a fifth of the memory that strings take: a folder, which thousands of files share, and the
 * bytes of the name. Large distributions list some ten million paths.
 */
final class PathList extends AbstractList<String> implements RandomAccess {
    private final List<String> folders;
    private final int[] folderOf;
    private final int[] ends;
    private final byte[] names;

    PathList(List<String> folders, int[] folderOf, int[] ends, byte[] names) {
        this.folders = folders;
        this.folderOf = folderOf;
        this.ends = ends;
        this.names = names;
    }

    @Override
    public String get(int index) {
        int start = index == 0 ? 0 : ends[index - 1];
        return folders.get(folderOf[index]) + new String(names, start, ends[index] - start, StandardCharsets.UTF_8);
    }

    @Override
    public int size() {
        return ends.length;
    }

    int[] folderOf() {
        return folderOf.clone();
    }

    int[] ends() {
        return ends.clone();
    }

    byte[] names() {
        return names.clone();
    }

    /** Makes lists that share their folders. */
    static final class Builder {
        private final List<String> folders = new ArrayList<>();
        private final Map<String, Integer> places = new HashMap<>();
        private int[] folderOf = new int[64];
        private int[] ends = new int[64];
        private byte[] names = new byte[1024];
        private int count;

        void add(String path) {
            int split = path.lastIndexOf('/') + 1;
            byte[] name = path.substring(split).getBytes(StandardCharsets.UTF_8);
            int start = count == 0 ? 0 : ends[count - 1];
            if (count == ends.length) {
                folderOf = Arrays.copyOf(folderOf, count * 2);
                ends = Arrays.copyOf(ends, count * 2);
            }
            if (start + name.length > names.length) {
                names = Arrays.copyOf(names, Math.max(names.length * 2, start + name.length));
            }
            System.arraycopy(name, 0, names, start, name.length);
            folderOf[count] = places.computeIfAbsent(path.substring(0, split), folder -> {
                folders.add(folder);
                return folders.size() - 1;
            });
            ends[count++] = start + name.length;
        }

        /** The paths since the last call. */
        PathList finish() {
            int bytes = count == 0 ? 0 : ends[count - 1];
            PathList list = new PathList(
                    folders, Arrays.copyOf(folderOf, count), Arrays.copyOf(ends, count), Arrays.copyOf(names, bytes));
            count = 0;
            return list;
        }

        /** The folders of all lists so far. */
        List<String> folders() {
            return folders;
        }
    }
}
