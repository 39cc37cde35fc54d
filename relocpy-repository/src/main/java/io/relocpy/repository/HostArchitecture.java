package io.relocpy.repository;

import io.relocpy.repository.internal.text.ArchitectureNames;
import java.util.Map;

/** The architecture of this machine. */
public final class HostArchitecture {
    /** The JDK's names of architectures that rpm and the kernel name differently. */
    private static final Map<String, String> NAMES = Map.of("x86", "i386", "arm", "armhfp");

    private HostArchitecture() {}

    /** As rpm and uname(1) name it, such as {@code x86_64}. */
    public static String name() {
        String name = System.getProperty("os.arch", "");
        return NAMES.getOrDefault(name, ArchitectureNames.kernel(name));
    }
}
