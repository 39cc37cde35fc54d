package io.relocpy.examples;

import io.relocpy.elf.Dependency;
import io.relocpy.elf.DependencyTree;
import io.relocpy.elf.ElfStrings;
import io.relocpy.elf.FileTree;
import io.relocpy.elf.LibraryResolver;
import io.relocpy.elf.UndefinedSymbol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "ldd",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the libraries that a program or library would load, and by which rule of ld.so(8).",
            "",
            "Nothing is executed, so foreign and untrusted files are safe. Searches as the loader"
                    + " that the file names would, glibc's or musl's, if the root has it."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0: all found", "1: a library, a symbol version or a symbol is missing", "2: invalid usage"})
final class LddCommand extends CommandWithConsole {
    @Spec
    CommandSpec spec;

    @Option(names = "--root", paramLabel = "DIR", description = "Search this root file system instead of /.")
    Path root = Path.of("/");

    @Option(
            names = "--library-path",
            paramLabel = "DIRS",
            description = "Search these directories first, like LD_LIBRARY_PATH.")
    String libraryPath;

    @Option(
            names = "--processor",
            paramLabel = "LEVEL",
            description = {
                "Include libraries built for processors of this level: x86-64-v2 to -v4, power9 to power11, z13 to z17.",
                "By default, only libraries that every processor of the architecture can run."
            })
    String processor;

    @Option(
            names = "--platform",
            paramLabel = "NAME",
            description = "Value of $PLATFORM, such as haswell, if it is not the machine's name.")
    String platform;

    @Option(
            names = "--loader",
            paramLabel = "PATH",
            description = "Search as this loader in the root does, instead of the one that the file names.")
    Path loader;

    @Option(
            names = "--working-directory",
            paramLabel = "DIR",
            description = {
                "Directory in the root where the program would be started: base of relative and empty search path elements.",
                "The current directory by default; unset with --root."
            })
    Path workingDirectory;

    @Option(names = "--undefined", description = "Also print undefined symbols, as ldd -r does.")
    boolean undefined;

    @Option(names = "--flat", description = "Print one line per library in loading order, as ldd does.")
    boolean flat;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "ELF files; with --root, paths in that root.")
    List<Path> files;

    @Override
    public Integer call() throws IOException {
        LibraryResolver resolver = resolver();
        boolean complete = true;
        for (Path file : files) {
            boolean host = root.equals(Path.of("/"));
            Path inHost = host
                    ? file.toAbsolutePath().normalize()
                    : root.resolve(Path.of("/").relativize(Path.of("/").resolve(file)));
            if (Files.notExists(inHost)) {
                throw new NoSuchFileException(file.toString());
            }
            DependencyTree tree =
                    resolver.resolve(ElfStrings.of(host ? inHost : Path.of("/").resolve(file)));
            if (flat) {
                printFlat(tree);
            } else {
                out().print(tree.toText());
            }
            complete &= tree.isComplete() && (!undefined || printUndefined(tree));
        }
        return complete ? 0 : RelocpyCommand.NOT_POSSIBLE;
    }

    private LibraryResolver resolver() {
        LibraryResolver resolver = LibraryResolver.of(FileTree.of(root));
        if (libraryPath != null) {
            resolver = resolver.libraryPath(libraryPath);
        }
        if (processor != null) {
            try {
                resolver = resolver.processor(processor);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), "--processor " + e.getMessage());
            }
        }
        if (platform != null) {
            resolver = resolver.platform(platform);
        }
        if (loader != null) {
            resolver = resolver.loader(ElfStrings.of(Path.of("/").resolve(loader)));
        }
        if (workingDirectory != null) {
            resolver = resolver.workingDirectory(ElfStrings.of(Path.of("/").resolve(workingDirectory)));
        } else if (root.equals(Path.of("/"))) {
            resolver = resolver.workingDirectory(ElfStrings.of(Path.of("").toAbsolutePath()));
        }
        return resolver;
    }

    /** Returns whether all symbols are defined. */
    private boolean printUndefined(DependencyTree tree) throws IOException {
        List<UndefinedSymbol> symbols = tree.undefinedSymbols();
        symbols.forEach(symbol -> out().printf("undefined symbol: %s in %s%n", symbol, symbol.neededBy()));
        return symbols.isEmpty();
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
        tree.refusals().forEach(refusal -> out().printf("\t%s %s%n", refusal.path(), refusal.reason()));
    }
}
