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
 * Finds libraries that are whole, but that some loaders do not load: those that ask for an executable stack, which newer
 * versions of glibc do not give to a program that runs.
 */
public final class LoaderNotices {
    private LoaderNotices() {}

    /** A note for each; empty for what is no ELF file. */
    public static List<Finding> of(BundleFile.Regular file) throws IOException {
        if (!Elf.isElf(file.content())) {
            return List.of();
        }
        return ElfVerifier.notices(Elf.read(file)).stream()
                .map(notice -> Findings.note(Check.LIBRARY, file.path(), Printable.of(notice)))
                .toList();
    }
}
