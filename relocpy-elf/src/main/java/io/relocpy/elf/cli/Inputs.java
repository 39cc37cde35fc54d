package io.relocpy.elf.cli;

import io.relocpy.elf.ElfClass;
import io.relocpy.elf.ElfConstants;
import io.relocpy.elf.ElfFile;
import io.relocpy.elf.ElfFormatException;
import io.relocpy.elf.ElfHeader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;

/** Opens files and reports problems with patchelf's messages, in the order in which patchelf checks. */
final class Inputs {
    private static final int SMALLEST_HEADER = 52;
    private static final int HEADER_64 = 64;
    private static final int EI_CLASS = 4;
    private static final int EI_VERSION = 6;

    private Inputs() {}

    static byte[] read(String name) throws IOException {
        attributes(name);
        try {
            return Files.readAllBytes(FilePaths.of(name));
        } catch (FileSystemException e) {
            throw new PatchelfException("opening '" + name + "': " + reason(e));
        }
    }

    /** An ELF file that patchelf accepts. */
    static ElfFile open(String name) throws IOException {
        BasicFileAttributes attributes = attributes(name);
        byte[] start = start(name, attributes);
        if (start.length < SMALLEST_HEADER) {
            throw new PatchelfException("missing ELF header");
        }
        if (!ElfFile.isElf(ByteBuffer.wrap(start))) {
            throw new PatchelfException("not an ELF executable");
        }
        if (start[EI_VERSION] != 1) {
            throw new PatchelfException("unsupported ELF version");
        }
        if (start[EI_CLASS] != 1 && start[EI_CLASS] != 2) {
            throw new PatchelfException("ELF executable is not 32 or 64 bit");
        }
        if (start[EI_CLASS] == 2 && attributes.size() < HEADER_64) {
            throw new PatchelfException("missing ELF header");
        }
        ElfFile file = ElfFile.open(FilePaths.of(name));
        checkHeader(file);
        return file;
    }

    private static void checkHeader(ElfFile file) throws ElfFormatException, PatchelfException {
        ElfHeader header = file.header();
        if (header.type() != ElfConstants.ET_EXEC && header.type() != ElfConstants.ET_DYN) {
            throw new PatchelfException("wrong ELF type");
        }
        if (!isInside(
                file, header.programHeaderOffset(), header.programHeaderCount(), header.programHeaderEntrySize())) {
            throw new PatchelfException("program header table out of bounds");
        }
        if (!isInside(
                file, header.sectionHeaderOffset(), header.sectionHeaderCount(), header.sectionHeaderEntrySize())) {
            throw new PatchelfException("section header table out of bounds");
        }
        if (header.programHeaderEntrySize() != (header.elfClass() == ElfClass.ELF64 ? 56 : 32)) {
            throw new PatchelfException("program headers have wrong size");
        }
    }

    private static boolean isInside(ElfFile file, long offset, int count, int size) {
        return offset >= 0 && offset <= file.size() && (long) count * size <= file.size() - offset;
    }

    private static BasicFileAttributes attributes(String name) throws IOException {
        try {
            if (name.isEmpty()) {
                // to Java this would be the working directory
                throw new NoSuchFileException(name);
            }
            return Files.readAttributes(FilePaths.of(name), BasicFileAttributes.class);
        } catch (FileSystemException e) {
            throw new PatchelfException("getting info about '" + name + "': " + reason(e));
        }
    }

    private static byte[] start(String name, BasicFileAttributes attributes) throws IOException {
        if (attributes.isDirectory()) {
            throw new PatchelfException("reading '" + name + "': Is a directory");
        }
        if (attributes.isOther()) {
            // a pipe or device, which has no size, and reading from which would block
            return new byte[0];
        }
        try (InputStream in = Files.newInputStream(FilePaths.of(name))) {
            return in.readNBytes(SMALLEST_HEADER);
        } catch (FileSystemException e) {
            throw new PatchelfException("opening '" + name + "': " + reason(e));
        }
    }

    /** The system's message for an error. */
    static String reason(FileSystemException e) {
        if (e instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        if (e instanceof AccessDeniedException) {
            return "Permission denied";
        }
        return e.getReason() == null ? String.valueOf(e.getMessage()) : e.getReason();
    }
}
