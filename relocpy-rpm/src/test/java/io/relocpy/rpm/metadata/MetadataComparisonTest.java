package io.relocpy.rpm.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.io.Warnings;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.file.HeaderBuilder;
import io.relocpy.rpm.file.PackageBuilder;
import io.relocpy.rpm.file.RpmBuilder;
import io.relocpy.rpm.file.RpmFile;
import io.relocpy.rpm.file.RpmTag;
import io.relocpy.rpm.metadata.RepositoryWarning.DifferentRelations;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares repository metadata with packages. CreaterepoIT does the same with the real createrepo_c. */
class MetadataComparisonTest {
    private static final int GREATER_EQUAL = 12;

    @TempDir
    Path folder;

    private final List<RepositoryWarning> warnings = new ArrayList<>();
    private RpmFile rpm;

    @BeforeEach
    void makePackage() throws IOException {
        rpm = open(new RpmBuilder());
    }

    /** A package with relations of every kind, some of which createrepo_c omits. */
    private RpmFile open(RpmBuilder builder) throws IOException {
        builder.header(header -> {
            header.string(RpmTag.NAME, "app");
            relations(
                    header,
                    RpmTag.PROVIDENAME,
                    RpmTag.PROVIDEFLAGS,
                    RpmTag.PROVIDEVERSION,
                    "app",
                    "app(x)",
                    "libown.so");
            relations(
                    header,
                    RpmTag.REQUIRENAME,
                    RpmTag.REQUIREFLAGS,
                    RpmTag.REQUIREVERSION,
                    "/bin/sh",
                    "/usr/bin/app",
                    "/usr/share/app/data",
                    "app(x)",
                    "glibc",
                    "glibc",
                    "libc.so.6()(64bit)",
                    "libc.so.6(GLIBC_2.2.5)(64bit)",
                    "libc.so.6(GLIBC_2.34)(64bit)",
                    "libc.so.6(GLIBC_2.4)(64bit)",
                    "libc.so.6(GLIBC_ABI_DT_RELR)(64bit)",
                    "libown.so",
                    "rpmlib(CompressedFileNames)",
                    "(a or b)");
            relations(header, RpmTag.CONFLICTNAME, RpmTag.CONFLICTFLAGS, RpmTag.CONFLICTVERSION, "foe");
            relations(header, RpmTag.OBSOLETENAME, RpmTag.OBSOLETEFLAGS, RpmTag.OBSOLETEVERSION, "past");
            relations(header, RpmTag.RECOMMENDNAME, RpmTag.RECOMMENDFLAGS, RpmTag.RECOMMENDVERSION, "friend");
            relations(header, RpmTag.SUGGESTNAME, RpmTag.SUGGESTFLAGS, RpmTag.SUGGESTVERSION, "guest");
            relations(header, RpmTag.SUPPLEMENTNAME, RpmTag.SUPPLEMENTFLAGS, RpmTag.SUPPLEMENTVERSION, "whole");
            relations(header, RpmTag.ENHANCENAME, RpmTag.ENHANCEFLAGS, RpmTag.ENHANCEVERSION, "better");
        });
        builder.file("/usr/bin/app").content("run");
        builder.file("/usr/share/app/data").content("data");
        builder.file("/etc/app").folder();
        return RpmFile.open(builder.write(folder.resolve("app.rpm")));
    }

    private static void relations(HeaderBuilder header, int nameTag, int flagsTag, int versionTag, String... names) {
        header.strings(nameTag, List.of(names))
                .int32(
                        flagsTag,
                        Arrays.stream(names)
                                .map(name -> name.equals("glibc") ? GREATER_EQUAL : 0)
                                .toList())
                .strings(
                        versionTag,
                        Arrays.stream(names)
                                .map(name -> name.equals("glibc") ? "2.34" : "")
                                .toList());
    }

    /** The metadata that createrepo_c writes for the package. */
    private PackageBuilder reduced() {
        PackageBuilder metadata = PackageBuilder.rpm("app-1.0-1.noarch")
                .provides("app", "app(x)", "libown.so")
                .requires("/bin/sh", "glibc >= 2.34", "(a or b)", "libc.so.6(GLIBC_2.34)(64bit)")
                .conflicts("foe")
                .obsoletes("past")
                .recommends("friend")
                .suggests("guest")
                .supplements("whole")
                .enhances("better")
                .files("/usr/bin/app", "/etc/app");
        metadata.license = "MIT";
        metadata.sourceRpm = "sample-1.0-1.src.rpm";
        return metadata;
    }

    private void compare(PackageMetadata metadata) throws IOException {
        Repository.compare(metadata, rpm, "demo", new Warnings<>(warnings::add, false));
    }

    private DifferentRelations difference(PackageMetadata metadata) throws IOException {
        warnings.clear();
        compare(metadata);
        assertThat(warnings).hasSize(1);
        assertThatThrownBy(() -> Repository.compare(metadata, rpm, "demo", new Warnings<>(warning -> {}, true)))
                .isInstanceOf(VerificationException.class)
                .hasMessageStartingWith("repository demo: the metadata of app-1.0-1.noarch differs from the package");
        return (DifferentRelations) warnings.get(0);
    }

    @Test
    void omissionsOfCreaterepoAreNotDifferences() throws IOException {
        compare(reduced().build());
        assertThat(warnings).isEmpty();
    }

    @Test
    void whatOtherToolsKeepIsNotADifference() throws IOException {
        PackageBuilder whole = reduced();
        rpm.requires().forEach(each -> whole.list("requires").add(each));
        whole.files("/usr/share/app/data");
        compare(whole.build());
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "victim-1.0-1.noarch",
                "app-1:1.0-1.noarch",
                "app-1.0.0-1.noarch",
                "app-1.0-2.noarch",
                "app-1.0-1.x86_64"
            })
    void anotherNameIsAnErrorWhateverTheMode(String nevra) {
        PackageBuilder other = PackageBuilder.rpm(nevra);
        assertThatThrownBy(() -> compare(other.build()))
                .isInstanceOf(FormatException.class)
                .hasMessageEndingWith(
                        "app.rpm: expected the package " + nevra + " of the repository demo, found app-1.0-1.noarch");
        assertThat(warnings).isEmpty();
    }

    @Test
    void aRequirementMissingFromMetadataIsReported() throws IOException {
        for (String secret : List.of("/bin/sh", "glibc >= 2.34", "(a or b)", "libc.so.6(GLIBC_2.34)(64bit)")) {
            PackageBuilder metadata = reduced();
            metadata.list("requires").removeIf(each -> each.toString().equals(secret));
            DifferentRelations told = difference(metadata.build());
            assertThat(told.relation()).isEqualTo("requires");
            assertThat(told.onlyInPackage()).contains(secret).noneMatch(each -> each.startsWith("rpmlib"));
            assertThat(told.onlyInMetadata()).isEmpty();
        }
    }

    @Test
    void aLowerVersionOfTheCLibraryDoesNotImplyAHigherOne() throws IOException {
        PackageBuilder metadata = reduced();
        metadata.list("requires").removeIf(each -> each.toString().startsWith("libc"));
        metadata.requires("libc.so.6(GLIBC_2.4)(64bit)");
        assertThat(difference(metadata.build()).onlyInPackage()).contains("libc.so.6(GLIBC_2.34)(64bit)");
    }

    @Test
    void reportsWhatIsMissingFromThePackage() throws IOException {
        List<Consumer<PackageBuilder>> lies = List.of(
                lie -> lie.provides("python3 = 9"),
                lie -> lie.requires("malware"),
                lie -> lie.requires("glibc >= 2.99"),
                lie -> lie.conflicts("python3"),
                lie -> lie.obsoletes("python3"),
                lie -> lie.recommends("malware"),
                lie -> lie.suggests("malware"),
                lie -> lie.supplements("python3"),
                lie -> lie.enhances("python3"),
                lie -> lie.files("/usr/bin/python3"));
        for (Consumer<PackageBuilder> lie : lies) {
            PackageBuilder metadata = reduced();
            lie.accept(metadata);
            DifferentRelations told = difference(metadata.build());
            assertThat(told.onlyInMetadata()).hasSize(1);
            assertThat(told.onlyInPackage()).isEmpty();
        }
    }

    @Test
    void reportsWhatIsMissingFromMetadata() throws IOException {
        for (String kind :
                List.of("provides", "conflicts", "obsoletes", "recommends", "suggests", "supplements", "enhances")) {
            PackageBuilder metadata = reduced();
            metadata.list(kind).remove(0);
            DifferentRelations told = difference(metadata.build());
            assertThat(told.relation()).isEqualTo(kind);
            assertThat(told.onlyInPackage()).hasSize(1);
        }
        PackageBuilder metadata = reduced();
        metadata.files.remove("/etc/app");
        assertThat(difference(metadata.build()).onlyInPackage()).containsExactly("/etc/app");
    }

    @Test
    void licenseAndSourcePackageOfABillOfMaterialsComeFromThePackage() throws IOException {
        PackageBuilder metadata = reduced();
        metadata.license = "Proprietary";
        assertThat(difference(metadata.build()))
                .isEqualTo(new DifferentRelations(
                        "demo", metadata.build().nevra(), "license", List.of("Proprietary"), List.of("MIT")));
        PackageBuilder source = reduced();
        source.sourceRpm = "other-1-1.src.rpm";
        assertThat(difference(source.build()).relation()).isEqualTo("source package");
        PackageBuilder silent = reduced();
        silent.license = "";
        silent.sourceRpm = "";
        warnings.clear();
        compare(silent.build());
        assertThat(warnings).isEmpty();
    }

    /** Before rpm 4.12, recommendations were requirements with a flag; createrepo_c has two ways to write them. */
    @Test
    void requirementsThatMayBeMissingAreRecommendations() throws IOException {
        RpmBuilder old = new RpmBuilder().header(header -> header.string(RpmTag.NAME, "app")
                .strings(RpmTag.REQUIRENAME, List.of("soft", "hard"))
                .int32(RpmTag.REQUIREFLAGS, List.of(1 << 19, 0))
                .strings(RpmTag.REQUIREVERSION, List.of("", ""))
                .strings(1156, List.of("strong", "weak"))
                .strings(1157, List.of("", ""))
                .int32(1158, List.of(1 << 27, 0)));
        rpm = RpmFile.open(old.write(folder.resolve("app.rpm")));
        compare(PackageBuilder.rpm("app-1.0-1.noarch")
                .requires("hard")
                .recommends("soft", "strong")
                .suggests("weak")
                .build());
        compare(PackageBuilder.rpm("app-1.0-1.noarch").requires("soft", "hard").build());
        assertThat(warnings).isEmpty();
        assertThat(difference(PackageBuilder.rpm("app-1.0-1.noarch")
                                .requires("soft")
                                .build())
                        .onlyInPackage())
                .containsExactly("hard");
    }
}
