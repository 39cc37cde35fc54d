package io.relocpy.deb.internal.solver;

/** What is installed besides what must be. */
public record SolverOptions(boolean recommends, boolean suggests) {}
