package io.relocpy.elf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A file in the Executable and Linkable Format, read where it lies.
 *
 * <pre>{@code
 * ElfFile python = ElfFile.open(Path.of("/usr/bin/python3"));
 * python.interpreter();  // Optional[/lib64/ld-linux-x86-64.so.2]
 * python.needed();       // [libm.so.6, libz.so.1, libexpat.so.1, libc.so.6]
 * }</pre>
 *
 * <p>Nothing is read before it is asked for, and each answer is kept. What is absent is an empty answer; what is there
 * but cannot be (an offset outside the file, a chain that goes nowhere) is an {@link ElfFormatException} of the method
 * that meets it, so that the rest of a damaged file can still be read.
 *
 * <p>Immutable and safe for use by several threads, as long as nobody writes to the buffer underneath. A file on disk
 * that has been written to, replaced or removed since it was opened gives an {@link ElfFormatException} where something
 * is asked for to which the answer is not known yet, however small the file is. What looks at modification times misses a
 * change that leaves time and size as they were.
 */
public final class ElfFile {
    private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};

    private final ElfBytes bytes;
    private final ElfCodec codec;
    private final ElfHeader header;
    private @Nullable List<ProgramHeader> programHeaders;
    private @Nullable SectionTable sections;
    private @Nullable DynamicAnswer dynamic;
    private @Nullable ElfKind kind;
    private @Nullable Notes notes;

    ElfFile(ElfBytes bytes) throws ElfFormatException {
        this.bytes = bytes;
        ByteBuffer start = bytes.read("first bytes", 0, Math.min(MAGIC.length, bytes.size()));
        if (!isElf(start)) {
            byte[] found = new byte[start.remaining()];
            start.get(found);
            throw new ElfFormatException(bytes.name() + ": first bytes", hex(MAGIC), hex(found));
        }
        ByteBuffer ident = bytes.read("ELF header", 0, ElfCodec.EI_NIDENT);
        this.codec = new ElfCodec(elfClass(ident.get(4)), byteOrder(ident.get(5)));
        this.header = codec.header(read("ELF header", 0, codec.headerSize()));
    }

    /**
     * Opens a file. No resource stays open: what is asked for is read when it is asked for.
     *
     * @throws ElfFormatException if it is no ELF file, or ends within the ELF header
     * @throws IOException if it cannot be read, or is no regular file
     */
    public static ElfFile open(Path path) throws IOException {
        return new ElfFile(FileBytes.open(path));
    }

    /** Reads a file that lies in memory, from the buffer's position to its limit. The buffer itself is left alone. */
    public static ElfFile of(ByteBuffer buffer) throws ElfFormatException {
        return of("ELF file", buffer);
    }

    /** The same, with the name that messages give it. */
    public static ElfFile of(String name, ByteBuffer buffer) throws ElfFormatException {
        return new ElfFile(ElfBytes.of(name, buffer));
    }

    /** Whether these bytes start as an ELF file does. Four bytes are enough to ask; the buffer is left alone. */
    public static boolean isElf(ByteBuffer buffer) {
        return buffer.remaining() >= 4
                && buffer.get(buffer.position()) == 0x7f
                && buffer.get(buffer.position() + 1) == 'E'
                && buffer.get(buffer.position() + 2) == 'L'
                && buffer.get(buffer.position() + 3) == 'F';
    }

    /**
     * Whether the file starts as an ELF file does. False for directories and whatever else is no regular file, whose bytes are
     * not asked for.
     *
     * @throws IOException if there is no such file, or it cannot be read
     */
    public static boolean isElf(Path path) throws IOException {
        if (!Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
            return false;
        }
        try (InputStream start = Files.newInputStream(path)) {
            return isElf(ByteBuffer.wrap(start.readNBytes(4)));
        }
    }

    private static String hex(byte[] bytes) {
        return bytes.length == 0 ? "none" : HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    private ElfClass elfClass(byte value) throws ElfFormatException {
        return switch (value) {
            case 1 -> ElfClass.ELF32;
            case 2 -> ElfClass.ELF64;
            default -> throw new ElfFormatException(bytes.name() + ": EI_CLASS", "1 or 2", "" + value);
        };
    }

    private ByteOrder byteOrder(byte value) throws ElfFormatException {
        return switch (value) {
            case 1 -> ByteOrder.LITTLE_ENDIAN;
            case 2 -> ByteOrder.BIG_ENDIAN;
            default -> throw new ElfFormatException(bytes.name() + ": EI_DATA", "1 or 2", "" + value);
        };
    }

    /** What messages call the file: its path, or the name given with the buffer. */
    public String name() {
        return bytes.name();
    }

    /** Bytes in the file. */
    public long size() {
        return bytes.size();
    }

    /** The ELF header. */
    public ElfHeader header() {
        return header;
    }

    /** The segments in the file's order; empty in most relocatable files. */
    public List<ProgramHeader> programHeaders() throws ElfFormatException {
        List<ProgramHeader> known = programHeaders;
        if (known == null) {
            known = readProgramHeaders();
            programHeaders = known;
        }
        return known;
    }

    private List<ProgramHeader> readProgramHeaders() throws ElfFormatException {
        long count = header.programHeaderCount();
        if (count == ElfConstants.PN_XNUM && sections().isReadable()) {
            count = sectionHeaders().get(0).info();
        }
        if (header.programHeaderOffset() == 0 || count == 0) {
            return List.of();
        }
        int size = codec.programHeaderSize();
        if (header.programHeaderEntrySize() != size) {
            throw new ElfFormatException(name() + ": e_phentsize", "" + size, "" + header.programHeaderEntrySize());
        }
        ByteBuffer table = read("program headers", header.programHeaderOffset(), count * size);
        List<ProgramHeader> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(codec.programHeader(table, i * size));
        }
        return List.copyOf(all);
    }

    /**
     * The sections, with the empty one of index 0; empty if the file has no section header table, or one that cannot
     * be read, which {@link #hasUnreadableSections()} tells apart.
     */
    public List<SectionHeader> sectionHeaders() {
        return sections().headers();
    }

    /** Whether the header speaks of a section header table that is not wholly in the file. */
    public boolean hasUnreadableSections() {
        return sections().problem().isPresent();
    }

    /** The first section of that name, such as {@code .text}. */
    public Optional<SectionHeader> section(String name) {
        return sectionHeaders().stream().filter(s -> s.name().equals(name)).findFirst();
    }

    /**
     * The bytes of a section as they are in the file; compressed ones (SHF_COMPRESSED) stay so, and those without bytes in the
     * file (SHT_NOBITS) are empty.
     *
     * @return read-only, in the file's byte order
     * @throws ElfFormatException if they are not in the file, or 2 GiB or more
     */
    public ByteBuffer read(SectionHeader section) throws ElfFormatException {
        return section.hasBytes()
                ? readOnly(read("section " + section.name(), section.offset(), section.size()))
                : readOnly(ByteBuffer.allocate(0));
    }

    /**
     * The bytes that the file puts at these addresses, before any relocation.
     *
     * @param address the first one, as in symbols and program headers: without the load address of a process
     * @param size in bytes
     * @return read-only, in the file's byte order
     * @throws ElfFormatException if they are not in one PT_LOAD segment's part of the file
     */
    public ByteBuffer readAddress(long address, int size) throws ElfFormatException {
        return readOnly(readAddress("addresses", address, size));
    }

    private ByteBuffer readOnly(ByteBuffer buffer) {
        return buffer.asReadOnlyBuffer().order(codec.order());
    }

    SectionTable sections() {
        SectionTable known = sections;
        if (known == null) {
            known = SectionTable.read(this);
            sections = known;
        }
        return known;
    }

    /** The dynamic section; empty in static, relocatable, core and debug files. */
    public Optional<DynamicSection> dynamic() throws ElfFormatException {
        DynamicAnswer known = dynamic;
        if (known == null) {
            known = new DynamicAnswer(readDynamic());
            dynamic = known;
        }
        return known.section();
    }

    /** What was found when the dynamic section was looked for, which may be nothing. */
    private record DynamicAnswer(Optional<DynamicSection> section) {}

    private Optional<DynamicSection> readDynamic() throws ElfFormatException {
        Optional<ProgramHeader> segment = segment(ElfConstants.PT_DYNAMIC);
        if (segment.isEmpty() || kind() == ElfKind.DEBUG_FILE || kind() == ElfKind.CORE) {
            return Optional.empty();
        }
        ProgramHeader at = segment.get();
        ByteBuffer table = read("PT_DYNAMIC", at.offset(), at.fileSize());
        int size = codec.dynamicEntrySize();
        int capacity = table.limit() / size;
        List<DynamicEntry> entries = new ArrayList<>();
        for (int i = 0; i < capacity; i++) {
            DynamicEntry entry = codec.dynamicEntry(table, i * size);
            if (entry.tag() == ElfConstants.DT_NULL) {
                break;
            }
            entries.add(entry);
        }
        return Optional.of(
                new DynamicSection(at.offset(), at.virtualAddress(), capacity, entries, readStringTable(entries)));
    }

    private StringTable readStringTable(List<DynamicEntry> entries) throws ElfFormatException {
        long address = 0;
        long size = 0;
        for (DynamicEntry entry : entries) {
            if (entry.tag() == ElfConstants.DT_STRTAB) {
                address = entry.value();
            } else if (entry.tag() == ElfConstants.DT_STRSZ) {
                size = entry.value();
            }
        }
        String where = name() + ": dynamic string table";
        ByteBuffer table = size == 0 ? ByteBuffer.allocate(0) : read(where, offsetOf(where, address, size), size);
        return new StringTable(where, table);
    }

    /** What the file is. */
    public ElfKind kind() throws ElfFormatException {
        ElfKind known = kind;
        if (known == null) {
            known = KindDetector.kind(this);
            kind = known;
        }
        return known;
    }

    /** PT_INTERP: the loader that the kernel starts for this file. */
    public Optional<String> interpreter() throws ElfFormatException {
        Optional<ProgramHeader> segment = segment(ElfConstants.PT_INTERP);
        if (segment.isEmpty() || kind() == ElfKind.DEBUG_FILE) {
            return Optional.empty();
        }
        ProgramHeader at = segment.get();
        return Optional.of(
                new StringTable(name() + ": PT_INTERP", read("PT_INTERP", at.offset(), at.fileSize())).get(0));
    }

    /** DT_NEEDED in order; empty if there is no dynamic section. */
    public List<String> needed() throws ElfFormatException {
        return dynamic().isPresent() ? dynamic().get().needed() : List.of();
    }

    /** DT_SONAME, if there is one. */
    public Optional<String> soname() throws ElfFormatException {
        return dynamic().isPresent() ? dynamic().get().soname() : Optional.empty();
    }

    /** DT_RPATH, if there is one. */
    public Optional<String> rpath() throws ElfFormatException {
        return dynamic().isPresent() ? dynamic().get().rpath() : Optional.empty();
    }

    /** DT_RUNPATH, if there is one. */
    public Optional<String> runpath() throws ElfFormatException {
        return dynamic().isPresent() ? dynamic().get().runpath() : Optional.empty();
    }

    /** The dynamic symbols with their versions; empty if there is no dynamic section. */
    public SymbolTable dynamicSymbols() throws ElfFormatException {
        return SymbolTable.dynamic(this);
    }

    /** The symbols of the SHT_SYMTAB section, which strip removes; empty if there is none, or its names are lost. */
    public SymbolTable symbols() throws ElfFormatException {
        return SymbolTable.linker(this);
    }

    /**
     * Finds defined dynamic symbols by name as a loader does: through DT_GNU_HASH, else DT_HASH.
     *
     * @return several if they differ in version, none if there is no such symbol or no hash table
     */
    public List<Symbol> lookup(String symbol) throws ElfFormatException {
        return SymbolLookup.find(this, symbol);
    }

    /** How many dynamic relocations the loader applies, without the packed ones of DT_RELR. */
    public long relocationCount() throws ElfFormatException {
        long count = 0;
        for (RelocationTable table : RelocationTable.all(this)) {
            count += table.count();
        }
        return count;
    }

    /**
     * All dynamic relocations in the tables' order, without the packed ones of DT_RELR. Their symbols are numbers in
     * {@link #dynamicSymbols}, for {@link SymbolTable#get}.
     */
    public List<Relocation> relocations() throws ElfFormatException {
        List<Relocation> all = new ArrayList<>();
        for (RelocationTable table : RelocationTable.all(this)) {
            all.addAll(table.entries());
        }
        return List.copyOf(all);
    }

    /**
     * The relocations of one section, such as {@code .rela.text} of a relocatable file. Their symbols are numbers in
     * the symbol table that the section links to: {@link #symbols} in a relocatable file.
     *
     * @throws ElfFormatException if the section is of another type than SHT_REL and SHT_RELA, or not in the file
     */
    public List<Relocation> relocations(SectionHeader section) throws ElfFormatException {
        return RelocationTable.of(this, section).entries();
    }

    /** The addresses that the packed relative relocations of DT_RELR change, in order; empty if there are none. */
    public List<Long> packedRelocations() throws ElfFormatException {
        return RelocationTable.packed(this);
    }

    /** The strings of the .comment section: which compilers and linkers made the file. */
    public List<String> comment() throws ElfFormatException {
        return ToolSections.comment(this);
    }

    /** The separate file with debugging information that .gnu_debuglink names, if it does. */
    public Optional<DebugLink> debugLink() throws ElfFormatException {
        return ToolSections.debugLink(this);
    }

    /** The notes; empty if there are none. */
    public Notes notes() throws ElfFormatException {
        Notes known = notes;
        if (known == null) {
            known = Notes.of(this);
            notes = known;
        }
        return known;
    }

    /** DT_VERNEED: which versions of which libraries this file needs, in order. */
    public List<VersionNeed> versionNeeds() throws ElfFormatException {
        Optional<DynamicSection> section = dynamic();
        OptionalLong at = tag(ElfConstants.DT_VERNEED);
        if (section.isEmpty() || at.isEmpty()) {
            return List.of();
        }
        long count = section.get().value(ElfConstants.DT_VERNEEDNUM).orElse(0);
        return versionTable("DT_VERNEED", at.getAsLong())
                .needs(count, section.get().stringTable());
    }

    /** DT_VERDEF: which versions this library defines, in order; the first names the library itself. */
    public List<VersionDefinition> versionDefinitions() throws ElfFormatException {
        Optional<DynamicSection> section = dynamic();
        OptionalLong at = tag(ElfConstants.DT_VERDEF);
        if (section.isEmpty() || at.isEmpty()) {
            return List.of();
        }
        long count = section.get().value(ElfConstants.DT_VERDEFNUM).orElse(0);
        return versionTable("DT_VERDEF", at.getAsLong())
                .definitions(count, section.get().stringTable());
    }

    /** The value of the last entry of the dynamic section with that tag; empty also where there is no section. */
    OptionalLong tag(long tag) throws ElfFormatException {
        return dynamic().isPresent() ? dynamic().get().value(tag) : OptionalLong.empty();
    }

    /** The dynamic section's entries once it has been read. */
    List<DynamicEntry> dynamicEntries() {
        DynamicAnswer known = dynamic;
        return known == null
                ? List.of()
                : known.section().map(DynamicSection::entries).orElse(List.of());
    }

    VersionTables versionTable(String tag, long address) throws ElfFormatException {
        return new VersionTables(this, tag, address);
    }

    Optional<ProgramHeader> segment(int type) throws ElfFormatException {
        return programHeaders().stream().filter(p -> p.type() == type).findFirst();
    }

    /** Where bytes at an address lie in the file. */
    long offsetOf(String what, long address, long size) throws ElfFormatException {
        return new LoadSegments(this).offsetOf(what, address, size);
    }

    /** How many bytes there are from an address to the end of its segment's part in the file. */
    long roomAt(String what, long address) throws ElfFormatException {
        return new LoadSegments(this).roomAt(name() + ": " + what, address);
    }

    /** The bytes at an address, in the file's byte order. */
    ByteBuffer readAddress(String what, long address, long size) throws ElfFormatException {
        return read(what, offsetOf(name() + ": " + what, address, size), size);
    }

    /** The bytes of a range that the file gave, in its byte order. */
    ByteBuffer read(String what, long offset, long length) throws ElfFormatException {
        return bytes.read(what, offset, length).order(codec.order());
    }

    ElfBytes bytes() {
        return bytes;
    }

    ElfCodec codec() {
        return codec;
    }

    @Override
    public String toString() {
        return name() + " (" + header.elfClass() + ", " + header.byteOrder() + ", " + header.machineName() + ")";
    }
}
