package io.relocpy.rpm.internal.pool;

import io.relocpy.repository.internal.index.IntList;
import io.relocpy.repository.internal.index.NameTable;
import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Capability.Comparison;
import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.RichDependency;
import io.relocpy.rpm.internal.index.PackageTable;
import io.relocpy.rpm.internal.index.Postings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the packages that provide a capability: libsolv's whatprovides.
 *
 * <p>Every package provides its own name with its own version, whatever its metadata lists. Packages that cannot run here
 * provide nothing. Thread-safe.
 */
public final class ProviderIndex {
    private static final int[] THE_SYSTEM = {Pool.SYSTEM};

    private final Pool pool;
    private final FileIndex files;
    private final Map<Capability, int[]> cache = new ConcurrentHashMap<>();

    ProviderIndex(Pool pool) {
        this.pool = pool;
        this.files = new FileIndex(pool);
    }

    /**
     * Returns the ascending ids of the packages that provide a capability, including by a file.
     *
     * @return only {@link Pool#SYSTEM} for features of rpm itself; must not be modified
     * @throws UncheckedIOException if a file list is needed but cannot be read
     */
    public int[] of(Capability capability) {
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
        IntList out = new IntList();
        for (int r = 0; r < pool.lists().size(); r++) {
            PackageTable table = pool.lists().get(r).table();
            int name = table.names().find(capability.name());
            if (name == NameTable.ABSENT) {
                continue;
            }
            Postings providing = table.providing();
            for (int place = providing.first(name); place < providing.end(name); place++) {
                int id = pool.runnable(r, providing.row(place));
                if (id != 0
                        && (out.isEmpty() || out.last() != id)
                        && matches(table.dependencies().capability(providing.value(place)), capability)) {
                    out.add(id);
                }
            }
        }
        return out.toArray();
    }

    private static boolean matches(Capability provided, Capability wanted) {
        return VersionRange.matches(provided.comparison(), provided.evr().orElse(null), wanted);
    }

    /** Returns the names of all provided capabilities, for patterns and suggestions. */
    public List<String> names() {
        Set<String> names = new HashSet<>();
        for (int r = 0; r < pool.lists().size(); r++) {
            PackageTable table = pool.lists().get(r).table();
            for (int name = 0; name < table.names().size(); name++) {
                if (isProvided(r, table.providing(), name)) {
                    names.add(table.names().get(name));
                }
            }
        }
        return List.copyOf(names);
    }

    private boolean isProvided(int repository, Postings providing, int name) {
        for (int place = providing.first(name); place < providing.end(name); place++) {
            if (pool.runnable(repository, providing.row(place)) != 0) {
                return true;
            }
        }
        return false;
    }

    public FileIndex files() {
        return files;
    }

    /** Returns the providers of a whole expression, merged as by libsolv where a list is needed. */
    public int[] of(Dependency dependency) {
        if (dependency instanceof Capability capability) {
            return of(capability);
        }
        RichDependency rich = (RichDependency) dependency;
        int[] left = of(rich.left());
        return switch (rich.operator()) {
            case WITH -> filter(left, of(rich.right()), true);
            case WITHOUT -> filter(left, of(rich.right()), false);
            case AND, OR -> NormalForm.union(left, of(rich.right()));
            case IF, UNLESS ->
                rich.otherwise().map(it -> NormalForm.union(left, of(it))).orElse(left);
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
