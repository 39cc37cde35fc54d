package io.relocpy.rpm;

import org.jspecify.annotations.Nullable;

/** A dependency in terms of package ids: a list of providers, or an expression over such lists. Immutable. */
final class Relation {
    static final Relation[] NONE = {};

    /** As the metadata states it. */
    final Dependency dependency;

    /** Ascending; just {@link Pool#SYSTEM} when it always holds; unused when there is an expression. */
    final int[] providers;

    /** Null unless {@code and}, {@code if} or {@code unless} are involved. */
    final @Nullable RichExpression expression;

    private volatile @Nullable NormalForm conjunctive;

    Relation(Dependency dependency, int[] providers, @Nullable RichExpression expression) {
        this.dependency = dependency;
        this.providers = providers;
        this.expression = expression;
    }

    boolean always() {
        return providers.length > 0 && providers[0] == Pool.SYSTEM;
    }

    /** The clauses of {@link #expression}, computed once. */
    NormalForm conjunctive(RichExpression of) {
        NormalForm form = conjunctive;
        if (form == null) {
            form = NormalForm.conjunctive(of);
            conjunctive = form;
        }
        return form;
    }
}
