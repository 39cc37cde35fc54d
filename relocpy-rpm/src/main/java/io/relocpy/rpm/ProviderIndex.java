package io.relocpy.rpm;

import io.relocpy.rpm.Capability.Comparison;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which packages provide what: libsolv's whatprovides.
 *
 * <p>Every package provides its own name in its own version, whatever its metadata lists. Packages that can not run here
 * provide nothing. Safe for use by several threads.
 */
final class ProviderIndex {
    private static final int[] NOBODY = {};
    private static final int[] THE_SYSTEM = {Pool.SYSTEM};

    private final Map<String, Integer> nameIndex;

    /** The entries of the name of index i lie at start[i] until start[i + 1], packages ascending. */
    private final int[] start;

    private final int[] provider;
    private final Capability[] provided;
    private final FileIndex files;
    private final Map<Capability, int[]> cache = new ConcurrentHashMap<>();

    ProviderIndex(Pool pool) {
        nameIndex = new HashMap<>(pool.size() * 3);
        IntList counts = new IntList(pool.size() * 2);
        int[] entries = {0};
        forEachProvides(pool, (id, capability) -> {
            Integer index = nameIndex.putIfAbsent(capability.name(), counts.size());
            if (index == null) {
                counts.add(1);
            } else {
                counts.set(index, counts.get(index) + 1);
            }
            entries[0]++;
        });
        start = new int[counts.size() + 1];
        for (int i = 0; i < counts.size(); i++) {
            start[i + 1] = start[i] + counts.get(i);
        }
        int[] next = start.clone();
        provider = new int[entries[0]];
        provided = new Capability[entries[0]];
        forEachProvides(pool, (id, capability) -> {
            Integer index = nameIndex.get(capability.name());
            if (index != null) {
                int at = next[index]++;
                provider[at] = id;
                provided[at] = capability;
            }
        });
        files = new FileIndex(pool);
    }

    private interface ProvidesVisitor {
        void visit(int id, Capability capability);
    }

    private static void forEachProvides(Pool pool, ProvidesVisitor visitor) {
        for (int id = Pool.FIRST; id < pool.size(); id++) {
            if (pool.archScore(id) != 0) {
                Capability self = new Capability(pool.name(id), Comparison.EQ, pool.evr(id));
                boolean listed = false;
                for (Capability capability : pool.metadata(id).provides()) {
                    listed |= capability.name().equals(self.name()) && capability.equals(self);
                    visitor.visit(id, capability);
                }
                if (!listed) {
                    visitor.visit(id, self);
                }
            }
        }
    }

    /**
     * Ascending ids of the packages that provide it, by capability or by file.
     *
     * @return just {@link Pool#SYSTEM} for features of rpm itself; not to be changed
     * @throws UncheckedIOException when a file list is needed and can not be read
     */
    int[] of(Capability capability) {
        int[] known = cache.get(capability);
        if (known == null) {
            known = compute(capability);
            cache.put(capability, known);
        }
        return known;
    }

    private int[] compute(Capability capability) {
        int[] found = byProvides(capability);
        if (capability.name().startsWith("/")) {
            try {
                int[] owners = files.owners(capability.name(), found.length > 0);
                found = found.length == 0 ? owners : NormalForm.union(found, owners);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        boolean feature =
                capability.comparison() != Comparison.ANY && capability.name().startsWith("rpmlib(");
        return found.length == 0 && feature ? THE_SYSTEM : found;
    }

    private int[] byProvides(Capability capability) {
        Integer index = nameIndex.get(capability.name());
        if (index == null) {
            return NOBODY;
        }
        IntList out = new IntList();
        int last = 0;
        for (int i = start[index]; i < start[index + 1]; i++) {
            if (provider[i] != last && VersionRange.matches(provided[i].comparison(), provided[i].evr(), capability)) {
                last = provider[i];
                out.add(last);
            }
        }
        return out.toArray();
    }

    /** Names of all that packages provide; for patterns and for near names. */
    List<String> names() {
        return new ArrayList<>(nameIndex.keySet());
    }

    FileIndex files() {
        return files;
    }

    /** Providers of a whole expression, as libsolv merges them where only a list will do. */
    int[] of(Dependency dependency) {
        if (dependency instanceof Capability capability) {
            return of(capability);
        }
        RichDependency rich = (RichDependency) dependency;
        int[] left = of(rich.left());
        return switch (rich.operator()) {
            case WITH -> filter(left, of(rich.right()), true);
            case WITHOUT -> filter(left, of(rich.right()), false);
            case AND, OR -> NormalForm.union(left, of(rich.right()));
            case IF, UNLESS -> {
                Dependency otherwise = rich.otherwise();
                yield otherwise == null ? left : NormalForm.union(left, of(otherwise));
            }
        };
    }

    private static int[] filter(int[] ids, int[] others, boolean keepCommon) {
        IntList out = new IntList(ids.length);
        int j = 0;
        for (int id : ids) {
            while (j < others.length && others[j] < id) {
                j++;
            }
            if ((j < others.length && others[j] == id) == keepCommon) {
                out.add(id);
            }
        }
        return out.toArray();
    }
}
