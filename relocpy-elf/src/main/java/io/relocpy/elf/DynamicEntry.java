package io.relocpy.elf;

/**
 * One entry of the dynamic section, as it is in the file.
 *
 * @param tag {@code d_tag}, one of the {@code DT_} constants or unknown
 * @param value {@code d_val} or {@code d_ptr}: a number, an address, or an offset into the string table, by tag
 */
public record DynamicEntry(long tag, long value) {

    /** Whether the value is an offset into the dynamic string table. */
    public boolean isString() {
        return tag == ElfConstants.DT_NEEDED
                || tag == ElfConstants.DT_SONAME
                || tag == ElfConstants.DT_RPATH
                || tag == ElfConstants.DT_RUNPATH
                || tag == ElfConstants.DT_CONFIG
                || tag == ElfConstants.DT_DEPAUDIT
                || tag == ElfConstants.DT_AUDIT
                || tag == ElfConstants.DT_AUXILIARY
                || tag == ElfConstants.DT_FILTER;
    }
}
