package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What refers to the address of a file's dynamic section, apart from the headers: pointers, which can be updated when
 * it moves, and code, which cannot.
 */
final class AddressReferences {
    private static final int CHUNK = 1 << 20;

    /** Sections that linkers create and that contain nothing but pointers. */
    private static final Set<String> POINTER_TABLES = Set.of(".got", ".got.plt");

    private final ElfFile file;
    private final long from;
    private final long to;
    private final int word;
    private @Nullable User user;

    AddressReferences(ElfFile file, Piece section) {
        this.file = file;
        this.from = section.address();
        this.to = section.address() + section.size();
        this.word = file.codec().wordSize();
    }

    /** The result of the search for a user; the description is empty if there is none. */
    private record User(Optional<String> description) {}

    /**
     * What uses the address and would keep using the old one; empty if nothing is known to. The first call reads all of
     * the file's code.
     */
    Optional<String> user() throws ElfFormatException {
        User known = user;
        if (known == null) {
            known = new User(findUser());
            user = known;
        }
        return known.description();
    }

    private Optional<String> findUser() throws ElfFormatException {
        if (file.kind() == ElfKind.STATIC_PIE) {
            return Optional.of("a static-PIE finds it there"); // before anything could pass it the new address
        }
        OptionalLong inside = relativeRelocations().stream()
                .filter(p -> p.value() > from && p.value() < to)
                .mapToLong(Pointer::offset)
                .findFirst();
        if (inside.isPresent()) {
            return Optional.of("the pointer at file offset 0x%x points into it".formatted(inside.getAsLong()));
        }
        Optional<String> data = file.header().type() == ElfConstants.ET_EXEC ? findData() : Optional.empty();
        if (data.isPresent()) {
            return data;
        }
        OptionalLong code = new CodeReferences(file, from, to).find();
        return code.isPresent()
                ? Optional.of("code at 0x%x seems to use its address".formatted(code.getAsLong()))
                : Optional.empty();
    }

    private Optional<String> findData() throws ElfFormatException {
        Set<Long> pointers = pointers();
        for (SectionHeader section : file.sectionHeaders()) {
            boolean isData = section.type() == ElfConstants.SHT_PROGBITS
                    && section.isAllocated()
                    && (section.flags() & ElfConstants.SHF_EXECINSTR) == 0;
            if (isData && !pointers.containsAll(words(section.offset(), section.size(), to))) {
                return Optional.of("section %s holds its address".formatted(section.name()));
            }
        }
        for (ProgramHeader segment : file.programHeaders()) {
            boolean isData = segment.isLoad()
                    && (segment.flags() & ElfConstants.PF_X) == 0
                    && !file.sections().isReadable();
            if (isData && !pointers.containsAll(words(segment.offset(), segment.fileSize(), to))) {
                return Optional.of("data holds its address");
            }
        }
        return Optional.empty();
    }

    /** File offsets of all words that hold the address of the section's start and are known to be pointers. */
    Set<Long> pointers() throws ElfFormatException {
        Set<Long> pointers = new TreeSet<>();
        for (SectionHeader section : file.sectionHeaders()) {
            if (POINTER_TABLES.contains(section.name()) && section.hasBytes()) {
                pointers.addAll(words(section.offset(), section.size(), from + 1));
            }
        }
        // by the psABIs of many machines, its first word is the section's address
        OptionalLong table = file.tag(ElfConstants.DT_PLTGOT);
        long start = table.isPresent() ? offsetOf(table.getAsLong()) : -1;
        if (start >= 0) {
            pointers.addAll(words(start, word, from + 1));
        }
        for (Pointer pointer : relativeRelocations()) {
            if (pointer.value() == from) {
                pointers.add(pointer.offset());
            }
        }
        return pointers;
    }

    /** Offsets of the words in a range that hold the address, or that of a later word of the section. */
    private List<Long> words(long offset, long size, long end) throws ElfFormatException {
        List<Long> found = new ArrayList<>();
        long first = LayoutPlanner.roundUp(offset, word);
        for (long at = first; at + word <= offset + size; at += CHUNK) {
            ByteBuffer some = file.read("data", at, Math.min(CHUNK, offset + size - at));
            for (int i = 0; i + word <= some.limit(); i += word) {
                long value = file.codec().word(some, i);
                if (value >= from && value < end && (value - from) % word == 0) {
                    found.add(at + i);
                }
            }
        }
        return found;
    }

    /**
     * A pointer to which the loader adds the load address.
     *
     * @param offset in the file, of the word that holds it
     */
    private record Pointer(long offset, long value) {}

    private List<Pointer> relativeRelocations() throws ElfFormatException {
        List<Pointer> pointers = new ArrayList<>();
        long type = RelocationKinds.of(file.header()).relative();
        Window window = new Window();
        for (RelocationTable table : RelocationTable.all(file)) {
            for (int i = 0; i < table.count(); i++) {
                if (table.type(i) == type && table.symbol(i) == 0) {
                    OptionalLong addend = table.addendOffset(i);
                    window.add(addend.isPresent() ? addend.getAsLong() : offsetOf(table.target(i)), pointers);
                }
            }
        }
        for (long target : RelocationTable.packed(file)) {
            window.add(offsetOf(target), pointers);
        }
        return pointers;
    }

    /** File offset of the word at an address, -1 if it is not in the file. */
    private long offsetOf(long address) throws ElfFormatException {
        for (ProgramHeader segment : file.programHeaders()) {
            if (segment.isLoad() && segment.holdsAddress(address, word)) {
                return segment.offset() + address - segment.virtualAddress();
            }
        }
        return -1;
    }

    /** Reads many words that lie close together. */
    private final class Window {
        private long start;
        private ByteBuffer bytes = ByteBuffer.allocate(0);

        void add(long offset, List<Pointer> pointers) throws ElfFormatException {
            if (!file.bytes().contains(offset, word)) {
                return;
            }
            if (offset < start || offset + word > start + bytes.limit()) {
                start = offset;
                bytes = file.read("relocation", offset, Math.min(1 << 16, file.size() - offset));
            }
            long value = file.codec().word(bytes, (int) (offset - start));
            if (value >= from && value < to) {
                pointers.add(new Pointer(offset, value));
            }
        }
    }
}
