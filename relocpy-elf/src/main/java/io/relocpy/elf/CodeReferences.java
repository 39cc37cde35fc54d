package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Searches code for instructions that compute an address in a range, or read from one. It does not disassemble: it
 * knows the instruction sequences with which compilers form an address, and treats everything that looks like one as a
 * match.
 *
 * <p>Sources: the instruction set manuals; the psABIs for how code addresses data.
 */
final class CodeReferences {
    /** The largest distance, in instructions, at which compilers and linkers place the two halves of an address. */
    private static final int DISTANCE = 64;

    private static final int CHUNK = 1 << 20;

    /** More than the reach of any instruction: ARM places constants within 4 KiB. */
    private static final int OVERLAP = 8192;

    private final ElfFile file;
    private final long from;
    private final long to;

    /** Base addresses that code holds in a register to address data. */
    private final List<Long> bases;

    CodeReferences(ElfFile file, long from, long to) throws ElfFormatException {
        this.file = file;
        this.from = from;
        this.to = to;
        this.bases = bases(file);
    }

    /** Finds an instruction's address in a block of code, -1 if there is none. */
    private interface Scanner {
        long scan(ByteBuffer code, long address);
    }

    /**
     * The address of an instruction that refers to the range; empty if there is none, or if the machine is not known.
     */
    OptionalLong find() throws ElfFormatException {
        Scanner scanner = scanner();
        if (scanner == null) {
            return OptionalLong.empty();
        }
        for (Range range : code()) {
            for (long at = 0; at < range.size(); at += CHUNK) {
                ByteBuffer some = file.read("code", range.offset() + at, Math.min(CHUNK + OVERLAP, range.size() - at));
                if (file.header().machine() == ElfConstants.EM_AARCH64) {
                    some.order(ByteOrder.LITTLE_ENDIAN); // instructions always are
                }
                long found = scanner.scan(some, range.address() + at);
                if (found >= 0) {
                    return OptionalLong.of(found);
                }
            }
        }
        return OptionalLong.empty();
    }

    private record Range(long offset, long address, long size) {}

    /** Executable sections; without section headers, executable segments. */
    private List<Range> code() throws ElfFormatException {
        Stream<Range> ranges = file.sections().isReadable()
                ? file.sectionHeaders().stream()
                        .filter(s -> s.isAllocated() && s.hasBytes() && s.isExecutable())
                        .map(s -> new Range(s.offset(), s.address(), s.size()))
                : file.programHeaders().stream()
                        .filter(p -> p.isLoad() && p.isExecutable())
                        .map(p -> new Range(p.offset(), p.virtualAddress(), p.fileSize()));
        return ranges.toList();
    }

    private @Nullable Scanner scanner() {
        return switch (file.header().machine()) {
            case ElfConstants.EM_X86_64, ElfConstants.EM_386 -> this::x86;
            case ElfConstants.EM_AARCH64 -> this::aarch64;
            case ElfConstants.EM_ARM -> this::arm;
            case ElfConstants.EM_RISCV -> this::riscv;
            case ElfConstants.EM_S390 -> this::s390;
            case ElfConstants.EM_PPC64 -> this::ppc64;
            default -> null;
        };
    }

    private static List<Long> bases(ElfFile file) throws ElfFormatException {
        return switch (file.header().machine()) {
            case ElfConstants.EM_386 -> {
                OptionalLong table = file.tag(ElfConstants.DT_PLTGOT);
                yield table.isPresent()
                        ? List.of(table.getAsLong())
                        : Stream.of(".got.plt", ".got")
                                .flatMap(name -> file.section(name).stream())
                                .limit(1)
                                .map(SectionHeader::address)
                                .toList();
            }
            case ElfConstants.EM_X86_64 ->
                // linkers place _GLOBAL_OFFSET_TABLE_ differently
                LongStream.concat(
                                file.tag(ElfConstants.DT_PLTGOT).stream(),
                                Stream.of(".got.plt", ".got")
                                        .flatMap(name -> file.section(name).stream())
                                        .mapToLong(SectionHeader::address))
                        .distinct()
                        .boxed()
                        .toList();
            case ElfConstants.EM_PPC64 ->
                file.section(".got").map(got -> got.address() + 0x8000).stream().toList();
            default -> List.of();
        };
    }

    private boolean hits(long address) {
        return address >= from
                && address < to
                && (address - from) % file.codec().wordSize() == 0;
    }

    /** Whether the file has a fixed address, so that code may contain absolute addresses. */
    private boolean isFixed() {
        return file.header().type() == ElfConstants.ET_EXEC;
    }

    /**
     * An operand with a 32-bit displacement to the range; a 64-bit constant relative to the table whose address is in a
     * register; in fixed-address files, an absolute address.
     */
    private long x86(ByteBuffer code, long address) {
        boolean isFixed = isFixed();
        for (int at = 1; at + 4 <= code.limit(); at++) {
            if (isX86Relative(code, at, address) || isX86Distance(code, at) || (isFixed && isX86Fixed(code, at))) {
                return address + at;
            }
        }
        return -1;
    }

    /**
     * Whether it is a displacement relative to the end of the instruction or, in 32-bit code, to the table whose
     * address is in a register. That register is hardly ever EBP, which addresses local variables with such
     * displacements.
     */
    private boolean isX86Relative(ByteBuffer code, int at, long address) {
        int modRm = byteAt(code, at - 1) & 0xc7;
        if (file.codec().is64() ? modRm != 0x05 : (modRm & 0xc0) != 0x80 || modRm == 0x85) {
            return false;
        }
        int opcode = byteAt(code, at - 2);
        int displacement = code.getInt(at);
        boolean hit = file.codec().is64()
                ? hits(address + at + 4 + immediate(opcode) + displacement)
                : bases.stream().anyMatch(base -> hits(base + displacement & 0xffffffffL));
        return hit && isX86Access(byteAt(code, at - 3), opcode);
    }

    /**
     * Whether MOVABS loads the distance from a table, as position-independent code of the medium and large models does.
     */
    private boolean isX86Distance(ByteBuffer code, int at) {
        if ((byteAt(code, at - 1) & 0xf8) != 0xb8 || (byteAt(code, at - 2) & 0xfe) != 0x48 || at + 8 > code.limit()) {
            return false;
        }
        long distance = code.getLong(at);
        return file.codec().is64() && bases.stream().anyMatch(base -> hits(base + distance));
    }

    /** Size of the immediate after an operand, by opcode. */
    private static int immediate(int opcode) {
        return switch (opcode) {
            case 0x83 -> 1;
            case 0x81, 0xc7 -> 4;
            default -> 0;
        };
    }

    private boolean isX86Fixed(ByteBuffer code, int at) {
        long value = code.getInt(at) & 0xffffffffL;
        if (!hits(value)) {
            return false;
        }
        int last = byteAt(code, at - 1);
        int second = byteAt(code, at - 2);
        int third = byteAt(code, at - 3);
        boolean isMoved = (last & 0xf8) == 0xb8 || ((last & 0xf8) == 0xc0 && second == 0xc7);
        boolean isOperand = (last & 0xc7) == 0x05 || (last & 0xc0) == 0x80;
        // a SIB byte, with or without an index, in between
        boolean isIndexed = (second & 0xc7) == 0x84 || ((second & 0xc7) == 0x04 && (last & 7) == 5);
        return value == from
                || isMoved
                || (isOperand && isX86Access(third, second))
                || (isIndexed && isX86Access(byteAt(code, at - 4), third));
    }

    /** An unsigned byte, 0 before the first one. */
    private static int byteAt(ByteBuffer code, int at) {
        return at < 0 ? 0 : code.get(at) & 0xff;
    }

    /** Whether the instruction computes an address, or reads or writes at least 32 bits. */
    private boolean isX86Access(int before, int opcode) {
        return switch (opcode) {
            case 0x8d -> !file.codec().is64() || (before & 0xf8) == 0x48;
            case 0x39, 0x3b, 0x63, 0x81, 0x83, 0x85, 0x89, 0x8b, 0xc7, 0xff -> true;
            // vectors and extended values
            case 0x10, 0x12, 0x16, 0x28, 0x6f, 0x7e, 0xb6, 0xb7 -> before == 0x0f;
            default -> false;
        };
    }

    /** ADR; ADRP with an ADD or a load that uses its register. */
    private long aarch64(ByteBuffer code, long address) {
        for (int at = 0; at + 4 <= code.limit(); at += 4) {
            int adr = code.getInt(at);
            if ((adr & 0x1f000000) != 0x10000000) {
                continue;
            }
            long immediate = (long) (((adr >> 3) & ~3) | ((adr >>> 29) & 3)) << 43 >> 43;
            long pc = address + at;
            long base = adr < 0 ? (pc & ~0xfffL) + (immediate << 12) : pc + immediate;
            if (adr >= 0 ? hits(base) : base + 0x8000 > from && base < to) {
                if (adr >= 0) {
                    return pc;
                }
                for (int i = 1; i <= DISTANCE && at + 4 * i + 4 <= code.limit(); i++) {
                    int next = code.getInt(at + 4 * i);
                    long offset = aarch64Offset(next);
                    if ((next >>> 5 & 31) == (adr & 31) && offset >= 0 && hits(base + offset)) {
                        return pc;
                    }
                    if ((next & 31) == (adr & 31) && isAarch64Write(next)) {
                        break;
                    }
                }
            }
        }
        return -1;
    }

    /** Whether it writes its first register: arithmetic and loads. */
    private static boolean isAarch64Write(int instruction) {
        int group = instruction >>> 25 & 15;
        boolean isLoad = (group & 5) == 4 && (instruction & 0x400000) != 0;
        return (group & 14) == 8 || (group & 7) == 5 || isLoad;
    }

    /** The offset that an ADD or a load adds to its register, -1 for other instructions. */
    private static long aarch64Offset(int instruction) {
        int immediate = (instruction >>> 10) & 0xfff;
        if ((instruction & 0xffc00000) == 0x91000000) {
            return immediate;
        }
        if ((instruction & 0x3fc00000) == 0x39400000 || (instruction & 0x3fc00000) == 0x3d400000) {
            return (long) immediate << (instruction >>> 30);
        }
        return (instruction & 0xffc00000) == 0xa9400000 ? (long) (instruction >>> 15 & 0x3f) << 3 : -1;
    }

    /**
     * A constant in the code to which an instruction adds its own address; in fixed-address files, both halves of an
     * address.
     */
    private long arm(ByteBuffer code, long address) {
        boolean isFixed = isFixed();
        for (int at = (int) (address & 2); at + 4 <= code.limit(); at += 2) {
            int word = code.getInt(at);
            if (isFixed && ((word & 0xffffffffL) == from || isArmMove(code, at))) {
                return address + at;
            }
            int load = code.getShort(at) & 0xffff;
            boolean isThumb = (load & 0xf800) == 0x4800 && isThumbSum(code, at, load >> 8 & 7, address);
            if (isThumb || ((word & 0x0f7f0000) == 0x051f0000 && isArmSum(code, at, word, address))) {
                return address + at;
            }
        }
        return -1;
    }

    /** Whether one of the next instructions adds the constant that LDR loads to PC. */
    private boolean isThumbSum(ByteBuffer code, int at, int register, long address) {
        long literal = (address + at + 4 & ~3L) - address + (code.get(at) & 0xff) * 4L;
        for (int next = at + 2; next < at + 2 * DISTANCE && next + 2 <= code.limit(); next += 2) {
            if ((code.getShort(next) & 0xffff) == (0x4478 | register) && literal + 4 <= code.limit()) {
                return hits(address + next + 4 + code.getInt((int) literal) & 0xffffffffL);
            }
        }
        return false;
    }

    /** The same for 32-bit instructions, where the sum may also be the address of a load. */
    private boolean isArmSum(ByteBuffer code, int at, int load, long address) {
        long literal = at + 8L + ((load & 0x800000) == 0 ? -(load & 0xfff) : load & 0xfff);
        for (int next = at + 4; next < at + 4 * DISTANCE && next + 4 <= code.limit(); next += 4) {
            int user = code.getInt(next);
            boolean adds = (user & 0x0fff0ff0) == 0x008f0000 || (user & 0x0fff0ff0) == 0x079f0000;
            if (adds && (user & 15) == (load >>> 12 & 15) && literal >= 0 && literal + 4 <= code.limit()) {
                return hits(address + next + 8 + code.getInt((int) literal) & 0xffffffffL);
            }
        }
        return false;
    }

    /** MOVW with MOVT to the same register. */
    private boolean isArmMove(ByteBuffer code, int at) {
        int low = armHalf(code, at, 0x03000000, 0xf240);
        if (low < 0) {
            return false;
        }
        for (int next = at + 4; next < at + 4 * DISTANCE && next + 4 <= code.limit(); next += 2) {
            int high = armHalf(code, next, 0x03400000, 0xf2c0);
            if (high >= 0 && high >> 16 == low >> 16 && hits((high & 0xffffL) << 16 | (low & 0xffff))) {
                return true;
            }
        }
        return false;
    }

    /** The register of a 16-bit move in the high bits, the constant in the low bits; -1 for other instructions. */
    private static int armHalf(ByteBuffer code, int at, int armOperation, int thumbOperation) {
        int word = code.getInt(at);
        if ((word & 0x0ff00000) == armOperation) {
            return (word & 0xf000) << 4 | (word >> 4 & 0xf000) | (word & 0xfff);
        }
        int first = code.getShort(at);
        int second = code.getShort(at + 2);
        if ((first & 0xfbf0) == thumbOperation && (second & 0x8000) == 0) {
            int bits = (first & 0xf) << 12 | (first & 0x400) << 1 | (second & 0x7000) >> 4 | (second & 0xff);
            return (second & 0xf00) << 8 | bits;
        }
        return -1;
    }

    /** AUIPC, or LUI in fixed-address files, with an ADDI or a load that uses its register. */
    private long riscv(ByteBuffer code, long address) {
        boolean isFixed = isFixed();
        for (int at = 0; at + 4 <= code.limit(); at += 2) {
            int instruction = code.getInt(at);
            int register = instruction >>> 7 & 31;
            long high = instruction & 0xfffff000;
            if ((instruction & 0x7f) == 0x17) {
                high += address + at;
            } else if (isFixed && (instruction & 0xe003) == 0x6001) {
                high = (((instruction >> 2) & 31) - ((instruction >> 12) & 1) * 32L) << 12; // compressed
            } else if (!isFixed || (instruction & 0x7f) != 0x37) {
                continue;
            }
            if (register == 0 || high + 0x800 < from || high - 0x800 > to) {
                continue;
            }
            int next = at + riscvSize(instruction);
            for (int i = 0; i < DISTANCE && next + 4 <= code.limit(); i++) {
                int user = code.getInt(next);
                boolean adds = (user & 0x707f) == 0x13 || (user & 0x7f) == 0x03;
                if (adds && (user >>> 15 & 31) == register && hits(high + (user >> 20))) {
                    return address + at;
                }
                if (isRiscvWrite(user, register)) {
                    break;
                }
                next += riscvSize(user);
            }
        }
        return -1;
    }

    private static int riscvSize(int instruction) {
        return (instruction & 3) == 3 ? 4 : 2;
    }

    /** Whether it overwrites the register; false if that is unclear. */
    private static boolean isRiscvWrite(int instruction, int register) {
        boolean first = (instruction >>> 7 & 31) == register;
        return switch (instruction & 3) {
            case 3 -> first && (instruction & 0x7f) != 0x23 && (instruction & 0x7f) != 0x63;
            case 2 -> first && ((instruction & 0xe000) == 0x6000 || (instruction & 0xe07c) > 0x8000);
            case 1 -> first && ((instruction & 0xe000) == 0x4000 || (instruction & 0xe000) == 0x6000);
            default -> (instruction >>> 2 & 7) + 8 == register && (instruction & 0xe000) == 0x6000;
        };
    }

    /** LARL and PC-relative loads. */
    private long s390(ByteBuffer code, long address) {
        for (int at = 0; at + 6 <= code.limit(); at += 2) {
            int operation = code.getShort(at) & 0xff0f;
            boolean isRelative = operation == 0xc000 || operation == 0xc408 || operation == 0xc40d;
            if (isRelative && hits(address + at + 2L * code.getInt(at + 2))) {
                return address + at;
            }
        }
        return -1;
    }

    /**
     * ADDI or a load relative to the TOC pointer, or to a register that ADDIS derived from it; a prefixed instruction.
     */
    private long ppc64(ByteBuffer code, long address) {
        for (int at = 0; at + 4 <= code.limit(); at += 4) {
            int instruction = code.getInt(at);
            if (isPpc64Prefix(instruction) && at + 8 <= code.limit()) {
                // POWER10: 34 bits, relative to the instruction
                long offset = ((long) instruction << 46 >> 30) | (code.getShort(at + suffix(code)) & 0xffffL);
                if (hits(address + at + offset)) {
                    return address + at;
                }
            }
            for (long base : bases) {
                if (ppc64Hits(instruction, 2, base)) {
                    return address + at;
                }
                if ((instruction & 0xfc1f0000) == 0x3c020000) {
                    long high = base + ((long) (short) instruction << 16);
                    for (int i = 1; i <= DISTANCE && at + 4 * i + 4 <= code.limit(); i++) {
                        if (ppc64Hits(code.getInt(at + 4 * i), instruction >>> 21 & 31, high)) {
                            return address + at;
                        }
                    }
                }
            }
        }
        return -1;
    }

    /** Whether it is the prefix of a PC-relative load or addition. */
    private static boolean isPpc64Prefix(int instruction) {
        return (instruction & 0xfdfc0000) == 0x04100000;
    }

    /** Where the low half of the instruction after a prefix is. */
    private static int suffix(ByteBuffer code) {
        return code.order() == ByteOrder.LITTLE_ENDIAN ? 4 : 6;
    }

    private boolean ppc64Hits(int instruction, int register, long base) {
        int operation = instruction >>> 26;
        int offset = operation == 58 ? (short) (instruction & ~3) : (short) instruction;
        return (operation == 14 || operation == 58 || operation == 32)
                && (instruction >>> 16 & 31) == register
                && hits(base + offset);
    }
}
