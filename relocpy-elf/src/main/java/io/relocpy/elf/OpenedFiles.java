package io.relocpy.elf;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Opens the files of a tree, and keeps them if many lookups are expected. */
final class OpenedFiles {
    private final FileTree tree;
    private final boolean keeps;
    private final Map<String, ElfFile> files = new ConcurrentHashMap<>();
    private final Map<String, SystemLoader> loaders = new ConcurrentHashMap<>();
    private volatile @Nullable LoaderCache cache;

    OpenedFiles(FileTree tree, boolean keeps) {
        this.tree = tree;
        this.keeps = keeps;
    }

    /** A file's bytes; those of a file on disk are only read on demand, whatever its size. */
    static ElfBytes bytes(FileTree tree, String path, String real) throws IOException {
        return tree instanceof DirectoryTree directory
                ? directory.open(path, real)
                : ElfBytes.of(path, tree.read(real));
    }

    ElfBytes bytes(String path, String real) throws IOException {
        ElfFile known = files.get(path);
        return known != null ? known.bytes() : bytes(tree, path, real);
    }

    /** The parsed file for those bytes, or the one that was parsed before. */
    ElfFile file(String path, ElfBytes bytes) throws ElfFormatException {
        ElfFile known = files.get(path);
        if (known != null) {
            return known;
        }
        ElfFile file = new ElfFile(bytes);
        if (keeps) {
            files.put(path, file);
        }
        return file;
    }

    ElfFile open(String path, String real) throws IOException {
        return file(path, bytes(path, real));
    }

    SystemLoader loader(String path, String real, ElfHeader root) throws IOException {
        SystemLoader known = loaders.get(path);
        if (known == null) {
            known = SystemLoader.read(tree, path, open(path, real), root);
            if (keeps) {
                loaders.put(path, known);
            }
        }
        return known;
    }

    LoaderCache cache() throws IOException {
        LoaderCache known = cache;
        if (known == null) {
            known = LoaderCache.of(tree);
            cache = keeps ? known : null;
        }
        return known;
    }
}
