package io.relocpy.bundle.internal.verify;

import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.internal.format.Findings;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.Elf;
import io.relocpy.elf.ElfVerifier;
import io.relocpy.elf.Printable;
import java.io.IOException;
import java.util.List;

/**
 * Finds libraries that are intact, but that some loaders refuse: those that request an executable stack, which newer
 * versions of glibc do not grant to a running program.
 */
public final class LoaderNotices {
    private LoaderNotices() {}

    /** A note for such a library; empty for any other file. */
    public static List<Finding> of(BundleFile.Regular file) throws IOException {
        if (!Elf.isElf(file.content())) {
            return List.of();
        }
        return ElfVerifier.notices(Elf.read(file)).stream()
                .map(notice -> Findings.note(Check.LIBRARY, file.path(), Printable.of(notice)))
                .toList();
    }
}
