package io.relocpy.elf;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes a dependency tree as indented lines, the dependencies of each library once. */
final class DependencyTreeText {
    private final DependencyTree tree;
    private final StringBuilder text = new StringBuilder();
    private final Set<String> shown = new HashSet<>();

    private DependencyTreeText(DependencyTree tree) {
        this.tree = tree;
    }

    static String of(DependencyTree tree) {
        DependencyTreeText writer = new DependencyTreeText(tree);
        writer.text.append(Printable.of(tree.root()));
        tree.interpreter().ifPresent(loader -> writer.text.append(Printable.of(" (interpreter => " + loader + ")")));
        writer.text.append('\n');
        writer.needs(tree.root(), 1);
        for (DependencyTree.MissingVersion version : tree.missingVersions()) {
            String line = "version %s not defined by %s, needed by %s%s"
                    .formatted(
                            version.version(), version.library(), version.neededBy(), version.weak() ? " (weak)" : "");
            writer.text.append(Printable.of(line)).append('\n');
        }
        for (DependencyTree.Refusal refusal : tree.refusals()) {
            writer.text
                    .append(Printable.of(refusal.path() + " " + refusal.reason()))
                    .append('\n');
        }
        return writer.text.toString();
    }

    private void needs(String path, int depth) {
        if (!shown.add(path)) {
            return;
        }
        for (Dependency dependency : tree.dependencies().getOrDefault(path, List.of())) {
            text.append("    ".repeat(depth))
                    .append(Printable.of(dependency.name()))
                    .append(kind(dependency.kind()))
                    .append(" => ");
            if (dependency instanceof Dependency.Found found) {
                text.append(Printable.of(found.path()))
                        .append(" [")
                        .append(words(found.rule()))
                        .append("]\n");
                needs(found.path(), depth + 1);
            } else {
                text.append("not found: ")
                        .append(Printable.of(((Dependency.Missing) dependency).reason()))
                        .append('\n');
            }
        }
    }

    private static String kind(Dependency.Kind kind) {
        return switch (kind) {
            case NEEDED -> "";
            case FILTER -> " (filter)";
            case AUXILIARY -> " (auxiliary)";
        };
    }

    private static String words(SearchRule rule) {
        return rule.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
