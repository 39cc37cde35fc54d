package io.relocpy.elf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes small dynamic ELF files for tests, of every class and byte order, field by field and without the code under
 * test.
 *
 * <p>Layout: header, program headers, [PT_INTERP], note, hash, symbols, strings, [versions], 16 bytes of code; on the next
 * page the dynamic section and 16 bytes of data; then section names and headers, unless left out; then the payload.
 */
final class TinyElf {
    static final String CODE = "code code code!!";
    static final String DATA = "data data data!!";

    private final boolean is64;
    private final ByteOrder order;
    private int machine = ElfConstants.EM_X86_64;
    private int type = ElfConstants.ET_DYN;
    private String interpreter = "";
    private boolean sections = true;
    private int spareTags = 4;
    private int bss = 0x100;
    private String payload = "";
    private boolean codeFirst;
    private boolean versions;
    private boolean initAndFini;
    private final List<long[]> numberTags = new ArrayList<>();
    private final List<Object[]> stringTags = new ArrayList<>();
    private final List<String> symbols = new ArrayList<>(List.of("puts"));

    TinyElf(boolean is64, ByteOrder order) {
        this.is64 = is64;
        this.order = order;
    }

    static TinyElf elf64() {
        return new TinyElf(true, ByteOrder.LITTLE_ENDIAN);
    }

    TinyElf machine(int value) {
        machine = value;
        return this;
    }

    TinyElf type(int value) {
        type = value;
        return this;
    }

    TinyElf interpreter(String path) {
        interpreter = path;
        return this;
    }

    TinyElf withoutSections() {
        sections = false;
        return this;
    }

    TinyElf spareTags(int count) {
        spareTags = count;
        return this;
    }

    TinyElf bss(int bytes) {
        bss = bytes;
        return this;
    }

    TinyElf payload(String text) {
        payload = text;
        return this;
    }

    /** As Go's linker does: code right behind the program headers, which no PT_PHDR names, and a note of Go's. */
    TinyElf asGoLinks() {
        codeFirst = true;
        return this;
    }

    /** Defines the version V_1 and needs GLIBC_2.2.5 of libc.so.6 for all symbols. */
    TinyElf versions() {
        versions = true;
        return this;
    }

    /** DT_INIT and DT_FINI at the code's first and last 8 bytes. */
    TinyElf initAndFini() {
        initAndFini = true;
        return this;
    }

    TinyElf number(long tag, long value) {
        numberTags.add(new long[] {tag, value});
        return this;
    }

    TinyElf symbol(String name) {
        symbols.add(name);
        return this;
    }

    TinyElf needed(String name) {
        return string(ElfConstants.DT_NEEDED, name);
    }

    TinyElf soname(String name) {
        return string(ElfConstants.DT_SONAME, name);
    }

    TinyElf rpath(String path) {
        return string(ElfConstants.DT_RPATH, path);
    }

    TinyElf runpath(String path) {
        return string(ElfConstants.DT_RUNPATH, path);
    }

    TinyElf string(long tag, String text) {
        stringTags.add(new Object[] {tag, text});
        return this;
    }

    /** The section of that name. */
    SectionHeader section(String name) throws ElfFormatException {
        return file().sectionHeaders().stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    ElfFile file() throws ElfFormatException {
        return ElfFile.of("tiny", ByteBuffer.wrap(bytes()));
    }

    /** A growing table of strings. */
    private static final class Strings {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Strings() {
            bytes.write(0);
        }

        int add(String text) {
            int at = bytes.size();
            bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            bytes.write(0);
            return at;
        }
    }

    byte[] bytes() {
        int word = is64 ? 8 : 4;
        int ehdr = is64 ? 64 : 52;
        int phdr = is64 ? 56 : 32;
        int shdr = is64 ? 64 : 40;
        int sym = is64 ? 24 : 16;
        boolean interp = !interpreter.isEmpty();
        int segments = interp ? (codeFirst ? 5 : 6) : 4;
        Strings strings = new Strings();
        List<Integer> names = symbols.stream().map(strings::add).toList();
        List<Integer> tagOffsets =
                stringTags.stream().map(t -> strings.add((String) t[1])).toList();
        int[] versionNames = versions
                ? List.of("libc.so.6", "GLIBC_2.2.5", "libtiny.so", "V_1").stream()
                        .mapToInt(strings::add)
                        .toArray()
                : new int[4];
        long base = type == ElfConstants.ET_EXEC ? 0x400000 : 0;

        int headersEnd = ehdr + segments * phdr;
        int interpAt = codeFirst ? headersEnd + CODE.length() : headersEnd;
        int interpSize = interp ? interpreter.length() + 1 : 0;
        int noteAt = up(interpAt + interpSize, 8);
        int noteSize = 12 + 4 + 20;
        int hashAt = up(noteAt + noteSize, 8);
        int hashSize = 4 * (2 + 1 + names.size() + 1);
        int symAt = up(hashAt + hashSize, 8);
        int symSize = sym * (names.size() + 1);
        int strAt = symAt + symSize;
        int strSize = strings.bytes.size();
        int versymAt = up(strAt + strSize, 8);
        int versymSize = versions ? 2 * (names.size() + 1) : 0;
        int verdefAt = up(versymAt + versymSize, 8);
        int verdefSize = versions ? 2 * 28 : 0;
        int verneedAt = verdefAt + verdefSize;
        int verneedSize = versions ? 32 : 0;
        int tablesEnd = verneedAt + verneedSize;
        int codeAt = codeFirst ? headersEnd : up(tablesEnd, 16);
        int textEnd = codeFirst ? tablesEnd : codeAt + 16;
        List<long[]> tags = new ArrayList<>(List.of(
                new long[] {4, base + hashAt},
                new long[] {5, base + strAt},
                new long[] {6, base + symAt},
                new long[] {10, strSize},
                new long[] {11, sym}));
        if (initAndFini) {
            tags.add(new long[] {12, base + codeAt});
            tags.add(new long[] {13, base + codeAt + 8});
        }
        if (versions) {
            tags.add(new long[] {0x6ffffff0, base + versymAt});
            tags.add(new long[] {0x6ffffffc, base + verdefAt});
            tags.add(new long[] {0x6ffffffd, 2});
            tags.add(new long[] {0x6ffffffe, base + verneedAt});
            tags.add(new long[] {0x6fffffff, 1});
        }
        tags.addAll(numberTags);
        int dynAt = up(textEnd, 16);
        int dynCount = stringTags.size() + tags.size() + 1 + spareTags;
        int dynSize = dynCount * 2 * word;
        int dataAt = dynAt + dynSize;
        int dataEnd = dataAt + 16;
        long dataBase = base + 0x10000;

        ByteBuffer b = ByteBuffer.allocate(dataEnd + 4096 + payload.length()).order(order);
        b.put(0, new byte[] {
            0x7f, 'E', 'L', 'F', (byte) (is64 ? 2 : 1), (byte) (order == ByteOrder.BIG_ENDIAN ? 2 : 1), 1
        });
        b.position(16);
        b.putShort((short) type).putShort((short) machine).putInt(1);
        word(b, base + codeAt);
        word(b, ehdr);
        int shoffField = b.position();
        word(b, 0);
        b.putInt(0).putShort((short) ehdr).putShort((short) phdr).putShort((short) segments);
        b.putShort((short) (sections ? shdr : 0));
        int shnumField = b.position();

        b.position(ehdr);
        if (interp && !codeFirst) {
            segment(b, 6, 4, ehdr, base + ehdr, segments * phdr, segments * phdr, 8);
        }
        if (interp) {
            segment(b, 3, 4, interpAt, base + interpAt, interpSize, interpSize, 1);
        }
        segment(b, 1, 5, 0, base, textEnd, textEnd, 0x1000);
        segment(b, 1, 6, dynAt, dataBase + dynAt, dataEnd - dynAt, dataEnd - dynAt + bss, 0x1000);
        segment(b, 2, 6, dynAt, dataBase + dynAt, dynSize, dynSize, 8);
        segment(b, 4, 4, noteAt, base + noteAt, noteSize, noteSize, 4);

        b.put(interpAt, (interpreter + (interp ? "\0" : "")).getBytes(StandardCharsets.UTF_8));
        b.position(noteAt);
        b.putInt(4).putInt(20).putInt(codeFirst ? 4 : 3);
        b.put((codeFirst ? "Go\0\0" : "GNU\0").getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 20; i++) {
            b.put((byte) i);
        }
        b.position(hashAt);
        b.putInt(1).putInt(names.size() + 1).putInt(names.size());
        for (int i = 0; i <= names.size(); i++) {
            b.putInt(Math.max(0, i - 1));
        }
        for (int i = 0; i < names.size(); i++) {
            int at = symAt + (i + 1) * sym;
            b.putInt(at, names.get(i));
            b.put(at + (is64 ? 4 : 12), (byte) 0x12);
        }
        b.put(strAt, strings.bytes.toByteArray());
        if (versions) {
            putVersions(b, versymAt, verdefAt, verneedAt, versionNames, names.size());
        }
        b.put(codeAt, CODE.getBytes(StandardCharsets.UTF_8));
        b.position(dynAt);
        for (int i = 0; i < stringTags.size(); i++) {
            word(b, (Long) stringTags.get(i)[0]);
            word(b, tagOffsets.get(i));
        }
        for (long[] tag : tags) {
            word(b, tag[0]);
            word(b, tag[1]);
        }
        b.put(dataAt, DATA.getBytes(StandardCharsets.UTF_8));
        int end = dataEnd;
        if (sections) {
            Strings sectionNames = new Strings();
            int dynstr = interp ? 5 : 4;
            List<int[]> rows = new ArrayList<>();
            if (interp) {
                rows.add(new int[] {sectionNames.add(".interp"), 1, 2, interpAt, interpSize, 0, 1, 0});
            }
            rows.add(new int[] {
                sectionNames.add(codeFirst ? ".note.go.buildid" : ".note.gnu.build-id"), 7, 2, noteAt, noteSize, 0, 4, 0
            });
            rows.add(new int[] {sectionNames.add(".hash"), 5, 2, hashAt, hashSize, dynstr - 1, 8, 4});
            rows.add(new int[] {sectionNames.add(".dynsym"), 11, 2, symAt, symSize, dynstr, 8, sym});
            rows.add(new int[] {sectionNames.add(".dynstr"), 3, 2, strAt, strSize, 0, 1, 0});
            if (versions) {
                rows.add(new int[] {
                    sectionNames.add(".gnu.version"), 0x6fffffff, 2, versymAt, versymSize, dynstr - 1, 2, 2
                });
                rows.add(
                        new int[] {sectionNames.add(".gnu.version_d"), 0x6ffffffd, 2, verdefAt, verdefSize, dynstr, 8, 0
                        });
                rows.add(new int[] {
                    sectionNames.add(".gnu.version_r"), 0x6ffffffe, 2, verneedAt, verneedSize, dynstr, 8, 0
                });
            }
            rows.add(new int[] {sectionNames.add(".text"), 1, 6, codeAt, 16, 0, 16, 0});
            rows.add(new int[] {sectionNames.add(".dynamic"), 6, 3, dynAt, dynSize, dynstr, 8, 2 * word});
            rows.add(new int[] {sectionNames.add(".data"), 1, 3, dataAt, 16, 0, 1, 0});
            rows.add(new int[] {sectionNames.add(".bss"), 8, 3, dataEnd, bss, 0, 1, 0});
            rows.add(new int[] {sectionNames.add(".shstrtab"), 3, 0, dataEnd, 0, 0, 1, 0});
            b.put(dataEnd, sectionNames.bytes.toByteArray());
            rows.get(rows.size() - 1)[4] = sectionNames.bytes.size();
            int shoff = up(dataEnd + sectionNames.bytes.size(), 8);
            b.position(shoffField);
            word(b, shoff);
            int count = rows.size() + 1;
            b.putShort(shnumField, (short) count);
            b.putShort(shnumField + 2, (short) (count - 1));
            b.position(shoff + shdr);
            for (int[] row : rows) {
                b.putInt(row[0]).putInt(row[1]);
                word(b, row[2]);
                word(b, row[2] == 0 ? 0 : row[3] + ((row[2] & 1) != 0 ? dataBase : base));
                word(b, row[3]);
                word(b, row[4]);
                b.putInt(row[5]).putInt(sectionInfo(row[1]));
                word(b, row[6]);
                word(b, row[7]);
            }
            end = shoff + count * shdr;
        }
        b.put(end, payload.getBytes(StandardCharsets.UTF_8));
        byte[] all = new byte[end + payload.length()];
        b.get(0, all);
        return all;
    }

    private static int sectionInfo(int type) {
        return switch (type) {
            case 11, 0x6ffffffe -> 1; // one local symbol, one needed file
            case 0x6ffffffd -> 2;
            default -> 0;
        };
    }

    /** V_1 is the version 2, and GLIBC_2.2.5, that of all symbols, 3. */
    private static void putVersions(
            ByteBuffer b, int versymAt, int verdefAt, int verneedAt, int[] names, int symbolCount) {
        for (int i = 1; i <= symbolCount; i++) {
            b.putShort(versymAt + 2 * i, (short) 3);
        }
        b.position(verdefAt);
        for (int i = 0; i < 2; i++) {
            b.putShort((short) 1).putShort((short) (1 - i)).putShort((short) (i + 1));
            b.putShort((short) 1).putInt(0).putInt(20).putInt(i == 0 ? 28 : 0);
            b.putInt(names[2 + i]).putInt(0);
        }
        b.position(verneedAt);
        b.putShort((short) 1).putShort((short) 1).putInt(names[0]).putInt(16).putInt(0);
        b.putInt(0x09691a75)
                .putShort((short) 0)
                .putShort((short) 3)
                .putInt(names[1])
                .putInt(0);
    }

    private void word(ByteBuffer b, long value) {
        if (is64) {
            b.putLong(value);
        } else {
            b.putInt((int) value);
        }
    }

    private void segment(
            ByteBuffer b, int type, int flags, long offset, long address, long file, long memory, long align) {
        b.putInt(type);
        if (is64) {
            b.putInt(flags)
                    .putLong(offset)
                    .putLong(address)
                    .putLong(address)
                    .putLong(file)
                    .putLong(memory)
                    .putLong(align);
        } else {
            b.putInt((int) offset)
                    .putInt((int) address)
                    .putInt((int) address)
                    .putInt((int) file)
                    .putInt((int) memory);
            b.putInt(flags).putInt((int) align);
        }
    }

    private static int up(int value, int to) {
        return (value + to - 1) / to * to;
    }
}
