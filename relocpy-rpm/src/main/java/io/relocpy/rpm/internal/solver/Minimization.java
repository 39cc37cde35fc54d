package io.relocpy.rpm.internal.solver;

import java.util.List;

/**
 * The last step: an earlier choice can make a package unnecessary if another of its alternatives was installed later anyway.
 *
 * <p>Branches are examined from the last to the first; the earliest one that offers an alternative is used.
 */
final class Minimization {
    private static final int[] NOTHING = {};

    private Minimization() {}

    /** Returns the indices of the branch and of its alternative; empty if there is none. */
    static int[] alternative(Search search) {
        List<Branch> branches = search.branches();
        if (branches.isEmpty()) {
            return NOTHING;
        }
        search.preferences.update();
        int[] found = NOTHING;
        for (int i = branches.size() - 1; i >= 0; i--) {
            int alternative = alternative(search, branches.get(i));
            if (alternative >= 0) {
                found = new int[] {i, alternative};
            }
        }
        return found;
    }

    /**
     * Returns the first alternative that was installed above the branch's level; otherwise, unless the chosen package is
     * recommended, the first recommended one; -1 if there is none.
     */
    private static int alternative(Search search, Branch branch) {
        int recommended = -1;
        for (int i = 0; i < branch.alternatives.length; i++) {
            int id = branch.alternatives[i];
            if (id <= 0) {
                continue;
            }
            if (search.assignment.installed(id) && search.assignment.levelOf(id) > branch.level) {
                return i;
            }
            if (recommended < 0 && search.preferences.isRecommended(id)) {
                recommended = i;
            }
        }
        return recommended >= 0 && choseUnrecommended(search, branch) ? recommended : -1;
    }

    private static boolean choseUnrecommended(Search search, Branch branch) {
        for (int alternative : branch.alternatives) {
            int id = -alternative;
            if (id > 0
                    && search.assignment.installed(id)
                    && search.assignment.levelOf(id) == branch.level + 1
                    && !search.preferences.isRecommended(id)) {
                return true;
            }
        }
        return false;
    }
}
