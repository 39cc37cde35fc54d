package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.BundleVerification.Severity;
import io.relocpy.bundle.internal.format.ManifestContents.Listed;
import io.relocpy.bundle.internal.format.ManifestContents.ListedRegular;
import io.relocpy.bundle.internal.tree.RootPath;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A directory as a build or the unpacking of an archive left it: nobody else may change it, and nothing in it grants
 * privileges. Times are not compared, since copying a directory need not preserve them.
 *
 * @param inodes of all files and directories by path; the top directory's is empty
 * @param self the user that this process runs as; empty if unknown
 */
record DirectoryForm(SortedMap<String, Inode> inodes, OptionalInt self) implements Form {
    private static final int DIRECTORY_MODE = 0755;
    private static final int EXECUTE = 0111;
    private static final int ROOT = 0;

    /** Copies the map. */
    DirectoryForm {
        inodes = Collections.unmodifiableSortedMap(new TreeMap<>(inodes));
    }

    /** What can be at a path. */
    enum Kind {
        FILE,
        DIRECTORY,
        OTHER
    }

    /**
     * What the file system records about a path, apart from the content.
     *
     * @param kind what it is
     * @param mode permission bits, with set-user-ID, set-group-ID and sticky
     * @param owner user number
     * @param links how many names it has
     * @param device number of its file system
     * @param extendedAttributes names in the namespace {@code user}, the only one that Java shows
     */
    record Inode(Kind kind, int mode, int owner, int links, long device, List<String> extendedAttributes) {
        /** Copies the list. */
        Inode {
            extendedAttributes = List.copyOf(extendedAttributes);
        }
    }

    /** A directory where Python keeps compiled modules: with them it is not vouched for, and no fault. */
    static boolean isCache(String path) {
        return RootPath.fileName(path).equals("__pycache__");
    }

    @Override
    public List<Finding> deviations(ManifestContents manifest, WrittenBundle bundle) {
        Tally tally = new Tally();
        Set<String> needed = neededDirectories(manifest);
        Inode top = inodes.getOrDefault("", new Inode(Kind.DIRECTORY, 0, ROOT, 1, 0, List.of()));
        if (top.owner() != ROOT && self.isPresent() && self.getAsInt() != top.owner()) {
            fault(
                    tally,
                    "owner",
                    "",
                    "belongs to user " + top.owner() + ", who can change it; expected root or user " + self.getAsInt()
                            + ", who verifies it");
        }
        for (Map.Entry<String, Inode> entry : inodes.entrySet()) {
            String path = entry.getKey();
            Inode inode = entry.getValue();
            boolean directory = inode.kind() == Kind.DIRECTORY;
            boolean cache = isCache(path) && needed.contains(RootPath.parent(path));
            if (directory && !needed.contains(path) && !cache) {
                fault(tally, "directory", path, "is a directory that contains no listed file");
            }
            compare(path, inode, directory ? DIRECTORY_MODE : allowedMode(manifest, path, inode), top, tally);
        }
        return tally.findings();
    }

    private static void compare(String path, Inode inode, int allowed, Inode top, Tally tally) {
        int extra = inode.kind() == Kind.OTHER ? 0 : inode.mode() & ~allowed; // a link's mode has no effect
        if (extra != 0) {
            fault(
                    tally,
                    "mode " + Modes.words(extra),
                    path,
                    "expected mode " + Modes.text(allowed) + " or less, found " + Modes.text(inode.mode())
                            + Modes.inBrackets(extra));
        }
        if (inode.owner() != top.owner() && inode.owner() != ROOT) {
            fault(
                    tally,
                    "owner",
                    path,
                    "belongs to user " + inode.owner() + ", who can change it; expected user " + top.owner());
        }
        if (inode.device() != top.device()) {
            fault(tally, "device", path, "is on another file system, which is mounted there");
        }
        if (!inode.extendedAttributes().isEmpty()) {
            fault(
                    tally,
                    "attributes",
                    path,
                    "has the extended attribute user."
                            + inode.extendedAttributes().get(0) + ", expected none");
        }
        if (inode.kind() == Kind.FILE && inode.links() > 1) {
            tally.add(
                    "links",
                    Severity.NOTE,
                    Check.FORM,
                    path,
                    "has " + inode.links() + " names (hard links): what is written under another changes it here");
        }
    }

    /** What the owner may execute but should not is reported with the content. */
    private static int allowedMode(ManifestContents manifest, String path, Inode inode) {
        Listed listed = manifest.files().get(path);
        if (listed instanceof ListedRegular regular && regular.executable()) {
            return 0755;
        }
        return listed != null && (inode.mode() & 0100) != 0 ? 0644 | EXECUTE : 0644;
    }

    /** The top directory, and every directory that contains an expected file. */
    private static Set<String> neededDirectories(ManifestContents manifest) {
        Set<String> needed = new HashSet<>(Set.of(""));
        for (String path : manifest.files().keySet()) {
            for (String above = RootPath.parent(path); needed.add(above); ) {
                above = RootPath.parent(above);
            }
        }
        return needed;
    }

    private static void fault(Tally tally, String kind, String path, String what) {
        tally.add(kind, Severity.FAULT, Check.FORM, path.isEmpty() ? "." : path, what);
    }
}
