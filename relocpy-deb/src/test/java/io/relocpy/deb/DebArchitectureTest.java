package io.relocpy.deb;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.util.List;

@AnalyzeClasses(packages = "io.relocpy.deb", importOptions = ImportOption.DoNotIncludeTests.class)
class DebArchitectureTest {
    @ArchTest
    static final ArchRule knowsNothingOfElfRpmAndBundles = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.relocpy.elf..", "io.relocpy.rpm..", "io.relocpy.bundle..");

    /** Packages depend on packages before them in this list, never on later ones. */
    private static final List<String> ROOMS = List.of(
            "io.relocpy.deb.internal.text",
            "io.relocpy.deb",
            "io.relocpy.deb.internal.deb822",
            "io.relocpy.deb.internal.file",
            "io.relocpy.deb.file",
            "io.relocpy.deb.internal.scripts",
            "io.relocpy.deb.internal.index",
            "io.relocpy.deb.internal.solver",
            "io.relocpy.deb.internal.release",
            "io.relocpy.deb.internal.configuration",
            "io.relocpy.deb.metadata",
            "io.relocpy.deb.resolve");

    @ArchTest
    static void arrowsGoOneWay(JavaClasses classes) {
        for (int i = 0; i + 1 < ROOMS.size(); i++) {
            noClasses()
                    .that()
                    .resideInAPackage(ROOMS.get(i))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(ROOMS.subList(i + 1, ROOMS.size()).toArray(String[]::new))
                    .check(classes);
        }
    }

    @ArchTest
    static void everyPackageIsOneOfThem(JavaClasses classes) {
        assertThat(classes.stream().map(JavaClass::getPackageName).distinct())
                .containsExactlyInAnyOrderElementsOf(ROOMS);
    }

    @ArchTest
    static final ArchRule theSolverKnowsNoPackageFiles = noClasses()
            .that()
            .resideInAnyPackage("io.relocpy.deb.internal.solver", "io.relocpy.deb.internal.index")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.relocpy.deb.file", "io.relocpy.deb.internal.file");

    @ArchTest
    static final ArchRule oneClassDecompresses = noClasses()
            .that()
            .resideInAPackage("io.relocpy.deb..")
            .and()
            .doNotHaveFullyQualifiedName("io.relocpy.deb.internal.file.Compression")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.tukaani..", "com.github.luben..", "org.apache.commons.compress..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.zip\\.(?:GZIP|Inflater|Zip).*");

    @ArchTest
    static final ArchRule nothingPrintsOrRunsPrograms = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class)
            .orShould()
            .callMethodWhere(target(name("exec")).and(target(owner(type(Runtime.class)))));

    @ArchTest
    static final ArchRule exceptionsAreChecked = classes()
            .that()
            .haveSimpleNameEndingWith("Exception")
            .and()
            .arePublic()
            .should()
            .beAssignableTo(IOException.class);
}
