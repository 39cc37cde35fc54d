package io.relocpy.bundle.internal.tree;

import io.relocpy.bundle.BundleException;
import io.relocpy.elf.ElfFile;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The Python of a root, and the loader that starts it.
 *
 * @param path of the executable in the root, links followed
 * @param name of the executable: {@code python3.13}
 * @param loader path of its ELF interpreter in the root, links followed
 */
public record Interpreter(String path, String name, String loader) {
    /** That of RHEL 8 is /usr/libexec/platform-python3.6; the names in /usr/bin are links of optional packages. */
    private static final Pattern NAME = Pattern.compile("(?:platform-)?(python3\\.\\d+)");

    /** The name of a package that only brings links to it, such as python36. */
    private static final Pattern PACKAGE = Pattern.compile("python3(\\d+)");

    private static final List<String> DIRECTORIES = List.of("usr/bin", "usr/libexec");

    /**
     * Finds the interpreter of a root.
     *
     * @param command its name in /usr/bin or /usr/libexec, such as {@code python3}, or that of its package, such as {@code
     *     python3-minimal}. For {@code python3} and packages named after it, without a file of that name (alternatives(8) may make
     *     it when packages are installed), it is the only Python of the root
     */
    public static Interpreter of(VirtualRoot tree, String command) throws IOException {
        TreeFile.Regular python = find(tree, command);
        Matcher matcher = NAME.matcher(RootPath.fileName(python.path()));
        if (!matcher.matches()) {
            throw new BundleException(
                    "/usr/bin/" + command, "expected a link to python3.N, found one to /" + python.path());
        }
        ElfFile elf = Elf.read(python);
        String interpreter = elf.interpreter()
                .orElseThrow(
                        () -> new BundleException("/" + python.path(), "is a static executable: nothing to relocate"));
        TreeFile.Regular loader = tree.follow(RootPath.mergeUsr(RootPath.resolve("", interpreter)))
                .orElseThrow(() -> new BundleException(
                        "/" + python.path(), "no package of the closure has its loader " + interpreter));
        return new Interpreter(python.path(), matcher.group(1), loader.path());
    }

    private static TreeFile.Regular find(VirtualRoot tree, String command) throws BundleException {
        Matcher name = PACKAGE.matcher(command);
        String file = name.matches() ? "python3." + name.group(1) : command;
        List<TreeFile.Regular> found = named(tree, Pattern.compile(Pattern.quote(file)));
        if (found.isEmpty() && file.startsWith("python3") && !NAME.matcher(file).matches()) {
            found = named(tree, NAME);
        }
        if (found.isEmpty()) {
            throw new BundleException(command, "no package of the closure has /usr/bin/" + file);
        }
        if (found.size() > 1) {
            throw new BundleException(
                    command,
                    "expected one Python in the closure, found "
                            + found.stream().map(each -> "/" + each.path()).collect(Collectors.joining(", "))
                            + "; request one of them by its name");
        }
        return found.get(0);
    }

    /** The regular files that names in the first directory lead to that has such names. */
    private static List<TreeFile.Regular> named(VirtualRoot tree, Pattern name) {
        return DIRECTORIES.stream()
                .map(directory -> tree.below(directory).stream()
                        .filter(each ->
                                name.matcher(RootPath.fileName(each.path())).matches())
                        .flatMap(each -> tree.realPath(each.path()).stream())
                        .distinct()
                        .flatMap(path -> tree.follow(path).stream())
                        .toList())
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }
}
