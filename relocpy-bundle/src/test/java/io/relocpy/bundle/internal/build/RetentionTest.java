package io.relocpy.bundle.internal.build;

import static io.relocpy.bundle.Samples.TIME;
import static io.relocpy.bundle.Samples.file;
import static io.relocpy.bundle.Samples.link;
import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.FileReason.Kind;
import io.relocpy.bundle.Samples;
import io.relocpy.bundle.internal.build.UnpackStep.Unpacked;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.FileRules;
import io.relocpy.bundle.internal.tree.SourcePackage;
import io.relocpy.bundle.internal.tree.TreeFile;
import io.relocpy.bundle.internal.tree.VirtualRoot;
import io.relocpy.repository.ClosurePackage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** What stays of small packages, and why. */
class RetentionTest {
    private static final String SITE = "usr/lib/python3/dist-packages/";

    private final List<SourcePackage> packages = new ArrayList<>();
    private final List<TreeFile> files = new ArrayList<>();
    private final Map<SourcePackage, Map<Kind, Integer>> skipped = new HashMap<>();
    private final SourcePackage base = origin("base");

    private SourcePackage origin(String name, String... required) {
        SourcePackage made = new SourcePackage.Packaged(ClosurePackage.builder(name, "1", "noarch")
                .requires(List.of(required).stream()
                        .map(each -> each + "-1.noarch")
                        .toList())
                .build());
        packages.add(made);
        return made;
    }

    private void add(TreeFile... added) {
        files.addAll(List.of(added));
    }

    private SortedMap<String, FileReason> kept(String... requests) throws IOException {
        SortedMap<String, FileReason> kept = retention(requests).find("usr/lib64/ld.so", Samples.REASON);
        kept.remove("usr/lib64/ld.so");
        return kept;
    }

    private Retention retention(String... requests) throws IOException {
        add(library("usr/lib64/ld.so", base));
        FileRules rules = new FileRules(List.of("/usr/share/excluded/**"), List.of(), List.of());
        Unpacked unpacked = new Unpacked(packages, VirtualRoot.of(files), skipped);
        return new Retention(
                rules, unpacked.tree(), new PackagePurposes(unpacked, rules, List.of(requests)), List.of("usr/lib64"));
    }

    private static TreeFile library(String path, SourcePackage origin, String... needed) throws IOException {
        String soname = path.substring(path.lastIndexOf('/') + 1);
        return new TreeFile.Regular(
                path,
                origin,
                SmallBundle.library(soname, editor -> needed.length == 0 ? editor : editor.addNeeded(needed)),
                false,
                TIME);
    }

    private static FileReason reason(Kind kind, String subject) {
        return FileReason.of(kind, subject);
    }

    @Test
    void dataStaysIfAPackageWithModulesRequiresItAlsoThroughPackagesOfData() throws IOException {
        SourcePackage plot = origin("plot", "plot-data", "tool");
        SourcePackage data = origin("plot-data", "fonts", "admin");
        add(file(SITE + "plot/__init__.py", "", plot), file("usr/share/plot/rc", "", data));
        add(file("usr/share/fonts/a.ttf", "", origin("fonts")));
        add(file("usr/share/other/x", "", origin("other")));
        SourcePackage tool = origin("tool");
        add(file("usr/share/tool/x", "", tool), file("usr/lib/tool/x", "", tool));
        SourcePackage admin = origin("admin");
        add(file("usr/share/admin/x", "", admin));
        skipped.put(tool, Map.of(Kind.PROGRAM, 1));
        skipped.put(admin, Map.of(Kind.PROGRAM, 1));

        assertThat(kept())
                .containsOnly(
                        Map.entry(SITE + "plot/__init__.py", FileReason.of(Kind.PYTHON)),
                        Map.entry("usr/share/plot/rc", reason(Kind.DATA_REQUIRED, "plot")),
                        Map.entry("usr/share/fonts/a.ttf", reason(Kind.DATA_REQUIRED, "plot-data")),
                        Map.entry("usr/share/tool/x", reason(Kind.DATA_REQUIRED, "plot")));
    }

    @Test
    void translationsStayWithModulesAndWithTheDataThatTheyRequireButNotWithLibraries() throws IOException {
        String german = "usr/share/locale/de/LC_MESSAGES/";
        SourcePackage tool = origin("tool", "tool-data", "gtk");
        SourcePackage data = origin("tool-data");
        skipped.put(data, Map.of(Kind.PROGRAM, 1)); // as sphinx-common has
        SourcePackage gtk = origin("gtk", "gtk-data");
        add(file(SITE + "tool.py", "", tool), file(german + "tool.mo", "", tool), file(german + "data.mo", "", data));
        add(library("usr/lib64/libgtk.so.3", gtk), file(german + "gtk.mo", "", gtk));
        add(file(german + "gtk-data.mo", "", origin("gtk-data")), file("usr/share/locale/locale.alias", "", tool));

        assertThat(kept())
                .containsEntry(german + "tool.mo", FileReason.of(Kind.DATA))
                .containsEntry(german + "data.mo", reason(Kind.DATA_REQUIRED, "tool"))
                .containsKey("usr/lib64/libgtk.so.3")
                .doesNotContainKeys(german + "gtk.mo", german + "gtk-data.mo", "usr/share/locale/locale.alias");
    }

    @Test
    void dataOfARequestedPackageStays() throws IOException {
        add(file("usr/share/fonts/a.ttf", "", origin("fonts")), file("usr/share/other/x", "", origin("other")));

        assertThat(kept("fonts", "python3")).containsOnlyKeys("usr/share/fonts/a.ttf");
    }

    @Test
    void linksKeepWhatTheyLeadToAlsoThroughLinkedDirectoriesAndAcrossPackages() throws IOException {
        SourcePackage babel = origin("babel");
        SourcePackage locales = origin("locales");
        String locale = SITE + "babel/locale-data";
        add(link(locale, "usr/share/babel/locale-data", babel), link("usr/share/babel", "usr/share/babel-2", locales));
        add(file("usr/share/babel-2/locale-data/de.dat", "", locales), file("usr/share/babel-2/other", "", locales));
        add(link("usr/share/babel-2/locale-data/at.dat", "usr/share/at/at.dat", locales));
        add(file("usr/share/at/at.dat", "", locales));

        assertThat(kept())
                .containsOnly(
                        Map.entry(locale, FileReason.of(Kind.PYTHON)),
                        Map.entry("usr/share/babel", reason(Kind.LINKED, "/" + locale)),
                        Map.entry("usr/share/babel-2/locale-data/de.dat", reason(Kind.LINKED, "/" + locale)),
                        Map.entry("usr/share/babel-2/locale-data/at.dat", reason(Kind.LINKED, "/" + locale)),
                        Map.entry("usr/share/at/at.dat", reason(Kind.LINKED, "/usr/share/babel-2/locale-data/at.dat")));
    }

    @Test
    void linksToNothingToLoopsAndToWhatTheCallerExcludedAreDropped() throws IOException {
        SourcePackage module = origin("module");
        add(link(SITE + "gone", "usr/share/gone", module), link(SITE + "excluded", "usr/share/excluded/x", module));
        add(link(SITE + "a", SITE + "b", module), link(SITE + "b", SITE + "a", module));
        add(file("usr/share/excluded/x", "", module), link(SITE + "shared", "usr/share", module));

        assertThat(kept()).isEmpty();
    }

    @Test
    void librariesWhoseNamesAreStringsInLibrariesThatStayAreKept() throws IOException {
        SourcePackage freebl = origin("freebl");
        add(naming("usr/lib64/libfreebl3.so", freebl, "libfreeblpriv3.so", "see libunused.so", "libnone.so.1"));
        add(
                library("usr/lib64/libfreeblpriv3.so.1", freebl, "libneeded.so.1"),
                library("usr/lib64/libunused.so", freebl));
        add(link("usr/lib64/libfreeblpriv3.so", "usr/lib64/libfreeblpriv3.so.1", freebl));
        add(library("usr/lib64/libneeded.so.1", origin("needed")));
        add(library(SITE + "crypt.so", origin("crypt"), "libfreebl3.so"));

        FileReason opened = reason(Kind.OPENED_BY_LIBRARY, "libfreebl3.so");
        assertThat(kept())
                .containsOnly(
                        Map.entry(SITE + "crypt.so", FileReason.of(Kind.PYTHON)),
                        Map.entry("usr/lib64/libfreebl3.so", reason(Kind.NEEDED, "/" + SITE + "crypt.so")),
                        Map.entry("usr/lib64/libfreeblpriv3.so", opened),
                        Map.entry("usr/lib64/libfreeblpriv3.so.1", opened),
                        Map.entry("usr/lib64/libneeded.so.1", reason(Kind.NEEDED, "/usr/lib64/libfreeblpriv3.so.1")));
    }

    @Test
    void librariesThatTypelibsNameAreKept() throws IOException {
        SourcePackage typelib = origin("gir");
        add(file("usr/lib64/girepository-1.0/Gio.typelib", "x\0libgio.so.0,libglib.so.0\0", typelib));
        add(library("usr/lib64/libgio.so.0", origin("gio")), library("usr/lib64/libglib.so.0", origin("glib")));

        assertThat(kept("gir"))
                .containsEntry("usr/lib64/libgio.so.0", reason(Kind.OPENED_BY_LIBRARY, "Gio.typelib"))
                .containsEntry("usr/lib64/libglib.so.0", reason(Kind.OPENED_BY_LIBRARY, "Gio.typelib"));
    }

    /** A library with such strings after its end, where no section claims them. */
    private static TreeFile naming(String path, SourcePackage origin, String... strings) throws IOException {
        TreeFile.Regular library = (TreeFile.Regular) library(path, origin);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(library.content().bytes());
        for (String each : strings) {
            bytes.write(("\0" + each + "\0").getBytes(StandardCharsets.US_ASCII));
        }
        return new TreeFile.Regular(path, origin, Content.of(bytes.toByteArray()), false, TIME);
    }

    @Test
    void pluginsAndDataStayWithTheLibrariesOfTheirPackage() throws IOException {
        SourcePackage qt = origin("qt");
        add(library("usr/lib64/libqt.so.5", qt), library("usr/lib64/qt/plugins/x.so", qt, "libxcb.so.1"));
        add(file("usr/lib64/girepository-1.0/Qt.typelib", "", qt), file("usr/share/qt/x", "", qt));
        add(library("usr/lib64/glibc-hwcaps/x86-64-v3/libqt.so.5", qt), library("usr/lib64/libunused.so.1", qt));
        add(library("usr/lib64/libxcb.so.1", origin("xcb")));
        add(library("usr/lib64/libother.so.1", origin("other")));
        add(library(SITE + "PyQt.so", origin("pyqt"), "libqt.so.5"));

        assertThat(kept())
                .containsOnly(
                        Map.entry(SITE + "PyQt.so", FileReason.of(Kind.PYTHON)),
                        Map.entry("usr/lib64/libqt.so.5", reason(Kind.NEEDED, "/" + SITE + "PyQt.so")),
                        Map.entry("usr/lib64/qt/plugins/x.so", reason(Kind.PLUGIN, "qt")),
                        Map.entry("usr/lib64/libxcb.so.1", reason(Kind.NEEDED, "/usr/lib64/qt/plugins/x.so")),
                        Map.entry("usr/lib64/girepository-1.0/Qt.typelib", FileReason.of(Kind.DATA_OF_LIBRARY)),
                        Map.entry("usr/share/qt/x", FileReason.of(Kind.DATA_OF_LIBRARY)));
    }

    @Test
    void librariesThatNothingLinksButAPackageWithModulesRequiresAreOpenedByName() throws IOException {
        add(file(SITE + "other.py", "", origin("python3-other", "libother")));
        SourcePackage other = origin("libother");
        add(
                library("usr/lib64/libother.so.1.0", other),
                link("usr/lib64/libother.so.1", "usr/lib64/libother.so.1.0", other));
        add(file("usr/share/other/x", "", other));

        assertThat(kept())
                .containsOnly(
                        Map.entry(SITE + "other.py", FileReason.of(Kind.PYTHON)),
                        Map.entry("usr/lib64/libother.so.1.0", reason(Kind.OPENED, "python3-other")),
                        Map.entry("usr/lib64/libother.so.1", reason(Kind.OPENED, "python3-other")),
                        Map.entry("usr/share/other/x", reason(Kind.DATA_REQUIRED, "python3-other")));
    }

    @Test
    void soAreThoseToWhichTheRequiredPackageHasALinkOnly() throws IOException {
        add(file(SITE + "other.py", "", origin("python3-other", "libother-dev")));
        SourcePackage other = origin("libother");
        add(
                library("usr/lib64/libother.so.1.0", other),
                link("usr/lib64/libother.so.1", "usr/lib64/libother.so.1.0", other),
                link("usr/lib64/libother.so", "usr/lib64/libother.so.1", origin("libother-dev", "libother")));

        FileReason opened = reason(Kind.OPENED, "python3-other");
        assertThat(kept())
                .containsEntry("usr/lib64/libother.so", opened)
                .containsEntry("usr/lib64/libother.so.1", opened)
                .containsEntry("usr/lib64/libother.so.1.0", opened);
    }

    @Test
    void librariesOfTheCatalogueStayWithTheModuleThatOpensThemHoweverTheyAreRequired() throws IOException {
        add(file(SITE + "wand/__init__.py", "", origin("python3-wand", "imagemagick")));
        SourcePackage program = origin("imagemagick", "magickwand");
        skipped.put(program, Map.of(Kind.PROGRAM, 1));
        add(library("usr/lib64/libMagickWand-7.Q16.so.10", origin("magickwand"), "libMagickCore-7.Q16.so.10"));
        SourcePackage core = origin("magickcore", "magick-common");
        add(library("usr/lib64/libMagickCore-7.Q16.so.10", core));
        add(file("usr/lib64/ImageMagick-7.1.1/modules-Q16/coders/png.la", "", core));
        add(file("etc/ImageMagick-7/policy.xml", "", origin("magick-common")));

        assertThat(kept())
                .containsEntry("usr/lib64/libMagickWand-7.Q16.so.10", reason(Kind.OPENED_BY_MODULE, "wand"))
                .containsEntry(
                        "usr/lib64/ImageMagick-7.1.1/modules-Q16/coders/png.la", FileReason.of(Kind.DATA_OF_LIBRARY))
                .containsEntry("etc/ImageMagick-7/policy.xml", reason(Kind.DATA_REQUIRED, "magickcore"));
    }

    @Test
    void dataThatAKeptLibraryRequiresStaysButNotThatOfPackagesWithLibrariesOrPrograms() throws IOException {
        add(library(SITE + "module.so", origin("module"), "libfont.so.1"));
        add(library("usr/lib64/libfont.so.1", origin("font", "font-config", "font-tool", "font-extra")));
        add(file("etc/fonts/fonts.conf", "", origin("font-config", "fonts")));
        add(file("usr/share/fonts/a.ttf", "", origin("fonts")));
        SourcePackage tool = origin("font-tool");
        skipped.put(tool, Map.of(Kind.PROGRAM, 1));
        add(file("usr/share/font-tool/x", "", tool));
        SourcePackage extra = origin("font-extra");
        add(library("usr/lib64/libextra.so.1", extra), file("usr/share/font-extra/x", "", extra));

        assertThat(kept())
                .containsOnlyKeys(
                        SITE + "module.so", "usr/lib64/libfont.so.1", "etc/fonts/fonts.conf", "usr/share/fonts/a.ttf")
                .containsEntry("etc/fonts/fonts.conf", reason(Kind.DATA_REQUIRED, "font"))
                .containsEntry("usr/share/fonts/a.ttf", reason(Kind.DATA_REQUIRED, "font-config"));
    }

    @Test
    void typesOfFilesThatAKeptLibraryRequiresStayAlthoughTheirPackageHasAProgram() throws IOException {
        add(library(SITE + "module.so", origin("module"), "libimage.so.1"));
        add(library("usr/lib64/libimage.so.1", origin("image", "mime-info")));
        SourcePackage types = origin("mime-info");
        skipped.put(types, Map.of(Kind.PROGRAM, 1));
        add(file("usr/share/mime/packages/a.xml", "", types), file("usr/share/mime-info/x", "", types));
        add(file("usr/share/mime/packages/b.xml", "", origin("other")));

        assertThat(kept())
                .containsOnlyKeys(SITE + "module.so", "usr/lib64/libimage.so.1", "usr/share/mime/packages/a.xml")
                .containsEntry("usr/share/mime/packages/a.xml", reason(Kind.DATA_REQUIRED, "image"));
    }

    @Test
    void testsOfModulesStayOnlyIfSomethingImportsThem() throws IOException {
        SourcePackage module = origin("module");
        add(file(SITE + "one/__init__.py", "from .sub import tests", module));
        add(file(SITE + "one/sub/tests/__init__.py", "from ...two.tests import x", module));
        add(file(SITE + "one/tests/test_x.py", "", module), file(SITE + "one/sub/tests/data.txt", "", module));
        add(
                file(SITE + "two/tests/x.py", "", module),
                file(SITE + "two/a.py", "import one.tests2, one.two.tests", module));
        add(file(SITE + "three/tests/x.py", "", module), file(SITE + "two/b.py", "load('three.tests')", module));

        assertThat(kept())
                .doesNotContainKeys(SITE + "one/tests/test_x.py", SITE + "two/tests/x.py")
                .containsEntry(SITE + "one/sub/tests/data.txt", reason(Kind.IMPORTED, "/" + SITE + "one/__init__.py"))
                .containsEntry(SITE + "three/tests/x.py", reason(Kind.IMPORTED, "/" + SITE + "two/b.py"));
    }

    /** As Django's to jQuery, whose package is only recommended. */
    @Test
    void linksBesideModulesThatLeadToNothingAreTold() throws IOException {
        SourcePackage module = origin("module");
        add(
                file(SITE + "m/__init__.py", "", module),
                link(SITE + "m/jquery.js", "usr/share/javascript/jquery.js", module),
                link(SITE + "m/data", "usr/share/m", module),
                link(SITE + "m/loop", SITE + "m/loop", module),
                link("usr/share/doc/m/changes", "usr/share/none", module),
                file("usr/share/m/data", "", module));

        assertThat(retention().linksToNothing())
                .extracting(TreeFile::path)
                .containsExactlyInAnyOrder(SITE + "m/jquery.js", SITE + "m/loop");
    }
}
