package io.relocpy.elf;

/**
 * One segment (gABI, "Program Header").
 *
 * @param type {@code p_type}, one of the {@code PT_} constants or unknown
 * @param flags {@code p_flags}, see {@link ElfNames#segmentFlags}
 * @param offset first byte in the file
 * @param virtualAddress first address in memory
 * @param physicalAddress first physical address; meaningless on Linux
 * @param fileSize bytes in the file
 * @param memorySize bytes in memory; those beyond the file size are zero
 * @param align bytes; address and offset of a PT_LOAD are equal modulo this
 */
public record ProgramHeader(
        int type,
        int flags,
        long offset,
        long virtualAddress,
        long physicalAddress,
        long fileSize,
        long memorySize,
        long align) {

    /** Whether the segment is a PT_LOAD. */
    public boolean isLoad() {
        return type == ElfConstants.PT_LOAD;
    }

    /** Whether processes may read the segment (PF_R). */
    public boolean isReadable() {
        return (flags & ElfConstants.PF_R) != 0;
    }

    /** Whether processes may write to the segment (PF_W). */
    public boolean isWritable() {
        return (flags & ElfConstants.PF_W) != 0;
    }

    /** Whether the segment may hold code (PF_X). */
    public boolean isExecutable() {
        return (flags & ElfConstants.PF_X) != 0;
    }

    /** Whether this many bytes from that address are in memory and backed by the file. */
    boolean holdsAddress(long address, long size) {
        long from = address - virtualAddress;
        return from >= 0 && from <= fileSize && size >= 0 && size <= fileSize - from;
    }

    boolean holdsOffset(long position, long size) {
        long from = position - offset;
        return from >= 0 && from <= fileSize && size >= 0 && size <= fileSize - from;
    }

    long endOffset() {
        return offset + fileSize;
    }

    long endAddress() {
        return virtualAddress + memorySize;
    }

    /** The same bytes at another offset and address. */
    ProgramHeader moved(long toOffset, long toAddress) {
        return new ProgramHeader(
                type,
                flags,
                toOffset,
                toAddress,
                physicalAddress + (toAddress - virtualAddress),
                fileSize,
                memorySize,
                align);
    }

    ProgramHeader withSize(long size) {
        return new ProgramHeader(type, flags, offset, virtualAddress, physicalAddress, size, size, align);
    }

    /** The same end, but another start inside the segment. */
    ProgramHeader startingAt(long address) {
        long less = address - virtualAddress;
        return new ProgramHeader(
                type, flags, offset + less, address, physicalAddress + less, fileSize - less, memorySize - less, align);
    }

    ProgramHeader withFlags(int newFlags) {
        return new ProgramHeader(type, newFlags, offset, virtualAddress, physicalAddress, fileSize, memorySize, align);
    }
}
