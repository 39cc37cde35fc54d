package io.relocpy.examples;

import io.relocpy.elf.DependencyTree;
import io.relocpy.elf.ElfEditor;
import io.relocpy.elf.FileTree;
import io.relocpy.elf.LibraryResolver;
import java.io.IOException;
import java.nio.file.Path;

/** Makes a third-party program find the libraries shipped beside it, without its source. */
public final class VendorBinary {
    private VendorBinary() {}

    /**
     * Patches the program given as the first argument, writes it to the second, and prints the libraries that it will
     * load.
     *
     * @param arguments two paths
     */
    public static void main(String[] arguments) throws IOException {
        System.out.print(
                useOwnLibraries(Path.of(arguments[0]), Path.of(arguments[1])).toText());
    }

    /**
     * Writes the program so that it searches {@code ../lib} first.
     *
     * @param target should not be where the vendor's own update would install it
     * @return what it would load from there; nothing is executed
     */
    static DependencyTree useOwnLibraries(Path program, Path target) throws IOException {
        // @start region="patch"
        ElfEditor.open(program).setRunpath("$ORIGIN/../lib").write(target);
        DependencyTree libraries = LibraryResolver.of(FileTree.of(Path.of("/")))
                .resolve(target.toAbsolutePath().toString());
        // @end
        return libraries;
    }
}
