package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.FileRules;
import io.relocpy.bundle.internal.tree.RootPath;
import io.relocpy.bundle.internal.tree.SourcePackage;
import io.relocpy.bundle.internal.tree.TreeFile;
import io.relocpy.bundle.internal.tree.VirtualRoot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The licence files of packages. */
final class Licenses {
    private static final String DEBIAN_NAME = "copyright";

    private static final Pattern OF_WHEEL =
            Pattern.compile(".*\\.dist-info/(?:licen[cs]es/.*|(?i:licen[cs]e|copying|notice|authors)[^/]*)");

    private final Map<SourcePackage, Map<String, TreeFile.Regular>> byPackage = new HashMap<>();

    /** Finds them in a root; links are followed, including one in place of a package's whole directory. */
    Licenses(VirtualRoot tree, FileRules rules) {
        for (TreeFile file : tree.files()) {
            if (isLicense(file, rules)) {
                tree.follow(file.path())
                        .or(() -> tree.follow(file.path() + "/" + DEBIAN_NAME))
                        .ifPresent(license -> byPackage
                                .computeIfAbsent(file.origin(), origin -> new TreeMap<>())
                                .put(RootPath.fileName(license.path()), license));
            }
        }
    }

    /** A wheel has them among its metadata, see PEP 639; they stay there, too. */
    private static boolean isLicense(TreeFile file, FileRules rules) {
        return file.origin() instanceof SourcePackage.OfWheel
                ? OF_WHEEL.matcher(file.path()).matches()
                : rules.judge(file.path()).use() == FileRules.Use.LICENSE;
    }

    /** The package's licence files at their places in the bundle; empty if it has none. */
    List<BundleFile.Regular> of(SourcePackage origin) {
        List<BundleFile.Regular> files = new ArrayList<>();
        byPackage
                .getOrDefault(origin, Map.of())
                .forEach((name, license) -> files.add(new BundleFile.Regular(
                        BundleLayout.LICENSES + origin.name() + "/" + name,
                        license.content(),
                        false,
                        license.modified(),
                        origin,
                        FileReason.of(FileReason.Kind.LICENSE),
                        List.of())));
        return files;
    }
}
