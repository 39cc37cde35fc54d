package io.relocpy.bundle;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;

@AnalyzeClasses(packages = "io.relocpy", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ELF = "io.relocpy.elf..";
    private static final String RPM = "io.relocpy.rpm..";
    private static final String BUNDLE = "io.relocpy.bundle..";

    @ArchTest
    static final ArchRule elfKnowsNothingOfTheOthers = noClasses()
            .that()
            .resideInAPackage(ELF)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(RPM, BUNDLE);

    @ArchTest
    static final ArchRule rpmKnowsNothingOfTheOthers = noClasses()
            .that()
            .resideInAPackage(RPM)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ELF, BUNDLE);

    @ArchTest
    static final ArchRule onlyThePackageSourceAndSignaturesKnowOfRpm = noClasses()
            .that()
            .resideInAPackage(BUNDLE)
            .and()
            .haveNameNotMatching(".*\\.(?:RpmPackageSource|BundleSigner|OriginCheck)(?:\\$.*)?")
            .should()
            .dependOnClassesThat(describe(
                    "are of io.relocpy.rpm, but for the configuration and keys that the API takes",
                    type -> type.getPackageName().equals("io.relocpy.rpm")
                            && !type.getBaseComponentType()
                                    .getName()
                                    .matches(".*\\.(?:RepositoryConfig|ModuleSettings|SigningKey|KeyRing)(?:\\$.*)?")));

    @ArchTest
    static final ArchRule nothingPrintsOrRunsPrograms = noClasses()
            .that()
            .resideInAnyPackage("io.relocpy.elf", "io.relocpy.rpm", "io.relocpy.bundle")
            .and()
            .doNotHaveFullyQualifiedName("io.relocpy.bundle.CompileStep") // runs the bundle's own Python
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
            .callMethod(Runtime.class, "exec", String[].class);

    @ArchTest
    static final ArchRule stepsHaveOnePublicFaceOnly = classes()
            .that()
            .resideInAPackage(BUNDLE)
            .and()
            .haveSimpleNameEndingWith("Step")
            .and()
            .areNotEnums()
            .should()
            .notBePublic();

    @ArchTest
    static final ArchRule exceptionsAreChecked = classes()
            .that()
            .haveSimpleNameEndingWith("Exception")
            .and()
            .arePublic()
            .and()
            .resideInAnyPackage("io.relocpy.elf", "io.relocpy.rpm", "io.relocpy.bundle")
            .should()
            .beAssignableTo(IOException.class);
}
