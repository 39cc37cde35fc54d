package io.relocpy.examples;

import io.relocpy.elf.Dependency;
import io.relocpy.elf.DependencyTree;
import io.relocpy.elf.FileTree;
import io.relocpy.elf.LibraryResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "ldd",
        mixinStandardHelpOptions = true,
        description = {
            "Says which libraries a program or library would load, and by which rule of ld.so(8).",
            "",
            "Nothing is executed, so foreign and untrusted files are safe to ask about."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0: all found", "1: a library or a symbol version is missing", "2: wrong use"})
final class LddCommand extends CommandWithConsole {
    @Option(names = "--root", paramLabel = "DIR", description = "Look in this root file system instead of /.")
    Path root = Path.of("/");

    @Option(
            names = "--library-path",
            paramLabel = "DIRS",
            description = "Look in these directories first, as if LD_LIBRARY_PATH named them.")
    String libraryPath;

    @Option(names = "--flat", description = "One line a library in the order of loading, as ldd prints it.")
    boolean flat;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "ELF files; with --root, paths in that root.")
    List<Path> files;

    @Override
    public Integer call() throws IOException {
        LibraryResolver resolver = LibraryResolver.of(FileTree.of(root));
        if (libraryPath != null) {
            resolver = resolver.libraryPath(libraryPath);
        }
        boolean complete = true;
        for (Path file : files) {
            boolean host = root.equals(Path.of("/"));
            Path inHost = host
                    ? file.toAbsolutePath().normalize()
                    : root.resolve(Path.of("/").relativize(Path.of("/").resolve(file)));
            if (Files.notExists(inHost)) {
                throw new NoSuchFileException(file.toString());
            }
            DependencyTree tree = resolver.resolve(
                    host ? inHost.toString() : Path.of("/").resolve(file).toString());
            if (flat) {
                printFlat(tree);
            } else {
                out().print(tree.toText());
            }
            complete &= tree.isComplete();
        }
        return complete ? 0 : RelocpyCommand.NOT_POSSIBLE;
    }

    private void printFlat(DependencyTree tree) {
        if (files.size() > 1) {
            out().println(tree.root() + ":");
        }
        for (Dependency.Found found : tree.found()) {
            out().printf(
                            "\t%s => %s [%s]%n",
                            found.name(),
                            found.path(),
                            found.rule().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        tree.missing().forEach(missing -> out().printf("\t%s => not found%n", missing.name()));
        for (DependencyTree.MissingVersion version : tree.missingVersions()) {
            out().printf("\tversion %s not defined by %s%n", version.version(), version.library());
        }
    }
}
