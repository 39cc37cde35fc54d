package io.relocpy.elf.cli;

import io.relocpy.elf.ElfStrings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that a command line names. */
final class FilePaths {
    private static final Path KERNELS_FOLDER = Path.of("/proc/self/cwd");

    private static final boolean WORKING_FOLDER_IS_KNOWN = isWorkingFolderKnown();

    private FilePaths() {}

    /** The path for the bytes of a file name. */
    static Path of(String name) {
        Path path = ElfStrings.toPath(name);
        return path.isAbsolute() || WORKING_FOLDER_IS_KNOWN ? path : KERNELS_FOLDER.resolve(path);
    }

    /** Not if its name cannot be represented in the locale: Java would use another directory. */
    private static boolean isWorkingFolderKnown() {
        try {
            return !Files.exists(KERNELS_FOLDER)
                    || Files.isSameFile(KERNELS_FOLDER, Path.of("").toAbsolutePath());
        } catch (IOException e) {
            return false;
        }
    }
}
