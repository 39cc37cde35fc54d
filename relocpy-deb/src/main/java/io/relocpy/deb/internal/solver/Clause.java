package io.relocpy.deb.internal.solver;

import io.relocpy.repository.internal.index.IntList;

/**
 * What follows from a package or version that is to be installed: one of the solutions, or none of them. Packages and
 * versions are variables, {@code 2 * package} and {@code 2 * version + 1}.
 */
final class Clause {
    /** In which order kinds of clauses are worked on. */
    enum Group {
        /** Dependencies that can be satisfied by what is current. */
        SATISFY_NEW,
        /** Those that do not matter for what is installed. */
        SATISFY,
        /** Those with a solution whose source package has a newer version. */
        SATISFY_OBSOLETE,
        /** The choice of a version of a package. */
        SELECT
    }

    final int reason;
    final boolean optional;
    final boolean negative;
    final IntList solutions = new IntList(2);
    Group group;

    /** The alternatives that it is made of; no places when it is not made of a dependency. */
    int from;

    int to;

    Clause(int reason, Group group, boolean optional, boolean negative) {
        this.reason = reason;
        this.group = group;
        this.optional = optional;
        this.negative = negative;
    }

    static Clause select(int reason, boolean negative) {
        return new Clause(reason, Group.SELECT, false, negative);
    }

    boolean isOfDependency() {
        return from < to;
    }

    static int ofPackage(int pkg) {
        return 2 * pkg;
    }

    static int ofVersion(int version) {
        return 2 * version + 1;
    }

    static boolean isVersion(int variable) {
        return (variable & 1) != 0;
    }

    /** The package or version that a variable stands for. */
    static int subject(int variable) {
        return variable >> 1;
    }
}
