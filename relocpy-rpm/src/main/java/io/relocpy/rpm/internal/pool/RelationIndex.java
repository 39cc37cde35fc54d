package io.relocpy.rpm.internal.pool;

import io.relocpy.repository.internal.index.IntList;
import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.RichDependency;
import io.relocpy.rpm.internal.index.DependencyKind;
import io.relocpy.rpm.internal.pool.RichExpression.Providers;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The packages' dependencies in terms of package ids, computed on first use and cached.
 *
 * <p>Thread-safe: threads may compute the same thing concurrently, with equal results.
 */
public final class RelationIndex {
    private final Pool pool;
    private final ProviderIndex providers;
    private final Map<Dependency, Relation> relations = new ConcurrentHashMap<>();

    /** Written without a lock, since the elements' fields are final. */
    private final @Nullable PackageRelations[] ofPackage;

    private volatile @Nullable WeakIndex weak;
    private final CacheOrder cacheOrder;
    private final AtomicReferenceArray<Relation[]> inOrder;

    RelationIndex(Pool pool, ProviderIndex providers) {
        this.pool = pool;
        this.providers = providers;
        this.ofPackage = new PackageRelations[pool.size()];
        this.cacheOrder = new CacheOrder(pool);
        this.inOrder = new AtomicReferenceArray<>(pool.size());
    }

    public PackageRelations of(int id) {
        PackageRelations known = ofPackage[id];
        if (known == null) {
            known = new PackageRelations(
                    all(id, DependencyKind.REQUIRES),
                    all(id, DependencyKind.CONFLICTS),
                    all(id, DependencyKind.RECOMMENDS),
                    all(id, DependencyKind.SUGGESTS),
                    obsoletes(id));
            ofPackage[id] = known;
        }
        return known;
    }

    /** Returns the recommends of a package in the order in which dnf processes them. */
    public Relation[] recommendsInOrder(int id) {
        Relation[] known = inOrder.get(id);
        if (known == null) {
            known = all(cacheOrder.recommends(id));
            inOrder.set(id, known);
        }
        return known;
    }

    /** Returns dnf's order of names. */
    public Comparator<String> nameOrder() {
        return cacheOrder::compareNames;
    }

    /** Returns the packages that supplement or enhance others. */
    public WeakIndex weak() {
        WeakIndex index = weak;
        if (index == null) {
            index = new WeakIndex(pool, this);
            weak = index;
        }
        return index;
    }

    Relation[] all(int id, DependencyKind kind) {
        return all(pool.dependencies(id, kind));
    }

    private Relation[] all(List<? extends Dependency> dependencies) {
        if (dependencies.isEmpty()) {
            return Relation.NONE;
        }
        Relation[] out = new Relation[dependencies.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = of(dependencies.get(i));
        }
        return out;
    }

    public Relation of(Dependency dependency) {
        Relation known = relations.get(dependency);
        if (known == null) {
            known = isComplex(dependency)
                    ? new Relation(dependency, new int[0], expression(dependency))
                    : new Relation(dependency, providers.of(dependency), null);
            relations.put(dependency, known);
        }
        return known;
    }

    /** Returns whether a list of providers is not enough to express the dependency. */
    private static boolean isComplex(Dependency dependency) {
        if (!(dependency instanceof RichDependency rich)) {
            return false;
        }
        return switch (rich.operator()) {
            case AND, IF, UNLESS -> true;
            case OR -> isComplex(rich.left()) || isComplex(rich.right());
            case WITH, WITHOUT -> false;
        };
    }

    private RichExpression expression(Dependency dependency) {
        if (!isComplex(dependency)) {
            return new Providers(providers.of(dependency));
        }
        RichDependency rich = (RichDependency) dependency;
        RichExpression left = expression(rich.left());
        RichExpression right = expression(rich.right());
        RichExpression last = rich.otherwise().map(this::expression).orElse(null);
        return switch (rich.operator()) {
            case AND -> new RichExpression.And(left, right);
            case OR -> new RichExpression.Or(left, right);
            case IF -> new RichExpression.If(left, right, last);
            case UNLESS -> new RichExpression.Unless(left, right, last);
            case WITH, WITHOUT -> throw new IllegalStateException("not a complex dependency: " + rich);
        };
    }

    private int[] obsoletes(int id) {
        IntList out = new IntList();
        for (Capability capability : pool.table(id).capabilities(pool.row(id), DependencyKind.OBSOLETES)) {
            for (int p : pool.matchingName(capability)) {
                if (p != id && !out.contains(p)) {
                    out.add(p);
                }
            }
        }
        int[] sorted = out.toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
