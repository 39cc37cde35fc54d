package io.relocpy.rpm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes package metadata for tests of the resolver, with dependencies in their text form. */
final class PackageBuilder {
    String name = "";
    String arch = "noarch";
    String license = "";
    String sourceRpm = "";
    String checksum = "00".repeat(32);
    Evr evr = Evr.parse("1-1");
    final List<String> files = new ArrayList<>();
    private final Map<String, List<Dependency>> lists = new HashMap<>();

    /** {@code name-version-release.arch}. */
    static PackageBuilder rpm(String nevra) {
        PackageBuilder out = new PackageBuilder();
        int dot = nevra.lastIndexOf('.');
        int release = nevra.lastIndexOf('-', dot);
        int version = nevra.lastIndexOf('-', release - 1);
        out.name = nevra.substring(0, version);
        out.evr = Evr.parse(nevra.substring(version + 1, dot));
        out.arch = nevra.substring(dot + 1);
        return out;
    }

    List<Dependency> list(String kind) {
        return lists.computeIfAbsent(kind, k -> new ArrayList<>());
    }

    PackageBuilder provides(String... texts) {
        return add("provides", texts);
    }

    PackageBuilder requires(String... texts) {
        return add("requires", texts);
    }

    PackageBuilder conflicts(String... texts) {
        return add("conflicts", texts);
    }

    PackageBuilder obsoletes(String... texts) {
        return add("obsoletes", texts);
    }

    PackageBuilder recommends(String... texts) {
        return add("recommends", texts);
    }

    PackageBuilder suggests(String... texts) {
        return add("suggests", texts);
    }

    PackageBuilder supplements(String... texts) {
        return add("supplements", texts);
    }

    PackageBuilder enhances(String... texts) {
        return add("enhances", texts);
    }

    PackageBuilder files(String... paths) {
        files.addAll(List.of(paths));
        return this;
    }

    private PackageBuilder add(String kind, String... texts) {
        try {
            for (String each : texts) {
                list(kind).add(Dependency.parse(each));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    PackageMetadata build() {
        return new PackageMetadata(
                new Nevra(name, evr, arch),
                "",
                license,
                sourceRpm,
                new Checksum(Checksum.Algorithm.SHA_256, checksum),
                name + ".rpm",
                0,
                0,
                capabilities("provides"),
                list("requires"),
                list("conflicts"),
                capabilities("obsoletes"),
                list("recommends"),
                list("suggests"),
                list("supplements"),
                list("enhances"),
                files);
    }

    private List<Capability> capabilities(String kind) {
        return list(kind).stream().map(Capability.class::cast).toList();
    }
}
