package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The notes of a file and the meaning of well-known ones. Immutable. */
public final class Notes {
    private static final int NOTE_HEADER_SIZE = 12;

    private final List<Note> all;

    /** 8 in 64-bit files, 4 in others. */
    private final int propertyAlign;

    Notes(List<Note> all, int propertyAlign) {
        this.propertyAlign = propertyAlign;
        this.all = List.copyOf(all);
    }

    /** All notes in the file's order. */
    public List<Note> all() {
        return all;
    }

    /** The first note with that name and type. */
    public Optional<Note> find(String name, int type) {
        return all.stream()
                .filter(note -> note.type() == type && note.name().equals(name))
                .findFirst();
    }

    /** NT_GNU_BUILD_ID in lower-case hexadecimal, as {@code readelf -n} and debuginfod write it. */
    public Optional<String> buildId() {
        return find("GNU", ElfConstants.NT_GNU_BUILD_ID)
                .map(note -> HexFormat.of().formatHex(bytes(note)));
    }

    /** NT_GNU_ABI_TAG: the operating system and the oldest kernel on which the loader accepts the file. */
    public Optional<AbiTag> abiTag() {
        return find("GNU", ElfConstants.NT_GNU_ABI_TAG)
                .map(Note::descriptor)
                .filter(b -> b.limit() >= 16)
                .map(b -> new AbiTag(b.getInt(0), b.getInt(4), b.getInt(8), b.getInt(12)));
    }

    /** The contents of NT_GNU_PROPERTY_TYPE_0, such as the machine's control-flow protection, by property type. */
    public Map<Integer, ByteBuffer> gnuProperties() {
        Map<Integer, ByteBuffer> properties = new LinkedHashMap<>();
        Optional<Note> note = find("GNU", ElfConstants.NT_GNU_PROPERTY_TYPE_0);
        if (note.isPresent()) {
            ByteBuffer all = note.get().descriptor();
            long at = 0;
            while (all.limit() - at >= 8) {
                long size = ElfCodec.u32(all, (int) at + 4);
                if (size > all.limit() - at - 8) {
                    break;
                }
                properties.put(
                        all.getInt((int) at),
                        all.slice((int) at + 8, (int) size).asReadOnlyBuffer().order(all.order()));
                at = roundUp(at + 8 + size, propertyAlign);
            }
        }
        return properties;
    }

    /**
     * GNU_PROPERTY_X86_ISA_1_NEEDED: the x86-64 level below which the loader refuses the file. 1 is the baseline, which
     * every x86-64 processor has, 2 is x86-64-v2 and so on; empty if the file has no such property or is for another
     * machine.
     *
     * @see <a href="https://gitlab.com/x86-psABIs/x86-64-ABI">x86-64 psABI, "Program Property"</a>
     */
    public OptionalInt x86IsaLevel() {
        ByteBuffer isa = gnuProperties().get(ElfConstants.GNU_PROPERTY_X86_ISA_1_NEEDED);
        return isa == null || isa.limit() < 4 || isa.getInt(0) == 0
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.SIZE - Integer.numberOfLeadingZeros(isa.getInt(0)));
    }

    /** The JSON of the package metadata note that systemd specifies. */
    public Optional<String> packageMetadata() {
        return find("FDO", ElfConstants.NT_FDO_PACKAGING_METADATA).map(Notes::text);
    }

    /**
     * The JSON of the notes that name the libraries which the file loads with dlopen(3), one string per note.
     *
     * @see <a href="https://uapi-group.org/specifications/specs/elf_dlopen_metadata/">ELF dlopen metadata</a>
     */
    public List<String> dlopenMetadata() {
        return all.stream()
                .filter(note -> note.type() == ElfConstants.NT_FDO_DLOPEN_METADATA
                        && note.name().equals("FDO"))
                .map(Notes::text)
                .toList();
    }

    private static String text(Note note) {
        return ElfStrings.decode(bytes(note)).replaceAll("\0+$", "");
    }

    private static byte[] bytes(Note note) {
        ByteBuffer descriptor = note.descriptor();
        byte[] bytes = new byte[descriptor.remaining()];
        descriptor.get(bytes);
        return bytes;
    }

    /**
     * The contents of NT_GNU_ABI_TAG.
     *
     * @param system 0 Linux, 1 Hurd, 2 Solaris, 3 kFreeBSD
     * @param major first part of the oldest kernel's version
     * @param minor second part
     * @param patch third part
     */
    public record AbiTag(int system, int major, int minor, int patch) {
        /** The oldest kernel, such as {@code 3.2.0}. */
        public String minimumKernel() {
            return major + "." + minor + "." + patch;
        }
    }

    /** Adds the notes of one segment or section; as in glibc, alignment is 8 if that says 8, otherwise 4. */
    static void read(String where, ByteBuffer bytes, long align, List<Note> into) throws ElfFormatException {
        int padding = align == 8 ? 8 : 4;
        long at = 0;
        while (bytes.limit() - at >= NOTE_HEADER_SIZE) {
            int header = (int) at;
            long nameSize = ElfCodec.u32(bytes, header);
            long descriptorSize = ElfCodec.u32(bytes, header + 4);
            long name = at + NOTE_HEADER_SIZE;
            long descriptor = roundUp(name + nameSize, padding);
            long end = descriptor + descriptorSize;
            if (end > bytes.limit()) {
                throw new ElfFormatException(
                        where + " note at " + at,
                        "at most " + (bytes.limit() - at) + " bytes",
                        "name " + nameSize + ", contents " + descriptorSize);
            }
            into.add(new Note(
                    name(bytes, (int) name, (int) nameSize),
                    bytes.getInt(header + 8),
                    bytes.slice((int) descriptor, (int) descriptorSize).order(bytes.order())));
            at = roundUp(end, padding);
        }
    }

    private static String name(ByteBuffer bytes, int at, int size) {
        byte[] name = new byte[size];
        bytes.get(at, name);
        int end = size;
        while (end > 0 && name[end - 1] == 0) {
            end--;
        }
        return ElfStrings.decode(Arrays.copyOf(name, end));
    }

    private static long roundUp(long value, int to) {
        return (value + to - 1) / to * to;
    }

    /**
     * The notes of the SHT_NOTE sections, then those of PT_NOTE segments without such a section. Sections come first,
     * since mold puts notes of different alignments into one segment.
     */
    static Notes of(ElfFile file) throws ElfFormatException {
        List<Note> notes = new ArrayList<>();
        List<SectionHeader> sections = file.sectionHeaders().stream()
                .filter(s -> s.type() == ElfConstants.SHT_NOTE && s.hasBytes())
                .toList();
        for (SectionHeader section : sections) {
            String where = file.name() + ": section " + section.name();
            read(where, file.read(where, section.offset(), section.size()), section.addressAlign(), notes);
        }
        if (file.kind() != ElfKind.DEBUG_FILE) {
            for (ProgramHeader segment : file.programHeaders()) {
                boolean isNote = segment.type() == ElfConstants.PT_NOTE;
                if (isNote && sections.stream().noneMatch(s -> segment.holdsOffset(s.offset(), s.size()))) {
                    String where = file.name() + ": PT_NOTE";
                    read(where, file.read(where, segment.offset(), segment.fileSize()), segment.align(), notes);
                }
            }
        }
        return new Notes(notes, file.codec().wordSize());
    }
}
