package io.relocpy.repository;

import io.relocpy.repository.internal.text.ArchitectureNames;
import java.util.Map;

/** The architecture of this Java virtual machine: on a 64-bit machine, a 32-bit JVM has a 32-bit one. */
public final class HostArchitecture {
    /** The JDK's names of architectures for which there are more precise ones. */
    private static final Map<String, String> NAMES = Map.of("x86", "i686", "i386", "i686", "arm", "armv7hl");

    private HostArchitecture() {}

    /** Its name, such as {@code x86_64}, {@code aarch64} or {@code i686}. */
    public static String name() {
        String name = System.getProperty("os.arch", "");
        return NAMES.getOrDefault(name, ArchitectureNames.kernel(name));
    }
}
