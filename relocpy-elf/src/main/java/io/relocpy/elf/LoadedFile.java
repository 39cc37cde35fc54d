package io.relocpy.elf;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file that the loader has in memory: its path, its names, and the file that caused it to be loaded. */
final class LoadedFile {
    private final String path;
    private final String origin;
    private final ElfFile file;
    private final @Nullable LoadedFile cause;
    private final Set<String> names = new LinkedHashSet<>();

    /**
     * Registers nothing.
     *
     * @param origin the value of {@code $ORIGIN}
     * @param cause the first file that needed it; null for files that are loaded before any search
     */
    LoadedFile(String path, String origin, ElfFile file, @Nullable LoadedFile cause) {
        this.path = path;
        this.origin = origin;
        this.file = file;
        this.cause = cause;
    }

    String path() {
        return path;
    }

    String origin() {
        return origin;
    }

    ElfFile file() {
        return file;
    }

    @Nullable
    LoadedFile cause() {
        return cause;
    }

    void addName(String name) {
        names.add(name);
    }

    /** Whether it was requested under that name, which symbol versions refer to. */
    boolean isNamed(String name) {
        return names.contains(name);
    }

    /** Whether it satisfies a request for that name; its soname then becomes one of its names. */
    boolean answersTo(String name) throws ElfFormatException {
        if (names.contains(name)) {
            return true;
        }
        boolean bySoname = file.soname().filter(name::equals).isPresent();
        if (bySoname) {
            names.add(name);
        }
        return bySoname;
    }

    /** DT_RPATH, which is ignored if there is a DT_RUNPATH. */
    Optional<String> rpath() throws ElfFormatException {
        return file.runpath().isPresent() ? Optional.empty() : file.rpath();
    }

    /** The dynamic section's entries in order. */
    List<DynamicEntry> entries() throws ElfFormatException {
        return file.dynamic().map(DynamicSection::entries).orElse(List.of());
    }

    boolean hasFlag1(long flag) throws ElfFormatException {
        return file.dynamic().filter(d -> (d.flags1() & flag) != 0).isPresent();
    }

    @Override
    public String toString() {
        return path;
    }
}
