package io.relocpy.rpm;

import io.relocpy.rpm.Capability.Comparison;
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
 * <p>A name counts once for every package of that name, every source package, directory or licence so called, every plain
 * dependency on it, and every distinct dependency with a version or operator around it. A dependency inside another
 * counts at least one more than the outer one.
 */
final class DependencyUse {
    /** The {@code else} branch of a condition, which libsolv numbers apart. */
    private record Else(Dependency condition, Dependency otherwise) {}

    private static final class Count {
        final int firstOccurrence;
        int uses;

        Count(int firstOccurrence) {
            this.firstOccurrence = firstOccurrence;
        }
    }

    private final Map<String, Integer> names = new HashMap<>();
    private final Map<Object, Count> relations = new HashMap<>();
    private final List<Object> inOrder = new ArrayList<>();

    private DependencyUse() {}

    static DependencyUse in(List<PackageMetadata> packages) {
        DependencyUse use = new DependencyUse();
        Set<String> directories = new HashSet<>();
        for (PackageMetadata each : packages) {
            use.addPackage(each);
            for (String path : each.files()) {
                use.addDirectory(path, directories);
            }
        }
        use.spread();
        return use;
    }

    static boolean isPlain(Dependency dependency) {
        return dependency instanceof Capability capability && capability.comparison() == Comparison.ANY;
    }

    int count(Dependency dependency) {
        if (isPlain(dependency)) {
            return names.getOrDefault(((Capability) dependency).name(), 0);
        }
        Count count = relations.get(dependency);
        return count == null ? 0 : count.uses;
    }

    /** 0 for plain names, which sort by name instead. */
    int firstOccurrence(Dependency dependency) {
        Count count = isPlain(dependency) ? null : relations.get(dependency);
        return count == null ? 0 : count.firstOccurrence;
    }

    private void addPackage(PackageMetadata metadata) {
        String name = metadata.nevra().name();
        addName(name);
        addAll(metadata.provides());
        addAll(metadata.requires());
        addAll(metadata.conflicts());
        addAll(metadata.obsoletes());
        addAll(metadata.recommends());
        addAll(metadata.supplements());
        addAll(metadata.suggests());
        addAll(metadata.enhances());
        Capability self = new Capability(name, Comparison.EQ, metadata.nevra().evr());
        if (!metadata.provides().contains(self)) {
            add(self);
        }
        addName(metadata.license());
        String source = sourceName(metadata.sourceRpm());
        if (!source.equals(name)) {
            addName(source);
        }
    }

    /** {@code name-version-release.src.rpm} without all but the name. */
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

    private void addAll(List<? extends Dependency> dependencies) {
        if (dependencies.size() < 8) {
            for (int i = 0; i < dependencies.size(); i++) {
                if (dependencies.subList(0, i).contains(dependencies.get(i))) {
                    continue;
                }
                add(dependencies.get(i));
            }
        } else {
            Set<Dependency> seen = new HashSet<>();
            for (Dependency each : dependencies) {
                if (seen.add(each)) {
                    add(each);
                }
            }
        }
    }

    private void add(Dependency dependency) {
        if (isPlain(dependency)) {
            addName(((Capability) dependency).name());
        } else {
            number(dependency).uses++;
        }
    }

    private void addName(String name) {
        if (!name.isEmpty()) {
            names.merge(name, 1, Integer::sum);
        }
    }

    /** Numbers inner dependencies before the outer one. */
    private Count number(Dependency dependency) {
        Count known = relations.get(dependency);
        if (known != null) {
            return known;
        }
        if (dependency instanceof RichDependency rich) {
            numberUnlessPlain(rich.left());
            numberUnlessPlain(rich.right());
            if (rich.otherwise() != null) {
                numberUnlessPlain(rich.otherwise());
                enter(new Else(rich.right(), rich.otherwise()));
            }
        }
        return enter(dependency);
    }

    private void numberUnlessPlain(Dependency dependency) {
        if (!isPlain(dependency)) {
            number(dependency);
        }
    }

    private Count enter(Object key) {
        return relations.computeIfAbsent(key, k -> {
            inOrder.add(k);
            return new Count(inOrder.size());
        });
    }

    /** From the last to the first, what lies inside a used dependency is used too. */
    private void spread() {
        for (int i = inOrder.size() - 1; i >= 0; i--) {
            Object key = inOrder.get(i);
            Count count = relations.get(key);
            if (count == null || count.uses == 0) {
                continue;
            }
            if (key instanceof Capability capability) {
                addName(capability.name());
            } else if (key instanceof Else branch) {
                use(branch.condition(), count.uses + 1);
                use(branch.otherwise(), count.uses + 1);
            } else if (key instanceof RichDependency rich) {
                use(rich.left(), count.uses + 1);
                if (rich.otherwise() == null) {
                    use(rich.right(), count.uses + 1);
                } else {
                    Count inner = relations.get(new Else(rich.right(), rich.otherwise()));
                    if (inner != null) {
                        inner.uses = Math.max(inner.uses, count.uses + 1);
                    }
                }
            }
        }
    }

    private void use(Dependency dependency, int least) {
        if (isPlain(dependency)) {
            addName(((Capability) dependency).name());
        } else {
            Count count = relations.get(dependency);
            if (count != null) {
                count.uses = Math.max(count.uses, least);
            }
        }
    }
}
