package io.relocpy.repository;

import java.util.Map;

/** The architecture of this machine. */
public final class HostArchitecture {
    /** The JDK's names of architectures that rpm and the kernel name differently. */
    private static final Map<String, String> NAMES =
            Map.of("amd64", "x86_64", "x86", "i386", "arm", "armhfp", "ppc64", "ppc64");

    private HostArchitecture() {}

    /** As rpm and uname(1) name it, such as {@code x86_64}. */
    public static String name() {
        String name = System.getProperty("os.arch", "");
        return NAMES.getOrDefault(name, name);
    }
}
