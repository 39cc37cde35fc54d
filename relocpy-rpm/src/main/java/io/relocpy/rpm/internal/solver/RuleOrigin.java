package io.relocpy.rpm.internal.solver;

import io.relocpy.rpm.internal.pool.Relation;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says in terms of packages.
 *
 * @param subject the package it comes from; for requests the number of the job
 * @param relation null where the kind needs none
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
