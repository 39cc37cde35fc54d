package io.relocpy.rpm.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.PackageMetadata;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosureRelationsTest {
    @Test
    void capabilitiesFilesAndNamesLeadToTheirProviders() throws Exception {
        assertThat(requiredBy("liba.so.1()(64bit)", "/usr/bin/tool", "data >= 0.5", "absent", "self"))
                .containsExactly("data-2:1-1.noarch", "lib-1-1.x86_64");
        assertThat(requiredBy("absent")).isEmpty();
    }

    @Test
    void operandsOfBooleanDependenciesCountExceptConditions() throws Exception {
        assertThat(requiredBy("(absent or data)")).containsExactly("data-2:1-1.noarch");
        assertThat(requiredBy("(data if lib)")).containsExactly("data-2:1-1.noarch");
    }

    private static List<String> requiredBy(String... requirements) throws FormatException {
        List<Dependency> requires = new ArrayList<>();
        for (String requirement : requirements) {
            requires.add(Dependency.parse(requirement));
        }
        PackageMetadata library = metadata("lib-1-1.x86_64")
                .provides(List.of(Capability.of("liba.so.1()(64bit)")))
                .files(List.of("/usr/bin/tool"))
                .build();
        PackageMetadata self = metadata("self-1-1.noarch").requires(requires).build();
        return new ClosureRelations(
                        List.of(library, metadata("data-2:1-1.noarch").build(), self))
                .requiredBy(self);
    }

    private static PackageMetadata.Builder metadata(String nevra) throws FormatException {
        return PackageMetadata.builder(
                Nevra.parse(nevra), Checksum.parse("sha256", "00".repeat(32), "a test"), nevra + ".rpm");
    }
}
