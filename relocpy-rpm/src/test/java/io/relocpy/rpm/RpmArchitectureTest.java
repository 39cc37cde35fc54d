package io.relocpy.rpm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Packages depend on packages before them in this list, never on later ones; ARCHITECTURE.md draws the same. */
class RpmArchitectureTest {
    private static final List<String> ROOMS = List.of(
            "io.relocpy.repository.internal.text",
            "io.relocpy.repository",
            "io.relocpy.repository.internal.io",
            "io.relocpy.repository.internal.index",
            "io.relocpy.repository.openpgp",
            "io.relocpy.repository.internal.download",
            "io.relocpy.repository.cache",
            "io.relocpy.rpm.internal.names",
            "io.relocpy.rpm",
            "io.relocpy.rpm.internal.sqlite",
            "io.relocpy.rpm.internal.index",
            "io.relocpy.rpm.internal.parse",
            "io.relocpy.rpm.internal.pool",
            "io.relocpy.rpm.internal.solver",
            "io.relocpy.rpm.file",
            "io.relocpy.rpm.metadata",
            "io.relocpy.rpm.resolve");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.relocpy");

    static List<String> rooms() {
        return ROOMS.subList(0, ROOMS.size() - 1);
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void arrowsGoOneWay(String room) {
        String[] later = ROOMS.subList(ROOMS.indexOf(room) + 1, ROOMS.size()).toArray(String[]::new);

        noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(later)
                .check(CLASSES);
    }

    @Test
    void everyPackageIsOneOfThem() {
        Set<String> packages =
                CLASSES.stream().map(type -> type.getPackageName()).collect(Collectors.toSet());

        assertThat(packages).containsExactlyInAnyOrderElementsOf(ROOMS);
    }

    /** What loads repositories and verifies packages does not need the solver, and the solver none of them. */
    @Test
    void theSolverKnowsNoFiles() {
        noClasses()
                .that()
                .resideInAnyPackage("io.relocpy.rpm.file", "io.relocpy.rpm.metadata")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.relocpy.rpm.internal.pool", "io.relocpy.rpm.internal.solver")
                .check(CLASSES);
    }
}
