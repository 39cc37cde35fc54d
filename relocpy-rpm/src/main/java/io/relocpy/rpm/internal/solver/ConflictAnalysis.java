package io.relocpy.rpm.internal.solver;

import io.relocpy.repository.internal.index.IntList;
import java.util.BitSet;

/**
 * Learns from a violated rule: goes back to the decision of the current level from which the conflict follows (the first
 * unique implication point), and creates a rule that forbids the combination.
 */
final class ConflictAnalysis {
    private final RuleSet rules;
    private final Assignment assignment;
    private final BitSet seen = new BitSet();

    /** The literals of the learnt rule, starting with the one to assert. */
    private final IntList learnt = new IntList();

    /** The rules from which the learnt one follows, and the packages decided at level 1 that it omits. */
    private final IntList antecedents = new IntList();

    private final IntList levelOne = new IntList();
    private int backLevel;

    ConflictAnalysis(RuleSet rules, Assignment assignment) {
        this.rules = rules;
        this.assignment = assignment;
    }

    /** Returns the level to revert to after {@link #analyze}. */
    int backLevel() {
        return backLevel;
    }

    /** Returns the rules that the last analysis used. */
    IntList antecedents() {
        return antecedents;
    }

    /** Returns the packages decided at level 1 that the last analysis used. */
    IntList levelOne() {
        return levelOne;
    }

    /** Derives the rule to learn; the caller then reverts to {@link #backLevel} and calls {@link #addLearnt}. */
    void analyze(int level, int conflict) {
        seen.clear();
        learnt.clear();
        antecedents.clear();
        levelOne.clear();
        learnt.add(0); // reserved for the literal to assert
        backLevel = 1;
        int open = mark(conflict, level);
        int decision = assignment.decisions().size();
        while (true) {
            int literal;
            do {
                literal = assignment.decisions().get(--decision);
            } while (!seen.get(Math.abs(literal)) || assignment.levelOf(Math.abs(literal)) != level);
            seen.clear(Math.abs(literal));
            open--;
            if (open == 0) {
                learnt.set(0, -literal);
                return;
            }
            int why = assignment.why(decision);
            if (why > 0) {
                open += mark(why, level);
            }
        }
    }

    /** Marks the false literals of a rule; returns the number of new ones of this level. */
    private int mark(int rule, int level) {
        antecedents.add(rule);
        int open = 0;
        for (int i = 0; i < rules.size(rule); i++) {
            int literal = rules.literal(rule, i);
            int id = Math.abs(literal);
            if (assignment.value(literal) > 0 || seen.get(id)) {
                continue;
            }
            seen.set(id);
            int literalLevel = assignment.levelOf(id);
            if (literalLevel == level) {
                open++;
            } else if (literalLevel > 1) {
                learnt.add(literal);
                backLevel = Math.max(backLevel, literalLevel);
            } else { // decisions at level 1 always hold
                levelOne.add(id);
            }
        }
        return open;
    }

    /** Adds the learnt rule, whose first literal is undecided again; also watches the literal decided last. */
    int addLearnt() {
        int rule = rules.add(learnt.array(), 0, learnt.size());
        if (learnt.size() > 1) {
            int watched = learnt.get(1);
            int highest = 0;
            for (int i = 1; i < learnt.size(); i++) {
                int level = assignment.levelOf(Math.abs(learnt.get(i)));
                if (level > highest) {
                    highest = level;
                    watched = learnt.get(i);
                }
            }
            assignment.watch(rule, learnt.get(0), watched);
        }
        return rule;
    }
}
