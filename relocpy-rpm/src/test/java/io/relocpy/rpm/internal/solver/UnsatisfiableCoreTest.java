package io.relocpy.rpm.internal.solver;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.rpm.internal.pool.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnsatisfiableCoreTest {
    private static final int VARIABLES = 7;

    @Test
    void coresOfRandomRulesAreMinimal() {
        Random random = new Random(7);
        int unsatisfiable = 0;
        for (int round = 0; round < 2_000; round++) {
            List<int[]> rules = new ArrayList<>();
            int count = 5 + random.nextInt(40);
            for (int i = 0; i < count; i++) {
                rules.add(rule(random));
            }
            int[] core = core(rules);
            assertThat(core.length == 0).as("round %d", round).isEqualTo(satisfiable(rules));
            if (core.length > 0) {
                unsatisfiable++;
                List<int[]> needed = new ArrayList<>();
                Arrays.stream(core).forEach(rule -> needed.add(rules.get(rule - 1)));
                assertThat(satisfiable(needed)).as("round %d", round).isFalse();
                for (int drop = 0; drop < needed.size(); drop++) {
                    List<int[]> others = new ArrayList<>(needed);
                    others.remove(drop);
                    assertThat(satisfiable(others)).as("round %d", round).isTrue();
                }
            }
        }
        assertThat(unsatisfiable).isBetween(200, 1_800);
    }

    private static int[] rule(Random random) {
        return random.ints(1 + random.nextInt(3), 0, VARIABLES)
                .distinct()
                .map(i -> random.nextBoolean() ? i + Pool.FIRST : -(i + Pool.FIRST))
                .sorted()
                .toArray();
    }

    private static int[] core(List<int[]> rules) {
        RuleSet set = new RuleSet();
        rules.forEach(set::add);
        return UnsatisfiableCore.of(set, new SearchLimit(Duration.ofMinutes(1), Integer.MAX_VALUE));
    }

    private static boolean satisfiable(List<int[]> rules) {
        for (int bits = 0; bits < 1 << VARIABLES; bits++) {
            int values = bits;
            if (rules.stream().allMatch(rule -> holds(rule, values))) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(int[] rule, int bits) {
        return Arrays.stream(rule)
                .anyMatch(literal -> (literal > 0) == ((bits >> (Math.abs(literal) - Pool.FIRST) & 1) == 1));
    }
}
