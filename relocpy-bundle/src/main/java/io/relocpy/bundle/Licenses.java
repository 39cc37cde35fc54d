package io.relocpy.bundle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The licence files of packages. */
final class Licenses {
    private static final String DEBIAN_NAME = "copyright";

    private final Map<String, Map<String, TreeFile.Regular>> byPackage = new HashMap<>();

    /** Finds them in a root; links are followed, also those that stand for a package's whole folder. */
    Licenses(VirtualRoot tree, FileRules rules) {
        for (TreeFile file : tree.files()) {
            if (rules.judge(file.path()).use() == FileRules.Use.LICENSE) {
                tree.follow(file.path())
                        .or(() -> tree.follow(file.path() + "/" + DEBIAN_NAME))
                        .ifPresent(license -> byPackage
                                .computeIfAbsent(file.origin().id(), id -> new TreeMap<>())
                                .put(RootPath.fileName(license.path()), license));
            }
        }
    }

    /** The package's licence files at their places in the bundle; empty if it has none. */
    List<BundleFile.Regular> of(SourcePackage origin) {
        List<BundleFile.Regular> files = new ArrayList<>();
        byPackage
                .getOrDefault(origin.id(), Map.of())
                .forEach((name, license) -> files.add(new BundleFile.Regular(
                        BundleLayout.LICENSES + origin.name() + "/" + name,
                        license.content(),
                        false,
                        license.modified(),
                        origin.id(),
                        "licence",
                        List.of())));
        return files;
    }
}
