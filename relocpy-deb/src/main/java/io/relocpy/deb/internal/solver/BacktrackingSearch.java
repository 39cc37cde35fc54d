package io.relocpy.deb.internal.solver;

import io.relocpy.repository.internal.index.IntList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The search of apt's {@code --solver 3.0}: propagates what follows, takes the most urgent clause from a heap, chooses its
 * first solution that is possible, and goes back to the last choice where that leads nowhere. Not thread-safe.
 *
 * @see <a href="https://salsa.debian.org/apt-team/apt/-/blob/3.0.4/apt-pkg/solver3.cc">solver3.cc</a>
 */
final class BacktrackingSearch {
    private static final int MAX_BACKTRACKS = 20_000;

    private final ClauseBuilder builder;
    private final Map<Integer, State> states = new HashMap<>();
    private final StandardHeap work = new StandardHeap();

    /** What was decided and taken from the heap, to be undone from the end. */
    private final List<Step> steps = new ArrayList<>();

    /** Where in the steps choices are. */
    private final IntList choices = new IntList();

    private final Deque<Integer> toPropagate = new ArrayDeque<>();
    private int backtracks;

    private enum Decision {
        NONE,
        MUST,
        MUST_NOT
    }

    private static final class State {
        private Decision decision = Decision.NONE;
        private int depth;
        private @Nullable Clause reason;
        private boolean discovered;
        private final List<Clause> clauses = new ArrayList<>(2);

        /** The clauses of which it is a solution. */
        private final List<Clause> reverse = new ArrayList<>(2);
    }

    /**
     * A step of the search.
     *
     * @param variable that was decided, or -1
     */
    private record Step(int variable, @Nullable WorkItem item) {}

    BacktrackingSearch(ClauseBuilder builder) {
        this.builder = builder;
    }

    private State state(int variable) {
        return states.computeIfAbsent(variable, each -> new State());
    }

    boolean isChosen(int variable) {
        State state = states.get(variable);
        return state != null && state.decision == Decision.MUST;
    }

    /** Why it was decided; null for what was required from the start. */
    @Nullable
    Clause reason(int variable) {
        return state(variable).reason;
    }

    /** Decides something for good; false when the opposite holds already. */
    boolean require(int variable, boolean install) {
        return decide(variable, install, null);
    }

    private boolean decide(int variable, boolean install, @Nullable Clause reason) {
        LimitReached.ifInterrupted();
        State state = state(variable);
        Decision wanted = install ? Decision.MUST : Decision.MUST_NOT;
        if (state.decision != Decision.NONE) {
            return state.decision == wanted;
        }
        state.decision = wanted;
        state.depth = choices.size();
        state.reason = reason;
        steps.add(new Step(variable, null));
        toPropagate.add(variable);
        return true;
    }

    /** Whether all could be decided. */
    boolean run() {
        if (!propagate()) {
            return false;
        }
        while (true) {
            while (!propagate()) {
                if (!goBack()) {
                    return false;
                }
            }
            if (work.isEmpty()) {
                return true;
            }
            if (!satisfy(work.pop())) {
                return false;
            }
        }
    }

    /** Chooses a solution; false when there is nothing left to try. */
    private boolean satisfy(WorkItem item) {
        steps.add(new Step(-1, item));
        Clause clause = item.clause;
        int chosen = -1;
        for (int i = 0; i < clause.solutions.size(); i++) {
            Decision decision = state(clause.solutions.get(i)).decision;
            if (decision == Decision.MUST) {
                return true;
            }
            if (chosen < 0 && decision != Decision.MUST_NOT) {
                chosen = clause.solutions.get(i);
            }
        }
        if (chosen < 0) {
            return clause.optional || goBack();
        }
        if (item.size > 1 || clause.optional) {
            choices.add(steps.size());
            steps.add(new Step(-1, item.withChoice(chosen)));
        }
        return decide(chosen, true, clause) || goBack();
    }

    /** Undoes all since the last choice, and rules that choice out; false without one. */
    private boolean goBack() {
        if (choices.isEmpty()) {
            return false;
        }
        if (++backtracks > MAX_BACKTRACKS) {
            throw new LimitReached();
        }
        int at = choices.last();
        WorkItem chosen = steps.get(at).item;
        while (steps.size() > at) {
            Step step = steps.get(steps.size() - 1);
            if (step.variable >= 0) {
                State state = state(step.variable);
                state.decision = Decision.NONE;
                state.reason = null;
                state.depth = 0;
            }
            if (step.item != null) {
                add(step.item.clause, step.item.depth);
            }
            steps.remove(steps.size() - 1);
        }
        choices.removeLast();
        int depth = choices.size();
        work.removeIf(item -> item.depth > depth);
        return chosen != null && decide(chosen.choice, false, null);
    }

    /** Queues a clause, or decides at once what it leaves no choice about; false when that cannot be. */
    private boolean add(Clause clause, int depth) {
        if (clause.negative) {
            for (int i = 0; i < clause.solutions.size(); i++) {
                if (!decide(clause.solutions.get(i), false, clause)) {
                    return false;
                }
            }
            return true;
        }
        if (clause.solutions.size() == 1 && !clause.optional) {
            return decide(clause.solutions.get(0), true, clause);
        }
        work.push(new WorkItem(clause, depth, possible(clause), -1));
        return true;
    }

    private int possible(Clause clause) {
        int possible = 0;
        for (int i = 0; i < clause.solutions.size(); i++) {
            possible += state(clause.solutions.get(i)).decision != Decision.MUST_NOT ? 1 : 0;
        }
        return possible;
    }

    private boolean propagate() {
        while (!toPropagate.isEmpty()) {
            LimitReached.ifInterrupted();
            int variable = toPropagate.remove();
            State state = state(variable);
            boolean good =
                    switch (state.decision) {
                        case MUST -> propagateInstalled(variable, state);
                        case MUST_NOT -> propagateExcluded(state);
                        case NONE -> true;
                    };
            if (!good) {
                return false;
            }
        }
        return true;
    }

    private boolean propagateInstalled(int variable, State state) {
        discover(variable);
        for (Clause clause : state.clauses) {
            if (!add(clause, choices.size())) {
                return false;
            }
        }
        for (int i = 0; i < state.reverse.size(); i++) {
            Clause clause = state.reverse.get(i);
            if (clause.negative && !clause.optional && !decide(clause.reason, false, clause)) {
                return false;
            }
        }
        return true;
    }

    private boolean propagateExcluded(State state) {
        for (int i = 0; i < state.reverse.size(); i++) {
            Clause clause = state.reverse.get(i);
            if (clause.negative || state(clause.reason).decision == Decision.MUST_NOT) {
                continue;
            }
            int possible = possible(clause);
            boolean good = true;
            if (possible == 1 && state(clause.reason).decision == Decision.MUST) {
                good = clause.optional ? add(clause, choices.size()) : decideLast(clause);
            } else if (possible == 0 && !clause.optional) {
                good = decide(clause.reason, false, clause);
            }
            if (!good) {
                return false;
            }
        }
        return true;
    }

    /** Only one solution is left. */
    private boolean decideLast(Clause clause) {
        for (int i = 0; i < clause.solutions.size(); i++) {
            int solution = clause.solutions.get(i);
            if (state(solution).decision == Decision.NONE && !decide(solution, true, clause)) {
                return false;
            }
        }
        return true;
    }

    /** Makes the clauses of a variable, and of all that these can reach. */
    private void discover(int first) {
        Deque<Integer> queue = new ArrayDeque<>();
        queue.add(first);
        while (!queue.isEmpty()) {
            LimitReached.ifInterrupted();
            int variable = queue.remove();
            int pkg = Clause.ofPackage(builder.packageOf(variable));
            if (Clause.isVersion(variable) && !state(pkg).discovered) {
                variable = pkg;
            }
            State state = state(variable);
            if (state.discovered) {
                continue;
            }
            state.discovered = true;
            List<Clause> clauses = Clause.isVersion(variable)
                    ? builder.ofVersion(Clause.subject(variable), state(pkg).clauses)
                    : builder.ofPackage(Clause.subject(variable));
            for (Clause clause : clauses) {
                state.clauses.add(clause);
                for (int i = 0; i < clause.solutions.size(); i++) {
                    state(clause.solutions.get(i)).reverse.add(clause);
                }
            }
            for (Clause clause : clauses) {
                for (int i = 0; i < clause.solutions.size(); i++) {
                    State solution = state(clause.solutions.get(i));
                    if (solution.decision != Decision.MUST_NOT || solution.depth > 0) {
                        queue.add(clause.solutions.get(i));
                    }
                }
            }
        }
    }
}
