package io.relocpy.rpm.file;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.DigestAlgorithm;
import io.relocpy.repository.internal.text.Printable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts the file list of a main header, some twenty parallel arrays, to records. */
final class HeaderFiles {
    private final RpmHeader header;
    private final List<String> paths;

    private HeaderFiles(RpmHeader header) throws FormatException {
        this.header = header;
        this.paths = paths();
    }

    static List<PackagedFile> read(RpmHeader header) throws FormatException {
        return new HeaderFiles(header).files();
    }

    private List<PackagedFile> files() throws FormatException {
        if (paths.isEmpty()) {
            return List.of();
        }
        int sizesTag = header.has(RpmTag.LONGFILESIZES) ? RpmTag.LONGFILESIZES : RpmTag.FILESIZES;
        long[] sizes = header.numbers(sizesTag);
        checkCount(sizesTag, sizes.length, true);
        long[] modes = integers(RpmTag.FILEMODES, true);
        long[] times = integers(RpmTag.FILEMTIMES, true);
        long[] devices = integers(RpmTag.FILERDEVS, false);
        long[] flags = integers(RpmTag.FILEFLAGS, false);
        List<String> links = strings(RpmTag.FILELINKTOS);
        List<String> digests = strings(RpmTag.FILEDIGESTS);
        List<String> users = strings(RpmTag.FILEUSERNAME);
        List<String> groups = strings(RpmTag.FILEGROUPNAME);
        List<String> capabilities = strings(RpmTag.FILECAPS);
        int[] hardLinks = hardLinks(modes, flags);
        String algorithm = DigestAlgorithm.name(header.integer(RpmTag.FILEDIGESTALGO, DigestAlgorithm.MD5));
        Map<Long, java.util.Set<FileFlag>> flagSets = new HashMap<>();
        Map<String, String> names = new HashMap<>();
        List<PackagedFile> files = new ArrayList<>(paths.size());
        for (int i = 0; i < paths.size(); i++) {
            String digest = at(digests, i);
            if (sizes[i] < 0) {
                throw header.bad("file " + paths.get(i), "a size below 2^63", Long.toUnsignedString(sizes[i]));
            }
            files.add(new PackagedFile(new PackagedFile.Values(
                    paths.get(i),
                    (int) modes[i],
                    sizes[i],
                    times[i],
                    at(links, i),
                    flagSets.computeIfAbsent(at(flags, i), FileFlag::ofBits),
                    checksum(algorithm, digest, paths.get(i)),
                    names.computeIfAbsent(at(users, i), name -> name),
                    names.computeIfAbsent(at(groups, i), name -> name),
                    (int) at(devices, i),
                    hardLinks[i],
                    at(capabilities, i))));
        }
        return Collections.unmodifiableList(files);
    }

    private @Nullable Checksum checksum(String name, String digest, String path) throws FormatException {
        if (digest.isEmpty()) {
            return null;
        }
        Checksum.Algorithm algorithm = Checksum.Algorithm.ofStandardName(name).orElse(null);
        String hex = digest.toLowerCase(Locale.ROOT);
        if (algorithm == null || !algorithm.accepts(hex)) {
            throw header.bad("file " + path, "a digest with a known algorithm", name + " " + Printable.quote(digest));
        }
        return new Checksum(algorithm, hex);
    }

    private List<String> paths() throws FormatException {
        List<String> bases = header.strings(RpmTag.BASENAMES);
        if (bases.isEmpty()) {
            return header.strings(RpmTag.OLDFILENAMES);
        }
        List<String> directories = header.strings(RpmTag.DIRNAMES);
        long[] indexes = header.integers(RpmTag.DIRINDEXES);
        if (indexes.length != bases.size()) {
            throw header.bad("tag DIRINDEXES", bases.size() + " numbers", String.valueOf(indexes.length));
        }
        List<String> joined = new ArrayList<>(bases.size());
        for (int i = 0; i < indexes.length; i++) {
            if (indexes[i] >= directories.size()) {
                throw header.bad("tag DIRINDEXES", "less than " + directories.size(), String.valueOf(indexes[i]));
            }
            joined.add(directories.get((int) indexes[i]) + bases.get(i));
        }
        return joined;
    }

    /** Like rpm, treats regular files with the same inode, except ghosts, as hard links. */
    private int[] hardLinks(long[] modes, long[] flags) throws FormatException {
        long[] inodes = integers(RpmTag.FILEINODES, false);
        long[] devices = integers(RpmTag.FILEDEVICES, false);
        int[] ids = new int[paths.size()];
        if (inodes.length == 0) {
            return ids;
        }
        Map<Long, Map<Long, Integer>> first = new HashMap<>(); // by device and inode
        for (int i = 0; i < ids.length; i++) {
            boolean ghost = FileFlag.ofBits(at(flags, i)).contains(FileFlag.GHOST);
            if (FileType.ofMode((int) modes[i]) == FileType.FILE && !ghost) {
                Integer before = first.computeIfAbsent(at(devices, i), device -> new HashMap<>())
                        .putIfAbsent(inodes[i], i);
                if (before != null) {
                    ids[before] = before + 1;
                    ids[i] = before + 1;
                }
            }
        }
        return ids;
    }

    private long[] integers(int tag, boolean required) throws FormatException {
        long[] integers = header.integers(tag);
        checkCount(tag, integers.length, required);
        return integers;
    }

    private List<String> strings(int tag) throws FormatException {
        List<String> strings = header.strings(tag);
        checkCount(tag, strings.size(), false);
        return strings;
    }

    private void checkCount(int tag, int count, boolean required) throws FormatException {
        if (count != paths.size() && (required || count != 0)) {
            throw header.bad("tag " + tag, paths.size() + " values, one for each file", String.valueOf(count));
        }
    }

    private static String at(List<String> values, int index) {
        return values.isEmpty() ? "" : values.get(index);
    }

    private static long at(long[] values, int index) {
        return values.length == 0 ? 0 : values[index];
    }
}
