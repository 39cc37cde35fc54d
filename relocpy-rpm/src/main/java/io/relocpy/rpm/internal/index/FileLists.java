package io.relocpy.rpm.internal.index;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.index.IndexInput;
import io.relocpy.repository.internal.index.IndexInput.Range;
import io.relocpy.repository.internal.index.IndexOutput;
import io.relocpy.repository.internal.index.IntList;
import io.relocpy.repository.internal.index.TextTable;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.RepositoryMetadata;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * All paths of a repository's packages, by the packages' checksums; each path a folder, which thousands of files share, and
 * a name. Large distributions list some ten million paths. Safe for use by several threads.
 */
public final class FileLists {
    private final TextTable checksums;

    /** Where the paths of the package of that checksum end. */
    private final int[] ends;

    private final TextTable folders;
    private final int[] folderOf;
    private final TextTable names;

    /** Written without a lock: strings are immutable. */
    private final @Nullable String[] knownFolders;

    private @Nullable Map<String, Integer> places;

    private FileLists(IndexInput in) throws FormatException {
        checksums = TextTable.read(in);
        folders = TextTable.read(in);
        folderOf = in.records(new Range(0, folders.size()));
        names = TextTable.read(in);
        ends = in.ends(folderOf.length, checksums.size());
        if (names.size() != folderOf.length) {
            throw in.wrong(folderOf.length + " names", Integer.toString(names.size()));
        }
        in.end();
        knownFolders = new String[folders.size()];
    }

    /**
     * Reads what {@link Builder} wrote.
     *
     * @throws FormatException unless every number in it is one that can be followed
     */
    public static FileLists read(ByteBuffer body, String where) throws FormatException {
        return new FileLists(new IndexInput(body, where));
    }

    /**
     * All paths of a repository by the packages' places; a package without files may be absent. One that was loaded has them
     * so, without an object for each package.
     */
    public static Map<Integer, List<String>> of(RepositoryMetadata repository) throws IOException {
        List<PackageMetadata> packages = repository.packages();
        if (packages instanceof PackageList list) {
            Optional<Map<Integer, List<String>>> own = list.fileLists();
            if (own.isPresent()) {
                return own.get();
            }
        }
        Map<Integer, List<String>> lists = new HashMap<>();
        for (int i = 0; i < packages.size(); i++) {
            lists.put(i, repository.files(packages.get(i)));
        }
        return lists;
    }

    /** The lists by the packages' places. */
    public Map<Integer, List<String>> of(PackageList packages) {
        Map<Integer, List<String>> lists = new HashMap<>();
        for (int i = 0; i < packages.size(); i++) {
            Integer place =
                    places().get(packages.table().checksum(packages.row(i)).hex());
            if (place != null) {
                lists.put(i, paths(place));
            }
        }
        return lists;
    }

    /** The paths of the package with that checksum; empty when there is none. */
    public List<String> of(Checksum checksum) {
        Integer place = places().get(checksum.hex());
        return place == null ? List.of() : paths(place);
    }

    private List<String> paths(int place) {
        return new Paths(place == 0 ? 0 : ends[place - 1], ends[place]);
    }

    private synchronized Map<String, Integer> places() {
        Map<String, Integer> known = places;
        if (known == null) {
            known = new HashMap<>();
            for (int i = 0; i < checksums.size(); i++) {
                known.put(checksums.get(i), i);
            }
            places = known;
        }
        return known;
    }

    private String path(int id) {
        int folder = folderOf[id];
        String known = knownFolders[folder];
        if (known == null) {
            known = folders.get(folder);
            knownFolders[folder] = known;
        }
        return known + names.get(id);
    }

    /** The paths of one package. */
    private final class Paths extends AbstractList<String> implements RandomAccess {
        private final int start;
        private final int end;

        Paths(int start, int end) {
            this.start = start;
            this.end = end;
        }

        @Override
        public String get(int index) {
            return path(start + Objects.checkIndex(index, size()));
        }

        @Override
        public int size() {
            return end - start;
        }
    }

    /** Collects the paths of one package after the other. */
    public static final class Builder {
        private final TextTable.Builder checksums = new TextTable.Builder();
        private final IntList ends = new IntList();
        private final TextTable.Builder folders = new TextTable.Builder();
        private final Map<String, Integer> places = new HashMap<>();
        private final IntList folderOf = new IntList();
        private final TextTable.Builder names = new TextTable.Builder();

        /** A path of the package that is yet to be finished. */
        public void add(String path) {
            int split = path.lastIndexOf('/') + 1;
            folderOf.add(places.computeIfAbsent(path.substring(0, split), folder -> {
                folders.add(folder);
                return folders.size() - 1;
            }));
            names.add(path.substring(split));
        }

        /** All paths of the package with that checksum were added. */
        public void finish(String checksum) {
            checksums.add(checksum);
            ends.add(names.size());
        }

        public void writeTo(IndexOutput out) throws IOException {
            checksums.writeTo(out);
            folders.writeTo(out);
            out.ints(folderOf);
            names.writeTo(out);
            out.ints(ends);
        }
    }
}
