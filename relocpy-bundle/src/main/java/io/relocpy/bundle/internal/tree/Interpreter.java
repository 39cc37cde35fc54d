package io.relocpy.bundle.internal.tree;

import io.relocpy.bundle.BundleException;
import io.relocpy.elf.ElfFile;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Python of a root, and the loader that starts it.
 *
 * @param path of the executable in the root, links followed
 * @param name of the executable: {@code python3.13}
 * @param loader path of its ELF interpreter in the root, links followed
 */
public record Interpreter(String path, String name, String loader) {
    private static final Pattern NAME = Pattern.compile("python3\\.\\d+");

    /**
     * Finds the interpreter of a root.
     *
     * @param command its name in /usr/bin, such as {@code python3}
     */
    public static Interpreter of(VirtualRoot tree, String command) throws IOException {
        String path = "usr/bin/" + command;
        TreeFile.Regular python = tree.follow(path)
                .orElseThrow(() -> new BundleException(command, "no package of the closure has /" + path));
        String name = RootPath.fileName(python.path());
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new BundleException("/" + path, "expected a link to python3.N, found one to /" + python.path());
        }
        ElfFile elf = Elf.read(python);
        String interpreter = elf.interpreter()
                .orElseThrow(
                        () -> new BundleException("/" + python.path(), "is a static executable: nothing to relocate"));
        TreeFile.Regular loader = tree.follow(RootPath.mergeUsr(RootPath.resolve("", interpreter)))
                .orElseThrow(() -> new BundleException(
                        "/" + python.path(), "no package of the closure has its loader " + interpreter));
        return new Interpreter(python.path(), name, loader.path());
    }
}
