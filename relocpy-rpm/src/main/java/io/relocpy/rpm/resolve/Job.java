package io.relocpy.rpm.resolve;

import java.util.List;

/** One task of the solver for a request: install one of these packages. */
final class Job {
    private final String request;
    private final int[] candidates;

    /**
     * @param request as passed by the caller
     * @param candidates their ids, ascending, at least one
     */
    Job(String request, int[] candidates) {
        this.request = request;
        this.candidates = candidates;
    }

    String request() {
        return request;
    }

    int[] candidates() {
        return candidates;
    }

    static List<int[]> candidates(List<Job> jobs) {
        return jobs.stream().map(Job::candidates).toList();
    }
}
