package io.relocpy.deb.internal.text;

import java.util.Map;

/** Names of architectures that dpkg has and others do not. */
public final class DebianArchitecture {
    private static final Map<String, String> NAMES = Map.of(
            "x86_64", "amd64",
            "aarch64", "arm64",
            "i686", "i386",
            "armv7hl", "armhf",
            "armhfp", "armhf",
            "ppc64le", "ppc64el",
            "loongarch64", "loong64");

    private DebianArchitecture() {}

    /** dpkg's name for what uname(1) or RPM packages call otherwise; any other name unchanged. */
    public static String of(String name) {
        return NAMES.getOrDefault(name, name);
    }
}
