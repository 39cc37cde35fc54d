package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.BundleVerification.Severity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Findings of which there may be one for every file: of each kind the first, and how many more there are. */
final class Tally {
    private final Map<String, Finding> first = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();

    /** Adds a finding that is of one kind with all that are added under the same key. */
    void add(String kind, Severity severity, Check check, String path, String what) {
        first.putIfAbsent(kind, new Finding(severity, check, path, what));
        counts.merge(kind, 1, Integer::sum);
    }

    /** One finding for each kind. */
    List<Finding> findings() {
        return first.entrySet().stream()
                .map(kind -> {
                    Finding finding = kind.getValue();
                    int more = counts.getOrDefault(kind.getKey(), 1) - 1;
                    return more == 0
                            ? finding
                            : new Finding(
                                    finding.severity(),
                                    finding.check(),
                                    finding.path(),
                                    finding.what() + "; the same kind of thing in " + more + " more");
                })
                .toList();
    }
}
