package io.relocpy.rpm.internal.solver;

import io.relocpy.rpm.internal.pool.Pool;
import java.util.ArrayList;
import java.util.List;

/**
 * The state of a search: decisions, open choices, and preferences. Each method makes a decision with all its consequences, and
 * reverts to an earlier level if these lead to a conflict.
 */
final class Search {
    final Pool pool;
    final RuleSet rules;
    final Assignment assignment;
    final WeakPreferences preferences;
    final CandidatePolicy policy;
    private final ConflictAnalysis analysis;
    private final SearchLimit limit;
    private final List<Branch> branches = new ArrayList<>();

    Search(Pool pool, RuleSet rules, SearchLimit limit) {
        this.pool = pool;
        this.rules = rules;
        this.limit = limit;
        this.assignment = new Assignment(rules, pool.size());
        this.preferences = new WeakPreferences(pool, assignment);
        this.policy = new CandidatePolicy(pool, preferences);
        this.analysis = new ConflictAnalysis(rules, assignment);
    }

    /** Decides rules of one literal, with their consequences, at level 1. */
    void begin() throws UnsolvableException {
        for (int rule = 1; rule < rules.count(); rule++) {
            if (rules.size(rule) == 1) {
                int literal = rules.literal(rule, 0);
                int value = assignment.value(literal);
                if (value < 0) {
                    throw new UnsolvableException();
                }
                if (value == 0) {
                    assignment.decide(literal, 1, rule);
                }
            }
        }
        settle(1);
    }

    /**
     * Installs a package by free choice, with its consequences.
     *
     * @param level the current level
     * @return the new level: one more, or lower after a conflict, if the package cannot be installed
     */
    int install(int level, int id) throws UnsolvableException {
        limit.step();
        assignment.decide(id, level + 1, 0);
        return settle(level + 1);
    }

    /** Installs the best of these candidates; stores the others as a branch if there is a choice. */
    int select(int level, int[] candidates) throws UnsolvableException {
        int[] left = candidates.length > 1 ? policy.choose(candidates) : candidates;
        if (left.length > 1) {
            addBranch(left, level);
        }
        return install(level, left[0]);
    }

    void addBranch(int[] candidates, int level) {
        branches.add(new Branch(candidates, level));
    }

    List<Branch> branches() {
        return branches;
    }

    /** Propagates and learns from conflicts until there are none. */
    private int settle(int atLevel) throws UnsolvableException {
        int level = atLevel;
        while (true) {
            int conflict = assignment.propagate(level);
            if (conflict == 0) {
                return level;
            }
            if (level == 1) {
                throw new UnsolvableException();
            }
            limit.conflict();
            analysis.analyze(level, conflict);
            level = analysis.backLevel();
            revert(level);
            int learnt = analysis.addLearnt();
            assignment.decide(rules.literal(learnt, 0), level, learnt);
        }
    }

    /** Undoes all decisions above this level, and their branches. */
    void revert(int level) {
        assignment.revert(level);
        while (!branches.isEmpty() && branches.get(branches.size() - 1).level >= level) {
            branches.remove(branches.size() - 1);
        }
        preferences.reverted();
    }

    /** Takes another alternative of a branch: later decisions are undone, the branch itself is kept. */
    int take(int branch, int alternative) throws UnsolvableException {
        Branch taken = branches.get(branch);
        int id = taken.alternatives[alternative];
        taken.alternatives[alternative] = -id;
        List<Branch> kept = new ArrayList<>(branches.subList(0, branch + 1));
        revert(taken.level);
        branches.clear();
        branches.addAll(kept);
        return install(taken.level, id);
    }

    /**
     * Returns the undecided positive literals of an open rule: no positive literal is installed, all negative ones are.
     *
     * @return empty if the rule holds or does not apply
     */
    int[] openCandidates(int rule) {
        int[] literals = rules.literals();
        int end = rules.end(rule);
        int count = 0;
        for (int i = rules.start(rule); i < end; i++) {
            int literal = literals[i];
            if (literal < 0 ? !assignment.installed(-literal) : assignment.installed(literal)) {
                return NONE;
            }
            if (literal > 0 && assignment.undecided(literal)) {
                count++;
            }
        }
        int[] out = new int[count];
        int n = 0;
        for (int i = rules.start(rule); i < end; i++) {
            if (literals[i] > 0 && assignment.undecided(literals[i])) {
                out[n++] = literals[i];
            }
        }
        return out;
    }

    private static final int[] NONE = {};
}
