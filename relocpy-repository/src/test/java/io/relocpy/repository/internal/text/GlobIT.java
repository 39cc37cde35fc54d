package io.relocpy.repository.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares with fnmatch(3) of this machine. */
class GlobIT {
    private static final String ORACLE = """
            import ctypes, random
            fnmatch = ctypes.CDLL(None).fnmatch
            choose = random.Random(1)
            for _ in range(50000):
                pattern = ''.join(choose.choice('ab*?[]!^-\\\\c') for _ in range(choose.randint(0, 8)))
                text = list(pattern.replace('\\\\', '') if choose.random() < 0.5 else pattern)
                for _ in range(min(len(text), choose.randint(0, 2))):
                    text[choose.randrange(len(text))] = choose.choice(['', 'a', 'b', '-'])
                text = ''.join(text)
                print(pattern, text, fnmatch(pattern.encode(), text.encode(), 0) == 0, sep='\\t')
            """;

    @Test
    void randomPatternsMatchAsFnmatch() {
        HostTools.require("python3");
        List<String> rows = HostTools.run("python3", "-c", ORACLE).orFail().lines();

        assertThat(rows).hasSize(50_000);
        assertThat(rows.stream().filter(row -> row.endsWith("True"))).hasSizeGreaterThan(5_000);
        assertThat(rows).allSatisfy(row -> {
            String[] columns = row.split("\t", -1);
            assertThat(Glob.matches(columns[0], columns[1])).isEqualTo(columns[2].equals("True"));
        });
    }
}
