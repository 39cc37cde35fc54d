package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.BundleVerification.Severity;
import io.relocpy.bundle.internal.format.ManifestContents.Listed;
import io.relocpy.bundle.internal.format.ManifestContents.ListedLink;
import io.relocpy.bundle.internal.format.ManifestContents.ListedRegular;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.RootPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Compares the files that are there with those that the manifest lists. */
public final class ManifestComparison {
    /** Python writes these beside modules when it first imports them, if it can (PEP 3147). */
    private static final Pattern COMPILED = Pattern.compile("(?:.*/)?__pycache__/[^/]+\\.pyc(?:\\.\\d+)?");

    private final List<Finding> findings = new ArrayList<>();

    private ManifestComparison() {}

    /** What differs. */
    public static List<Finding> compare(ManifestContents manifest, WrittenBundle bundle) {
        ManifestComparison comparison = new ManifestComparison();
        manifest.files().forEach((path, listed) -> comparison.compare(path, listed, bundle.files()));
        comparison.findUnlisted(manifest, bundle);
        return comparison.findings;
    }

    private void compare(String path, Listed listed, SortedMap<String, WrittenFile> files) {
        WrittenFile file = files.get(path);
        if (file == null) {
            fault(path, "is missing; it came from " + listed.origin());
        } else if (listed instanceof ListedRegular expected && file instanceof WrittenFile.Regular found) {
            compare(path, expected, found);
        } else if (listed instanceof ListedLink expected && file instanceof WrittenFile.Link found) {
            if (!expected.target().equals(found.target())) {
                fault(path, "expected a link to " + expected.target() + ", found one to " + found.target());
            }
        } else {
            fault(path, "expected " + (listed instanceof ListedLink ? "a link" : "a file") + ", found " + kind(file));
        }
    }

    private void compare(String path, ListedRegular expected, WrittenFile.Regular found) {
        if (expected.size() != found.size()) {
            fault(path, "expected " + expected.size() + " bytes, found " + found.size());
        } else if (!expected.sha256().equals(found.sha256())) {
            fault(path, "expected sha256 " + expected.sha256() + ", found " + found.sha256());
        }
        if (expected.executable() != found.executable()) {
            fault(path, found.executable() ? "is executable and should not be" : "is not executable and should be");
        }
    }

    private void findUnlisted(ManifestContents manifest, WrittenBundle bundle) {
        Map<String, Integer> compiled = new TreeMap<>();
        for (WrittenFile file : bundle.files().values()) {
            String path = file.path();
            if (manifest.files().containsKey(path)) {
                continue;
            }
            if (manifest.isBesideList(path)) {
                compareBesideList(file);
            } else if (COMPILED.matcher(path).matches()
                    && file instanceof WrittenFile.Regular
                    && bundle.form() instanceof DirectoryForm) { // nobody runs Python in an archive
                compiled.merge(RootPath.parent(path), 1, Integer::sum);
            } else {
                fault(path, "is not in the list of files");
            }
        }
        compiled.forEach((directory, count) -> findings.add(new Finding(
                Severity.UNVOUCHED,
                Check.FILE,
                directory,
                "has " + count + (count == 1 ? " compiled module that is" : " compiled modules that are")
                        + " not in the list; Python writes such files as it runs, and executes them")));
    }

    private void compareBesideList(WrittenFile file) {
        if (!(file instanceof WrittenFile.Regular regular)) {
            fault(file.path(), "expected a file, found " + kind(file));
        } else if (regular.executable()) {
            fault(file.path(), "is executable and should not be");
        } else if (file.path().equals(BundleLayout.SIGNATURE) && regular.size() > BundleLayout.MAX_SIGNATURE) {
            fault(
                    file.path(),
                    "has " + regular.size() + " bytes, more than any signature (" + BundleLayout.MAX_SIGNATURE + ")");
        }
    }

    private void fault(String path, String what) {
        findings.add(Findings.fault(Check.FILE, path, what));
    }

    private static String kind(WrittenFile file) {
        if (file instanceof WrittenFile.Other other) {
            return other.kind();
        }
        return file instanceof WrittenFile.Link ? "a link" : "a file";
    }
}
