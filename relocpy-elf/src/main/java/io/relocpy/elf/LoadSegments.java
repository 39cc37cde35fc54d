package io.relocpy.elf;

/** Finds where in a file the bytes are that its PT_LOAD segments put at an address. */
final class LoadSegments {
    private final ElfFile file;

    LoadSegments(ElfFile file) {
        this.file = file;
    }

    /** Where bytes at an address lie in the file; {@code what} they are is for the exception if they do not. */
    long offsetOf(String what, long address, long size) throws ElfFormatException {
        ProgramHeader segment = holding(what, address, size);
        return segment.offset() + address - segment.virtualAddress();
    }

    /** How many bytes there are from an address to the end of its segment's part in the file. */
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

    /** Whether the bytes go on in segments that continue this one in file and memory, as patchelf leaves some tables. */
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
