package io.relocpy.rpm.internal.solver;

/**
 * A free choice among several packages, which minimization may revise.
 *
 * <p>Alternatives are in order of preference; those already tried are negative.
 */
final class Branch {
    final int[] alternatives;

    /** The level before this choice. */
    final int level;

    Branch(int[] candidates, int level) {
        this.alternatives = candidates.clone();
        this.alternatives[0] = -candidates[0];
        this.level = level;
    }
}
