package io.relocpy.bundle.internal.python;

import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.Elf;
import io.relocpy.bundle.internal.tree.RootPath;
import io.relocpy.elf.Symbol;
import io.relocpy.elf.SymbolTable;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The modules that the bundle's Python can import: files of the standard library and of installed packages, and what is
 * compiled into the interpreter. Immutable.
 *
 * <p>A path file (.pth) that adds other directories, and import hooks, are not followed.
 */
public final class BundledModules {
    /** Directories that are in {@code sys.path}, see "The sys.path initialization" of the Python documentation. */
    private static final Pattern SEARCHED = Pattern.compile(
            "(?:local/)?lib(?:64|32)?/python3(?:\\.\\d+)?/(?:(?:site-packages|dist-packages|lib-dynload)/)?(.+)");

    /** A module's file, PEP 3149 suffixes included. */
    private static final Pattern MODULE_FILE = Pattern.compile("([^/.]+)(?:\\.[^/]*)?\\.so|([^/.]+)\\.pyc?");

    /** A function that the import system calls to make a built-in module, see "Initialization of C modules". */
    private static final String INITIALIZER = "PyInit_";

    /** Built in, but made by functions of other names, or by the interpreter's start. */
    private static final Set<String> WITHOUT_INITIALIZER = Set.of(
            "sys", "builtins", "marshal", "_warnings", "__main__", "_frozen_importlib", "_frozen_importlib_external");

    /** No modules at all. */
    public static final BundledModules NONE = ofDirectory(List.of(), "");

    private final Set<String> modules = new HashSet<>(WITHOUT_INITIALIZER);
    private final Set<String> packages = new HashSet<>();

    private BundledModules() {}

    /**
     * The modules of a bundle.
     *
     * @param program path of the real interpreter
     */
    public static BundledModules of(Collection<BundleFile> files, String program) throws IOException {
        BundledModules bundled = new BundledModules();
        for (BundleFile file : files) {
            Matcher searched = SEARCHED.matcher(file.path());
            if (searched.matches()) {
                bundled.addFile(searched.group(1));
            }
            boolean interpreter = file.path().equals(program)
                    || RootPath.fileName(file.path()).startsWith("libpython3");
            if (interpreter && file instanceof BundleFile.Regular regular && Elf.isElf(regular.content())) {
                bundled.addBuiltIn(Elf.read(regular).dynamicSymbols());
            }
        }
        return bundled;
    }

    /** The modules that scripts in a directory can import from it. */
    public static BundledModules ofDirectory(Collection<BundleFile> files, String directory) {
        BundledModules local = new BundledModules();
        for (BundleFile file : files) {
            if (file.path().startsWith(directory)) {
                local.addFile(file.path().substring(directory.length()));
            }
        }
        return local;
    }

    /** Whether importing the dotted name finds a file; a module that is not a package may create others at run time. */
    public boolean has(String name) {
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            String above = name.substring(0, dot);
            if (!packages.contains(above)) {
                return modules.contains(above);
            }
        }
        return modules.contains(name) || packages.contains(name);
    }

    /** The full names of modules with a file, and of packages. */
    public Collection<String> names() {
        return Stream.concat(modules.stream(), packages.stream()).toList();
    }

    /** The full name of the module that a file of a bundle is; empty if it is none. */
    public static Optional<String> nameOf(String path) {
        Matcher searched = SEARCHED.matcher(path);
        return searched.matches() ? fullName(searched.group(1)) : Optional.empty();
    }

    /** The name of the module that a file is, by its path below a directory of modules; empty if it is none. */
    public static Optional<String> fullName(String path) {
        String directory = RootPath.parent(path);
        return moduleName(RootPath.fileName(path))
                .filter(module -> !directory.endsWith("__pycache__"))
                .map(module -> directory.isEmpty() ? module : directory.replace('/', '.') + "." + module);
    }

    private void addFile(String path) {
        fullName(path).ifPresent(module -> {
            modules.add(module);
            for (String above = RootPath.parent(path); !above.isEmpty(); above = RootPath.parent(above)) {
                packages.add(above.replace('/', '.'));
            }
        });
    }

    private static Optional<String> moduleName(String fileName) {
        Matcher file = MODULE_FILE.matcher(fileName);
        return file.matches()
                ? Optional.ofNullable(file.group(1)).or(() -> Optional.of(file.group(2)))
                : Optional.empty();
    }

    private void addBuiltIn(SymbolTable symbols) {
        for (Symbol symbol : symbols.entries()) {
            if (symbol.isDefined() && symbol.name().startsWith(INITIALIZER)) {
                modules.add(symbol.name().substring(INITIALIZER.length()));
            }
        }
    }
}
