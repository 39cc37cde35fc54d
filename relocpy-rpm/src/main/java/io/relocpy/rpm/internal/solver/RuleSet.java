package io.relocpy.rpm.internal.solver;

import io.relocpy.rpm.internal.index.IntSort;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;

/**
 * Rules (clauses), of each of which at least one literal must be true. Rule numbers start at 1; their order determines which
 * choice is made first, so it affects the result.
 */
public final class RuleSet {
    /** The literals of rule r are at offset[r] to offset[r + 1]; valid until the next change. */
    private int[] literals = new int[1024];

    private int[] offset = new int[256];
    private int count = 1;

    /** Returns one more than the highest rule number. */
    int count() {
        return count;
    }

    int[] literals() {
        return literals;
    }

    int start(int rule) {
        return offset[rule];
    }

    int end(int rule) {
        return offset[rule + 1];
    }

    public int size(int rule) {
        return offset[rule + 1] - offset[rule];
    }

    public int literal(int rule, int index) {
        return literals[offset[rule] + index];
    }

    /** Adds a rule with these literals and returns its number. */
    public int add(int[] from, int start, int end) {
        int at = offset[count];
        int size = end - start;
        if (at + size > literals.length) {
            literals = Arrays.copyOf(literals, Math.max(at + size, literals.length * 2));
        }
        if (count + 2 > offset.length) {
            offset = Arrays.copyOf(offset, offset.length * 2);
        }
        System.arraycopy(from, start, literals, at, size);
        offset[++count] = at + size;
        return count - 1;
    }

    public int add(int... rule) {
        return add(rule, 0, rule.length);
    }

    /** Adds {@code -id, providers...}. */
    int addRequires(int id, int[] providers) {
        int rule = add(providers, 0, 0);
        int at = offset[rule];
        int size = providers.length + 1;
        if (at + size > literals.length) {
            literals = Arrays.copyOf(literals, Math.max(at + size, literals.length * 2));
        }
        literals[at] = -id;
        System.arraycopy(providers, 0, literals, at + 1, providers.length);
        offset[rule + 1] = at + size;
        return rule;
    }

    /** Adds {@code -a, -b}, the lower literal first. */
    int addConflict(int a, int b) {
        return add(-Math.max(a, b), -Math.min(a, b));
    }

    /**
     * Returns the rules in libsolv's order (by first literal, then by the others), without duplicates.
     *
     * @param ids one more than the highest package id
     */
    RuleSet sortedUnique(int ids) {
        int[] start = new int[2 * ids + 2];
        for (int r = 1; r < count; r++) {
            start[literals[offset[r]] + ids + 1]++;
        }
        for (int i = 1; i < start.length; i++) {
            start[i] += start[i - 1];
        }
        int[] next = start.clone();
        int[] order = new int[count - 1];
        for (int r = 1; r < count; r++) {
            order[next[literals[offset[r]] + ids]++] = r;
        }
        IntBinaryOperator comparison = this::compareTails;
        for (int i = 0; i + 1 < start.length; i++) {
            if (start[i + 1] - start[i] > 1) {
                IntSort.sort(order, start[i], start[i + 1], comparison);
            }
        }
        RuleSet sorted = new RuleSet();
        sorted.literals = new int[Math.max(1, offset[count])];
        sorted.offset = new int[count + 16];
        int last = 0;
        for (int r : order) {
            if (last == 0 || !equal(last, r)) {
                sorted.add(literals, offset[r], offset[r + 1]);
                last = r;
            }
        }
        return sorted;
    }

    private boolean equal(int a, int b) {
        return Arrays.equals(literals, offset[a], offset[a + 1], literals, offset[b], offset[b + 1]);
    }

    /** Compares the other literals: pairs before longer rules with the same second literal, else literal by literal. */
    private int compareTails(int a, int b) {
        int sizeA = size(a);
        int sizeB = size(b);
        if (sizeA <= 2 || sizeB <= 2) {
            int order = Integer.compare(tail(a, 1), tail(b, 1));
            return order != 0 ? order : Integer.compare(Math.max(sizeA, 2) - 2, Math.max(sizeB, 2) - 2);
        }
        for (int i = 1; i < sizeB; i++) {
            int order = Integer.compare(tail(a, i), tail(b, i));
            if (order != 0) {
                return order;
            }
        }
        return tail(a, sizeB);
    }

    private int tail(int rule, int index) {
        int at = offset[rule] + index;
        return at < offset[rule + 1] ? literals[at] : 0;
    }
}
