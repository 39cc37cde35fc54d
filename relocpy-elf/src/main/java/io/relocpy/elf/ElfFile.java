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
 * A file in the Executable and Linkable Format, read in place.
 *
 * <pre>{@code
 * ElfFile python = ElfFile.open(Path.of("/usr/bin/python3"));
 * python.interpreter();  // Optional[/lib64/ld-linux-x86-64.so.2]
 * python.needed();       // [libm.so.6, libz.so.1, libexpat.so.1, libc.so.6]
 * }</pre>
 *
 * <p>Nothing is read until it is requested, and each answer is kept. What is absent is an empty answer; what is there
 * but invalid (an offset outside the file, an endless chain) causes an {@link ElfFormatException} in the method that
 * encounters it, so that the rest of a damaged file can still be read.
 *
 * <p>Immutable and safe for use by several threads, as long as nobody modifies the underlying buffer. If a file on disk
 * has been modified, replaced or removed since it was opened, methods whose answer is not known yet throw an {@link
 * ElfFormatException}, however small the file is. Changes are detected by modification time and size; one that
 * preserves both is missed, except by {@link ElfEditor}.
 */
public final class ElfFile {
    private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};

    private final ElfBytes bytes;
    private final ElfCodec codec;
    private final ElfHeader header;
    private @Nullable List<ProgramHeader> programHeaders;
    private @Nullable SectionTable sections;
    private @Nullable DynamicAnswer dynamic;
    private @Nullable List<VersionNeed> versionNeeds;
    private @Nullable List<VersionDefinition> versionDefinitions;
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
     * Opens a file. No resource stays open: bytes are read when they are requested.
     *
     * @throws ElfFormatException if it is not an ELF file, or ends within the ELF header
     * @throws IOException if it cannot be read, or is not a regular file
     */
    public static ElfFile open(Path path) throws IOException {
        return new ElfFile(FileBytes.open(path));
    }

    /** Parses a file in memory, from the buffer's position to its limit. The buffer itself is not modified. */
    public static ElfFile of(ByteBuffer buffer) throws ElfFormatException {
        return of("ELF file", buffer);
    }

    /** The same, with a name for messages. */
    public static ElfFile of(String name, ByteBuffer buffer) throws ElfFormatException {
        return new ElfFile(ElfBytes.of(name, buffer));
    }

    /** Whether these bytes start with the ELF magic number. Four bytes are enough; the buffer is not modified. */
    public static boolean isElf(ByteBuffer buffer) {
        return buffer.remaining() >= 4
                && buffer.get(buffer.position()) == 0x7f
                && buffer.get(buffer.position() + 1) == 'E'
                && buffer.get(buffer.position() + 2) == 'L'
                && buffer.get(buffer.position() + 3) == 'F';
    }

    /**
     * Whether the file starts with the ELF magic number. False for directories and everything else that is not a
     * regular file; these are not read.
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

    /** The file's name in messages: its path, or the name given with the buffer. */
    public String name() {
        return bytes.name();
    }

    /** Size of the file in bytes. */
    public long size() {
        return bytes.size();
    }

    /** The ELF header. */
    public ElfHeader header() {
        return header;
    }

    /** The segments in the file's order; empty for most relocatable files. */
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
     * The sections, with the empty one at index 0; empty if the file has no section header table, or an unreadable one:
     * {@link #hasUnreadableSections()} tells which.
     */
    public List<SectionHeader> sectionHeaders() {
        return sections().headers();
    }

    /** Whether the header refers to a section header table that is not entirely in the file. */
    public boolean hasUnreadableSections() {
        return sections().problem().isPresent();
    }

    /** The first section with that name, such as {@code .text}. */
    public Optional<SectionHeader> section(String name) {
        return sectionHeaders().stream().filter(s -> s.name().equals(name)).findFirst();
    }

    /**
     * The bytes of a section as stored in the file: compressed sections (SHF_COMPRESSED) are not decompressed, and
     * sections without bytes in the file (SHT_NOBITS) are empty.
     *
     * @return read-only, in the file's byte order
     * @throws ElfFormatException if they are outside the file, or 2 GiB or more
     */
    public ByteBuffer read(SectionHeader section) throws ElfFormatException {
        return section.hasBytes()
                ? readOnly(read("section " + section.name(), section.offset(), section.size()))
                : readOnly(ByteBuffer.allocate(0));
    }

    /**
     * The bytes that the file has at these addresses, before any relocation.
     *
     * @param address the first address, as in symbols and program headers: without the load address of a process
     * @param size in bytes
     * @return read-only, in the file's byte order
     * @throws ElfFormatException if they are not in the file part of one PT_LOAD segment
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
            known = new DynamicAnswer(DynamicSection.read(this));
            dynamic = known;
        }
        return known.section();
    }

    /** The result of the search for the dynamic section, which may be empty. */
    private record DynamicAnswer(Optional<DynamicSection> section) {}

    /** The kind of file. */
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

    /**
     * The symbols of the SHT_SYMTAB section, which strip removes; empty if there is none, or its string table is
     * missing.
     */
    public SymbolTable symbols() throws ElfFormatException {
        return SymbolTable.linker(this);
    }

    /**
     * Finds defined dynamic symbols by name as a loader does: through DT_GNU_HASH, otherwise DT_HASH.
     *
     * @return several if they differ in version; empty if there is no such symbol or no hash table
     */
    public List<Symbol> lookup(String symbol) throws ElfFormatException {
        return SymbolLookup.find(this, symbol);
    }

    /** The number of dynamic relocations that the loader applies, without the packed ones of DT_RELR. */
    public long relocationCount() throws ElfFormatException {
        long count = 0;
        for (RelocationTable table : RelocationTable.all(this)) {
            count += table.count();
        }
        return count;
    }

    /**
     * All dynamic relocations in the tables' order, without the packed ones of DT_RELR. Their symbols are indexes into
     * {@link #dynamicSymbols}, see {@link SymbolTable#get}.
     */
    public List<Relocation> relocations() throws ElfFormatException {
        List<Relocation> all = new ArrayList<>();
        for (RelocationTable table : RelocationTable.all(this)) {
            all.addAll(table.entries());
        }
        return List.copyOf(all);
    }

    /**
     * The relocations of one section, such as {@code .rela.text} of a relocatable file. Their symbols are indexes into
     * the symbol table that the section links to: {@link #symbols} in a relocatable file.
     *
     * @throws ElfFormatException if the section's type is neither SHT_REL nor SHT_RELA, or it is outside the file
     */
    public List<Relocation> relocations(SectionHeader section) throws ElfFormatException {
        return RelocationTable.of(this, section).entries();
    }

    /** The addresses that the packed relative relocations of DT_RELR relocate, in order; empty if there are none. */
    public List<Long> packedRelocations() throws ElfFormatException {
        return RelocationTable.packed(this);
    }

    /** The strings of the {@code .comment} section: the compilers and linkers that made the file. */
    public List<String> comment() throws ElfFormatException {
        return ToolSections.comment(this);
    }

    /** The separate debugging information file that {@code .gnu_debuglink} names, if there is one. */
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

    /** DT_VERNEED: the versions of other libraries that this file needs, in order. */
    public List<VersionNeed> versionNeeds() throws ElfFormatException {
        List<VersionNeed> known = versionNeeds;
        if (known == null) {
            known = VersionTables.needs(this);
            versionNeeds = known;
        }
        return known;
    }

    /** DT_VERDEF: the versions that this library defines, in order; the first names the library itself. */
    public List<VersionDefinition> versionDefinitions() throws ElfFormatException {
        List<VersionDefinition> known = versionDefinitions;
        if (known == null) {
            known = VersionTables.definitions(this);
            versionDefinitions = known;
        }
        return known;
    }

    /** The value of the last entry of the dynamic section with that tag; also empty without a dynamic section. */
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

    Optional<ProgramHeader> segment(int type) throws ElfFormatException {
        return programHeaders().stream().filter(p -> p.type() == type).findFirst();
    }

    /** File offset of the bytes at an address. */
    long offsetOf(String what, long address, long size) throws ElfFormatException {
        return new LoadSegments(this).offsetOf(what, address, size);
    }

    /** The number of bytes from an address to the end of its segment's part in the file. */
    long roomAt(String what, long address) throws ElfFormatException {
        return new LoadSegments(this).roomAt(name() + ": " + what, address);
    }

    /** The bytes at an address, in the file's byte order. */
    ByteBuffer readAddress(String what, long address, long size) throws ElfFormatException {
        return read(what, offsetOf(name() + ": " + what, address, size), size);
    }

    /** The bytes of a range that was read from the file, in its byte order. */
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
