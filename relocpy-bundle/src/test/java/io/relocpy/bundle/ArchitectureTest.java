package io.relocpy.bundle;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.util.stream.Stream;

@AnalyzeClasses(packages = "io.relocpy", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ELF = "io.relocpy.elf..";
    private static final String REPOSITORY = "io.relocpy.repository..";
    private static final String RPM = "io.relocpy.rpm..";
    private static final String DEB = "io.relocpy.deb..";
    private static final String BUNDLE = "io.relocpy.bundle..";
    private static final String ROOMS = "io.relocpy.bundle.internal.";

    @ArchTest
    static final ArchRule elfKnowsNothingOfTheOthers = noClasses()
            .that()
            .resideInAPackage(ELF)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(REPOSITORY, RPM, DEB, BUNDLE);

    @ArchTest
    static final ArchRule repositoryKnowsNothingOfTheOthers = noClasses()
            .that()
            .resideInAPackage(REPOSITORY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ELF, RPM, DEB, BUNDLE);

    @ArchTest
    static final ArchRule rpmKnowsOnlyRepository = noClasses()
            .that()
            .resideInAPackage(RPM)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ELF, DEB, BUNDLE);

    /** Everything else takes {@code Repositories}. */
    @ArchTest
    static final ArchRule onlyTheChoiceOfRepositoriesKnowsTheirKinds = noClasses()
            .that()
            .resideInAPackage(BUNDLE)
            .and()
            .haveNameNotMatching("io\\.relocpy\\.bundle\\.RepositoryChoice")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(RPM, DEB);

    /** Arrows go one way: build → places, verify → format → python → tree. */
    @ArchTest
    static final ArchRule roomsAreLayers = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("tree")
            .definedBy(ROOMS + "tree")
            .layer("python")
            .definedBy(ROOMS + "python")
            .layer("format")
            .definedBy(ROOMS + "format")
            .layer("glib")
            .definedBy(ROOMS + "glib")
            .layer("places")
            .definedBy(ROOMS + "places")
            .layer("verify")
            .definedBy(ROOMS + "verify")
            .layer("build")
            .definedBy(ROOMS + "build")
            .whereLayer("build")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("glib")
            .mayOnlyBeAccessedByLayers("places")
            .whereLayer("places")
            .mayOnlyBeAccessedByLayers("build")
            .whereLayer("verify")
            .mayOnlyBeAccessedByLayers("build")
            .whereLayer("format")
            .mayOnlyBeAccessedByLayers("build", "places", "verify")
            .whereLayer("python")
            .mayOnlyBeAccessedByLayers("build", "places", "verify", "format")
            .whereLayer("tree")
            .mayOnlyBeAccessedByLayers("build", "places", "verify", "format", "python");

    @ArchTest
    static void everyRoomIsALayer(JavaClasses classes) {
        assertThat(classes.stream().map(JavaClass::getPackageName).filter(each -> each.startsWith(ROOMS)))
                .containsOnly(Stream.of("tree", "python", "format", "glib", "places", "verify", "build")
                        .map(ROOMS::concat)
                        .toArray(String[]::new));
    }

    /** Exported values that the rooms may use; they lie below all of them. */
    private static final DescribedPredicate<JavaClass> VALUES = describe(
            "are values of the API",
            type -> type.getName()
                    .matches(
                            "io\\.relocpy\\.bundle\\."
                                    + "(?:BundleException|BundleEvent|BundleVerification|Bytecode|FileChange|FileReason|BundleReport\\$DropReason)(?:\\$.*)?"));

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
            .haveRawReturnType(
                    describe("of a room", type -> type.getPackageName().startsWith(ROOMS)));

    @ArchTest
    static final ArchRule nothingPrintsOrRunsPrograms = noClasses()
            .that()
            .resideInAnyPackage("io.relocpy.elf", REPOSITORY, RPM, BUNDLE)
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
            .callMethodWhere(target(name("exec")).and(target(owner(type(Runtime.class)))));

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
            .resideInAnyPackage("io.relocpy.elf", REPOSITORY, RPM, BUNDLE)
            .and()
            .resideOutsideOfPackage("..internal..")
            .should()
            .beAssignableTo(IOException.class);
}
