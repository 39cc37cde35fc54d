package io.relocpy.rpm.internal.solver;

import io.relocpy.repository.internal.index.IntList;
import io.relocpy.rpm.internal.pool.Pool;
import java.util.Arrays;

/**
 * The decisions so far, and unit propagation: if all literals of a rule but one are false, the last one must be true.
 *
 * <p>Each rule of two or more literals watches two of them, and is only examined if a watched literal becomes false. Rules
 * that watch the same literal are chained, the most recently added one first. Decisions have a level: 1 for what holds in
 * every solution, and one more for each free choice.
 */
final class Assignment {
    private final RuleSet rules;
    private final int ids;

    /** By package: 0 if undecided, the level if installed, -level if not. */
    private final int[] level;

    private final IntList decisions = new IntList(256);

    /** By decision: the rule that forced it; 0 for a free choice. */
    private final IntList why = new IntList(256);

    private int propagated;

    /** By literal, offset by the number of ids: the first rule that watches it. */
    private final int[] head;

    private int[] watch1;
    private int[] watch2;
    private int[] next1;
    private int[] next2;

    Assignment(RuleSet rules, int ids) {
        this.rules = rules;
        this.ids = ids;
        this.level = new int[ids];
        this.head = new int[2 * ids];
        int capacity = rules.count() + 64;
        watch1 = new int[capacity];
        watch2 = new int[capacity];
        next1 = new int[capacity];
        next2 = new int[capacity];
        for (int rule = rules.count() - 1; rule > 0; rule--) {
            if (rules.size(rule) > 1) {
                watch(rule, rules.literal(rule, 0), rules.literal(rule, 1));
            }
        }
    }

    /** Returns 0 if undecided, positive if true, negative if false; the absolute value is the level. */
    int value(int literal) {
        return literal > 0 ? level[literal] : -level[-literal];
    }

    boolean installed(int id) {
        return level[id] > 0;
    }

    boolean undecided(int id) {
        return level[id] == 0;
    }

    /** Returns the level at which a package was decided; 0 if it is undecided. */
    int levelOf(int id) {
        return Math.abs(level[id]);
    }

    /** Returns the ids of all installed packages, ascending. */
    int[] installed() {
        IntList out = new IntList(decisions.size());
        for (int i = 0; i < decisions.size(); i++) {
            if (decisions.get(i) > Pool.SYSTEM) {
                out.add(decisions.get(i));
            }
        }
        int[] sorted = out.toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    /** Returns the literals in the order in which they became true. */
    IntList decisions() {
        return decisions;
    }

    /** Returns the rule that forced a decision; 0 for a free choice. */
    int why(int decision) {
        return why.get(decision);
    }

    void decide(int literal, int atLevel, int rule) {
        level[Math.abs(literal)] = literal > 0 ? atLevel : -atLevel;
        decisions.add(literal);
        why.add(rule);
    }

    /** Undoes all decisions above this level. */
    void revert(int toLevel) {
        while (!decisions.isEmpty() && levelOf(Math.abs(decisions.last())) > toLevel) {
            level[Math.abs(decisions.removeLast())] = 0;
            why.removeLast();
            propagated = decisions.size();
        }
    }

    /** Undoes all decisions. */
    void clear() {
        Arrays.fill(level, 0);
        decisions.clear();
        why.clear();
        propagated = 0;
    }

    /** Makes a rule of two or more literals watch these two. */
    void watch(int rule, int literal1, int literal2) {
        if (rule >= watch1.length) {
            int capacity = watch1.length * 2;
            watch1 = Arrays.copyOf(watch1, capacity);
            watch2 = Arrays.copyOf(watch2, capacity);
            next1 = Arrays.copyOf(next1, capacity);
            next2 = Arrays.copyOf(next2, capacity);
        }
        watch1[rule] = literal1;
        watch2[rule] = literal2;
        next1[rule] = head[literal1 + ids];
        head[literal1 + ids] = rule;
        next2[rule] = head[literal2 + ids];
        head[literal2 + ids] = rule;
    }

    /**
     * Decides what follows from the decisions that have not been propagated yet.
     *
     * @return the first rule that is violated; 0 if there is none
     */
    int propagate(int atLevel) {
        while (propagated < decisions.size()) {
            int conflict = propagate(-decisions.get(propagated++), atLevel);
            if (conflict != 0) {
                return conflict;
            }
        }
        return 0;
    }

    private int propagate(int falseLiteral, int atLevel) {
        int previous = 0; // the previous rule in the chain; 0 for the head
        boolean previousFirst = false;
        int rule = head[falseLiteral + ids];
        while (rule != 0) {
            boolean first = watch1[rule] == falseLiteral;
            int other = first ? watch2[rule] : watch1[rule];
            int next = first ? next1[rule] : next2[rule];
            int value = value(other);
            if (value <= 0) {
                int moved = findWatch(rule, other);
                if (moved != 0) {
                    if (previous == 0) {
                        head[falseLiteral + ids] = next;
                    } else if (previousFirst) {
                        next1[previous] = next;
                    } else {
                        next2[previous] = next;
                    }
                    if (first) {
                        watch1[rule] = moved;
                        next1[rule] = head[moved + ids];
                    } else {
                        watch2[rule] = moved;
                        next2[rule] = head[moved + ids];
                    }
                    head[moved + ids] = rule;
                    rule = next;
                    continue;
                }
                if (value < 0) {
                    return rule;
                }
                decide(other, atLevel, rule);
            }
            previous = rule;
            previousFirst = first;
            rule = next;
        }
        return 0;
    }

    /** Returns the first literal that is not false, except the other watched one; 0 if there is none. */
    private int findWatch(int rule, int other) {
        int start = rules.start(rule);
        int end = rules.end(rule);
        if (end - start == 2) {
            return 0;
        }
        int[] literals = rules.literals();
        for (int i = start; i < end; i++) {
            int literal = literals[i];
            if (literal != other && value(literal) >= 0) {
                return literal;
            }
        }
        return 0;
    }
}
