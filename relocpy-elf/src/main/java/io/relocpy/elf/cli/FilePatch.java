package io.relocpy.elf.cli;

import io.relocpy.elf.EditedElf;
import io.relocpy.elf.ElfConstants;
import io.relocpy.elf.ElfEditor;
import io.relocpy.elf.ElfFile;
import io.relocpy.elf.ElfKind;
import io.relocpy.elf.ElfStrings;
import io.relocpy.elf.FileTree;
import io.relocpy.elf.Printable;
import io.relocpy.elf.ProgramHeader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a command line does to one of its files, in two steps: everything up to the write, which changes and prints
 * nothing, and the rest. Not thread-safe, but the steps may run on different threads, one after the other.
 */
final class FilePatch {
    private static final String NO_DYNAMIC =
            "cannot find section '.dynamic'. The input file is most likely statically linked";
    private static final String NO_DYNAMIC_SEGMENT =
            "no PT_DYNAMIC segment refers to section '.dynamic', so no loader would see the edit";
    private static final String NO_INTERPRETER =
            "cannot find section '.interp'. The input file is most likely statically linked";

    private static final String CACHE_OWNER = "NixOS";
    private static final int CACHE_TYPE = 0x63a86cb6;

    private final PatchelfOptions options;
    private final String name;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private @Nullable EditedElf edited;
    private @Nullable IOException failure;
    private @Nullable RuntimeException refusal;

    FilePatch(PatchelfOptions options, String name) {
        this.options = options;
        this.name = name;
    }

    /** The same work, not begun. */
    FilePatch renewed() {
        return new FilePatch(options, name);
    }

    /** Prints into memory and computes the edit. A failure is kept for {@link #finish}. */
    FilePatch prepare() {
        try {
            debug("patching ELF file '" + name + "'");
            ElfFile file = Inputs.open(name);
            print(file);
            if (options.edits() || options.output != null) {
                EditedElf result = edits(ElfEditor.of(file), file).edit();
                if (options.buildResolutionCache) {
                    warnWithoutCache(result.file());
                }
                if (result.isChanged() || options.output != null) {
                    debug("writing " + target());
                    edited = result;
                }
            }
        } catch (IOException e) {
            failure = e;
        } catch (IllegalArgumentException e) {
            refusal = e;
        }
        return this;
    }

    /** Passes on what was printed, then fails as {@link #prepare} did, or writes the edited file. */
    void finish(PrintStream printed, PrintStream errors) throws IOException {
        printed.writeBytes(out.toByteArray());
        errors.writeBytes(err.toByteArray());
        if (failure != null) {
            throw failure;
        }
        if (refusal != null) {
            throw refusal;
        }
        if (edited == null) {
            return;
        }
        if (Outputs.isSame(name, target())) {
            Outputs.overwrite(edited, target());
        } else {
            Outputs.write(edited, target());
        }
    }

    /** Identifies the file whatever path leads to it; empty if it does not exist. */
    Optional<Object> fileKey() {
        try {
            return Optional.ofNullable(Files.getAttribute(FilePaths.of(name), "unix:fileKey"));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private String target() {
        String output = options.output;
        return output == null || output.isEmpty() ? name : output;
    }

    /** A file without anything to cache is not an error. */
    private void warnWithoutCache(ElfFile file) throws IOException {
        String reason = null;
        if (file.dynamic().isEmpty()) {
            reason = "no dynamic section (statically linked?)";
        } else if (file.needed().isEmpty() || rpath(file).isEmpty()) {
            reason = "no DT_NEEDED entries or run path to resolve";
        } else if (file.notes().find(CACHE_OWNER, CACHE_TYPE).isEmpty()) {
            reason = "no libraries resolved against the run path";
        }
        if (reason != null) {
            errorLine("warning: --build-resolution-cache: " + reason + "; no cache written");
        }
    }

    private void debug(String message) {
        if (options.debug || System.getenv("PATCHELF_DEBUG") != null) {
            errorLine(Printable.of(message));
        }
    }

    private void errorLine(String text) {
        err.writeBytes((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void print(ElfFile file) throws IOException {
        if (options.printInterpreter) {
            line(file.interpreter().orElseThrow(() -> new PatchelfException(NO_INTERPRETER)));
        }
        if (options.printOsAbi) {
            line(OsAbi.name(file.header().osAbi()));
        }
        if (options.printSoname && isLibrary(file)) {
            String soname = file.soname().orElse("");
            if (!soname.isEmpty()) {
                line(soname);
            }
        }
        if (options.printRpath && mayHaveRpath(file)) {
            line(rpath(file));
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

    /** The one that a loader uses: it ignores DT_RPATH if there is a DT_RUNPATH. */
    private static String rpath(ElfFile file) throws IOException {
        Optional<String> runpath = file.runpath();
        return runpath.isPresent() ? runpath.get() : file.rpath().orElse("");
    }

    /** A debug file has the header of a dynamic section without its contents; patchelf skips it. */
    private static boolean mayHaveRpath(ElfFile file) throws IOException {
        if (file.kind() == ElfKind.DEBUG_FILE) {
            return false;
        }
        requireDynamic(file);
        return true;
    }

    private void line(String text) {
        out.writeBytes(ElfStrings.encode(text + "\n"));
    }

    private static void requireDynamic(ElfFile file) throws IOException {
        requireDynamic(file, NO_DYNAMIC);
    }

    private static void requireDynamic(ElfFile file, String otherwise) throws IOException {
        if (file.dynamic().isEmpty()) {
            boolean section =
                    file.sectionHeaders().stream().anyMatch(s -> s.name().equals(".dynamic") && s.hasBytes());
            throw new PatchelfException(section ? NO_DYNAMIC_SEGMENT : otherwise);
        }
    }

    /** Only libraries have names; asking any other file for one is not an error. */
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
                return segment.isExecutable() ? 'X' : '-';
            }
        }
        return '?';
    }

    private ElfEditor edits(ElfEditor unedited, ElfFile file) throws IOException {
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
        editor = rpathEdits(editor, file);
        return tableEdits(editor, file);
    }

    private ElfEditor rpathEdits(ElfEditor editor, ElfFile file) throws IOException {
        boolean asked =
                options.shrinkRpath || options.removeRpath || options.setRpath != null || options.addRpath != null;
        if (!asked || !mayHaveRpath(file)) {
            return editor;
        }
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
        if (options.addRpath == null || options.addRpath.isEmpty()) {
            // patchelf would end the path with a colon, so that the current directory is searched
            return options.forceRpath ? editor.forceRpath() : editor.forceRunpath();
        }
        String old = rpath(file);
        String added = old.isEmpty() ? options.addRpath : old + ":" + options.addRpath;
        return options.forceRpath ? editor.setRpath(added) : editor.setRunpath(added);
    }

    private ElfEditor tableEdits(ElfEditor unedited, ElfFile file) throws IOException {
        ElfEditor editor = unedited;
        if (!options.removeNeeded.isEmpty() || !options.replaceNeeded.isEmpty() || !options.addNeeded.isEmpty()) {
            requireDynamic(file);
            editor = editor.removeNeeded(options.removeNeeded)
                    .replaceNeeded(options.replaceNeeded)
                    .addNeeded(options.addNeeded);
        }
        if (!options.clearSymbolVersions.isEmpty()) {
            requireDynamic(file, "cannot find section '.dynstr'. The input file is most likely statically linked");
            editor = editor.clearSymbolVersion(options.clearSymbolVersions);
        }
        if (options.noDefaultLib) {
            requireDynamic(file);
            editor = editor.noDefaultLib();
        }
        if (options.addDebugTag) {
            requireDynamic(file);
            editor = editor.addDebugTag();
        }
        if (options.buildResolutionCache) {
            editor = editor.buildResolutionCache(FileTree.of(Path.of("/")));
        }
        if (!options.renameSymbols.isEmpty()) {
            requireDynamic(file, "cannot find section '.dynsym'");
            editor = editor.renameDynamicSymbols(options.renameSymbols);
        }
        return editor;
    }
}
