package io.relocpy.elf.cli;

import io.relocpy.elf.EditedElf;
import io.relocpy.elf.ElfConstants;
import io.relocpy.elf.ElfEditor;
import io.relocpy.elf.ElfFile;
import io.relocpy.elf.FileTree;
import io.relocpy.elf.ProgramHeader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The command {@code patchelf}: prints what is asked for, then makes all edits of one command line in one write. */
public final class Patchelf {
    private static final String NO_DYNAMIC =
            "cannot find section '.dynamic'. The input file is most likely statically linked";
    private static final String NO_INTERPRETER =
            "cannot find section '.interp'. The input file is most likely statically linked";

    private final PrintStream out;
    private final PrintStream err;

    Patchelf(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the command and ends the process with its status. */
    public static void main(String[] arguments) {
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        int status = new Patchelf(out, err).run(arguments);
        out.flush();
        err.flush();
        System.exit(status);
    }

    private static PrintStream stream(FileDescriptor to) {
        return new PrintStream(new FileOutputStream(to), false, StandardCharsets.UTF_8);
    }

    /** Runs the command; 0 if all went well, else 1 and a line on standard error. */
    int run(String... arguments) {
        if (arguments.length == 0) {
            err.print(Help.TEXT);
            return 1;
        }
        try {
            PatchelfOptions options = PatchelfOptions.parse(arguments);
            if (options.help) {
                err.print(Help.TEXT);
            } else if (options.version) {
                out.print("patchelf 0.19.0\n");
            } else {
                for (String name : options.files) {
                    patch(options, name);
                }
            }
            return 0;
        } catch (IOException | IllegalArgumentException e) {
            out.flush();
            err.print("patchelf: " + e.getMessage() + "\n");
            return 1;
        }
    }

    private void patch(PatchelfOptions options, String name) throws IOException {
        if (options.buildResolutionCache) {
            throw new PatchelfException(
                    "--build-resolution-cache is not supported: only loaders of Nix read that note");
        }
        debug(options, "patching ELF file '" + name + "'");
        ElfFile file = Inputs.open(name);
        print(options, file);
        ElfEditor editor = edits(options, ElfEditor.open(Path.of(name)), file);
        EditedElf edited = editor.edit();
        if (edited.isChanged() || options.output != null) {
            String target = options.output != null ? options.output : name;
            debug(options, "writing " + target);
            if (options.output == null) {
                edited.overwrite(); // as patchelf does, so that hard links see the edit
            } else {
                edited.write(Path.of(target));
            }
        }
    }

    private void debug(PatchelfOptions options, String message) {
        if (options.debug) {
            err.print(message + "\n");
        }
    }

    private void print(PatchelfOptions options, ElfFile file) throws IOException {
        if (options.printInterpreter) {
            line(file.interpreter().orElseThrow(() -> new PatchelfException(NO_INTERPRETER)));
        }
        if (options.printOsAbi) {
            line(OsAbi.name(file.header().osAbi()));
        }
        if (options.printSoname && isLibrary(file)) {
            Optional<String> soname = file.soname();
            if (soname.isPresent()) {
                line(soname.get());
            }
        }
        if (options.printRpath) {
            requireDynamic(file);
            Optional<String> runpath = file.runpath();
            line(runpath.isPresent() ? runpath.get() : file.rpath().orElse(""));
        }
        if (options.printExecstack) {
            line("execstack: " + execstack(file));
        }
        if (options.printNeeded) {
            requireDynamic(file);
            for (String library : file.needed()) {
                line(library);
            }
        }
    }

    private void line(String text) {
        out.print(text + "\n");
    }

    private static void requireDynamic(ElfFile file) throws IOException {
        if (file.dynamic().isEmpty()) {
            throw new PatchelfException(NO_DYNAMIC);
        }
    }

    private static void requireSymbols(ElfFile file) throws IOException {
        if (file.dynamic().isEmpty()) {
            throw new PatchelfException(
                    "cannot find section '.dynstr'. The input file is most likely statically linked");
        }
    }

    /** Names are for libraries; asking any other file for one is no error. */
    private static boolean isLibrary(ElfFile file) throws IOException {
        if (file.header().type() != ElfConstants.ET_DYN) {
            return false;
        }
        requireDynamic(file);
        return true;
    }

    private static char execstack(ElfFile file) throws IOException {
        for (ProgramHeader segment : file.programHeaders()) {
            if (segment.type() == ElfConstants.PT_GNU_STACK) {
                return (segment.flags() & ElfConstants.PF_X) != 0 ? 'X' : '-';
            }
        }
        return '?';
    }

    private static ElfEditor edits(PatchelfOptions options, ElfEditor unedited, ElfFile file) throws IOException {
        ElfEditor editor = unedited;
        if (options.pageSize > 0) {
            editor = editor.pageSize(options.pageSize);
        }
        if (options.keepOldSections) {
            editor = editor.keepOldBytes();
        }
        if (options.osAbi != null) {
            editor = editor.setOsAbi(OsAbi.value(options.osAbi));
        }
        if (options.soname != null && isLibrary(file)) {
            editor = editor.setSoname(options.soname);
        }
        if (options.interpreter != null && !options.interpreter.isEmpty()) {
            if (file.interpreter().isEmpty()) {
                throw new PatchelfException(NO_INTERPRETER);
            }
            editor = editor.setInterpreter(options.interpreter);
        }
        if (!options.printExecstack && (options.clearExecstack || options.setExecstack)) {
            editor = editor.setExecutableStack(!options.clearExecstack);
        }
        editor = rpathEdits(options, editor, file);
        return tableEdits(options, editor, file);
    }

    private static ElfEditor rpathEdits(PatchelfOptions options, ElfEditor editor, ElfFile file) throws IOException {
        boolean asked =
                options.shrinkRpath || options.removeRpath || options.setRpath != null || options.addRpath != null;
        if (!asked) {
            return editor;
        }
        requireDynamic(file);
        if (options.shrinkRpath) {
            ElfEditor shrunk = editor.shrinkRpath(FileTree.of(Path.of("/")), options.allowedRpathPrefixes);
            return options.forceRpath ? shrunk.forceRpath() : shrunk.forceRunpath();
        }
        if (options.removeRpath) {
            return editor.removeRpath();
        }
        if (options.setRpath != null) {
            return options.forceRpath ? editor.setRpath(options.setRpath) : editor.setRunpath(options.setRpath);
        }
        String added = options.addRpath == null ? "" : options.addRpath;
        return options.forceRpath ? editor.addRpath(added) : editor.addRunpath(added);
    }

    private static ElfEditor tableEdits(PatchelfOptions options, ElfEditor unedited, ElfFile file) throws IOException {
        ElfEditor editor = unedited;
        if (!options.removeNeeded.isEmpty() || !options.replaceNeeded.isEmpty() || !options.addNeeded.isEmpty()) {
            requireDynamic(file);
            editor = editor.removeNeeded(options.removeNeeded.toArray(String[]::new))
                    .replaceNeeded(options.replaceNeeded)
                    .addNeeded(options.addNeeded.toArray(String[]::new));
        }
        if (!options.clearSymbolVersions.isEmpty()) {
            requireSymbols(file);
            editor = editor.clearSymbolVersion(options.clearSymbolVersions.toArray(String[]::new));
        }
        if (options.noDefaultLib) {
            requireDynamic(file);
            editor = editor.noDefaultLib();
        }
        if (options.addDebugTag) {
            requireDynamic(file);
            editor = editor.addDebugTag();
        }
        if (!options.renameSymbols.isEmpty()) {
            editor = editor.renameDynamicSymbols(options.renameSymbols);
        }
        return editor;
    }
}
