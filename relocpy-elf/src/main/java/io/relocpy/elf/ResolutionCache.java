package io.relocpy.elf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The note with the locations of a file's libraries, which saves Nix's loaders from searching every directory of the
 * search path. Other loaders ignore it.
 *
 * <p>It contains pairs of strings, a needed library and a path for it, terminated by an empty string. The path's
 * elements, separated by colons, are {@code =} with the library's file, or {@code ?} with a directory that must be
 * searched at startup, since its contents cannot be known before. Source: patchelf 0.19.1, option
 * --build-resolution-cache.
 */
final class ResolutionCache {
    static final String SECTION = ".note.nixos.ldcache";
    static final String OWNER = "NixOS";
    static final int TYPE = 0x63a86cb6;
    private static final int HEADER_SIZE = 12;

    private ResolutionCache() {}

    /** The file with its note; the same bytes if there is nothing to record, or the note exists. */
    static ElfBytes add(ElfFile file, FileTree root) throws IOException {
        Optional<byte[]> contents = contents(file, root);
        Optional<Note> old = file.notes().find(OWNER, TYPE);
        if (old.isPresent()) {
            ByteBuffer there = old.get().descriptor();
            if (contents.isPresent() && there.equals(ByteBuffer.wrap(contents.get()))) {
                return file.bytes();
            }
        }
        if (old.isPresent() || hasSection(file)) {
            throw new ElfEditException(
                    file.name() + ": section " + SECTION,
                    "none, or one that is up to date",
                    "one that is already present, with other contents");
        }
        if (contents.isEmpty()) {
            return file.bytes();
        }
        ByteBuffer note = note(file, contents.get());
        return SectionAppender.append(new ElfFile(ImageWriter.writeNote(new EditTables(file), note)), SECTION, note);
    }

    /** This includes one outside any segment, as objcopy adds it: there must not be two with the same name. */
    private static boolean hasSection(ElfFile file) {
        return file.sectionHeaders().stream().anyMatch(s -> s.name().equals(SECTION));
    }

    private static ByteBuffer note(ElfFile file, byte[] contents) {
        byte[] owner = (OWNER + "\0").getBytes(StandardCharsets.US_ASCII);
        int size = HEADER_SIZE + (owner.length + 3) / 4 * 4;
        return file.codec()
                .allocate(size + (contents.length + 3) / 4 * 4)
                .putInt(0, owner.length)
                .putInt(4, contents.length)
                .putInt(8, TYPE)
                .put(HEADER_SIZE, owner)
                .put(size, contents);
    }

    /** The contents of the note; empty if the search path determines nothing. */
    private static Optional<byte[]> contents(ElfFile file, FileTree root) throws IOException {
        Optional<String> runpath = file.runpath().isPresent() ? file.runpath() : file.rpath();
        Map<String, List<String>> places = new TreeMap<>();
        for (String directory : SearchPath.split(runpath.orElse(""))) {
            boolean search = !isKnown(root, directory);
            for (String library : file.needed()) {
                // a name with a slash is already a path
                if (library.indexOf('/') < 0) {
                    String path = directory + "/" + library;
                    if (search) {
                        places.computeIfAbsent(library, l -> new ArrayList<>()).add("?" + directory);
                    } else if (isThere(root, path)) {
                        places.computeIfAbsent(library, l -> new ArrayList<>()).add("=" + path);
                    }
                }
            }
        }
        if (places.isEmpty()) {
            return Optional.empty();
        }
        ByteArrayOutputStream contents = new ByteArrayOutputStream();
        places.forEach((library, paths) ->
                contents.writeBytes(ElfStrings.encode(library + "\0" + String.join(":", paths) + "\0")));
        contents.write(0);
        return Optional.of(contents.toByteArray());
    }

    /** Whether the directory's contents can be known now: its name is fixed and independent of the processor. */
    private static boolean isKnown(FileTree root, String directory) throws IOException {
        return directory.startsWith("/")
                && directory.indexOf('$') < 0
                && lookup(root, directory) instanceof FileTree.Entry.Directory
                && lookup(root, directory + "/glibc-hwcaps") instanceof FileTree.Entry.Missing;
    }

    private static boolean isThere(FileTree root, String path) throws IOException {
        return lookup(root, path) instanceof FileTree.Entry.RegularFile;
    }

    private static FileTree.Entry lookup(FileTree root, String path) throws IOException {
        Optional<String> real = TreePaths.resolve(root, path);
        return real.isPresent() ? root.lookup(real.get()) : new FileTree.Entry.Missing();
    }

    /** Whether the edits change something that the note depends on, so that an existing note would be wrong. */
    static boolean isStale(EditTables tables) throws ElfFormatException {
        List<Long> tags = List.of(ElfConstants.DT_NEEDED, ElfConstants.DT_RPATH, ElfConstants.DT_RUNPATH);
        Optional<DynamicSection> dynamic = tables.file().dynamic();
        if (dynamic.isEmpty() || !tables.tagsChanged()) {
            return false;
        }
        for (long tag : tags) {
            if (!tables.texts(tag).equals(dynamic.get().strings(tag))) {
                return isThere(tables.file());
            }
        }
        return false;
    }

    private static boolean isThere(ElfFile file) {
        try {
            return file.notes().find(OWNER, TYPE).isPresent();
        } catch (ElfFormatException e) {
            // unreadable notes do not matter
            return false;
        }
    }

    /** The file without the note: its bytes are zeros, its segment and section unused. */
    static ElfBytes remove(ElfFile file) throws ElfFormatException {
        ElfHeader header = file.header();
        int size = file.codec().sectionHeaderSize();
        List<SectionHeader> sections = file.sectionHeaders();
        int last = sections.size() - 1;
        // where we put it; a section elsewhere keeps its index, and so do the others
        boolean shorter =
                last > 0 && sections.get(last).name().equals(SECTION) && header.sectionHeaderCount() == sections.size();
        long lastAt = header.sectionHeaderOffset() + (long) last * size;
        boolean atEnd = shorter && lastAt + size == file.size();

        PatchedBytes.Builder out = new PatchedBytes.Builder(file.bytes());
        out.appendSource(0, atEnd ? lastAt : file.size());
        if (shorter) {
            ByteBuffer start = file.codec().allocate(file.codec().headerSize());
            start.put(0, file.read("ELF header", 0, start.limit()), 0, start.limit());
            file.codec()
                    .putHeader(
                            start, header.withSections(header.sectionHeaderOffset(), last, header.sectionNameIndex()));
            out.overwrite(0, start);
        }
        for (SectionHeader section : sections) {
            if (section.name().equals(SECTION) && !(atEnd && section.index() == last)) {
                long at = header.sectionHeaderOffset() + (long) section.index() * size;
                out.overwrite(at, ByteBuffer.allocate(size));
            }
        }
        List<ProgramHeader> segments = file.programHeaders();
        for (int i = 0; i < segments.size(); i++) {
            ProgramHeader segment = segments.get(i);
            if (segment.type() == ElfConstants.PT_NOTE && holdsOnlyCache(file, segment)) {
                out.overwrite(segment.offset(), ByteBuffer.allocate((int) segment.fileSize()));
                int entry = file.codec().programHeaderSize();
                out.overwrite(header.programHeaderOffset() + (long) i * entry, ByteBuffer.allocate(entry));
            }
        }
        return out.build();
    }

    private static boolean holdsOnlyCache(ElfFile file, ProgramHeader segment) throws ElfFormatException {
        List<Note> notes = new ArrayList<>();
        String where = file.name() + ": PT_NOTE";
        Notes.read(where, file.read(where, segment.offset(), segment.fileSize()), segment.align(), notes);
        return notes.size() == 1
                && notes.get(0).type() == TYPE
                && notes.get(0).name().equals(OWNER);
    }
}
