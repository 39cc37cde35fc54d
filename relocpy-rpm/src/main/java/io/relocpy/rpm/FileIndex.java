package io.relocpy.rpm;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which packages own a path.
 *
 * <p>Primary metadata lists the paths that packages ask for most: those with {@code bin/} in them, below {@code /etc/},
 * and {@code /usr/lib/sendmail}. For these it is complete. Any other path that it does not have is looked up in
 * filelists, which are loaded no earlier. Safe for use by several threads.
 */
final class FileIndex {
    private final Pool pool;
    private final Map<String, int[]> fromFileLists = new ConcurrentHashMap<>();
    private @Nullable Map<String, int[]> primary;
    private boolean mentionedAreKnown;

    FileIndex(Pool pool) {
        this.pool = pool;
    }

    /**
     * The owners of that path, ascending.
     *
     * @param known whether some package is known to provide the path as a capability, so that filelists need not be read
     * @throws IOException when filelists can not be read
     */
    int[] owners(String path, boolean known) throws IOException {
        int[] owners = primary().get(path);
        if (owners != null) {
            return owners;
        }
        if (known || completeInPrimary(path)) {
            return new int[0];
        }
        lookUpMentioned();
        int[] listed = fromFileLists.get(path);
        if (listed == null) { // only a request can name a path that no package mentions
            listed = search(path::equals);
            fromFileLists.put(path, listed);
        }
        return listed;
    }

    /**
     * The owners of paths that match, ascending; of all paths, not only those in primary.
     *
     * @throws IOException when filelists can not be read
     */
    int[] ownersMatching(Predicate<String> pattern) throws IOException {
        int[] listed = search(pattern);
        IntList out = new IntList();
        for (int id = Pool.FIRST; id < pool.size(); id++) {
            if (pool.archScore(id) != 0 && anyMatch(pool.metadata(id).files(), pattern)) {
                out.add(id);
            }
        }
        return NormalForm.union(out.toArray(), listed);
    }

    /** Whether createrepo puts such a path into primary. */
    static boolean completeInPrimary(String path) {
        return path.contains("bin/") || path.startsWith("/etc/") || path.equals("/usr/lib/sendmail");
    }

    private synchronized Map<String, int[]> primary() {
        Map<String, int[]> index = primary;
        if (index == null) {
            index = new HashMap<>();
            for (int id = Pool.FIRST; id < pool.size(); id++) {
                if (pool.archScore(id) != 0) {
                    for (String path : pool.metadata(id).files()) {
                        int[] owners = index.get(path);
                        if (owners == null) {
                            index.put(path, new int[] {id});
                        } else if (owners[owners.length - 1] != id) {
                            int[] more = Arrays.copyOf(owners, owners.length + 1);
                            more[owners.length] = id;
                            index.put(path, more);
                        }
                    }
                }
            }
            primary = index;
        }
        return index;
    }

    /** Looks up all paths at once that packages ask for and primary lacks: filelists are long. */
    private synchronized void lookUpMentioned() throws IOException {
        if (mentionedAreKnown) {
            return;
        }
        Map<String, IntList> found = new HashMap<>();
        for (int id = Pool.FIRST; id < pool.size(); id++) {
            PackageMetadata metadata = pool.metadata(id);
            mention(metadata.requires(), found);
            mention(metadata.conflicts(), found);
            mention(metadata.recommends(), found);
            mention(metadata.suggests(), found);
            mention(metadata.supplements(), found);
            mention(metadata.enhances(), found);
        }
        for (int r = 0; r < pool.repositories().size(); r++) {
            Map<Integer, List<String>> lists = pool.repositories().get(r).fileLists();
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

    private void mention(List<? extends Dependency> dependencies, Map<String, IntList> found) {
        for (Dependency each : dependencies) {
            mention(each, found);
        }
    }

    private void mention(Dependency dependency, Map<String, IntList> found) {
        if (dependency instanceof Capability capability) {
            String name = capability.name();
            if (name.startsWith("/") && !completeInPrimary(name)) {
                found.computeIfAbsent(name, path -> new IntList());
            }
        } else if (dependency instanceof RichDependency rich) {
            mention(rich.left(), found);
            mention(rich.right(), found);
            if (rich.otherwise() != null) {
                mention(rich.otherwise(), found);
            }
        }
    }

    private int[] search(Predicate<String> pattern) throws IOException {
        IntList out = new IntList();
        for (int r = 0; r < pool.repositories().size(); r++) {
            Map<Integer, List<String>> lists = pool.repositories().get(r).fileLists();
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
