package io.relocpy.repository.internal.text;

import java.util.Map;

/** Names of architectures that the JDK and package managers have for what uname(1) calls otherwise. */
public final class ArchitectureNames {
    private static final Map<String, String> KERNEL =
            Map.of("amd64", "x86_64", "arm64", "aarch64", "ppc64el", "ppc64le", "loong64", "loongarch64");

    private ArchitectureNames() {}

    /** The name that uname(1) has for it; any other name unchanged. */
    public static String kernel(String name) {
        return KERNEL.getOrDefault(name, name);
    }
}
