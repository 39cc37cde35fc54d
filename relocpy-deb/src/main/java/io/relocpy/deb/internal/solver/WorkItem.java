package io.relocpy.deb.internal.solver;

/** A clause that is to be satisfied, as of some depth of choices. */
final class WorkItem {
    final Clause clause;
    final int depth;

    /** How many solutions were possible when it was queued. */
    final int size;

    /** The solution that was chosen, or -1. */
    final int choice;

    WorkItem(Clause clause, int depth, int size, int choice) {
        this.clause = clause;
        this.depth = depth;
        this.size = size;
        this.choice = choice;
    }

    WorkItem withChoice(int variable) {
        return new WorkItem(clause, depth, size, variable);
    }

    /** Whether the other comes first. */
    boolean isLessThan(WorkItem other) {
        boolean forced = !clause.optional && size < 2;
        boolean otherForced = !other.clause.optional && other.size < 2;
        if (forced != otherForced) {
            return otherForced;
        }
        if (clause.optional != other.clause.optional) {
            return clause.optional;
        }
        if (clause.group != other.clause.group) {
            return clause.group.compareTo(other.clause.group) > 0;
        }
        if ((size < 2) != (other.size < 2)) {
            return other.size < 2;
        }
        return size == 1 && other.size == 1 && clause.solutions.size() < other.clause.solutions.size();
    }
}
