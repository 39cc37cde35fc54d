package io.relocpy.bundle;

import io.relocpy.elf.ElfFile;
import io.relocpy.elf.ElfFormatException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The level of x86-64 that files demand, see the x86-64 psABI, "Micro-Architecture Levels". */
final class CpuLevel {
    /** The loader takes libraries from there only if the processor can run them, see ld.so(8). */
    private static final String ALTERNATIVES = "/glibc-hwcaps/";

    private CpuLevel() {}

    /**
     * The highest that any file demands.
     *
     * @return such as {@code x86-64-v2}; null if none demands more than every x86-64 processor has
     */
    static @Nullable String of(List<BundleFile> files) throws IOException {
        int highest = Parallel.map(files, (index, file) -> of(file)).stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(1);
        return highest > 1 ? "x86-64-v" + highest : null;
    }

    private static int of(BundleFile file) throws IOException {
        if (!(file instanceof BundleFile.Regular regular)
                || file.path().contains(ALTERNATIVES)
                || !Elf.isElf(regular.content())) {
            return 1;
        }
        ElfFile elf = Elf.read(regular);
        try {
            return elf.notes().x86IsaLevel().orElse(1);
        } catch (ElfFormatException e) {
            return 1; // as the loader passes over notes that it can not read
        }
    }
}
