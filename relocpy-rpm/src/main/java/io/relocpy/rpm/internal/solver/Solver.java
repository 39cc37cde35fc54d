package io.relocpy.rpm.internal.solver;

import io.relocpy.repository.internal.index.IntList;
import io.relocpy.rpm.internal.pool.Pool;
import io.relocpy.rpm.internal.pool.SearchLimitException;
import java.util.BitSet;
import java.util.List;

/**
 * libsolv's algorithm for "install these packages into an empty root".
 *
 * <p>Main loop: satisfy the jobs, then all dependencies, then recommends and supplements (if enabled); then try to avoid
 * packages that an open choice makes unnecessary. After each change it starts again. The result depends on this order, not on
 * any measure of size.
 */
public final class Solver {
    private final Pool pool;
    private final boolean weak;
    private final SearchLimit limit;

    /**
     * @param weak whether to install recommended and supplementing packages
     * @param limit the limit of this search
     */
    public Solver(Pool pool, boolean weak, SearchLimit limit) {
        this.pool = pool;
        this.weak = weak;
        this.limit = limit;
    }

    /**
     * Returns the packages to install.
     *
     * @param jobs for each request, the packages one of which is to be installed; ascending and not empty
     * @param best whether only the best candidates of each job may be installed
     * @param excluded packages that must not be installed
     * @return ascending ids
     * @throws UnsolvableException if there is no solution
     * @throws SearchLimitException if the search exceeds its limit
     */
    public int[] solve(List<int[]> jobs, boolean best, BitSet excluded) throws UnsolvableException {
        PackageRules generator = new PackageRules(pool, excluded, weak);
        generator.addReachable(jobs);
        RuleSet rules = generator.sorted();
        int firstJob = rules.count();
        for (int[] job : jobs) {
            rules.add(job);
        }
        int endOfJobs = rules.count();
        for (int[] rule : InferiorArchitectureRules.of(pool, generator.considered(), jobs)) {
            rules.add(rule);
        }
        if (best) {
            addBestRules(rules, jobs);
        }
        Search search = new Search(pool, rules, limit);
        search.begin();
        run(search, firstJob, endOfJobs, generator.considered());
        IntList installed = new IntList();
        for (int id = generator.considered().nextSetBit(0);
                id >= 0;
                id = generator.considered().nextSetBit(id + 1)) {
            if (search.assignment.installed(id)) {
                installed.add(id);
            }
        }
        return installed.toArray();
    }

    private void addBestRules(RuleSet rules, List<int[]> jobs) {
        BestCandidates policy = new BestCandidates(pool);
        for (int[] job : jobs) {
            int[] best = policy.keep(job);
            if (best.length < job.length) {
                rules.add(best);
            }
        }
    }

    private void run(Search search, int firstJob, int endOfJobs, BitSet considered) throws UnsolvableException {
        WeakStep weakStep = new WeakStep(search, considered);
        int level = 1;
        int jobsDone = 2; // from this level on, the jobs are known to be satisfied
        while (true) {
            if (level < jobsDone) {
                int before = level;
                level = satisfyJobs(search, level, firstJob, endOfJobs);
                if (level < before) {
                    continue;
                }
                jobsDone = level;
            }
            int before = level;
            level = satisfyDependencies(search, level);
            if (level < before) {
                continue;
            }
            if (weak) {
                WeakStep.Outcome outcome = weakStep.run(level);
                level = outcome.level();
                if (outcome.changed()) {
                    continue;
                }
            }
            int[] spare = Minimization.alternative(search);
            if (spare.length == 0) {
                return;
            }
            level = search.take(spare[0], spare[1]);
        }
    }

    private static int satisfyJobs(Search search, int startLevel, int firstJob, int endOfJobs)
            throws UnsolvableException {
        int level = startLevel;
        int job = firstJob;
        while (job < endOfJobs) {
            int[] candidates = search.openCandidates(job);
            if (candidates.length > 0) {
                int before = level;
                level = search.select(level, candidates);
                if (level == before) {
                    continue; // it cannot be installed: try another one
                }
                if (level < before) {
                    if (level < startLevel) {
                        return level;
                    }
                    job = firstJob;
                    continue;
                }
            }
            job++;
        }
        return level;
    }

    /**
     * Iterates over all rules until a complete round changes nothing. The first rounds postpone requirements with a real
     * choice, since unambiguous ones may decide them. If only these are left, the first postponed one is decided, and from
     * then on every choice immediately.
     */
    private static int satisfyDependencies(Search search, int startLevel) throws UnsolvableException {
        int level = startLevel;
        int postponed = 0;
        boolean postpone = true;
        int rule = 1;
        int looked = 1;
        while (true) {
            if (looked >= search.rules.count()) {
                if (postponed == 0) {
                    return level;
                }
                rule = postponed;
                postponed = 0;
                postpone = false;
                looked = 1;
            }
            if (rule == search.rules.count()) {
                rule = 1;
            }
            int[] candidates = openChoice(search, rule);
            if (candidates.length > 1) {
                int[] left = postpone ? search.policy.prune(candidates) : candidates;
                if (postpone && left.length > 1) {
                    if (postponed == 0) {
                        postponed = rule;
                    }
                } else {
                    level = search.select(level, left);
                    if (level < startLevel) {
                        return level;
                    }
                    looked = 0;
                }
            }
            rule++;
            looked++;
        }
    }

    private static final int[] NONE = {};

    private static int[] openChoice(Search search, int rule) {
        int size = search.rules.size(rule);
        int first = search.rules.literal(rule, 0);
        if (size < 2 || (first < 0 && (size < 3 || !search.assignment.installed(-first)))) {
            return NONE; // a rule of one or two literals leaves no choice if it applies
        }
        return search.openCandidates(rule);
    }
}
