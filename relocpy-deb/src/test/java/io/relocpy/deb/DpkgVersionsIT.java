package io.relocpy.deb;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The host's dpkg orders versions as we do. */
class DpkgVersionsIT {
    private static final String[] PIECES = {"0", "1", "9", "10", "00", "a", "Z", ".", "+", "~", "-", "-1"};

    @Test
    void randomVersionsAreInTheOrderOfDpkg() {
        HostTools.require("dpkg");
        Random random = new Random(19);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String a = version(random);
            String b = random.nextInt(4) == 0 ? a + PIECES[random.nextInt(PIECES.length - 2)] : version(random);
            boolean lower = DebianVersion.of(a).compareTo(DebianVersion.of(b)) < 0;
            HostTools.Result result = HostTools.run("dpkg", "--compare-versions", a, "lt", b);
            if ((result.exitStatus() == 0) != lower) {
                wrong.add(a + " and " + b);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String version(Random random) {
        StringBuilder version = new StringBuilder(random.nextInt(3) == 0 ? random.nextInt(3) + ":" : "");
        version.append(random.nextInt(10));
        for (int i = random.nextInt(6); i > 0; i--) {
            version.append(PIECES[random.nextInt(PIECES.length)]);
        }
        // an empty revision is no valid version for dpkg
        return version.append(version.charAt(version.length() - 1) == '-' ? "1" : "")
                .toString();
    }
}
