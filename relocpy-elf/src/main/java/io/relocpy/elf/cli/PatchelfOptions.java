package io.relocpy.elf.cli;

import io.relocpy.elf.ElfStrings;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A command line of patchelf, parsed as patchelf 0.19 does. */
final class PatchelfOptions {
    boolean help;
    boolean version;
    boolean debug;
    boolean printInterpreter;
    boolean printOsAbi;
    boolean printSoname;
    boolean printRpath;
    boolean printExecstack;
    boolean printNeeded;
    boolean removeRpath;
    boolean shrinkRpath;
    boolean forceRpath;
    boolean noDefaultLib;
    boolean addDebugTag;
    boolean clearExecstack;
    boolean setExecstack;
    boolean keepOldSections;
    boolean buildResolutionCache;
    int pageSize;

    @Nullable
    String interpreter;

    @Nullable
    String osAbi;

    @Nullable
    String soname;

    @Nullable
    String setRpath;

    @Nullable
    String addRpath;

    @Nullable
    String output;

    List<String> allowedRpathPrefixes = List.of();
    final SortedSet<String> addNeeded = new TreeSet<>();
    final SortedSet<String> removeNeeded = new TreeSet<>();
    final SortedSet<String> clearSymbolVersions = new TreeSet<>();
    final Map<String, String> replaceNeeded = new LinkedHashMap<>();
    final Map<String, String> renameSymbols = new LinkedHashMap<>();
    final List<String> files = new ArrayList<>();

    private final String[] arguments;
    private int at;

    private PatchelfOptions(String[] arguments) {
        this.arguments = arguments;
    }

    static PatchelfOptions parse(String... arguments) throws IOException {
        PatchelfOptions options = new PatchelfOptions(arguments);
        while (options.at < arguments.length && !options.help && !options.version) {
            options.take(arguments[options.at++]);
        }
        if (!options.help && !options.version) {
            options.check();
        }
        return options;
    }

    /** Whether anything is to be changed. */
    boolean edits() {
        boolean tables = interpreter != null || osAbi != null || soname != null || setRpath != null || addRpath != null;
        boolean lists = !(addNeeded.isEmpty()
                && removeNeeded.isEmpty()
                && replaceNeeded.isEmpty()
                && clearSymbolVersions.isEmpty()
                && renameSymbols.isEmpty());
        boolean flags = removeRpath
                || shrinkRpath
                || clearExecstack
                || setExecstack
                || noDefaultLib
                || addDebugTag
                || buildResolutionCache;
        return tables || lists || flags;
    }

    /** Whether what is done to a file depends on others, which may be files of the same command line. */
    boolean readsOtherFiles() {
        return shrinkRpath || buildResolutionCache;
    }

    private void take(String argument) throws IOException {
        switch (argument) {
            case "--set-interpreter", "--interpreter" -> interpreter = text();
            case "--page-size" -> pageSize = positive(next());
            case "--print-interpreter" -> printInterpreter = true;
            case "--print-os-abi" -> printOsAbi = true;
            case "--set-os-abi" -> osAbi = text();
            case "--print-soname" -> printSoname = true;
            case "--set-soname" -> soname = text();
            case "--remove-rpath" -> removeRpath = true;
            case "--shrink-rpath" -> shrinkRpath = true;
            case "--allowed-rpath-prefixes" -> allowedRpathPrefixes = splitAtColons(next());
            case "--set-rpath" -> setRpath = text();
            case "--add-rpath" -> addRpath = text();
            case "--print-rpath" -> printRpath = true;
            case "--force-rpath" -> forceRpath = true;
            case "--print-needed" -> printNeeded = true;
            case "--no-sort" -> {
                // headers are never reordered anyway
            }
            case "--add-needed" -> addNeeded.add(text());
            case "--remove-needed" -> removeNeeded.add(text());
            case "--replace-needed" -> takeReplacement();
            case "--clear-symbol-version" -> clearSymbolVersions.add(text());
            case "--print-execstack" -> printExecstack = true;
            case "--clear-execstack" -> clearExecstack = true;
            case "--set-execstack" -> setExecstack = true;
            case "--output" -> output = text();
            case "--debug" -> debug = true;
            case "--no-default-lib" -> noDefaultLib = true;
            case "--add-debug-tag" -> addDebugTag = true;
            case "--no-clobber-old-sections" -> keepOldSections = true;
            case "--build-resolution-cache" -> buildResolutionCache = true;
            case "--rename-dynamic-symbols" -> readNameMap(next());
            case "--help", "-h" -> help = true;
            case "--version" -> version = true;
            default -> files.add(argument);
        }
    }

    private void check() throws PatchelfException {
        if (files.isEmpty()) {
            throw new PatchelfException("missing filename");
        }
        if (forceRpath && buildResolutionCache) {
            throw new PatchelfException("--build-resolution-cache cannot be combined with --force-rpath");
        }
        if (output != null && !output.isEmpty() && files.size() != 1) {
            throw new PatchelfException("--output option only allowed with single input file");
        }
        if (setRpath != null && addRpath != null) {
            throw new PatchelfException("--set-rpath option not allowed with --add-rpath");
        }
    }

    private String next() throws PatchelfException {
        if (at == arguments.length) {
            throw new PatchelfException("missing argument");
        }
        return arguments[at++];
    }

    /** An operand; {@code @FILE} stands for the contents of the file. */
    private String text() throws IOException {
        String argument = next();
        if (!argument.startsWith("@")) {
            return argument;
        }
        return ElfStrings.decode(Inputs.read(argument.substring(1)));
    }

    /** Like C's atoi: what follows the digits is ignored. */
    private static int positive(String argument) throws PatchelfException {
        String digits = argument.stripLeading();
        int end = digits.startsWith("+") ? 1 : 0;
        int from = end;
        while (end < digits.length() && digits.charAt(end) >= '0' && digits.charAt(end) <= '9') {
            end++;
        }
        try {
            int value = Integer.parseInt(digits, from, end, 10);
            if (value > 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw new PatchelfException("invalid argument to --page-size");
    }

    /** The parts between colons; an empty part after the last colon is ignored. */
    private static List<String> splitAtColons(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', from)) {
            parts.add(text.substring(from, colon));
            from = colon + 1;
        }
        if (from < text.length()) {
            parts.add(text.substring(from));
        }
        return parts;
    }

    private void takeReplacement() throws PatchelfException {
        if (at + 2 > arguments.length) {
            throw new PatchelfException("missing argument(s)");
        }
        replaceNeeded.put(arguments[at], arguments[at + 1]);
        at += 2;
    }

    /** Lines with an old and a new name, up to the first empty line. */
    private void readNameMap(String name) throws IOException {
        List<String> lines;
        try {
            lines = ElfStrings.decode(Files.readAllBytes(FilePaths.of(name)))
                    .lines()
                    .toList();
        } catch (FileSystemException e) {
            throw new PatchelfException("Cannot open map file " + name + ": " + Inputs.reason(e));
        }
        for (int i = 0; i < lines.size() && !lines.get(i).trim().isEmpty(); i++) {
            String[] words = lines.get(i).trim().split("\\s+", 0);
            String where = name + ":" + (i + 1) + ": ";
            if (words.length < 2) {
                throw new PatchelfException(where + "Map file line is missing the second element");
            }
            if (renameSymbols.put(words[0], words[1]) != null) {
                throw new PatchelfException(where + "Name '" + words[0] + "' appears twice in the map file");
            }
            if (words[0].contains("@") || words[1].contains("@")) {
                throw new PatchelfException(where + "Name pair contains version tag: " + words[0] + " " + words[1]);
            }
        }
    }
}
