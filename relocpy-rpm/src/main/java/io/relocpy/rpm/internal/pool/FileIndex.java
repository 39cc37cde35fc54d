package io.relocpy.rpm.internal.pool;

import io.relocpy.repository.internal.index.IntList;
import io.relocpy.rpm.internal.index.DependencyTable;
import io.relocpy.rpm.internal.index.FileLists;
import io.relocpy.rpm.internal.index.PackageList;
import io.relocpy.rpm.internal.index.PackageTable;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Finds the packages that own a path.
 *
 * <p>Primary metadata lists the paths that packages depend on most: those that contain {@code bin/}, those below
 * {@code /etc/}, and {@code /usr/lib/sendmail}. For these it is complete. Any other path that it lacks is looked up in
 * filelists, which are only loaded then. Thread-safe.
 */
public final class FileIndex {
    private final Pool pool;
    private final Map<String, int[]> fromFileLists = new ConcurrentHashMap<>();
    private boolean mentionedAreKnown;

    FileIndex(Pool pool) {
        this.pool = pool;
    }

    /**
     * Returns the owners of a path, ascending.
     *
     * @param known whether a package provides the path as a capability, so that filelists need not be read
     * @throws IOException if filelists cannot be read
     */
    int[] owners(String path, boolean known) throws IOException {
        IntList owners = new IntList();
        for (int r = 0; r < pool.lists().size(); r++) {
            PackageTable table = pool.lists().get(r).table();
            pool.addRunnable(r, table.owning(), table.names().find(path), owners);
        }
        if (!owners.isEmpty()) {
            return owners.toArray();
        }
        if (known || completeInPrimary(path)) {
            return new int[0];
        }
        lookUpMentioned();
        int[] listed = fromFileLists.get(path);
        if (listed == null) { // a path that no package mentions can only come from a request
            listed = search(path::equals);
            fromFileLists.put(path, listed);
        }
        return listed;
    }

    /**
     * Returns the owners of matching paths, ascending; considers all paths, not only those in primary metadata.
     *
     * @throws IOException if filelists cannot be read
     */
    public int[] ownersMatching(Predicate<String> pattern) throws IOException {
        int[] listed = search(pattern);
        IntList out = new IntList();
        for (int id = Pool.FIRST; id < pool.size(); id++) {
            if (pool.archScore(id) != 0 && anyMatch(pool.table(id).files(pool.row(id)), pattern)) {
                out.add(id);
            }
        }
        return NormalForm.union(out.toArray(), listed);
    }

    /** Returns whether createrepo_c includes such a path in primary metadata. */
    static boolean completeInPrimary(String path) {
        return path.contains("bin/") || path.startsWith("/etc/") || path.equals("/usr/lib/sendmail");
    }

    /** Looks up all paths that packages mention and primary metadata lacks, all at once since filelists are large. */
    private synchronized void lookUpMentioned() throws IOException {
        if (mentionedAreKnown) {
            return;
        }
        Map<String, IntList> found = new HashMap<>();
        for (PackageList list : pool.lists()) {
            mentionPaths(list.table(), found);
        }
        for (int r = 0; r < pool.repositories().size(); r++) {
            Map<Integer, List<String>> lists = FileLists.of(pool.repositories().get(r));
            int first = pool.firstIdOf(r);
            for (int id = first; id < pool.firstIdOf(r + 1); id++) {
                if (pool.archScore(id) != 0) {
                    for (String path : lists.getOrDefault(id - first, List.of())) {
                        IntList owners = found.get(path);
                        if (owners != null && (owners.isEmpty() || owners.last() != id)) {
                            owners.add(id);
                        }
                    }
                }
            }
        }
        found.forEach((path, owners) -> fromFileLists.put(path, owners.toArray()));
        mentionedAreKnown = true;
    }

    private static void mentionPaths(PackageTable table, Map<String, IntList> found) {
        DependencyTable dependencies = table.dependencies();
        for (int i = 0; i < dependencies.capabilityCount(); i++) {
            int id = dependencies.capabilityName(i);
            if (table.names().startsWith(id, '/')
                    && !completeInPrimary(table.names().get(id))) {
                found.putIfAbsent(table.names().get(id), new IntList());
            }
        }
    }

    private int[] search(Predicate<String> pattern) throws IOException {
        IntList out = new IntList();
        for (int r = 0; r < pool.repositories().size(); r++) {
            Map<Integer, List<String>> lists = FileLists.of(pool.repositories().get(r));
            int first = pool.firstIdOf(r);
            for (int id = first; id < pool.firstIdOf(r + 1); id++) {
                List<String> paths = lists.get(id - first);
                if (paths != null && pool.archScore(id) != 0 && anyMatch(paths, pattern)) {
                    out.add(id);
                }
            }
        }
        return out.toArray();
    }

    private static boolean anyMatch(List<String> paths, Predicate<String> pattern) {
        for (String path : paths) {
            if (pattern.test(path)) {
                return true;
            }
        }
        return false;
    }
}
