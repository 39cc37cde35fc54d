package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.BundleVerification.Severity;
import io.relocpy.bundle.internal.format.ManifestContents.Listed;
import io.relocpy.bundle.internal.format.ManifestContents.ListedLink;
import io.relocpy.bundle.internal.format.ManifestContents.ListedRegular;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.PathRule;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A tar archive. Its reader has made sure that the headers are as {@link TarLayout} writes them for these entries; here
 * the entries are compared with those that the manifest implies. Where both hold, and the contents have the listed
 * digests, the archive is byte for byte what was once written.
 *
 * @param top the one directory, without a slash; empty if the bundle lies in none
 * @param entries all of them, in their order
 */
record TarForm(String top, List<TarEntry> entries) implements Form {
    /** Copies the list. */
    TarForm {
        entries = List.copyOf(entries);
    }

    @Override
    public List<Finding> deviations(ManifestContents manifest, WrittenBundle bundle) {
        String complaint =
                top.isEmpty() ? "expected one directory that holds all, found none" : PathRule.complaintOfTop(top);
        if (!complaint.isEmpty()) {
            return List.of(Findings.fault(Check.FORM, top, complaint));
        }
        List<TarEntry> expected = expected(manifest, bundle);
        Tally tally = new Tally();
        int common = Math.min(expected.size(), entries.size());
        for (int i = 0; i < common; i++) {
            if (!expected.get(i).name().equals(entries.get(i).name())) {
                tally.add("order", Severity.FAULT, Check.FORM, entries.get(i).name(), """
                        is entry %d of the archive, expected %s there""".formatted(
                                i + 1, expected.get(i).name()));
                return tally.findings();
            }
            compare(expected.get(i), entries.get(i), tally);
        }
        if (entries.size() > common) {
            tally.add("order", Severity.FAULT, Check.FORM, entries.get(common).name(), "is behind the last entry");
        } else if (expected.size() > common) {
            tally.add(
                    "order",
                    Severity.FAULT,
                    Check.FORM,
                    expected.get(common).name(),
                    "is missing from the end of the archive");
        }
        return tally.findings();
    }

    private static void compare(TarEntry expected, TarEntry found, Tally tally) {
        if (expected.type() != found.type()) {
            tally.add(
                    "type",
                    Severity.FAULT,
                    Check.FORM,
                    found.name(),
                    "expected " + expected.type().words + ", found " + found.type().words);
        }
        if (expected.mode() != found.mode()) {
            tally.add(
                    Modes.text(expected.mode()) + Modes.text(found.mode()),
                    Severity.FAULT,
                    Check.FORM,
                    found.name(),
                    "expected mode " + Modes.text(expected.mode()) + ", found " + Modes.text(found.mode())
                            + Modes.inBrackets(found.mode() & ~expected.mode()));
        }
        if (expected.size() != found.size()) {
            tally.add(
                    "size",
                    Severity.FAULT,
                    Check.FORM,
                    found.name(),
                    "expected " + expected.size() + " bytes, found " + found.size());
        }
        if (expected.modified() != found.modified()) {
            tally.add(
                    "time",
                    Severity.FAULT,
                    Check.FORM,
                    found.name(),
                    "expected the time " + Instant.ofEpochSecond(expected.modified()) + ", found "
                            + Instant.ofEpochSecond(found.modified()));
        }
        if (!expected.target().equals(found.target())) {
            tally.add(
                    "target",
                    Severity.FAULT,
                    Check.FORM,
                    found.name(),
                    "expected the target \"" + expected.target() + "\", found \"" + found.target() + "\"");
        }
    }

    private List<TarEntry> expected(ManifestContents manifest, WrittenBundle bundle) {
        Map<String, Long> times = new HashMap<>();
        entries.forEach(entry -> times.put(entry.name(), entry.modified()));
        long modified = manifest.isComplete() ? manifest.modified() : time(times, BundleLayout.MANIFEST);
        SortedMap<String, TarEntry> expected = new TreeMap<>();
        for (Map.Entry<String, Listed> file : manifest.files().entrySet()) {
            String path = file.getKey();
            if (file.getValue() instanceof ListedRegular regular) {
                long time = manifest.isComplete() ? regular.modified() : time(times, path);
                expected.put(path, TarEntry.file(path, regular.executable(), regular.size(), time));
            } else {
                expected.put(path, TarEntry.link(path, ((ListedLink) file.getValue()).target(), modified));
            }
        }
        bundle.files().forEach((path, file) -> {
            if (manifest.isBesideList(path) && !expected.containsKey(path)) {
                long size = file instanceof WrittenFile.Regular regular ? regular.size() : 0;
                long time = path.equals(BundleLayout.SIGNATURE) ? time(times, path) : modified;
                expected.put(path, TarEntry.file(path, false, size, time));
            }
        });
        return TarLayout.entries(top, modified, expected.values());
    }

    private long time(Map<String, Long> times, String path) {
        return times.getOrDefault(top + "/" + path, 0L);
    }
}
