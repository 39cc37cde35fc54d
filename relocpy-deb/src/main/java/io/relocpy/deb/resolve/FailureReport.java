package io.relocpy.deb.resolve;

import io.relocpy.deb.internal.index.PackageIndex;
import io.relocpy.deb.internal.solver.Policy;
import io.relocpy.deb.internal.solver.Run;
import io.relocpy.deb.internal.solver.SolverFailure;
import java.util.List;

/** Puts into words why apt gives up. */
final class FailureReport {
    private final List<String> requests;

    FailureReport(PackageIndex index, Policy policy, List<String> requests, Run run) {
        this.requests = requests;
    }

    ResolutionException exception(SolverFailure failure) {
        return new ResolutionException(String.join(", ", requests) + ": " + failure.kind());
    }
}
