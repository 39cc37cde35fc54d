package io.relocpy.rpm.internal.pool;

import io.relocpy.repository.internal.index.IntList;
import io.relocpy.rpm.internal.pool.RichExpression.And;
import io.relocpy.rpm.internal.pool.RichExpression.If;
import io.relocpy.rpm.internal.pool.RichExpression.Or;
import io.relocpy.rpm.internal.pool.RichExpression.Providers;
import io.relocpy.rpm.internal.pool.RichExpression.Unless;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@link RichExpression} as blocks of literals: in conjunctive normal form (each block is a clause, and all must hold) or in
 * disjunctive normal form (each block is a conjunction, and one must hold).
 *
 * <p>A literal is a package's id, negative for "not installed". Literals in a block are ascending; the order of blocks is that
 * of libsolv, since it affects the choice among recommended packages.
 */
public final class NormalForm {
    static final NormalForm TRUE = new NormalForm(List.of());
    public static final NormalForm FALSE = new NormalForm(List.of());

    /** More than any real dependency has; without a limit, nested operators grow exponentially. */
    private static final int MAX_LITERALS = 2_000_000;

    private final List<int[]> blocks;

    private NormalForm(List<int[]> blocks) {
        this.blocks = blocks;
    }

    /** Returns the clauses, or {@link #TRUE} or {@link #FALSE}. */
    static NormalForm conjunctive(RichExpression expression) {
        return normalize(expression, false);
    }

    /** Returns the alternatives, or {@link #TRUE} or {@link #FALSE}. */
    public static NormalForm disjunctive(RichExpression expression) {
        return normalize(expression, true);
    }

    /** Returns the blocks; empty for {@link #TRUE} and {@link #FALSE}. */
    public List<int[]> blocks() {
        return blocks;
    }

    private boolean constant() {
        return blocks.isEmpty();
    }

    private static NormalForm normalize(RichExpression expression, boolean dnf) {
        if (expression instanceof Providers providers) {
            return ofProviders(providers, dnf);
        }
        if (expression instanceof And and) {
            return combine(normalize(and.left(), dnf), normalize(and.right(), dnf), false, dnf);
        }
        if (expression instanceof Or or) {
            return combine(normalize(or.left(), dnf), normalize(or.right(), dnf), true, dnf);
        }
        if (expression instanceof If branch) { // a or not b; with else also: b or c
            NormalForm first =
                    combine(normalize(branch.left(), dnf), inverted(normalize(branch.condition(), !dnf)), true, dnf);
            return branch.otherwise() == null
                    ? first
                    : combine(
                            first,
                            combine(normalize(branch.condition(), dnf), normalize(branch.otherwise(), dnf), true, dnf),
                            false,
                            dnf);
        }
        Unless branch = (Unless) expression; // a and not b; with else also: b and c
        NormalForm first =
                combine(normalize(branch.left(), dnf), inverted(normalize(branch.condition(), !dnf)), false, dnf);
        return branch.otherwise() == null
                ? first
                : combine(
                        first,
                        combine(normalize(branch.condition(), dnf), normalize(branch.otherwise(), dnf), false, dnf),
                        true,
                        dnf);
    }

    private static NormalForm ofProviders(Providers providers, boolean dnf) {
        if (providers.ids.length == 0) {
            return FALSE;
        }
        if (providers.always()) {
            return TRUE;
        }
        if (!dnf) {
            return new NormalForm(List.of(providers.ids));
        }
        List<int[]> blocks = new ArrayList<>(providers.ids.length);
        for (int id : providers.ids) {
            blocks.add(new int[] {id});
        }
        return new NormalForm(blocks);
    }

    /** Negates a form, which turns a conjunctive form into a disjunctive one and vice versa. */
    public static NormalForm inverted(NormalForm form) {
        if (form.constant()) {
            return form == TRUE ? FALSE : TRUE;
        }
        List<int[]> blocks = new ArrayList<>(form.blocks.size());
        for (int[] block : form.blocks) {
            int[] negated = new int[block.length];
            for (int i = 0; i < block.length; i++) {
                negated[i] = -block[block.length - 1 - i];
            }
            blocks.add(negated);
        }
        return new NormalForm(blocks);
    }

    private static NormalForm combine(NormalForm a, NormalForm b, boolean or, boolean dnf) {
        NormalForm absorbing = or ? TRUE : FALSE;
        if (a == absorbing || b == absorbing) {
            return absorbing;
        }
        if (a.constant()) {
            return b;
        }
        if (b.constant()) {
            return a;
        }
        if (or == dnf) {
            List<int[]> blocks = new ArrayList<>(a.blocks);
            blocks.addAll(b.blocks);
            return new NormalForm(blocks);
        }
        return distribute(a, b, dnf);
    }

    private static NormalForm distribute(NormalForm a, NormalForm b, boolean dnf) {
        List<int[]> blocks = new ArrayList<>();
        long literals = 0;
        for (int[] x : a.blocks) {
            for (int[] y : b.blocks) {
                int[] union = union(x, y);
                if (!hasBothSigns(union)) {
                    blocks.add(union);
                    literals += union.length;
                    if (literals > MAX_LITERALS) {
                        throw new SearchLimitException("a boolean dependency is too complex to expand");
                    }
                }
            }
        }
        return blocks.isEmpty() ? (dnf ? FALSE : TRUE) : new NormalForm(blocks);
    }

    private static boolean hasBothSigns(int[] block) {
        int low = 0;
        int high = block.length - 1;
        while (low < high) {
            if (-block[low] == block[high]) {
                return true;
            }
            if (-block[low] > block[high]) {
                low++;
            } else {
                high--;
            }
        }
        return false;
    }

    /** Returns the sorted union of two sorted arrays. */
    public static int[] union(int[] a, int[] b) {
        IntList out = new IntList(a.length + b.length);
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            if (a[i] < b[j]) {
                out.add(a[i++]);
            } else {
                if (a[i] == b[j]) {
                    i++;
                }
                out.add(b[j++]);
            }
        }
        while (i < a.length) {
            out.add(a[i++]);
        }
        while (j < b.length) {
            out.add(b[j++]);
        }
        return out.toArray();
    }
}
