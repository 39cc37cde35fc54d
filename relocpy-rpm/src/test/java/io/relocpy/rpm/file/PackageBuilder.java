package io.relocpy.rpm.file;

import io.relocpy.repository.Checksum;
import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.Evr;
import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.PackageMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds package metadata for tests of the resolver, with dependencies as text. */
public final class PackageBuilder {
    public String name = "";
    String arch = "noarch";
    public String license = "";
    public String sourceRpm = "";
    public String checksum = "00".repeat(32);
    public Evr evr = Evr.parse("1-1");
    public final List<String> files = new ArrayList<>();
    private final Map<String, List<Dependency>> lists = new HashMap<>();

    /** {@code name-version-release.arch}. */
    public static PackageBuilder rpm(String nevra) {
        PackageBuilder out = new PackageBuilder();
        int dot = nevra.lastIndexOf('.');
        int release = nevra.lastIndexOf('-', dot);
        int version = nevra.lastIndexOf('-', release - 1);
        out.name = nevra.substring(0, version);
        out.evr = Evr.parse(nevra.substring(version + 1, dot));
        out.arch = nevra.substring(dot + 1);
        return out;
    }

    public List<Dependency> list(String kind) {
        return lists.computeIfAbsent(kind, k -> new ArrayList<>());
    }

    public PackageBuilder provides(String... texts) {
        return add("provides", texts);
    }

    public PackageBuilder requires(String... texts) {
        return add("requires", texts);
    }

    public PackageBuilder conflicts(String... texts) {
        return add("conflicts", texts);
    }

    public PackageBuilder obsoletes(String... texts) {
        return add("obsoletes", texts);
    }

    public PackageBuilder recommends(String... texts) {
        return add("recommends", texts);
    }

    public PackageBuilder suggests(String... texts) {
        return add("suggests", texts);
    }

    public PackageBuilder supplements(String... texts) {
        return add("supplements", texts);
    }

    public PackageBuilder enhances(String... texts) {
        return add("enhances", texts);
    }

    public PackageBuilder files(String... paths) {
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

    public PackageMetadata build() {
        return PackageMetadata.builder(
                        new Nevra(name, evr, arch), new Checksum(Checksum.Algorithm.SHA_256, checksum), name + ".rpm")
                .license(license)
                .sourceRpm(sourceRpm)
                .provides(capabilities("provides"))
                .requires(list("requires"))
                .conflicts(list("conflicts"))
                .obsoletes(capabilities("obsoletes"))
                .recommends(list("recommends"))
                .suggests(list("suggests"))
                .supplements(list("supplements"))
                .enhances(list("enhances"))
                .files(files)
                .build();
    }

    private List<Capability> capabilities(String kind) {
        return list(kind).stream().map(Capability.class::cast).toList();
    }
}
