package io.relocpy.rpm.internal.pool;

import io.relocpy.repository.internal.index.IntList;
import io.relocpy.repository.internal.index.NameTable;
import io.relocpy.rpm.internal.index.DependencyKind;
import io.relocpy.rpm.internal.index.DependencyTable;
import io.relocpy.rpm.internal.index.PackageTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How often a repository's metadata uses each name and each dependency: the counts by which libsolv numbers them in a
 * {@code .solv} file ({@code repo_write}).
 *
 * <p>A name counts once for every package, source package, directory or licence of that name, every plain dependency on it,
 * and every distinct dependency that adds a version or an operator to it. A dependency inside another one counts at least one
 * more than the outer one.
 *
 * <p>Dependencies have the same ids as in the {@link DependencyTable}.
 */
final class DependencyUse {
    private static final DependencyKind[] LIST_ORDER = {
        DependencyKind.PROVIDES,
        DependencyKind.REQUIRES,
        DependencyKind.CONFLICTS,
        DependencyKind.OBSOLETES,
        DependencyKind.RECOMMENDS,
        DependencyKind.SUPPLEMENTS,
        DependencyKind.SUGGESTS,
        DependencyKind.ENHANCES
    };

    /** The {@code else} branch of a condition, which libsolv numbers separately. */
    private record Else(int condition, int otherwise) {}

    private final PackageTable table;
    private final DependencyTable dependencies;
    private final int[] nameUses;

    /** Uses of everything except names: versioned capabilities, then boolean dependencies, then else branches. */
    private final int[] uses;

    /** Counted from 1; 0 if it has not occurred yet. */
    private final int[] firstOccurrence;

    private final IntList inOrder = new IntList();
    private final List<Else> branches = new ArrayList<>();
    private final Map<Else, Integer> branchNodes = new HashMap<>();

    private DependencyUse(PackageTable table) {
        this.table = table;
        this.dependencies = table.dependencies();
        this.nameUses = new int[table.names().size()];
        this.uses = new int[dependencies.capabilityCount() + 2 * dependencies.richCount()];
        this.firstOccurrence = new int[uses.length];
    }

    static DependencyUse in(PackageTable table) {
        DependencyUse use = new DependencyUse(table);
        Set<String> directories = new HashSet<>();
        for (int row = 0; row < table.size(); row++) {
            SearchLimitException.ifInterrupted();
            use.addPackage(row);
            for (String path : table.files(row)) {
                use.addDirectory(path, directories);
            }
        }
        use.spread();
        return use;
    }

    int count(int dependency) {
        return dependencies.isPlain(dependency)
                ? nameUses[dependencies.capabilityName(dependency)]
                : uses[node(dependency)];
    }

    int countOfName(String name) {
        int id = table.names().find(name);
        return id == NameTable.ABSENT ? 0 : nameUses[id];
    }

    /** Returns 0 for plain names, which are sorted by name instead. */
    int firstOccurrence(int dependency) {
        return dependencies.isPlain(dependency) ? 0 : firstOccurrence[node(dependency)];
    }

    private int node(int dependency) {
        return dependency < 0 ? dependencies.capabilityCount() - 1 - dependency : dependency;
    }

    private int branchNode(int rich) {
        Else branch = new Else(dependencies.right(rich), dependencies.otherwise(rich));
        return branchNodes.computeIfAbsent(branch, added -> {
            branches.add(added);
            return dependencies.capabilityCount() + dependencies.richCount() + branches.size() - 1;
        });
    }

    private void addPackage(int row) {
        String name = table.name(row);
        addName(name);
        for (DependencyKind kind : LIST_ORDER) {
            addAll(table.dependencyIds(row, kind));
        }
        int self = table.selfProvided(row);
        if (self != DependencyTable.NO_DEPENDENCY
                && !contains(table.dependencyIds(row, DependencyKind.PROVIDES), self, Integer.MAX_VALUE)) {
            add(self);
        }
        addName(table.license(row));
        String source = sourceName(table.sourceRpm(row));
        if (!source.equals(name)) {
            addName(source);
        }
    }

    /** Returns the name in {@code name-version-release.src.rpm}. */
    private static String sourceName(String sourceRpm) {
        int release = sourceRpm.lastIndexOf('-');
        int version = release < 0 ? -1 : sourceRpm.lastIndexOf('-', release - 1);
        return version < 0 ? "" : sourceRpm.substring(0, version);
    }

    private void addDirectory(String path, Set<String> seen) {
        String rest = path;
        for (int slash = rest.lastIndexOf('/'); slash > 0; slash = rest.lastIndexOf('/')) {
            rest = rest.substring(0, slash);
            if (!seen.add(rest)) {
                return;
            }
            addName(rest.substring(rest.lastIndexOf('/') + 1));
        }
    }

    private void addAll(int[] ids) {
        if (ids.length < 16) {
            for (int i = 0; i < ids.length; i++) {
                if (!contains(ids, ids[i], i)) {
                    add(ids[i]);
                }
            }
        } else {
            Set<Integer> seen = new HashSet<>();
            for (int id : ids) {
                if (seen.add(id)) {
                    add(id);
                }
            }
        }
    }

    private static boolean contains(int[] ids, int id, int end) {
        for (int i = 0; i < ids.length && i < end; i++) {
            if (ids[i] == id) {
                return true;
            }
        }
        return false;
    }

    private void add(int dependency) {
        if (dependencies.isPlain(dependency)) {
            nameUses[dependencies.capabilityName(dependency)]++;
        } else {
            number(dependency);
            uses[node(dependency)]++;
        }
    }

    /** Ignores names that nothing else has, since their counts are never requested. */
    private void addName(String name) {
        int id = name.isEmpty() ? NameTable.ABSENT : table.names().find(name);
        if (id != NameTable.ABSENT) {
            nameUses[id]++;
        }
    }

    /** Numbers inner dependencies before the outer one. */
    private void number(int dependency) {
        if (dependencies.isPlain(dependency) || firstOccurrence[node(dependency)] != 0) {
            return;
        }
        if (dependency < 0) {
            number(dependencies.left(dependency));
            number(dependencies.right(dependency));
            if (dependencies.otherwise(dependency) != DependencyTable.NO_DEPENDENCY) {
                number(dependencies.otherwise(dependency));
                enter(branchNode(dependency));
            }
        }
        enter(node(dependency));
    }

    private void enter(int node) {
        if (firstOccurrence[node] == 0) {
            inOrder.add(node);
            firstOccurrence[node] = inOrder.size();
        }
    }

    /** Counts the operands of used dependencies as used too, from the last dependency to the first. */
    private void spread() {
        int firstRich = dependencies.capabilityCount();
        int firstBranch = firstRich + dependencies.richCount();
        for (int i = inOrder.size() - 1; i >= 0; i--) {
            int node = inOrder.get(i);
            if (uses[node] == 0) {
                continue;
            }
            if (node < firstRich) {
                nameUses[dependencies.capabilityName(node)]++;
            } else if (node < firstBranch) {
                spreadRich(firstRich - 1 - node, uses[node] + 1);
            } else {
                Else branch = branches.get(node - firstBranch);
                use(branch.condition, uses[node] + 1);
                use(branch.otherwise, uses[node] + 1);
            }
        }
    }

    private void spreadRich(int rich, int least) {
        use(dependencies.left(rich), least);
        if (dependencies.otherwise(rich) == DependencyTable.NO_DEPENDENCY) {
            use(dependencies.right(rich), least);
        } else {
            int branch = branchNode(rich);
            uses[branch] = Math.max(uses[branch], least);
        }
    }

    private void use(int dependency, int least) {
        if (dependencies.isPlain(dependency)) {
            nameUses[dependencies.capabilityName(dependency)]++;
        } else {
            int node = node(dependency);
            uses[node] = Math.max(uses[node], least);
        }
    }
}
