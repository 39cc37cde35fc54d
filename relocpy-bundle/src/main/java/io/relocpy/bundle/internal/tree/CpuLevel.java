package io.relocpy.bundle.internal.tree;

import io.relocpy.elf.ElfFormatException;
import io.relocpy.repository.internal.io.Parallel;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The level of x86-64 that files require, see the x86-64 psABI, "Micro-Architecture Levels". */
public final class CpuLevel {
    /** The loader takes libraries from there only if the processor can run them, see ld.so(8). */
    private static final String ALTERNATIVES = "/glibc-hwcaps/";

    private static final Pattern LEVEL = Pattern.compile("x86-64-v[234]");
    private static final Pattern ALTERNATIVE = Pattern.compile(ALTERNATIVES + "(" + LEVEL + ")/");

    private CpuLevel() {}

    /**
     * The highest level that any file requires.
     *
     * @return such as {@code x86-64-v2}; null if every x86-64 processor is sufficient
     */
    public static @Nullable String of(List<BundleFile> files) throws IOException {
        int highest = Parallel.map(files, (index, file) -> of(file)).stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(1);
        return highest > 1 ? "x86-64-v" + highest : null;
    }

    /** The level, or the highest one that loaders know if it is higher than that. */
    public static String known(String level) {
        return LEVEL.matcher(level).matches() ? level : "x86-64-v4";
    }

    /** The level that a library in a directory of alternatives requires; empty for any other path. */
    public static Optional<String> ofAlternative(String path) {
        Matcher alternative = ALTERNATIVE.matcher(path);
        return alternative.find() ? Optional.of(alternative.group(1)) : Optional.empty();
    }

    private static int of(BundleFile file) throws IOException {
        if (!(file instanceof BundleFile.Regular regular)
                || file.path().contains(ALTERNATIVES)
                || !Elf.isElf(regular.content())) {
            return 1;
        }
        try {
            return Elf.read(regular).notes().x86IsaLevel().orElse(1);
        } catch (ElfFormatException e) {
            return 1; // as the loader skips notes that it cannot read
        }
    }
}
