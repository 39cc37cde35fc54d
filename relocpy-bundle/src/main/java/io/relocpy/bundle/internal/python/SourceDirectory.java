package io.relocpy.bundle.internal.python;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A directory of the caller, listed.
 *
 * @param files sorted
 * @param leftOut paths relative to the directory, sorted; a directory ends in a slash and stands for all that is in it
 */
record SourceDirectory(List<Path> files, List<String> leftOut) {
    /** @param directory its real path: a link would be listed itself */
    static SourceDirectory read(Path directory, LeftOut rules) throws IOException {
        List<Path> files = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) throws IOException {
                if (!path.equals(directory) && rules.leavesOut(directory, directory.relativize(path))) {
                    leftOut.add(directory.relativize(path) + "/");
                    return FileVisitResult.SKIP_SUBTREE;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                Path relative = directory.relativize(path);
                // links to directories could lead anywhere, also back here
                if (!rules.leavesOut(directory, relative) && Files.isRegularFile(path)) {
                    files.add(path);
                } else {
                    leftOut.add(relative.toString());
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(files);
        Collections.sort(leftOut);
        return new SourceDirectory(List.copyOf(files), List.copyOf(leftOut));
    }
}
