package io.relocpy.rpm.internal.pool;

import io.relocpy.rpm.Dependency;
import org.jspecify.annotations.Nullable;

/** A dependency in terms of package ids: a list of providers, or an expression over such lists. Immutable. */
public final class Relation {
    static final Relation[] NONE = {};

    /** The dependency in the metadata. */
    public final Dependency dependency;

    /** Ascending; only {@link Pool#SYSTEM} if it always holds; unused if there is an expression. */
    public final int[] providers;

    /** Null unless {@code and}, {@code if} or {@code unless} are involved. */
    public final @Nullable RichExpression expression;

    private volatile @Nullable NormalForm conjunctive;

    Relation(Dependency dependency, int[] providers, @Nullable RichExpression expression) {
        this.dependency = dependency;
        this.providers = providers;
        this.expression = expression;
    }

    public boolean always() {
        return providers.length > 0 && providers[0] == Pool.SYSTEM;
    }

    /** Returns the clauses of {@link #expression}, computed once. */
    public NormalForm conjunctive(RichExpression of) {
        NormalForm form = conjunctive;
        if (form == null) {
            form = NormalForm.conjunctive(of);
            conjunctive = form;
        }
        return form;
    }
}
