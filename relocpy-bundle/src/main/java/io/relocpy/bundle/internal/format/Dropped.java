package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.internal.tree.FileReason.Kind;
import io.relocpy.bundle.internal.tree.SourcePackage;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A package or wheel that contributes no file to the bundle. Immutable; {@code toString} gives the reason as text.
 *
 * @param origin the package
 * @param reasons why its files are not in the bundle, with their number; licences alone do not keep a package
 */
public record Dropped(SourcePackage origin, Map<Kind, Integer> reasons) {
    /** How many reasons are shown, the most frequent ones first. */
    private static final int SHOWN = 2;

    /** Copies the map. */
    public Dropped {
        reasons = Map.copyOf(reasons);
    }

    @Override
    public String toString() {
        List<String> shown = reasons.entrySet().stream()
                .filter(reason -> reason.getKey() != Kind.LICENSE)
                .sorted(Map.Entry.<Kind, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(reason -> reason.getKey().toString()))
                .limit(SHOWN)
                .map(reason -> reason.getKey().toString())
                .toList();
        return reasons.isEmpty()
                ? "has no files"
                : String.join(", ", shown) + (reasons.size() > SHOWN ? " and others" : "");
    }
}
