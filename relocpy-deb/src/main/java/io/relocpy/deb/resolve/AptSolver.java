package io.relocpy.deb.resolve;

/** The solvers of apt. */
public enum AptSolver {
    /** The solver of apt 2.6 to 3.0, called {@code internal}: marks greedily, then repairs. */
    INTERNAL,

    /** apt 3.0's {@code --solver 3.0}: searches with backtracking. apt 3.1 and later changed it further. */
    SOLVER_3
}
