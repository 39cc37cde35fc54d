package io.relocpy.elf.cli;

import io.relocpy.elf.ElfConstants;
import io.relocpy.elf.ElfFile;
import io.relocpy.elf.ElfFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Opens files and says what is wrong with them in patchelf's words. */
final class Inputs {
    private static final int SMALLEST_HEADER = 52;

    private Inputs() {}

    static byte[] read(String name) throws IOException {
        try {
            return Files.readAllBytes(Path.of(name));
        } catch (NoSuchFileException e) {
            throw new PatchelfException("getting info about '" + name + "': No such file or directory");
        } catch (AccessDeniedException e) {
            throw new PatchelfException("opening '" + name + "': Permission denied");
        }
    }

    static ElfFile open(String name) throws IOException {
        Path path = Path.of(name);
        if (!Files.exists(path)) {
            throw new PatchelfException("getting info about '" + name + "': No such file or directory");
        }
        if (!Files.isReadable(path)) {
            throw new PatchelfException("opening '" + name + "': Permission denied");
        }
        if (Files.isDirectory(path)) {
            throw new PatchelfException("reading '" + name + "': Is a directory");
        }
        if (Files.size(path) < SMALLEST_HEADER) {
            throw new PatchelfException("missing ELF header");
        }
        ElfFile file;
        try {
            file = ElfFile.open(path);
        } catch (ElfFormatException e) {
            if (!startsAsElf(path)) {
                throw new PatchelfException("not an ELF executable");
            }
            throw e;
        }
        int type = file.header().type();
        if (type != ElfConstants.ET_EXEC && type != ElfConstants.ET_DYN) {
            throw new PatchelfException("wrong ELF type");
        }
        return file;
    }

    private static boolean startsAsElf(Path path) throws IOException {
        try (var in = Files.newInputStream(path)) {
            return ElfFile.isElf(ByteBuffer.wrap(in.readNBytes(4)));
        }
    }
}
