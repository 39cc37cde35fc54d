package io.relocpy.rpm.internal.solver;

import io.relocpy.repository.internal.index.IntList;
import io.relocpy.rpm.internal.pool.Pool;
import io.relocpy.rpm.internal.pool.SearchLimitException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A minimal subset of unsatisfiable rules that is unsatisfiable itself: without any one of them, the others can be satisfied.
 *
 * <p>A first search finds the rules that its proof used; then each of these is removed in turn to see whether it is needed.
 */
public final class UnsatisfiableCore {
    private final RuleSet rules;
    private final SearchLimit limit;

    private UnsatisfiableCore(RuleSet rules, SearchLimit limit) {
        this.rules = rules;
        this.limit = limit;
    }

    /**
     * Returns the numbers of the rules, ascending.
     *
     * @return empty if all rules can be satisfied; not minimal if the limit was reached
     */
    public static int[] of(RuleSet rules, SearchLimit limit) {
        UnsatisfiableCore core = new UnsatisfiableCore(rules, limit);
        int[] all = new int[rules.count() - 1];
        for (int i = 0; i < all.length; i++) {
            all[i] = i + 1;
        }
        int[] proof = core.prove(all);
        return proof == null ? new int[0] : core.minimize(proof);
    }

    private int[] minimize(int[] proof) {
        int[] core = proof;
        int i = core.length - 1;
        try {
            while (i >= 0) {
                int candidate = core[i];
                int[] smaller = prove(without(core, candidate));
                if (smaller != null) {
                    core = smaller;
                }
                i = lastBelow(core, candidate);
            }
        } catch (SearchLimitException e) {
            return core; // still correct, but not minimal
        }
        return core;
    }

    private static int[] without(int[] core, int rule) {
        IntList out = new IntList(core.length);
        for (int each : core) {
            if (each != rule) {
                out.add(each);
            }
        }
        return out.toArray();
    }

    private static int lastBelow(int[] core, int rule) {
        int i = core.length - 1;
        while (i >= 0 && core[i] >= rule) {
            i--;
        }
        return i;
    }

    /** Returns the rules that a proof needs, ascending; null if the subset can be satisfied. */
    private int @Nullable [] prove(int[] subset) {
        return new Proof(subset).search();
    }

    /** A search over some of the rules, with renumbered packages, that records what follows from what. */
    private final class Proof {
        private final int[] subset;
        private final RuleSet compact = new RuleSet();
        private final Assignment assignment;
        private final ConflictAnalysis analysis;

        /** By learnt rule: the rules from which it follows, and the packages decided at level 1. */
        private final List<int[]> antecedents = new ArrayList<>();

        private final List<int[]> levelOne = new ArrayList<>();

        Proof(int[] subset) {
            this.subset = subset;
            Map<Integer, Integer> numbers = new HashMap<>();
            for (int rule : subset) {
                SearchLimitException.ifInterrupted();
                int[] literals = new int[rules.size(rule)];
                for (int i = 0; i < literals.length; i++) {
                    int literal = rules.literal(rule, i);
                    int number = numbers.computeIfAbsent(Math.abs(literal), id -> numbers.size() + Pool.FIRST);
                    literals[i] = literal < 0 ? -number : number;
                }
                compact.add(literals);
            }
            assignment = new Assignment(compact, numbers.size() + Pool.FIRST);
            analysis = new ConflictAnalysis(compact, assignment);
        }

        int @Nullable [] search() {
            int conflict = begin();
            int level = 1;
            int rule = 1;
            int looked = 0;
            while (conflict == 0 && looked < compact.count()) {
                int open = openLiteral(rule);
                if (open != 0) {
                    limit.step();
                    assignment.decide(open, ++level, 0);
                    conflict = assignment.propagate(level);
                    while (conflict != 0 && level > 1) {
                        level = learn(level, conflict);
                        conflict = assignment.propagate(level);
                    }
                    looked = 0;
                } else {
                    looked++;
                    rule = rule + 1 < compact.count() ? rule + 1 : 1;
                }
            }
            return conflict == 0 ? null : trace(conflict);
        }

        /** Decides rules of one literal; returns a violated rule, or 0. */
        private int begin() {
            for (int rule = 1; rule < compact.count(); rule++) {
                if (compact.size(rule) == 1) {
                    int literal = compact.literal(rule, 0);
                    if (assignment.value(literal) < 0) {
                        return rule;
                    }
                    if (assignment.value(literal) == 0) {
                        assignment.decide(literal, 1, rule);
                    }
                }
            }
            return assignment.propagate(1);
        }

        private int learn(int level, int conflict) {
            limit.conflict();
            analysis.analyze(level, conflict);
            antecedents.add(analysis.antecedents().toArray());
            levelOne.add(analysis.levelOne().toArray());
            assignment.revert(analysis.backLevel());
            int learnt = analysis.addLearnt();
            assignment.decide(compact.literal(learnt, 0), analysis.backLevel(), learnt);
            return analysis.backLevel();
        }

        /** Returns a positive literal that can satisfy a rule that does not hold yet; 0 if none is needed. */
        private int openLiteral(int rule) {
            int open = 0;
            for (int i = 0; i < compact.size(rule); i++) {
                int literal = compact.literal(rule, i);
                if (literal < 0 ? !assignment.installed(-literal) : assignment.installed(literal)) {
                    return 0; // holds, or will, since undecided packages are not installed
                }
                if (open == 0 && literal > 0 && assignment.undecided(literal)) {
                    open = literal;
                }
            }
            return open;
        }

        /** Returns the rules of the subset from which a conflict at level 1 follows. */
        private int[] trace(int conflict) {
            Map<Integer, Integer> whyOf = new HashMap<>();
            for (int i = 0; i < assignment.decisions().size(); i++) {
                whyOf.put(Math.abs(assignment.decisions().get(i)), assignment.why(i));
            }
            BitSet seen = new BitSet();
            IntList work = new IntList();
            add(conflict, seen, work);
            BitSet used = new BitSet();
            while (!work.isEmpty()) {
                int rule = work.removeLast();
                if (rule <= subset.length) {
                    used.set(subset[rule - 1]);
                } else {
                    for (int each : antecedents.get(rule - subset.length - 1)) {
                        add(each, seen, work);
                    }
                    for (int id : levelOne.get(rule - subset.length - 1)) {
                        add(whyOf.getOrDefault(id, 0), seen, work);
                    }
                }
                for (int i = 0; i < compact.size(rule); i++) {
                    int id = Math.abs(compact.literal(rule, i));
                    if (assignment.levelOf(id) == 1) {
                        add(whyOf.getOrDefault(id, 0), seen, work);
                    }
                }
            }
            return used.stream().toArray();
        }

        private void add(int rule, BitSet seen, IntList work) {
            if (rule > 0 && !seen.get(rule)) {
                seen.set(rule);
                work.add(rule);
            }
        }
    }
}
