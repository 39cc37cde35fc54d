package io.relocpy.deb.internal.solver;

/** The solver of apt up to 3.0, which is called {@code internal}: greedy marking, then repair. */
public final class InternalRun extends Run {
    public InternalRun(Policy policy, SolverOptions options) {
        super(policy, options);
    }

    @Override
    void markRequested(int pkg) {
        marker.markWithDependencies(pkg, true);
    }

    @Override
    boolean resolve() {
        return new ProblemResolver(cache, marker, requested, removed).resolve();
    }
}
