package io.relocpy.bundle.internal.verify;

import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.internal.format.Findings;
import io.relocpy.bundle.internal.python.FirstLine;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.Elf;
import io.relocpy.elf.ElfFile;
import io.relocpy.elf.ElfKind;
import io.relocpy.elf.Printable;
import java.io.IOException;
import java.util.List;

/**
 * Finds what the kernel would start from the host if a file of the bundle were executed directly: ELF interpreters and
 * {@code #!} lines. In {@code bin/} that is a fault. Elsewhere it is a note, since the bundle starts such files only
 * through launchers, and files of packages and the caller's scripts are kept unchanged.
 */
public final class HostReferences {
    private static final String SHELL = "/bin/sh";

    private HostReferences() {}

    /** What the kernel would start for the file; empty if nothing, or nothing of the host. */
    public static List<Finding> of(BundleFile.Regular file) throws IOException {
        if (Elf.isElf(file.content())) {
            return ofProgram(file.path(), Elf.read(file));
        }
        boolean command = file.path().startsWith(BundleLayout.COMMANDS);
        String head = file.content().headText(Content.HEAD);
        if (!head.startsWith("#!") || !(file.executable() || command)) {
            return List.of();
        }
        String line = head.substring(2).lines().findFirst().orElse("").strip();
        String interpreter = line.split("[ \t]", 2)[0];
        if (file.path().startsWith(BundleLayout.SCRIPTS) && !FirstLine.isPython(line)) {
            return note(file.path(), "is run by the host's " + line);
        }
        if (file.path().startsWith(BundleLayout.SCRIPTS) || file.path().startsWith(BundleLayout.PROGRAMS)) {
            return routine(
                    file.path(), "its #! line names " + line + ", which is not used: its launcher in bin/ starts it");
        }
        if (!command) {
            return routine(file.path(), "executed directly, it would be run by the host's " + line);
        }
        return interpreter.equals(SHELL)
                ? note(file.path(), "is run by the host's " + SHELL)
                : List.of(Findings.fault(Check.HOST_PATH, file.path(), "is run by the host's " + line));
    }

    private static List<Finding> ofProgram(String path, ElfFile elf) throws IOException {
        if (elf.kind() != ElfKind.EXECUTABLE && elf.kind() != ElfKind.PIE) {
            return List.of();
        }
        String interpreter = elf.interpreter().orElse("");
        if (!interpreter.startsWith("/")) {
            return List.of();
        }
        String names = "names the host's loader " + Printable.of(interpreter);
        if (path.startsWith(BundleLayout.PROGRAMS)) {
            return routine(path, names + ", which is not used: launchers in bin/ start it with the bundle's loader");
        }
        if (path.startsWith(BundleLayout.SCRIPTS)) {
            return note(path, names + ", which runs it with the host's libraries");
        }
        return path.startsWith(BundleLayout.COMMANDS)
                ? List.of(Findings.fault(Check.HOST_PATH, path, names + ": expected a launcher"))
                : note(path, names + ", so it does not run when executed directly");
    }

    private static List<Finding> routine(String path, String what) {
        return List.of(Findings.routine(Check.HOST_PATH, path, what));
    }

    private static List<Finding> note(String path, String what) {
        return List.of(Findings.note(Check.HOST_PATH, path, what));
    }
}
