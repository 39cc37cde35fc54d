package io.relocpy.elf;

/** Maps addresses to file offsets through the PT_LOAD segments. */
final class LoadSegments {
    private final ElfFile file;

    LoadSegments(ElfFile file) {
        this.file = file;
    }

    /** File offset of the bytes at an address; {@code what} names them in the exception if there are none. */
    long offsetOf(String what, long address, long size) throws ElfFormatException {
        ProgramHeader segment = holding(what, address, size);
        return segment.offset() + address - segment.virtualAddress();
    }

    /** The number of bytes from an address to the end of its segment's part in the file. */
    long roomAt(String what, long address) throws ElfFormatException {
        ProgramHeader segment = holding(what, address, 1);
        return segment.fileSize() - (address - segment.virtualAddress());
    }

    private ProgramHeader holding(String what, long address, long size) throws ElfFormatException {
        for (ProgramHeader segment : file.programHeaders()) {
            if (segment.isLoad() && segment.holdsAddress(address, size)) {
                return segment;
            }
        }
        for (ProgramHeader segment : file.programHeaders()) {
            if (segment.isLoad() && segment.holdsAddress(address, 1) && isContinued(segment, address, size)) {
                return segment;
            }
        }
        throw new ElfFormatException(
                what, "an address whose bytes a PT_LOAD holds", "0x%x, size %d".formatted(address, size));
    }

    /** Whether the bytes continue in adjacent segments, in file and memory, as in some tables that patchelf leaves. */
    private boolean isContinued(ProgramHeader first, long address, long size) throws ElfFormatException {
        ProgramHeader last = first;
        for (ProgramHeader next : file.programHeaders()) {
            boolean follows = next.isLoad()
                    && next.fileSize() > 0
                    && last.fileSize() == last.memorySize()
                    && next.virtualAddress() == last.endAddress()
                    && next.offset() == last.endOffset();
            last = follows ? next : last;
        }
        long room = last.endOffset() - first.offset() - (address - first.virtualAddress());
        return !last.equals(first) && size >= 0 && size <= room && file.bytes().contains(first.offset(), room);
    }
}
