package io.relocpy.elf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Thinks up edits of a {@link LinkedSubject} after which it must behave as before, and the edits that undo them. */
final class RandomEdits {
    private static final List<String> SYSTEM_LIBRARIES = List.of(
            "libm.so.6",
            "libdl.so.2",
            "libpthread.so.0",
            "librt.so.1",
            "libutil.so.1",
            "libresolv.so.2",
            "libanl.so.1");

    private static final String SYSTEM_FOLDER = "/lib/x86_64-linux-gnu/";

    /** What one write does to each file of the subject. */
    record Step(String story, Map<String, UnaryOperator<ElfEditor>> edits) {}

    private final LinkedSubject subject;
    private final Random random;

    /** Names that symbols have now. */
    private final Map<String, String> symbols = new HashMap<>();

    /** Names that needed libraries of the program have now. */
    private final Map<String, String> replaced = new HashMap<>();

    private final Map<String, String> links = new LinkedHashMap<>();

    RandomEdits(LinkedSubject subject, Random random) {
        this.subject = subject;
        this.random = random;
    }

    /** Further names under which the loader must find libraries now: name to target. */
    Map<String, String> links() {
        return links;
    }

    Step next() {
        String file = subject.files().get(random.nextInt(3) % subject.files().size());
        boolean library = file.equals(LinkedSubject.LIBRARY);
        if (subject.kind() == LinkedSubject.Kind.LINKED && random.nextInt(12) == 0) {
            return random.nextBoolean() ? renameInBoth() : replaceLibrary();
        }
        List<UnaryOperator<ElfEditor>> edits = new ArrayList<>();
        StringBuilder story = new StringBuilder(file);
        // verbs of one step differ, so that the whole step is one that can be repeated
        for (int verb :
                random.ints(0, 22).distinct().limit(1 + random.nextInt(3)).toArray()) {
            edits.add(verb(verb, library, story));
        }
        return new Step(story.toString(), Map.of(file, e -> {
            ElfEditor edit = e;
            for (UnaryOperator<ElfEditor> more : edits) {
                edit = more.apply(edit);
            }
            return edit;
        }));
    }

    private UnaryOperator<ElfEditor> verb(int verb, boolean library, StringBuilder story) {
        int length = 1 << random.nextInt(10);
        boolean flag = random.nextBoolean();
        if (subject.kind() == LinkedSubject.Kind.STATIC) {
            // no dynamic section
            story.append(flag ? " execstack+" : " execstack-").append(" abi").append(length & 3);
            int abi = (length & 3) == 0 ? ElfConstants.ELFOSABI_NONE : ElfConstants.ELFOSABI_GNU;
            return e -> e.setExecutableStack(flag).setOsAbi(abi);
        }
        if (subject.kind() == LinkedSubject.Kind.STATIC_PIE) {
            return selfRelocating(length, flag, story);
        }
        String path = ("$ORIGIN/../" + "lib/".repeat(length)).substring(0, Math.min(11 + length, 900));
        String other = SYSTEM_LIBRARIES.get(random.nextInt(SYSTEM_LIBRARIES.size()));
        story.append(' ').append(verb).append('/').append(length).append(flag ? "+" : "-");
        return switch (verb) {
            case 0 -> e -> e.setRpath(path);
            case 1 -> e -> e.setRunpath(path);
            case 2 -> e -> e.addRpath("/added/" + length, "/added/too");
            case 3 -> e -> e.addRunpath("/added/" + length);
            case 4 -> ElfEditor::removeRpath;
            case 5 -> flag ? ElfEditor::forceRpath : ElfEditor::forceRunpath;
            case 6 -> e -> e.shrinkRpath(FileTree.of(Path.of("/")), flag ? List.of() : List.of("/added"));
            case 7 -> needed(length, flag, other);
            case 8 -> library ? e -> e.setSoname(soname(length)) : e -> e.addNeeded(other);
            case 9 -> ElfEditor::addDebugTag;
            case 10 -> e -> e.setExecutableStack(flag);
            case 11 -> ElfEditor::noDefaultLib;
            case 12 -> e -> e.setOsAbi(flag ? ElfConstants.ELFOSABI_GNU : ElfConstants.ELFOSABI_NONE);
            case 13, 14 ->
                library || subject.kind().isStatic()
                        ? e -> e.setRpath("/a:/b")
                        : e -> e.setInterpreter("/" + "./".repeat(length % 100) + "lib64/ld-linux-x86-64.so.2");
            case 15 -> ElfEditor::keepOldBytes;
            case 16 -> e -> e.pageSize(flag ? 4096 : 65536).addRunpath("/page");
            case 17 -> e -> e.clearSymbolVersion(flag ? "puts" : "printf", symbols.getOrDefault("answer", "answer"));
            // not what a program asks for by its version
            case 18 ->
                length > 64 && (!library || subject.kind() == LinkedSubject.Kind.PLUGIN)
                        ? ElfEditor::clearAllSymbolVersions
                        : e -> e.clearSymbolVersion("malloc", "free");
            case 19, 20 -> library ? renames(length, flag, story) : e -> e.setRunpath(path + ":" + path);
            default -> e -> e.setRpath("/" + "r".repeat(length)).addNeeded(other);
        };
    }

    /** The C library of a static-PIE crashes on a search path, also on one that a linker gave it. */
    private static UnaryOperator<ElfEditor> selfRelocating(int length, boolean flag, StringBuilder story) {
        story.append(" static-pie").append(length).append(flag);
        return switch (length) {
            case 1 -> e -> e.setExecutableStack(flag);
            case 2 -> e -> e.setOsAbi(flag ? ElfConstants.ELFOSABI_GNU : ElfConstants.ELFOSABI_NONE);
            case 4 -> ElfEditor::addDebugTag;
            case 8 -> ElfEditor::keepOldBytes;
            case 16 -> ElfEditor::removeRpath;
            case 32 -> e -> e.addNeeded(SYSTEM_LIBRARIES);
            case 64 -> e -> e.removeNeeded("libdl.so.2", "librt.so.1");
            default -> e -> e.setSoname(soname(length));
        };
    }

    private static String soname(int length) {
        return "lib" + "x".repeat(length % 100) + ".so";
    }

    private UnaryOperator<ElfEditor> needed(int length, boolean flag, String other) {
        if (flag) {
            return e -> e.addNeeded(SYSTEM_LIBRARIES);
        }
        // what the C library has taken in, nobody misses
        return length > 64 ? e -> e.removeNeeded("libdl.so.2", "librt.so.1") : e -> e.addNeeded(other);
    }

    /** Renames symbols that only the library itself uses. */
    private UnaryOperator<ElfEditor> renames(int length, boolean flag, StringBuilder story) {
        Map<String, String> names = new HashMap<>();
        for (String symbol : flag ? List.of("twice") : List.of("twice", "thrice", "shared_number", "other_number")) {
            String name = symbol + "_" + "n".repeat(length % 70) + length;
            names.put(symbols.getOrDefault(symbol, symbol), name);
            symbols.put(symbol, name);
        }
        names.entrySet().removeIf(e -> e.getKey().equals(e.getValue()));
        story.append(new TreeSet<>(names.values()));
        return e -> e.renameDynamicSymbols(names);
    }

    private Step renameInBoth() {
        String old = symbols.getOrDefault("answer", "answer");
        String name = "answer" + random.nextInt(1000);
        symbols.put("answer", name);
        UnaryOperator<ElfEditor> rename = e -> e.renameDynamicSymbols(Map.of(old, name));
        return new Step(
                "both: " + old + " becomes " + name,
                Map.of(LinkedSubject.PROGRAM, rename, LinkedSubject.LIBRARY, rename));
    }

    private Step replaceLibrary() {
        List<String> all = List.of(LinkedSubject.LIBRARY, "libm.so.6", "libc.so.6");
        Map<String, String> names = new HashMap<>();
        for (String library : all.subList(0, 1 + random.nextInt(all.size()))) {
            String name = "lib" + "y".repeat(random.nextInt(30)) + random.nextInt(10) + ".so";
            String old = replaced.getOrDefault(library, library);
            if (!links.containsKey(name)) {
                names.put(old, name);
                replaced.put(library, name);
                links.put(name, library.equals(LinkedSubject.LIBRARY) ? library : SYSTEM_FOLDER + library);
            }
        }
        return new Step(
                "main: needs " + new java.util.TreeMap<>(names),
                Map.of(LinkedSubject.PROGRAM, e -> e.replaceNeeded(names)));
    }

    /** What brings back all that can be brought back; not versions, nor a name for a library that had none. */
    Step inverse(Map<String, ElfFile> originals) throws IOException {
        Map<String, UnaryOperator<ElfEditor>> edits = new HashMap<>();
        for (String file : subject.files()) {
            edits.put(file, undo(originals.get(file)));
        }
        return new Step("inverse", edits);
    }

    private UnaryOperator<ElfEditor> undo(ElfFile original) throws IOException {
        Map<String, String> names = new HashMap<>();
        symbols.forEach((symbol, name) -> names.put(name, symbol));
        names.entrySet().removeIf(e -> e.getKey().equals(e.getValue()));
        Map<String, String> libraries = new HashMap<>();
        replaced.forEach((library, name) -> libraries.put(name, library));
        List<String> needed = original.needed();
        String[] unneeded =
                SYSTEM_LIBRARIES.stream().filter(l -> !needed.contains(l)).toArray(String[]::new);
        Optional<String> interpreter = original.interpreter();
        Optional<String> soname = original.soname();
        Optional<String> rpath = original.rpath();
        Optional<String> runpath = original.runpath();
        boolean stack = hasExecutableStack(original);
        int abi = original.header().osAbi();
        if (subject.kind() == LinkedSubject.Kind.STATIC) {
            return e -> e.setExecutableStack(stack).setOsAbi(abi);
        }
        return e -> {
            ElfEditor edit = e.setExecutableStack(stack)
                    .setOsAbi(abi)
                    .renameDynamicSymbols(names)
                    .replaceNeeded(libraries)
                    .removeNeeded(unneeded)
                    .addNeeded(needed)
                    .removeRpath();
            if (interpreter.isPresent()) {
                edit = edit.setInterpreter(interpreter.get());
            }
            if (soname.isPresent()) {
                edit = edit.setSoname(soname.get());
            }
            if (rpath.isPresent()) {
                edit = edit.setRpath(rpath.get());
            }
            return runpath.isPresent() ? edit.setRunpath(runpath.get()) : edit;
        };
    }

    /** All that {@link #inverse} must have brought back. */
    static String settings(ElfFile file) throws IOException {
        return String.join(
                "\n",
                "interpreter " + file.interpreter(),
                "needed " + new TreeSet<>(file.needed()),
                "soname " + file.soname().filter(s -> s.equals(LinkedSubject.LIBRARY)),
                "rpath " + file.rpath(),
                "runpath " + file.runpath(),
                "stack " + hasExecutableStack(file),
                "ABI " + file.header().osAbi(),
                "symbols "
                        + new TreeSet<>(file.dynamicSymbols().entries().stream()
                                .map(Symbol::name)
                                // where neither a section nor a hash table says how many there are, alignment counts
                                .filter(name -> !name.isEmpty())
                                .toList()));
    }

    private static boolean hasExecutableStack(ElfFile file) throws IOException {
        // without the header the machine decides; such subjects are not made
        return file.segment(ElfConstants.PT_GNU_STACK)
                .map(s -> (s.flags() & ElfConstants.PF_X) != 0)
                .orElse(true);
    }
}
