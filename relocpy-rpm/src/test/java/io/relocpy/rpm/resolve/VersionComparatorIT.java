package io.relocpy.rpm.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.rpm.internal.names.VersionComparator;
import io.relocpy.testing.HostTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionComparatorIT {
    @Test
    void versionsCompareAsInRpmvercmp() throws Exception {
        Path file = HostTools.referenceData().resolve("version-comparisons.tsv");
        List<String> lines = Files.readAllLines(file);
        for (String line : lines) {
            String[] parts = line.split("\t", -1);
            assertThat(VersionComparator.INSTANCE.compare(parts[0], parts[1]))
                    .as("%s against %s", parts[0], parts[1])
                    .isEqualTo(Integer.parseInt(parts[2]));
        }
        assertThat(lines).hasSizeGreaterThan(80);
    }
}
