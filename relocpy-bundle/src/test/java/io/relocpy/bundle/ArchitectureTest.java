package io.relocpy.bundle;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
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
    private static final String ROOMS = "io.relocpy.bundle.internal.";

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

    /** RPM's packages and repositories; signatures are of bundles, too. */
    @ArchTest
    static final ArchRule onlySourcesKnowOfRpm = noClasses()
            .that()
            .resideInAPackage(BUNDLE)
            .and()
            .haveNameNotMatching(".*\\.source\\.(?:RpmRepositories|RpmClosure)(?:\\$.*)?")
            .should()
            .dependOnClassesThat(describe(
                    "are of io.relocpy.rpm, but for transfers, keys and signatures",
                    type -> type.getPackageName().startsWith("io.relocpy.rpm")
                            && !type.getBaseComponentType()
                                    .getName()
                                    .matches(".*\\.(?:TransferEvent|SigningKey|KeyRing|DetachedSignature"
                                            + "|Verification(?:Policy|Exception))(?:\\$.*)?")));

    /** The neutral part of what becomes a module of its own. */
    @ArchTest
    static final ArchRule sourcesKnowNothingOfBundles = noClasses()
            .that()
            .resideInAPackage(ROOMS + "source")
            .should()
            .dependOnClassesThat(describe(
                    "are of another package of relocpy-bundle",
                    type -> type.getPackageName().startsWith("io.relocpy.bundle")
                            && !type.getPackageName().equals(ROOMS + "source")));

    /** Arrows go one way: build → verify → format → python → tree → source. */
    @ArchTest
    static final ArchRule roomsAreLayers = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("source")
            .definedBy(ROOMS + "source")
            .layer("tree")
            .definedBy(ROOMS + "tree")
            .layer("python")
            .definedBy(ROOMS + "python")
            .layer("format")
            .definedBy(ROOMS + "format")
            .layer("verify")
            .definedBy(ROOMS + "verify")
            .layer("build")
            .definedBy(ROOMS + "build")
            .whereLayer("build")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("verify")
            .mayOnlyBeAccessedByLayers("build")
            .whereLayer("format")
            .mayOnlyBeAccessedByLayers("build", "verify")
            .whereLayer("python")
            .mayOnlyBeAccessedByLayers("build", "verify", "format")
            .whereLayer("tree")
            .mayOnlyBeAccessedByLayers("build", "verify", "format", "python");

    /** Exported values that the rooms may use; they lie below all of them. */
    private static final DescribedPredicate<JavaClass> VALUES = describe("are values of the API", type -> type.getName()
            .matches("io\\.relocpy\\.bundle\\."
                    + "(?:BundleException|BundleEvent|BundleStep|BundleVerification|Bytecode)(?:\\$.*)?"));

    @ArchTest
    static final ArchRule valuesOfTheApiLieBelowTheRooms =
            noClasses().that(VALUES).should().dependOnClassesThat().resideInAPackage(ROOMS + "(*)");

    /** The rest of the API are views of what the rooms make. */
    @ArchTest
    static final ArchRule roomsKnowOnlyValuesOfTheApi = noClasses()
            .that()
            .resideInAPackage("io.relocpy.bundle.internal..")
            .should()
            .dependOnClassesThat(describe(
                    "are exported, and not values",
                    type -> type.getPackageName().equals("io.relocpy.bundle") && !VALUES.test(type)));

    @ArchTest
    static final ArchRule theApiIsExportedAndNothingOfTheRoomsIsPublicInIt = noMethods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage("io.relocpy.bundle")
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .should()
            .haveRawReturnType(describe(
                    "of a room",
                    type -> type.getPackageName().startsWith(ROOMS)
                            && !type.getPackageName().equals(ROOMS + "source")));

    @ArchTest
    static final ArchRule nothingPrintsOrRunsPrograms = noClasses()
            .that()
            .resideInAnyPackage("io.relocpy.elf", "io.relocpy.rpm", BUNDLE)
            .and()
            .doNotHaveFullyQualifiedName("io.relocpy.bundle.internal.build.CompileStep") // runs the bundle's own Python
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
            .resideInAPackage(ROOMS + "build")
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
            .resideInAnyPackage("io.relocpy.elf", "io.relocpy.rpm", BUNDLE)
            .should()
            .beAssignableTo(IOException.class);
}
