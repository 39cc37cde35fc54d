package io.relocpy.deb.internal.solver;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Proves that clauses cannot hold together, and finds a set of them of which none can be dropped. Unlike apt it searches
 * for any solution, so that it can tell whether there is one. Not thread-safe.
 */
public final class Refutation {
    private static final int MAX_DECISIONS = 5_000;
    private static final int MAX_MINIMIZED = 2_000;

    /** Positive and negative literals: 1 + the number of a variable, with its sign. */
    private final List<int[]> clauses;

    private final Map<Integer, List<Integer>> occurrences = new HashMap<>();
    private final Map<Integer, Assignment> assignments = new HashMap<>();
    private final List<Integer> trail = new ArrayList<>();
    private BitSet enabled = new BitSet();
    private int propagated;
    private int decisions;

    /** Why a variable has its value: clauses, and the levels of decisions that these rest on. */
    private record Proof(BitSet clauses, BitSet levels) {
        static Proof empty() {
            return new Proof(new BitSet(), new BitSet());
        }

        void add(Proof other) {
            clauses.or(other.clauses);
            levels.or(other.levels);
        }
    }

    private record Assignment(boolean value, Proof proof) {}

    /** Ends a search that takes too long, or is interrupted. */
    private static final class TooHard extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooHard() {
            super("too hard", null, false, false);
        }
    }

    public Refutation(List<int[]> clauses) {
        this.clauses = List.copyOf(clauses);
        for (int i = 0; i < clauses.size(); i++) {
            for (int literal : clauses.get(i)) {
                occurrences.computeIfAbsent(literal, each -> new ArrayList<>()).add(i);
            }
        }
    }

    /**
     * The numbers of clauses that cannot hold together, ascending; empty when they can, when that is too hard to tell, or when
     * the thread is interrupted.
     */
    public Optional<int[]> minimalCore() {
        try {
            BitSet all = new BitSet();
            all.set(0, clauses.size());
            Optional<BitSet> core = refute(all);
            return core.map(this::minimize).map(each -> each.stream().toArray());
        } catch (TooHard e) {
            return Optional.empty();
        }
    }

    private BitSet minimize(BitSet core) {
        BitSet minimal = core;
        if (core.cardinality() > MAX_MINIMIZED) {
            return core;
        }
        for (int clause = core.nextSetBit(0); clause >= 0; clause = core.nextSetBit(clause + 1)) {
            if (minimal.get(clause)) {
                BitSet without = (BitSet) minimal.clone();
                without.clear(clause);
                minimal = refute(without).orElse(minimal);
            }
        }
        return minimal;
    }

    /** Those of the clauses that a proof needs; empty when there is none. */
    private Optional<BitSet> refute(BitSet some) {
        enabled = some;
        assignments.clear();
        trail.clear();
        propagated = 0;
        decisions = 0;
        for (int clause = some.nextSetBit(0); clause >= 0; clause = some.nextSetBit(clause + 1)) {
            Optional<Proof> conflict = examine(clause);
            if (conflict.isPresent()) {
                return Optional.of(conflict.get().clauses);
            }
        }
        return search();
    }

    /** The decisions that are open, each with the length of the trail before it. */
    private record Level(int variable, int trailSize) {}

    private Optional<BitSet> search() {
        List<Level> levels = new ArrayList<>();
        while (true) {
            Optional<Proof> conflict = propagate();
            if (conflict.isEmpty()) {
                int choice = choose();
                if (choice == 0) {
                    return Optional.empty();
                }
                if (++decisions > MAX_DECISIONS) {
                    throw new TooHard();
                }
                levels.add(new Level(choice, trail.size()));
                Proof proof = Proof.empty();
                proof.levels.set(levels.size());
                assign(choice, true, proof);
                continue;
            }
            Proof proof = conflict.get();
            int last = proof.levels.length() - 1;
            if (last <= 0) {
                return Optional.of(proof.clauses);
            }
            Level level = levels.get(last - 1);
            undo(level.trailSize);
            levels.subList(last - 1, levels.size()).clear();
            BitSet lower = (BitSet) proof.levels.clone();
            lower.clear(last);
            assign(level.variable, false, new Proof(proof.clauses, lower));
        }
    }

    private void assign(int variable, boolean value, Proof proof) {
        assignments.put(variable, new Assignment(value, proof));
        trail.add(variable);
    }

    private void undo(int size) {
        while (trail.size() > size) {
            assignments.remove(trail.remove(trail.size() - 1));
        }
        propagated = size;
    }

    private Optional<Proof> propagate() {
        while (propagated < trail.size()) {
            int variable = trail.get(propagated++);
            Assignment assignment = assignments.get(variable);
            boolean value = assignment != null && assignment.value;
            for (int clause : occurrences.getOrDefault(value ? -variable : variable, List.of())) {
                Optional<Proof> conflict = enabled.get(clause) ? examine(clause) : Optional.empty();
                if (conflict.isPresent()) {
                    return conflict;
                }
            }
        }
        return Optional.empty();
    }

    /** Assigns what the clause leaves no choice about; a proof of the contrary when it does not hold. */
    private Optional<Proof> examine(int clause) {
        if (Thread.currentThread().isInterrupted()) {
            throw new TooHard();
        }
        int open = 0;
        for (int literal : clauses.get(clause)) {
            Assignment assignment = assignments.get(Math.abs(literal));
            if (assignment == null) {
                if (open != 0) {
                    return Optional.empty();
                }
                open = literal;
            } else if (assignment.value == literal > 0) {
                return Optional.empty();
            }
        }
        Proof proof = Proof.empty();
        proof.clauses.set(clause);
        for (int literal : clauses.get(clause)) {
            Assignment assignment = assignments.get(Math.abs(literal));
            if (assignment != null) {
                proof.add(assignment.proof);
            }
        }
        if (open == 0) {
            return Optional.of(proof);
        }
        assign(Math.abs(open), open > 0, proof);
        return Optional.empty();
    }

    /** A solution of a clause whose condition holds and that is not satisfied; 0 without. */
    private int choose() {
        for (int clause = enabled.nextSetBit(0); clause >= 0; clause = enabled.nextSetBit(clause + 1)) {
            int choice = choose(clauses.get(clause));
            if (choice != 0) {
                return choice;
            }
        }
        return 0;
    }

    private int choose(int[] clause) {
        int choice = 0;
        for (int literal : clause) {
            Assignment assignment = assignments.get(Math.abs(literal));
            boolean fulfilled = assignment != null && assignment.value == literal > 0;
            if (fulfilled || (assignment == null && literal < 0)) {
                return 0;
            }
            if (assignment == null && choice == 0) {
                choice = literal;
            }
        }
        return choice;
    }
}
