package io.relocpy.deb.metadata;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The root directory of a host in a directory, as both apt and we read it. */
final class HostDirectory {
    private final Path root;

    /** A Debian host of amd64 without sources. */
    HostDirectory(Path root) throws IOException {
        this.root = root;
        for (String directory : List.of(
                "etc/apt/sources.list.d", "etc/apt/apt.conf.d", "etc/apt/preferences.d", "etc/apt/auth.conf.d")) {
            Files.createDirectories(root.resolve(directory));
        }
        Files.createDirectories(root.resolve("var/cache/apt/archives/partial"));
        Files.createDirectories(root.resolve("var/lib/apt/lists/partial"));
        write(
                "var/lib/dpkg/status",
                "Package: dpkg\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n\n");
    }

    HostDirectory write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    Path root() {
        return root;
    }

    AptConfiguration read() throws IOException {
        return AptConfiguration.ofRoot(root);
    }

    /** Runs a program of the real apt with this root, of which it changes nothing but its state. */
    HostTools.Result run(String... command) throws IOException {
        Path configuration = root.resolve("apt-config");
        Files.writeString(configuration, """
                Dir "%1$s/";
                Dir::State::status "%1$s/var/lib/dpkg/status";
                DPkg::Options { "--admindir=%1$s/var/lib/dpkg"; };
                APT::Sandbox::User "root";
                Debug::NoLocking "true";
                """.formatted(root));
        return HostTools.run(
                new ArrayList<>(List.of(command)),
                Map.of(
                        "APT_CONFIG",
                        configuration.toString(),
                        "LC_ALL",
                        "C.UTF-8",
                        "http_proxy",
                        "",
                        "https_proxy",
                        ""));
    }
}
