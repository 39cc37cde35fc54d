package io.relocpy.bundle.internal.tree;

import io.relocpy.bundle.BundleException;
import io.relocpy.elf.FileTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The bundle's files as the kernel and the loader will find them: links followed, inside the bundle only. Everything
 * that is written or verified passes through this class, so that every path has one owner and is below the bundle's
 * directory.
 */
public final class BundleTree implements FileTree {
    private final NavigableMap<String, BundleFile> byPath;

    private BundleTree(NavigableMap<String, BundleFile> byPath) {
        this.byPath = byPath;
    }

    /**
     * The tree of these files.
     *
     * @throws BundleException if two of them have one path, one lies below another, or a path leads elsewhere
     */
    public static BundleTree of(Collection<BundleFile> files) throws BundleException {
        NavigableMap<String, BundleFile> byPath = new TreeMap<>();
        for (BundleFile file : files) {
            String complaint = PathRule.complaint(file.path());
            if (!complaint.isEmpty()) {
                throw new BundleException(
                        "\"" + file.path() + "\" of " + file.origin(),
                        "expected a path inside of the bundle, but it " + complaint);
            }
            BundleFile other = byPath.put(file.path(), file);
            if (other != null) {
                throw new BundleException(file.path(), "comes from " + other.origin() + " and from " + file.origin());
            }
        }
        BundleTree tree = new BundleTree(byPath);
        for (BundleFile file : byPath.values()) {
            Map.Entry<String, BundleFile> below = byPath.ceilingEntry(file.path() + "/");
            if (below != null && below.getKey().startsWith(file.path() + "/")) {
                throw new BundleException(
                        file.path(),
                        "comes from " + file.origin() + " as " + (file instanceof BundleFile.Link ? "a link" : "a file")
                                + ", and from " + below.getValue().origin() + " as the directory of "
                                + below.getKey());
            }
        }
        return tree;
    }

    /** All files, sorted by path. */
    public Collection<BundleFile> files() {
        return Collections.unmodifiableCollection(byPath.values());
    }

    /**
     * What is wrong with a link's target, as text that follows its path in messages; empty if the target is in the
     * bundle.
     */
    public String complaint(BundleFile.Link link) {
        String complaint = PathRule.complaintOfTarget(link.target());
        if (!complaint.isEmpty()) {
            return complaint;
        }
        Optional<String> real = realPath(link.path());
        if (real.isEmpty()) {
            return "leads to " + link.target() + ": out of the bundle, or in a loop";
        }
        return exists(real.get()) ? "" : "leads to " + link.target() + ", which is not in the bundle";
    }

    /** The regular file that the path leads to. */
    public Optional<BundleFile.Regular> follow(String path) {
        return realPath(path)
                .map(byPath::get)
                .filter(BundleFile.Regular.class::isInstance)
                .map(BundleFile.Regular.class::cast);
    }

    /**
     * The path with all links followed, whether or not a file is there; empty if that leads out of the bundle, or in a
     * circle.
     */
    Optional<String> realPath(String path) {
        return LinkWalk.realPath(
                path,
                true,
                at -> byPath.get(at) instanceof BundleFile.Link link ? Optional.of(link.target()) : Optional.empty());
    }

    /** Whether a file or directory is there; links are not followed. */
    boolean exists(String path) {
        return byPath.containsKey(path) || isDirectory(path);
    }

    @Override
    public Entry lookup(String absolute) {
        String path = RootPath.resolve("", absolute);
        BundleFile file = byPath.get(path);
        if (file instanceof BundleFile.Link link) {
            return new Entry.SymbolicLink("/" + target(link));
        }
        return file != null ? new Entry.RegularFile() : isDirectory(path) ? new Entry.Directory() : new Entry.Missing();
    }

    @Override
    public ByteBuffer read(String absolute) throws IOException {
        return follow(RootPath.resolve("", absolute))
                .orElseThrow(() -> new IOException(absolute + ": no such file in the bundle"))
                .content()
                .view();
    }

    private boolean isDirectory(String path) {
        String next = byPath.ceilingKey(path + "/");
        return path.isEmpty() || (next != null && next.startsWith(path + "/"));
    }

    /** The file at exactly this path; links are not followed. */
    public Optional<BundleFile> get(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    private static String target(BundleFile.Link link) {
        return RootPath.resolve(RootPath.parent(link.path()), link.target());
    }
}
