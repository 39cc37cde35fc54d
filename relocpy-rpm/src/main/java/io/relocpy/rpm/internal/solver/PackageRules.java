package io.relocpy.rpm.internal.solver;

import io.relocpy.repository.internal.index.IntList;
import io.relocpy.rpm.internal.pool.NormalForm;
import io.relocpy.rpm.internal.pool.PackageRelations;
import io.relocpy.rpm.internal.pool.Pool;
import io.relocpy.rpm.internal.pool.Relation;
import io.relocpy.rpm.internal.pool.RichExpression;
import io.relocpy.rpm.internal.pool.SearchLimitException;
import io.relocpy.rpm.internal.pool.WeakIndex;
import io.relocpy.rpm.internal.solver.RuleOrigin.Kind;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Generates the rules of all packages that requests can lead to.
 *
 * <p>For a package {@code n}: a requirement gives {@code (-n | provider…)}; a conflict, an obsoleted package and another
 * build of the same name give {@code (-n | -other)}; a package that cannot be installed gives {@code (-n)}. Packages are
 * reached through the providers of requires and recommends, and through supplements; if the repositories contain several
 * architectures, also through suggests and enhances, since the rules on inferior architectures consider everything that is
 * reached.
 */
public final class PackageRules {
    private final Pool pool;
    private final BitSet excluded;
    private final boolean weak;
    private final boolean all;
    private final RuleSet rules = new RuleSet();
    private final BitSet considered;
    private final IntList work = new IntList(256);

    /** By rule number, from 1; null unless requested. */
    private final @Nullable List<RuleOrigin> origins;

    private RuleOrigin current = new RuleOrigin(Kind.NOT_INSTALLABLE, 0, null);

    /**
     * @param excluded packages that must not be installed
     * @param weak whether to follow weak dependencies
     */
    public PackageRules(Pool pool, BitSet excluded, boolean weak) {
        this(pool, excluded, weak, null);
    }

    /** As above, but adds the origin of each rule to the list, and keeps the rules in the order of their generation. */
    public PackageRules(Pool pool, BitSet excluded, boolean weak, @Nullable List<RuleOrigin> origins) {
        this.origins = origins;
        this.pool = pool;
        this.excluded = excluded;
        this.all = pool.hasSeveralArchitectures();
        this.weak = weak || all;
        this.considered = new BitSet(pool.size());
    }

    /** Adds the rules of all packages reachable from these. */
    public void addReachable(List<int[]> jobs) {
        jobs.forEach(work::addAll);
        drain();
        if (weak) {
            addSupplementing();
        }
    }

    /** Returns the packages that have rules. */
    public BitSet considered() {
        return considered;
    }

    /** Returns the rules so far in libsolv's order, without duplicates. */
    RuleSet sorted() {
        return rules.sortedUnique(pool.size());
    }

    /** Returns the rules so far, in the order of their generation. */
    public RuleSet unsorted() {
        return rules;
    }

    /** Sets the origin of the following rules. */
    private void label(Kind kind, int id, @Nullable Relation relation) {
        if (origins != null) {
            labelRules();
            current = new RuleOrigin(kind, id, relation);
        }
    }

    private void labelRules() {
        while (origins != null && origins.size() < rules.count() - 1) {
            origins.add(current);
        }
    }

    private void drain() {
        for (int i = 0; i < work.size(); i++) {
            SearchLimitException.ifInterrupted();
            int id = work.get(i);
            if (!considered.get(id)) {
                considered.set(id);
                addPackage(id);
            }
        }
        work.clear();
        labelRules();
    }

    private void addPackage(int id) {
        PackageRelations relations = pool.relations().of(id);
        if (pool.archScore(id) == 0 || excluded.get(id)) {
            label(Kind.NOT_INSTALLABLE, id, null);
            rules.add(-id);
        }
        for (Relation each : relations.requires) {
            label(Kind.REQUIRES, id, each);
            addRequires(id, each);
        }
        for (Relation each : relations.conflicts) {
            label(Kind.CONFLICTS, id, each);
            addConflicts(id, each);
        }
        label(Kind.OBSOLETES, id, null);
        for (int other : relations.obsoletes) {
            rules.addConflict(id, other);
        }
        label(Kind.SAME_NAME, id, null);
        addSameName(id);
        if (weak) {
            reach(relations.recommends);
        }
        if (all) {
            reach(relations.suggests);
        }
    }

    private void addRequires(int id, Relation relation) {
        RichExpression expression = relation.expression;
        if (expression != null) {
            NormalForm form = relation.conjunctive(expression);
            if (form == NormalForm.FALSE) {
                rules.add(-id);
            }
            for (int[] clause : form.blocks()) {
                if (!contains(clause, id)) {
                    addClause(id, clause);
                }
            }
            return;
        }
        if (relation.always() || contains(relation.providers, id)) {
            return;
        }
        rules.addRequires(id, relation.providers);
        reach(relation.providers);
    }

    private void addConflicts(int id, Relation relation) {
        RichExpression expression = relation.expression;
        if (expression == null) {
            for (int other : relation.providers) {
                if (other == Pool.SYSTEM) {
                    rules.add(-id);
                } else if (other != id) {
                    rules.addConflict(id, other);
                }
            }
            return;
        }
        NormalForm form = NormalForm.inverted(NormalForm.disjunctive(expression));
        if (form == NormalForm.FALSE) {
            rules.add(-id);
        }
        for (int[] clause : form.blocks()) {
            boolean self = clause.length == 1 && clause[0] == -id;
            if (!self && !contains(clause, id)) {
                addClause(id, clause);
            }
        }
    }

    /** Adds a clause, with {@code -id} added to it. */
    private void addClause(int id, int[] clause) {
        rules.add(NormalForm.union(clause, new int[] {-id}));
        for (int literal : clause) {
            if (literal > 0 && !considered.get(literal)) {
                work.add(literal);
            }
        }
    }

    private void addSameName(int id) {
        int score = pool.archScore(id);
        for (int other : pool.sameName(id)) {
            if (other == id) {
                continue;
            }
            if (pool.colorsMatch(id, other) && !sideBySide(id, other)) {
                rules.addConflict(id, other);
            }
            // the rules on inferior architectures need the same build for a better one
            int otherScore = pool.archScore(other);
            if (otherScore > 1
                    && otherScore < score
                    && !considered.get(other)
                    && pool.evr(other).equals(pool.evr(id))) {
                work.add(other);
            }
        }
    }

    private boolean sideBySide(int id, int other) {
        return pool.installOnly(id)
                && pool.installOnly(other)
                && !(pool.evr(id).equals(pool.evr(other)) && pool.arch(id).equals(pool.arch(other)));
    }

    private void reach(Relation[] relations) {
        for (Relation each : relations) {
            if (each.expression == null) {
                reach(each.providers);
            } else {
                each.expression.addPositive(false, work);
            }
        }
    }

    private void reach(int[] ids) {
        for (int id : ids) {
            if (id != Pool.SYSTEM && !considered.get(id)) {
                work.add(id);
            }
        }
    }

    /** Adds packages that supplement (or enhance) reached ones, until there are no more. */
    private void addSupplementing() {
        WeakIndex index = pool.relations().weak();
        boolean grown = true;
        while (grown) {
            grown = false;
            for (int id : index.supplementing()) {
                grown |= addIfPossible(id, index.supplements(id));
            }
            if (all) {
                for (int id : index.enhancing()) {
                    grown |= addIfPossible(id, index.enhances(id));
                }
            }
        }
    }

    private boolean addIfPossible(int id, Relation[] conditions) {
        if (considered.get(id) || excluded.get(id) || !anyPossible(conditions)) {
            return false;
        }
        work.add(id);
        drain();
        return true;
    }

    private boolean anyPossible(Relation[] conditions) {
        for (Relation each : conditions) {
            RichExpression expression = each.expression;
            if (expression == null ? anyConsidered(each.providers) : possible(expression)) {
                return true;
            }
        }
        return false;
    }

    private boolean possible(RichExpression expression) {
        if (expression instanceof RichExpression.Providers providers) {
            return anyConsidered(providers.ids);
        }
        if (expression instanceof RichExpression.And and) {
            return possible(and.left()) && possible(and.right());
        }
        if (expression instanceof RichExpression.Or or) {
            return possible(or.left()) || possible(or.right());
        }
        return true; // a condition can become true either way
    }

    private boolean anyConsidered(int[] ids) {
        for (int id : ids) {
            if (considered.get(id)) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(int[] sorted, int id) {
        return sorted.length > 8 ? Arrays.binarySearch(sorted, id) >= 0 : scan(sorted, id);
    }

    private static boolean scan(int[] ids, int id) {
        for (int each : ids) {
            if (each == id) {
                return true;
            }
        }
        return false;
    }
}
