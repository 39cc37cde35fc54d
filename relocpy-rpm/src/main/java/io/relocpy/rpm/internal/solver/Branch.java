package io.relocpy.rpm.internal.solver;

/**
 * A free choice among several packages, to which minimization may come back.
 *
 * <p>Alternatives are in the order of preference; a tried one is negative.
 */
final class Branch {
    final int[] alternatives;

    /** The level before the choice. */
    final int level;

    Branch(int[] candidates, int level) {
        this.alternatives = candidates.clone();
        this.alternatives[0] = -candidates[0];
        this.level = level;
    }
}
