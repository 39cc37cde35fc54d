package io.relocpy.repository.internal.text;

import java.util.Map;

/** Names of architectures, where uname(1) and rpm on the one hand, Debian and the JDK on the other choose differently. */
public final class ArchitectureNames {
    private static final Map<String, String> DEBIAN = Map.of(
            "x86_64", "amd64",
            "aarch64", "arm64",
            "i686", "i386",
            "armv7hl", "armhf",
            "armhfp", "armhf",
            "ppc64le", "ppc64el",
            "loongarch64", "loong64");

    /** Only names that rpm does not have for something else. */
    private static final Map<String, String> KERNEL =
            Map.of("amd64", "x86_64", "arm64", "aarch64", "ppc64el", "ppc64le", "loong64", "loongarch64");

    private ArchitectureNames() {}

    /** Debian's name for it; what has no other one there stays as it is. */
    public static String debian(String name) {
        return DEBIAN.getOrDefault(name, name);
    }

    /** The name that uname(1) and rpm have for it; what has no other one there stays as it is. */
    public static String kernel(String name) {
        return KERNEL.getOrDefault(name, name);
    }
}
