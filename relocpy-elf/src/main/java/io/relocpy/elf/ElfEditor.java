package io.relocpy.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A request to change an ELF file without linking it again.
 *
 * <pre>{@code
 * ElfEditor.open(Path.of("libfoo.so"))
 *     .addRpath("$ORIGIN/../lib")
 *     .removeNeeded("libbar.so.1")
 *     .write(Path.of("out/libfoo.so"));
 * }</pre>
 *
 * <p>Every method returns a new request and leaves this one unchanged; nothing happens until the result is requested.
 * Edits take effect in the order of the calls and are written together. <strong>An edit either produces a file that
 * passes {@link ElfVerifier} or fails with an exception that says why;</strong> a file on disk is then unchanged. A name
 * that is empty, contains a NUL or {@linkplain ElfStrings#encode cannot be encoded} causes an {@link
 * IllegalArgumentException} where it is given.
 *
 * <p>Repeating an edit changes no byte, and edits that undo each other do not make the file grow further. Code and data
 * never move. Neither do notes, except those of kinds that nothing uses in place: GNU's, Go's, package and dlopen
 * metadata. Bytes after the last section or segment, such as the payload of a self-extracting file, stay at the end of
 * the file.
 *
 * <p>The dynamic section stays in place as long as its entries fit. Otherwise it moves, unless the file's own code
 * knows its address, for example through {@code _DYNAMIC}:
 *
 * <ul>
 *   <li>Pointers to its start are updated: those of relative relocations, packed ones included, and those in the
 *       sections {@code .got} and {@code .got.plt}.
 *   <li>Code cannot be updated. Code is taken to know the address if it has an instruction, or a pair of instructions,
 *       that computes the address of the section or of an entry in a form that compilers use on x86, ARM, PowerPC,
 *       RISC-V or s390x; in fixed-address files, also if data outside these sections holds such an address; and always
 *       in a static-PIE. Assembly that computes it in another way, such as from an offset in its data, is not
 *       recognized. If an array ends exactly where the section begins, the check can be wrong.
 *   <li>Then DT_RELACOUNT and DT_RELCOUNT, which only save time, and a DT_BIND_NOW or DT_FLAGS_1 that repeats DT_FLAGS
 *       make room for new entries. If that is not enough, the edit fails.
 * </ul>
 *
 * <p><strong>Coming from patchelf:</strong> its {@code --set-rpath} is {@link #setRunpath}, and its {@code
 * --force-rpath --set-rpath} is {@link #setRpath}. Methods are named after the entry that they write. The loader
 * searches DT_RUNPATH after LD_LIBRARY_PATH, and only for the file's own dependencies; it searches DT_RPATH before, and
 * also for their dependencies.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/ld.so.8.html">ld.so(8)</a>
 */
public final class ElfEditor {

    private final ElfFile file;
    private final Optional<Path> path;
    private final List<EditRun.Edit> edits;

    private ElfEditor(ElfFile file, Optional<Path> path, List<EditRun.Edit> edits) {
        this.file = file;
        this.path = path;
        this.edits = List.copyOf(edits);
    }

    /** Edits a parsed file; one that was opened from a path can also be {@linkplain EditedElf#overwrite overwritten}. */
    public static ElfEditor of(ElfFile file) {
        Optional<Path> path = Objects.requireNonNull(file, "file").bytes() instanceof FileBytes onDisk
                ? Optional.of(onDisk.path())
                : Optional.empty();
        return new ElfEditor(file, path, List.of());
    }

    /**
     * Edits a file on disk.
     *
     * @throws ElfFormatException if it is not an ELF file
     * @throws IOException if it cannot be read
     */
    public static ElfEditor open(Path path) throws IOException {
        return of(ElfFile.open(Objects.requireNonNull(path, "path")));
    }

    private ElfEditor with(EditRun.Edit edit) {
        List<EditRun.Edit> more = new ArrayList<>(edits);
        more.add(edit);
        return new ElfEditor(file, path, more);
    }

    /** Sets PT_INTERP, the path of the loader that the kernel starts. The file must have one. */
    public ElfEditor setInterpreter(String interpreter) {
        requireName("interpreter", interpreter);
        return with(tables -> tables.setInterpreter(interpreter));
    }

    /**
     * Sets DT_RPATH to colon-separated directories, stored as given, and removes DT_RUNPATH, which would override it.
     * This is patchelf's {@code --force-rpath --set-rpath}.
     */
    public ElfEditor setRpath(String directories) {
        requireText("rpath", directories);
        return with(tables -> {
            tables.remove(ElfConstants.DT_RUNPATH);
            tables.setText(ElfConstants.DT_RPATH, directories);
        });
    }

    /**
     * Sets DT_RUNPATH to colon-separated directories, stored as given, and removes DT_RPATH. This is patchelf's {@code
     * --set-rpath}.
     */
    public ElfEditor setRunpath(String directories) {
        requireText("runpath", directories);
        return with(tables -> {
            tables.remove(ElfConstants.DT_RPATH);
            tables.setText(ElfConstants.DT_RUNPATH, directories);
        });
    }

    /**
     * Appends directories to DT_RPATH, except those that it already has. An existing DT_RUNPATH comes first and becomes
     * part of the DT_RPATH.
     *
     * <p>Each argument is itself a search path: zero or more directories, separated by colons. To loaders, an empty
     * path has no directory, and an empty element of a longer one is the current directory; so {@code ""} adds nothing,
     * {@code "/a:"} adds {@code /a} and the current directory, and existing elements stay as they are.
     *
     * @param directories such as {@code "/opt/lib"} or {@code "$ORIGIN/../lib:/opt/lib"}
     */
    public ElfEditor addRpath(String... directories) {
        return addRpath(list(directories, "directories"));
    }

    /** As {@link #addRpath(String...)}. */
    public ElfEditor addRpath(Collection<String> directories) {
        return addPath(ElfConstants.DT_RPATH, directories);
    }

    /** Like {@link #addRpath(String...)}, for a DT_RUNPATH, which replaces a DT_RPATH. */
    public ElfEditor addRunpath(String... directories) {
        return addRunpath(list(directories, "directories"));
    }

    /** As {@link #addRunpath(String...)}. */
    public ElfEditor addRunpath(Collection<String> directories) {
        return addPath(ElfConstants.DT_RUNPATH, directories);
    }

    private ElfEditor addPath(long tag, Collection<String> directories) {
        List<String> added = texts(directories, "directories").stream()
                .flatMap(path -> SearchPath.split(path).stream())
                .toList();
        return with(tables -> SearchPath.add(tables, tag, added));
    }

    /** Removes DT_RPATH and DT_RUNPATH. */
    public ElfEditor removeRpath() {
        return with(tables -> {
            tables.remove(ElfConstants.DT_RPATH);
            tables.remove(ElfConstants.DT_RUNPATH);
        });
    }

    /** Turns a DT_RUNPATH into a DT_RPATH, which the caller's LD_LIBRARY_PATH cannot override. */
    public ElfEditor forceRpath() {
        return forcePath(ElfConstants.DT_RPATH);
    }

    /** Turns a DT_RPATH into a DT_RUNPATH. */
    public ElfEditor forceRunpath() {
        return forcePath(ElfConstants.DT_RUNPATH);
    }

    private ElfEditor forcePath(long tag) {
        return with(tables -> {
            Optional<String> path = SearchPath.of(tables);
            tables.remove(SearchPath.otherTag(tag));
            if (path.isPresent()) {
                tables.setText(tag, path.get());
            }
        });
    }

    /** Sets DT_SONAME. */
    public ElfEditor setSoname(String soname) {
        requireName("soname", soname);
        return with(tables -> tables.setText(ElfConstants.DT_SONAME, soname));
    }

    /**
     * Adds DT_NEEDED entries for libraries that are not needed yet, before all others, so that they are searched first.
     */
    public ElfEditor addNeeded(String... libraries) {
        return addNeeded(list(libraries, "libraries"));
    }

    /** As {@link #addNeeded(String...)}. */
    public ElfEditor addNeeded(Collection<String> libraries) {
        List<String> added = texts(libraries, "libraries");
        added.forEach(library -> requireName("library", library));
        return with(tables -> {
            List<String> there = tables.texts(ElfConstants.DT_NEEDED);
            int at = 0;
            for (String library : new LinkedHashSet<>(added)) {
                if (!there.contains(library)) {
                    tables.tags().add(at++, new EditTables.Tag(ElfConstants.DT_NEEDED, -1, library));
                }
            }
        });
    }

    /**
     * Removes the DT_NEEDED entries of these libraries, if there are any, together with their DT_VERNEED entries: glibc
     * ends a program that needs versions of a library that is not loaded. Symbols that had one of these versions become
     * unversioned: they are looked up by name alone, and the caller must know that some library defines them. A library
     * that a later edit adds again keeps its versions.
     */
    public ElfEditor removeNeeded(String... libraries) {
        return removeNeeded(list(libraries, "libraries"));
    }

    /** As {@link #removeNeeded(String...)}. */
    public ElfEditor removeNeeded(Collection<String> libraries) {
        Set<String> removed = Set.copyOf(texts(libraries, "libraries"));
        return with(tables -> {
            tables.tags()
                    .removeIf(t -> t.tag() == ElfConstants.DT_NEEDED && t.text() != null && removed.contains(t.text()));
            for (String library : removed) {
                tables.neededVersions().remove(library);
            }
        });
    }

    /**
     * Replaces libraries in DT_NEEDED and DT_VERNEED, which must name the same file. The new library must define the
     * versions that were needed of the old one; if it does not, use {@link #removeNeeded} and {@link #addNeeded}, so
     * that symbols are found by name alone.
     *
     * @param replacements old name to new name
     */
    public ElfEditor replaceNeeded(Map<String, String> replacements) {
        Map<String, String> all = texts(replacements, "replacements");
        all.values().forEach(library -> requireName("library", library));
        return with(tables -> {
            List<EditTables.Tag> tags = tables.tags();
            for (int i = 0; i < tags.size(); i++) {
                EditTables.Tag tag = tags.get(i);
                String old = tag.text();
                String replacement = tag.tag() == ElfConstants.DT_NEEDED && old != null ? all.get(old) : null;
                if (replacement != null && !replacement.equals(old)) {
                    tags.set(i, new EditTables.Tag(ElfConstants.DT_NEEDED, -1, replacement));
                }
            }
            tables.neededVersions().rename(all);
        });
    }

    /** Sets DF_1_NODEFLIB: the loader then does not search its cache and default directories for this file. */
    public ElfEditor noDefaultLib() {
        return with(tables -> tables.setValue(
                ElfConstants.DT_FLAGS_1, tables.value(ElfConstants.DT_FLAGS_1) | ElfConstants.DF_1_NODEFLIB));
    }

    /** Adds the DT_DEBUG entry through which debuggers find the loaded libraries. */
    public ElfEditor addDebugTag() {
        return with(tables -> {
            if (!tables.has(ElfConstants.DT_DEBUG)) {
                tables.setValue(ElfConstants.DT_DEBUG, 0);
            }
        });
    }

    /** Sets {@code e_ident[EI_OSABI]}, 0 to 255; see the {@code ELFOSABI_} constants. */
    public ElfEditor setOsAbi(int osAbi) {
        if (osAbi < 0 || osAbi > 255) {
            throw new IllegalArgumentException("OS ABI: expected 0 to 255, found " + osAbi);
        }
        return with(tables -> tables.setOsAbi(osAbi));
    }

    /** Requests an executable or a non-executable stack; adds PT_GNU_STACK if there is none. */
    public ElfEditor setExecutableStack(boolean executable) {
        return with(tables -> {
            if (tables.file().programHeaders().isEmpty()) {
                throw new ElfEditException(file.name(), "program headers", "none");
            }
            int flags = tables.stackFlags() < 0 ? ElfConstants.PF_R | ElfConstants.PF_W : tables.stackFlags();
            tables.setStackFlags(executable ? flags | ElfConstants.PF_X : flags & ~ElfConstants.PF_X);
        });
    }

    /**
     * Removes the directories of DT_RPATH or DT_RUNPATH that have no needed library, or only ones that an earlier
     * directory has. Directories that do not start with {@code /} are kept, since their meaning depends on the file or
     * process; among them the empty element, which is the current directory and which patchelf drops.
     *
     * @param root where the directories are looked up
     * @param allowedPrefixes if not empty, absolute directories are kept only if they start with one of these
     */
    public ElfEditor shrinkRpath(FileTree root, List<String> allowedPrefixes) {
        Objects.requireNonNull(root, "root");
        List<String> prefixes = texts(allowedPrefixes, "allowedPrefixes");
        return with(tables -> {
            Optional<String> path = SearchPath.of(tables);
            if (path.isPresent()) {
                String shrunk = RpathShrinker.shrink(tables, root, path.get(), prefixes);
                long tag = tables.has(ElfConstants.DT_RUNPATH) ? ElfConstants.DT_RUNPATH : ElfConstants.DT_RPATH;
                tables.setText(tag, shrunk);
            }
        });
    }

    /**
     * Clears the version of the symbols with these names, defined or undefined (VER_NDX_GLOBAL). A needed version that
     * no symbol uses any more is removed, so that the file also runs with libraries that do not define it.
     */
    public ElfEditor clearSymbolVersion(String... symbols) {
        return clearSymbolVersion(list(symbols, "symbols"));
    }

    /** As {@link #clearSymbolVersion(String...)}. */
    public ElfEditor clearSymbolVersion(Collection<String> symbols) {
        Set<String> names = Set.copyOf(texts(symbols, "symbols"));
        names.forEach(name -> requireName("symbol", name));
        return with(tables -> {
            OptionalLong versions = tables.file().tag(ElfConstants.DT_VERSYM);
            if (versions.isEmpty()) {
                return;
            }
            List<Symbol> all = tables.file().dynamicSymbols().entries();
            ByteBuffer table = tables.file().readAddress("DT_VERSYM", versions.getAsLong(), 2L * (all.size() + 1));
            for (Symbol symbol : all) {
                int at = 2 * symbol.index();
                if (names.contains(tables.symbolName(symbol))
                        && ElfCodec.u16(table, at) != ElfConstants.VER_NDX_GLOBAL) {
                    tables.clearedVersions().add(symbol.index());
                }
            }
        });
    }

    /**
     * Removes DT_VERSYM, DT_VERNEED and DT_VERDEF, so that no version is required or defined any more; the sections of
     * these tables are kept, but empty. Files that need versions of this one must be edited in the same way, because
     * glibc ends them otherwise.
     */
    public ElfEditor clearAllSymbolVersions() {
        return with(tables -> List.of(
                        ElfConstants.DT_VERSYM,
                        ElfConstants.DT_VERNEED,
                        ElfConstants.DT_VERNEEDNUM,
                        ElfConstants.DT_VERDEF,
                        ElfConstants.DT_VERDEFNUM)
                .forEach(tag -> tables.currentTags().removeIf(t -> t.tag() == tag)));
    }

    /**
     * Renames dynamic symbols, defined or undefined, and rebuilds the hash tables through which they are found. Names
     * have no version; each symbol keeps its own. Code and debugging information do not refer to dynamic symbols by
     * name.
     *
     * @param names old name to new name
     */
    public ElfEditor renameDynamicSymbols(Map<String, String> names) {
        Map<String, String> all = texts(names, "names");
        all.keySet().forEach(name -> requireName("symbol", name));
        all.values().forEach(name -> requireName("symbol", name));
        return with(tables -> {
            for (Symbol symbol : tables.file().dynamicSymbols().entries()) {
                String name = all.get(tables.symbolName(symbol));
                if (name != null) {
                    tables.renameSymbol(symbol, name);
                }
            }
        });
    }

    /**
     * Adds a note with the locations of the needed libraries, which saves Nix's loaders the search; other loaders
     * ignore it. It is computed after all other edits. No note is added if the file has no search path or needs no
     * library that can be in it. Edits of the search path or of needed libraries remove an existing note.
     *
     * @param root where the directories are looked up
     */
    public ElfEditor buildResolutionCache(FileTree root) {
        Objects.requireNonNull(root, "root");
        return with(tables -> tables.setResolutionRoot(root));
    }

    /** Keeps the old bytes of moved tables and unused strings instead of overwriting them with zeros. */
    public ElfEditor keepOldBytes() {
        return with(EditTables::keepOldBytes);
    }

    /**
     * Aligns an added segment to pages of this size instead of the machine's largest.
     *
     * @param bytes a power of two, at least 4096
     */
    public ElfEditor pageSize(int bytes) {
        if (bytes < 4096 || Integer.bitCount(bytes) != 1) {
            throw new IllegalArgumentException("page size: expected a power of two of at least 4096, found " + bytes);
        }
        return with(tables -> tables.setPageSize(bytes));
    }

    private static List<String> list(String[] texts, String what) {
        return Arrays.asList(Objects.requireNonNull(texts, what));
    }

    private static List<String> texts(Collection<String> texts, String what) {
        List<String> copy = new ArrayList<>(Objects.requireNonNull(texts, what));
        copy.forEach(text -> requireText(what, text));
        return copy;
    }

    private static Map<String, String> texts(Map<String, String> texts, String what) {
        Map<String, String> copy = new HashMap<>(Objects.requireNonNull(texts, what));
        texts(copy.keySet(), what);
        texts(copy.values(), what);
        return copy;
    }

    private static void requireName(String what, String name) {
        if (Objects.requireNonNull(name, what).isEmpty()) {
            throw new IllegalArgumentException(what + " is empty");
        }
        requireText(what, name);
    }

    private static void requireText(String what, String text) {
        if (Objects.requireNonNull(text, what).indexOf('\0') >= 0) {
            throw new IllegalArgumentException(what + " contains a NUL: " + text.replace('\0', '?'));
        }
        ElfStrings.encode(text); // throws if it cannot be encoded
    }

    /**
     * Makes the edited file in memory and verifies it.
     *
     * @throws ElfEditException if the edit cannot be made without breaking the file
     * @throws ElfFormatException if the file is damaged where the edit must read it
     * @throws IOException if {@link #shrinkRpath} cannot look up a directory
     */
    public EditedElf edit() throws IOException {
        return file.bytes().readingMuch(() -> new EditRun(file, edits).make(path));
    }

    /** The edited file as an array. */
    public byte[] toBytes() throws IOException {
        return edit().toBytes();
    }

    /**
     * Writes the complete edited file to a path, see {@link EditedElf#write}. Given the path that was opened, it
     * replaces that file, unless the edit changes nothing.
     *
     * @throws IOException if it cannot be written; the target is then unchanged
     */
    public void write(Path target) throws IOException {
        edit().write(target);
    }

    /**
     * Writes only the changed bytes into the file that was opened, see {@link EditedElf#overwrite}: far faster for
     * large files, and visible through other hard links.
     *
     * @throws IllegalStateException if the file was not opened from a path
     */
    public void overwrite() throws IOException {
        edit().overwrite();
    }
}
