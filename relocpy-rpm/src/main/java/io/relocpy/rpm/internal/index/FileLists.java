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
import java.util.AbstractList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * All paths of a repository's packages, by the packages' checksums. A path is stored as a directory, which thousands of files
 * share, and a name; large distributions list about ten million paths. Thread-safe.
 */
public final class FileLists {
    private final TextTable checksums;

    /** For each checksum, the end of its package's paths. */
    private final int[] ends;

    private final TextTable directories;
    private final int[] directoryOf;
    private final TextTable names;

    /** Written without a lock, since strings are immutable. */
    private final @Nullable String[] knownDirectories;

    private @Nullable Map<String, Integer> places;

    private FileLists(IndexInput in) throws FormatException {
        checksums = TextTable.read(in);
        directories = TextTable.read(in);
        directoryOf = in.records(new Range(0, directories.size()));
        names = TextTable.read(in);
        ends = in.ends(directoryOf.length, checksums.size());
        if (names.size() != directoryOf.length) {
            throw in.wrong(directoryOf.length + " names", Integer.toString(names.size()));
        }
        in.end();
        knownDirectories = new String[directories.size()];
    }

    /**
     * Reads what {@link Builder} wrote.
     *
     * @throws FormatException if any number in it is out of range
     */
    public static FileLists read(IndexInput in) throws FormatException {
        return new FileLists(in);
    }

    /**
     * Returns all paths of a repository by package index; a package without files may be absent. The file lists of a loaded
     * repository are used directly, without an object per package.
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

    /** Returns the lists by package index. */
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

    /** Returns the paths of the package with this checksum; empty if there is no such package. */
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
        int directory = directoryOf[id];
        String known = knownDirectories[directory];
        if (known == null) {
            known = directories.get(directory);
            knownDirectories[directory] = known;
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

    /** Collects the paths of packages, one package at a time. */
    public static final class Builder {
        private final TextTable.Builder checksums = new TextTable.Builder();
        private final IntList ends = new IntList();
        private final TextTable.Builder directories = new TextTable.Builder();
        private final Map<String, Integer> places = new HashMap<>();
        private final IntList directoryOf = new IntList();
        private final TextTable.Builder names = new TextTable.Builder();

        /** Adds a path of the current package. */
        public void add(String path) {
            int split = path.lastIndexOf('/') + 1;
            directoryOf.add(places.computeIfAbsent(path.substring(0, split), directory -> {
                directories.add(directory);
                return directories.size() - 1;
            }));
            names.add(path.substring(split));
        }

        /** Finishes the current package, which has this checksum. */
        public void finish(String checksum) {
            checksums.add(checksum);
            ends.add(names.size());
        }

        public void writeTo(IndexOutput out) throws IOException {
            checksums.writeTo(out);
            directories.writeTo(out);
            out.ints(directoryOf);
            names.writeTo(out);
            out.ints(ends);
        }
    }
}
