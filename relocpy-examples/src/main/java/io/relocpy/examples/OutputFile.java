package io.relocpy.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a command writes at its end, checked at its begin. */
final class OutputFile {
    private OutputFile() {}

    /**
     * Makes sure, as far as can be told, that the file can be written.
     *
     * @param role what it is to be, such as {@code "the lockfile"}
     * @throws IOException if it cannot
     */
    static void check(Path file, String role) throws IOException {
        String problem = problem(file);
        if (!problem.isEmpty()) {
            throw new IOException(file + ": cannot be " + role + ": " + problem);
        }
    }

    private static String problem(Path file) {
        if (Files.isDirectory(file)) {
            return "it is a directory";
        }
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            return "its parent directory does not exist";
        }
        return Files.isWritable(parent) ? "" : "its parent directory cannot be written to";
    }
}
