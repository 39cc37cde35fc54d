package io.relocpy.rpm.internal.solver;

import java.util.List;

/**
 * The last step: an earlier choice can spare a package if another of its alternatives came in later anyway.
 *
 * <p>Branches are looked at from the last to the first, and the earliest one that offers something is taken.
 */
final class Minimization {
    private static final int[] NOTHING = {};

    private Minimization() {}

    /** The index of the branch and that of the alternative to take in it; empty when nothing can be spared. */
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
     * The first alternative that is installed above the branch's level; else, unless what was chosen is recommended, the
     * first recommended one; -1 without.
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
