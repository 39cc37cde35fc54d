package io.relocpy.rpm.internal.solver;

import io.relocpy.rpm.internal.pool.Relation;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a rule, in terms of packages.
 *
 * @param subject the package it comes from; the number of the job for requests
 * @param relation null if the kind has none
 */
public record RuleOrigin(Kind kind, int subject, @Nullable Relation relation) {
    public enum Kind {
        REQUEST,
        BEST,
        NOT_INSTALLABLE,
        REQUIRES,
        CONFLICTS,
        OBSOLETES,
        SAME_NAME,
        INFERIOR_ARCHITECTURE
    }
}
