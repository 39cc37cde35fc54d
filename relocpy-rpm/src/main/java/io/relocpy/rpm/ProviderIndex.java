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
        IntList names = new IntList(pool.size() * 2);
        IntList ids = new IntList(pool.size() * 2);
        List<Capability> capabilities = new ArrayList<>(pool.size() * 2);
        for (int id = Pool.FIRST; id < pool.size(); id++) {
            if (pool.archScore(id) != 0) {
                for (Capability each : providedBy(pool, id)) {
                    names.add(indexOf(each.name()));
                    ids.add(id);
                    capabilities.add(each);
                }
            }
        }
        start = new int[nameIndex.size() + 1];
        for (int i = 0; i < names.size(); i++) {
            start[names.get(i) + 1]++;
        }
        for (int i = 0; i < nameIndex.size(); i++) {
            start[i + 1] += start[i];
        }
        int[] next = start.clone();
        provider = new int[ids.size()];
        provided = new Capability[ids.size()];
        for (int i = 0; i < ids.size(); i++) {
            int at = next[names.get(i)]++;
            provider[at] = ids.get(i);
            provided[at] = capabilities.get(i);
        }
        files = new FileIndex(pool);
    }

    private int indexOf(String name) {
        int next = nameIndex.size();
        Integer known = nameIndex.putIfAbsent(name, next);
        return known == null ? next : known;
    }

    private static List<Capability> providedBy(Pool pool, int id) {
        List<Capability> listed = pool.metadata(id).provides();
        Capability self = new Capability(pool.name(id), Comparison.EQ, pool.evr(id));
        if (listed.contains(self)) {
            return listed;
        }
        List<Capability> out = new ArrayList<>(listed);
        out.add(self);
        return out;
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
