package io.relocpy.rpm.file;

import io.relocpy.repository.FormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Matches payload entries with the header's file list, and rejects those that could escape from the root directory.
 */
final class PayloadFiles {
    private final String where;
    private final boolean source;
    private final List<PackagedFile> files;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final Set<String> symlinks = new HashSet<>();
    private final Map<Integer, List<Integer>> hardLinks = new HashMap<>();
    private final boolean[] seen;

    PayloadFiles(String where, List<PackagedFile> files, boolean source) throws FormatException {
        this.where = where;
        this.source = source;
        this.files = files;
        this.seen = new boolean[files.size()];
        for (int i = 0; i < files.size(); i++) {
            PackagedFile file = files.get(i);
            if (indexes.putIfAbsent(file.path(), i) != null) {
                throw bad(file.path(), "one file with this name", "two");
            }
            if (file.type() == FileType.SYMLINK) {
                symlinks.add(file.path());
            }
            if (file.hardLinkId() != 0) {
                hardLinks
                        .computeIfAbsent(file.hardLinkId(), id -> new ArrayList<>())
                        .add(i);
            }
        }
    }

    /** Finds the listed file of an archive entry. */
    int match(CpioReader.Entry entry) throws FormatException {
        int index = entry.index() >= 0 ? entry.index() : indexOf(entry.name());
        if (index >= files.size()) {
            throw bad("entry " + index, "an index below " + files.size(), String.valueOf(index));
        }
        PackagedFile file = files.get(index);
        checkSafe(file.path());
        if (seen[index]) {
            throw bad(file.path(), "one entry", "a second one");
        }
        seen[index] = true;
        if (entry.index() < 0) {
            checkSame(entry, file, carriesContent(index));
        }
        return index;
    }

    private int indexOf(String name) throws FormatException {
        String path = name.startsWith("./") ? name.substring(1) : name;
        if (source) {
            path = path.startsWith("/") ? path.substring(1) : path;
        } else if (!path.startsWith("/")) {
            path = "/" + path;
        }
        Integer index = indexes.get(path);
        if (index == null) {
            throw bad(name, "an entry listed in the header", "an unlisted one");
        }
        return index;
    }

    private void checkSame(CpioReader.Entry entry, PackagedFile file, boolean carriesContent) throws FormatException {
        if (FileType.ofMode(entry.mode()) != file.type()) {
            throw bad(file.path(), "a " + file.type() + " as in the header", "a " + FileType.ofMode(entry.mode()));
        }
        boolean sized = carriesContent || file.type() == FileType.SYMLINK;
        long expected = sized ? file.size() : 0;
        if (entry.size() != expected) {
            throw bad(file.path(), expected + " bytes", entry.size() + " bytes");
        }
    }

    /**
     * Whether this entry has content according to the header: regular files, but only the last of several hard links.
     */
    boolean carriesContent(int index) {
        PackagedFile file = files.get(index);
        if (file.type() != FileType.FILE) {
            return false;
        }
        List<Integer> links = hardLinks.get(file.hardLinkId());
        return links == null || links.get(links.size() - 1) == index;
    }

    List<String> names(int index) {
        List<Integer> links = hardLinks.get(files.get(index).hardLinkId());
        return links == null
                ? List.of(files.get(index).path())
                : links.stream().map(i -> files.get(i).path()).toList();
    }

    PackagedFile file(int index) {
        return files.get(index);
    }

    /** Checks, at the end of the archive, that no listed file is missing. */
    void checkComplete() throws FormatException {
        for (int i = 0; i < seen.length; i++) {
            if (!seen[i] && !files.get(i).is(FileFlag.GHOST)) {
                throw bad(files.get(i).path(), "an entry", "none in the payload");
            }
        }
    }

    private void checkSafe(String path) throws FormatException {
        if (source) {
            if (path.isEmpty() || path.indexOf('/') >= 0 || path.equals(".") || path.equals("..")) {
                throw bad(path, "a file name without directories", "\"" + path + "\"");
            }
            return;
        }
        if (!path.startsWith("/")) {
            throw bad(path, "an absolute path", "a relative one");
        }
        int start = 1;
        while (start <= path.length() && path.length() > 1) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            String part = path.substring(start, end);
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw bad(path, "a path without empty, \".\" or \"..\" components", "\"" + part + "\"");
            }
            if (slash >= 0 && symlinks.contains(path.substring(0, slash))) {
                throw bad(path, "a path through directories", "the symbolic link " + path.substring(0, slash));
            }
            start = end + 1;
        }
    }

    private FormatException bad(String entry, String expected, String found) {
        return new FormatException(where + ", payload entry " + entry, expected, found);
    }
}
