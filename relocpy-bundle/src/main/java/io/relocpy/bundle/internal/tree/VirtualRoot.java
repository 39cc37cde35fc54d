package io.relocpy.bundle.internal.tree;

import io.relocpy.bundle.BundleException;
import io.relocpy.elf.FileTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files of all packages as a root file system with merged /usr would hold them. It exists in memory only; symbolic
 * links are followed by this class, never by the host. Immutable.
 */
public final class VirtualRoot implements FileTree {
    private final NavigableMap<String, TreeFile> files;
    private final List<FileConflict> conflicts;

    private VirtualRoot(NavigableMap<String, TreeFile> files, Collection<FileConflict> conflicts) {
        this.files = Collections.unmodifiableNavigableMap(files);
        this.conflicts = List.copyOf(conflicts);
    }

    /**
     * A path on which two packages conflict; only the first one's file is in the tree.
     *
     * @param path of the file
     * @param one the package whose file is in the tree
     * @param other the package with a different file
     * @param directory whether it is a file of the one and a directory of the other
     * @param difference as text
     */
    public record FileConflict(
            String path, SourcePackage one, SourcePackage other, boolean directory, String difference) {}

    /**
     * Joins the files of packages.
     *
     * <p>A file whose directory is another package's link (as /sbin is on Fedora) goes where the link leads. The same
     * path in two packages is fine while the content is the same, as for rpm; else it is among the {@link #conflicts()}.
     *
     * @throws BundleException if a file lies below a loop of links, or contents cannot be read
     */
    public static VirtualRoot of(Collection<TreeFile> all) throws BundleException {
        return of(all, List.of());
    }

    /** The same with more files. */
    public VirtualRoot with(Collection<TreeFile> more) throws BundleException {
        List<TreeFile> all = new ArrayList<>(files.values());
        all.addAll(more);
        return of(all, conflicts);
    }

    private static VirtualRoot of(Collection<TreeFile> all, Collection<FileConflict> known) throws BundleException {
        NavigableMap<String, TreeFile> links = new TreeMap<>();
        for (TreeFile file : all) {
            if (file instanceof TreeFile.Link) {
                links.putIfAbsent(file.path(), file);
            }
        }
        VirtualRoot linkTree = new VirtualRoot(links, List.of());
        Set<FileConflict> conflicts = new LinkedHashSet<>(known);
        NavigableMap<String, TreeFile> merged = new TreeMap<>();
        for (TreeFile file : all) {
            String directory = linkTree.realPath(RootPath.parent(file.path()))
                    .orElseThrow(() -> new BundleException(
                            file.origin().id(), "/" + file.path() + " lies below a loop of symbolic links"));
            String path = RootPath.resolve(directory, RootPath.fileName(file.path()));
            TreeFile moved = path.equals(file.path()) ? file : withPath(file, path);
            TreeFile other = merged.putIfAbsent(path, moved);
            if (other != null) {
                difference(other, moved)
                        .ifPresent(difference -> conflicts.add(
                                new FileConflict(path, other.origin(), file.origin(), false, difference)));
            }
        }
        VirtualRoot tree = new VirtualRoot(merged, List.of());
        for (TreeFile file : merged.values()) {
            Collection<TreeFile> below = tree.below(file.path());
            if (!below.isEmpty()) {
                SourcePackage other = below.iterator().next().origin();
                conflicts.add(new FileConflict(
                        file.path(), file.origin(), other, true, "a file in the first, a directory in the second"));
            }
        }
        return new VirtualRoot(merged, conflicts);
    }

    /** The paths that packages disagree on, which matters if the file is kept. */
    public List<FileConflict> conflicts() {
        return conflicts;
    }

    /** All files in the order of their paths. */
    public Collection<TreeFile> files() {
        return files.values();
    }

    /** The file at exactly this path; links are not followed. */
    public Optional<TreeFile> get(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /** The regular file that the path leads to, links followed. */
    public Optional<TreeFile.Regular> follow(String path) {
        return realPath(path)
                .map(files::get)
                .filter(TreeFile.Regular.class::isInstance)
                .map(TreeFile.Regular.class::cast);
    }

    /** The path with all links followed, whether or not a file is there; empty for a loop of links. */
    public Optional<String> realPath(String path) {
        return LinkWalk.realPath(path, false, this::linkTarget);
    }

    /**
     * The files of the tree that a path leads through: links, also those of directories on the way, and at the end the
     * regular file if there is one. Empty if it leads nowhere: to nothing of the tree, or in a loop.
     */
    public List<String> stepsTo(String path) {
        Set<String> steps = new LinkedHashSet<>();
        Optional<String> real = LinkWalk.realPath(path, false, at -> {
            Optional<String> target = linkTarget(at);
            if (target.isPresent()) {
                steps.add(at);
            }
            return target;
        });
        if (real.isEmpty() || !(files.containsKey(real.get()) || isDirectory(real.get()))) {
            return List.of();
        }
        real.filter(files::containsKey).ifPresent(steps::add);
        return List.copyOf(steps);
    }

    private Optional<String> linkTarget(String path) {
        return files.get(path) instanceof TreeFile.Link link ? Optional.of("/" + link.target()) : Optional.empty();
    }

    /** All files below a directory, which must not be a link. */
    public Collection<TreeFile> below(String directory) {
        return files.subMap(directory + "/", directory + "0").values(); // '0' follows '/'
    }

    /** Whether something lies below that path. */
    public boolean isDirectory(String path) {
        return !below(path).isEmpty();
    }

    @Override
    public Entry lookup(String absolute) {
        String path = RootPath.resolve("", absolute);
        String merged = RootPath.mergeUsr(path);
        if (!merged.equals(path) && path.indexOf('/') < 0) {
            return new Entry.SymbolicLink(merged);
        }
        TreeFile file = files.get(path);
        if (file instanceof TreeFile.Link link) {
            return new Entry.SymbolicLink("/" + link.target());
        }
        return file != null
                ? new Entry.RegularFile()
                : isDirectory(path) || path.isEmpty() ? new Entry.Directory() : new Entry.Missing();
    }

    @Override
    public ByteBuffer read(String absolute) throws IOException {
        return follow(RootPath.resolve("", absolute))
                .orElseThrow(() -> new IOException(absolute + ": no such file in the packages"))
                .content()
                .view();
    }

    /** The difference between two files of one path, as text; empty if rpm would consider them the same. */
    private static Optional<String> difference(TreeFile a, TreeFile b) throws BundleException {
        if (a instanceof TreeFile.Link x && b instanceof TreeFile.Link y) {
            return x.target().equals(y.target())
                    ? Optional.empty()
                    : Optional.of("links to /" + x.target() + " and to /" + y.target());
        }
        if (a instanceof TreeFile.Regular x && b instanceof TreeFile.Regular y) {
            try {
                if (x.content().size() != y.content().size()) {
                    return Optional.of(
                            "of " + x.content().size() + " and " + y.content().size() + " bytes");
                }
                int first = x.content().buffer().mismatch(y.content().buffer());
                return first < 0
                        ? Optional.empty()
                        : Optional.of(
                                "both of " + x.content().size() + " bytes, which differ from byte " + first + " on");
            } catch (IOException e) {
                throw new BundleException("/" + a.path(), "cannot be compared: " + e.getMessage(), e);
            }
        }
        return Optional.of(kind(a) + " in the first, " + kind(b) + " in the second");
    }

    private static String kind(TreeFile file) {
        return file instanceof TreeFile.Link link ? "a link to /" + link.target() : "a file";
    }

    private static TreeFile withPath(TreeFile file, String path) {
        if (file instanceof TreeFile.Regular regular) {
            return new TreeFile.Regular(
                    path, regular.origin(), regular.content(), regular.executable(), regular.modified());
        }
        return new TreeFile.Link(path, file.origin(), ((TreeFile.Link) file).target());
    }
}
