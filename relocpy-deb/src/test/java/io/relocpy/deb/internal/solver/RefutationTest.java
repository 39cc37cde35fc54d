package io.relocpy.deb.internal.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RefutationTest {
    private static final int VARIABLES = 7;

    @Test
    void findsAContradictionExactlyWhereThereIsOneAndNoneOfItCanBeDropped() {
        Random random = new Random(3);
        int contradictions = 0;
        for (int i = 0; i < 3_000; i++) {
            List<int[]> clauses = clauses(random);
            Optional<int[]> core = new Refutation(clauses).minimalCore();
            assertThat(core.isEmpty()).as("round %d", i).isEqualTo(canHold(clauses));
            if (core.isPresent()) {
                contradictions++;
                List<int[]> some = new ArrayList<>();
                for (int clause : core.get()) {
                    some.add(clauses.get(clause));
                }
                assertThat(canHold(some)).as("round %d", i).isFalse();
                for (int drop = 0; drop < some.size(); drop++) {
                    List<int[]> without = new ArrayList<>(some);
                    without.remove(drop);
                    assertThat(canHold(without)).as("round %d", i).isTrue();
                }
            }
        }
        assertThat(contradictions).isBetween(300, 2_700);
    }

    private static List<int[]> clauses(Random random) {
        List<int[]> clauses = new ArrayList<>();
        for (int i = 8 + random.nextInt(24); i > 0; i--) {
            int[] clause = new int[1 + random.nextInt(3)];
            for (int j = 0; j < clause.length; j++) {
                clause[j] = (1 + random.nextInt(VARIABLES)) * (random.nextBoolean() ? 1 : -1);
            }
            clauses.add(clause);
        }
        return clauses;
    }

    private static boolean canHold(List<int[]> clauses) {
        for (int values = 0; values < 1 << VARIABLES; values++) {
            int all = values;
            if (clauses.stream().allMatch(each -> holds(each, all))) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(int[] clause, int values) {
        for (int literal : clause) {
            if (((values >> (Math.abs(literal) - 1)) & 1) == (literal > 0 ? 1 : 0)) {
                return true;
            }
        }
        return false;
    }
}
