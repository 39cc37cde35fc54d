package io.relocpy.deb;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;

@AnalyzeClasses(packages = "io.relocpy.deb", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String FILE = "io.relocpy.deb.file..";
    private static final String ARCHIVES = "io.relocpy.deb.internal.file..";
    private static final String DEB822 = "io.relocpy.deb.internal.deb822..";

    @ArchTest
    static final ArchRule knowsNothingOfElfRpmAndBundles = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.relocpy.elf..", "io.relocpy.rpm..", "io.relocpy.bundle..");

    @ArchTest
    static final ArchRule valuesKnowNothingOfReaders = noClasses()
            .that()
            .resideInAPackage("io.relocpy.deb")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FILE, "io.relocpy.deb.internal..");

    @ArchTest
    static final ArchRule archivesKnowNothingOfTheirUsers = noClasses()
            .that()
            .resideInAnyPackage(ARCHIVES, DEB822)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(FILE);

    @ArchTest
    static final ArchRule fieldsKnowNothingOfArchives = noClasses()
            .that()
            .resideInAPackage(DEB822)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ARCHIVES);

    @ArchTest
    static final ArchRule oneClassDecompresses = noClasses()
            .that()
            .resideInAPackage("io.relocpy.deb..")
            .and()
            .doNotHaveFullyQualifiedName("io.relocpy.deb.internal.file.Compression")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.tukaani..", "com.github.luben..", "org.apache.commons.compress..", "java.util.zip..");

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
            .callMethod(Runtime.class, "exec", String[].class);

    @ArchTest
    static final ArchRule exceptionsAreChecked = classes()
            .that()
            .haveSimpleNameEndingWith("Exception")
            .and()
            .arePublic()
            .should()
            .beAssignableTo(IOException.class);
}
