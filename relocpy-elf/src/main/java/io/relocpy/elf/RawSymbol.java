package io.relocpy.elf;

/**
 * The fields of a symbol table entry (gABI, "Symbol Table"); {@link Symbol} interprets them.
 *
 * @param index its index in the table
 * @param nameOffset {@code st_name}
 * @param value {@code st_value}
 * @param size {@code st_size}
 * @param info {@code st_info}
 * @param other {@code st_other}
 * @param sectionIndex {@code st_shndx}
 */
record RawSymbol(int index, long nameOffset, long value, long size, int info, int other, int sectionIndex) {
    private static final Symbol.Visibility[] VISIBILITIES = Symbol.Visibility.values();

    Symbol.Binding binding() {
        return switch (info >> 4) {
            case 0 -> Symbol.Binding.LOCAL;
            case 1 -> Symbol.Binding.GLOBAL;
            case 2 -> Symbol.Binding.WEAK;
            case 10 -> Symbol.Binding.UNIQUE;
            default -> Symbol.Binding.OTHER;
        };
    }

    Symbol.Type type() {
        return switch (info & 0xf) {
            case 0 -> Symbol.Type.NONE;
            case 1 -> Symbol.Type.OBJECT;
            case 2 -> Symbol.Type.FUNCTION;
            case 3 -> Symbol.Type.SECTION;
            case 4 -> Symbol.Type.FILE;
            case 5 -> Symbol.Type.COMMON;
            case 6 -> Symbol.Type.TLS;
            case 10 -> Symbol.Type.INDIRECT_FUNCTION;
            default -> Symbol.Type.OTHER;
        };
    }

    Symbol.Visibility visibility() {
        return VISIBILITIES[other & 3];
    }

    boolean isLocal() {
        return info >> 4 == ElfConstants.STB_LOCAL;
    }

    boolean isDefined() {
        return sectionIndex != ElfConstants.SHN_UNDEF;
    }
}
