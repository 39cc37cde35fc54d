package io.relocpy.rpm.internal.solver;

import io.relocpy.repository.internal.index.IntList;
import io.relocpy.rpm.internal.pool.NormalForm;
import io.relocpy.rpm.internal.pool.Pool;
import io.relocpy.rpm.internal.pool.Relation;
import io.relocpy.rpm.internal.pool.RichExpression;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Installs recommended and supplementing packages where possible. */
final class WeakStep {
    private final Search search;
    private final Pool pool;
    private final Assignment assignment;

    /** Packages with supplements that have rules, ascending. */
    private final int[] supplementing;

    /** The new level, and whether anything was decided. */
    record Outcome(int level, boolean changed) {}

    WeakStep(Search search, BitSet considered) {
        this.search = search;
        this.pool = search.pool;
        this.assignment = search.assignment;
        IntList known = new IntList();
        for (int id : pool.relations().weak().supplementing()) {
            if (considered.get(id)) {
                known.add(id);
            }
        }
        this.supplementing = known.toArray();
    }

    Outcome run(int startLevel) throws UnsolvableException {
        IntList wanted = recommended();
        int[] supplements = supplementing();
        for (int id : supplements) {
            if (!wanted.contains(id)) {
                wanted.add(id);
            }
        }
        if (wanted.isEmpty()) {
            return new Outcome(startLevel, false);
        }
        if (wanted.size() == 1) {
            return new Outcome(search.install(startLevel, wanted.get(0)), true);
        }
        BitSet best = new BitSet();
        for (int id : new BestCandidates(pool).keep(wanted.toArray())) {
            best.set(id);
        }
        supplements = Arrays.stream(supplements).filter(best::get).toArray();
        if (supplements.length > 1) {
            supplements = search.policy.reorder(supplements);
        }
        int decided = assignment.decisions().size();
        int level = startLevel;
        for (int id : supplements) {
            if (assignment.undecided(id)) {
                int before = level;
                level = search.install(level, id);
                if (level <= before) {
                    return new Outcome(level, true);
                }
            }
        }
        if (assignment.decisions().size() < decided) {
            return new Outcome(level, true);
        }
        return new Outcome(installRecommended(level, decided, best), true);
    }

    /** Processes the packages installed so far, in the order of their installation, and their recommends in dnf's order. */
    private int installRecommended(int startLevel, int decided, BitSet best) throws UnsolvableException {
        int level = startLevel;
        for (int i = 0; i < decided; i++) {
            int id = assignment.decisions().get(i);
            if (id <= Pool.SYSTEM) {
                continue;
            }
            for (Relation each : inOrder(id, best)) {
                int[] candidates = candidates(each, best);
                if (candidates.length == 0) {
                    continue;
                }
                int before = level;
                level = search.select(level, candidates);
                if (level <= before || assignment.decisions().size() < decided) {
                    return level;
                }
            }
        }
        return level;
    }

    /** Returns the recommends of a package, in dnf's order only if it can matter, since it is expensive to compute. */
    private Relation[] inOrder(int id, BitSet best) {
        Relation[] recommends = pool.relations().of(id).recommends;
        int open = 0;
        for (Relation each : recommends) {
            open += candidates(each, best).length > 0 ? 1 : 0;
        }
        return open > 1 ? pool.relations().recommendsInOrder(id) : recommends;
    }

    private int[] candidates(Relation relation, BitSet best) {
        IntList out = new IntList();
        RichExpression expression = relation.expression;
        if (expression != null) {
            addOpen(relation.conjunctive(expression), best, out);
            return out.toArray();
        }
        for (int id : relation.providers) {
            if (isInstalled(id)) {
                return new int[0];
            }
            if (assignment.undecided(id) && best.get(id)) {
                out.add(id);
            }
        }
        return out.toArray();
    }

    /** Returns undecided providers of recommends that do not hold yet, in the order of the packages' ids. */
    private IntList recommended() {
        IntList out = new IntList();
        BitSet in = new BitSet();
        int[] installed = assignment.decisions().toArray();
        Arrays.sort(installed);
        for (int id : installed) {
            if (id > Pool.SYSTEM) {
                for (Relation each : pool.relations().of(id).recommends) {
                    addCandidates(each, out, in);
                }
            }
        }
        return out;
    }

    private void addCandidates(Relation relation, IntList out, BitSet in) {
        RichExpression expression = relation.expression;
        if (expression != null) {
            IntList open = new IntList();
            addOpen(relation.conjunctive(expression), null, open);
            for (int i = 0; i < open.size(); i++) {
                addOnce(open.get(i), out, in);
            }
            return;
        }
        int before = out.size();
        for (int id : relation.providers) {
            if (isInstalled(id)) {
                for (int i = before; i < out.size(); i++) {
                    in.clear(out.get(i));
                }
                out.truncate(before);
                return;
            }
            if (assignment.undecided(id)) {
                addOnce(id, out, in);
            }
        }
    }

    private boolean isInstalled(int id) {
        return id == Pool.SYSTEM || assignment.installed(id);
    }

    private static void addOnce(int id, IntList out, BitSet in) {
        if (!in.get(id)) {
            in.set(id);
            out.add(id);
        }
    }

    /** Adds undecided positive literals of clauses that do not hold yet although their conditions do, each once. */
    private void addOpen(NormalForm form, @Nullable BitSet best, IntList out) {
        for (int[] clause : form.blocks()) {
            int before = out.size();
            for (int literal : clause) {
                if (literal < 0) {
                    if (!assignment.installed(-literal)) {
                        break;
                    }
                } else if (assignment.installed(literal)) {
                    out.truncate(before);
                    break;
                } else if (assignment.undecided(literal) && (best == null || best.get(literal))) {
                    out.add(literal);
                }
            }
        }
        IntList unique = new IntList();
        for (int i = 0; i < out.size(); i++) {
            if (!unique.contains(out.get(i))) {
                unique.add(out.get(i));
            }
        }
        out.clear();
        out.addAll(unique.toArray());
    }

    /**
     * Returns undecided packages that supplement an installed one; not if another architecture of them is installed or, for
     * packages that can be installed in several versions, another version.
     */
    private int[] supplementing() {
        IntList out = new IntList();
        Fulfilment fulfilment = search.preferences.fulfilment();
        for (int id : supplementing) {
            if (assignment.undecided(id)
                    && fulfilment.anyHoldsActively(pool.relations().weak().supplements(id))
                    && !hasOtherArchitecture(id)
                    && !(pool.installOnly(id) && hasOtherVersion(id))) {
                out.add(id);
            }
        }
        return out.toArray();
    }

    private boolean hasOtherVersion(int id) {
        for (int other : pool.sameName(id)) {
            if (assignment.installed(other)) {
                return true;
            }
        }
        return false;
    }

    private boolean hasOtherArchitecture(int id) {
        for (int other : pool.sameName(id)) {
            if (assignment.installed(other) && !pool.arch(other).equals(pool.arch(id))) {
                return true;
            }
        }
        return false;
    }
}
