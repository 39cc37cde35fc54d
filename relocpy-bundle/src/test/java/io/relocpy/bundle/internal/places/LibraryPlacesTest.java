package io.relocpy.bundle.internal.places;

import static io.relocpy.bundle.Samples.TIME;
import static io.relocpy.bundle.Samples.bundled;
import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.FileChange;
import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.Samples;
import io.relocpy.bundle.internal.build.SmallBundle;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.SourcePackage;
import io.relocpy.repository.ClosurePackage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How known libraries of small bundles are led to their files; {@code ProgramsIT} shows that real ones follow. */
class LibraryPlacesTest {
    private static final String LIB = "lib/x86_64-linux-gnu/";
    private static final String SITE = "lib/python3/dist-packages/";

    private final List<BundleFile> files = new ArrayList<>();

    private void library(String path, String... needed) throws IOException {
        String soname = path.substring(path.lastIndexOf('/') + 1);
        files.add(SmallBundle.executable(
                path, SmallBundle.library(soname, editor -> needed.length == 0 ? editor : editor.addNeeded(needed))));
    }

    private void data(String... paths) {
        for (String path : paths) {
            files.add(bundled(path, ""));
        }
    }

    private Map<String, BundleFile> led() throws IOException {
        Map<String, BundleFile> led = new TreeMap<>();
        new LibraryPlaces(files).lead(files, TIME).forEach(file -> led.put(file.path(), file));
        return led;
    }

    private static String text(BundleFile file) throws IOException {
        return ((BundleFile.Regular) file).content().text();
    }

    private static String blanked(String library, String strings) throws IOException {
        BundleFile.Regular file = bundled(LIB + library, "");
        byte[] bytes = ("x\0" + strings + "\0y").getBytes(StandardCharsets.ISO_8859_1);
        BundleFile.Regular after = new LibraryPlaces(List.of())
                .blank(file.changed(Content.of(bytes), FileChange.of(FileChange.Kind.ADDITION)));
        return new String(after.content().bytes(), StandardCharsets.ISO_8859_1)
                .substring(2)
                .replaceFirst("\0y$", "");
    }

    @Test
    void modulesThatLinkALibraryAlsoThroughOthersLeadItWhenImported() throws IOException {
        library(LIB + "libsasl2.so.2");
        library(LIB + "libldap.so.2", "libsasl2.so.2");
        library(SITE + "_ldap.cpython-313-x86_64-linux-gnu.so", "libldap.so.2");
        library(SITE + "other/_none.so", "libc.so.6");
        data(LIB + "sasl2/libplain.so.2");

        ImportActions actions = new LibraryPlaces(files).actions();

        assertThat(actions.modules()).containsExactly("_ldap");
        assertThat(actions.users()).containsEntry("_ldap", List.of(LIB + "libsasl2.so.2"));
        assertThat(actions.actions().get(LIB + "libsasl2.so.2"))
                .containsExactly("call('lib/x86_64-linux-gnu/libsasl2.so.2', 'sasl_set_path', 'SASL_PATH',"
                        + " lambda: [0, place('lib/x86_64-linux-gnu/sasl2')])");
    }

    /** As CairoSVG's, by cffi: cairo is linked by nothing, and it links fontconfig. */
    @Test
    void modulesThatOpenALibraryOfAPackageThatTheirsRequiresLeadIt() throws IOException {
        SourcePackage opened = Samples.origin("libcairo2");
        SourcePackage binding = packaged("python3-cairocffi", opened.id());
        SourcePackage linking = packaged("python3-cairo", opened.id());
        library(LIB + "libfontconfig.so.1");
        library(LIB + "libcairo.so.2", "libfontconfig.so.1");
        library(SITE + "cairo/_cairo.so", "libcairo.so.2");
        data(
                "etc/fonts/fonts.conf",
                SITE + "cairocffi/__init__.py",
                SITE + "cairocffi/ffi.py",
                SITE + "cairo/__init__.py");
        files.replaceAll(file -> file.path().contains("cairocffi")
                ? of(file, binding)
                : file.path().contains("cairo/")
                        ? of(file, linking)
                        : file.path().contains("libcairo") ? of(file, opened) : file);

        assertThat(new LibraryPlaces(files).actions().modules())
                .contains("cairo._cairo", "cairocffi")
                .doesNotContain("cairo", "cairocffi.ffi");
    }

    private static SourcePackage packaged(String name, String required) {
        return new SourcePackage.Packaged(ClosurePackage.builder(name, "1-1", "all")
                .requires(List.of(required))
                .build());
    }

    private static BundleFile of(BundleFile file, SourcePackage origin) {
        BundleFile.Regular regular = (BundleFile.Regular) file;
        return new BundleFile.Regular(
                file.path(), regular.content(), false, TIME, origin, file.reason(), regular.changes());
    }

    @Test
    void aLibraryWithoutItsFilesChangesNothing() throws IOException {
        library(LIB + "libsasl2.so.2");
        library(LIB + "libmagic.so.1");
        library(SITE + "_ldap.so", "libsasl2.so.2");

        assertThat(new LibraryPlaces(files).actions().isEmpty()).isTrue();
        assertThat(led()).hasSize(3);
        assertThat(new LibraryPlaces(files).findings()).isEmpty();
    }

    @Test
    void aVariableIsSetByTheModuleThatOpensTheLibraryAndReported() throws IOException {
        library(LIB + "libmagic.so.1");
        data("share/misc/magic.mgc", SITE + "magic/__init__.py");
        LibraryPlaces places = new LibraryPlaces(files);

        assertThat(places.actions().librariesByModule()).contains("'magic': ['lib/x86_64-linux-gnu/libmagic.so.1']");
        assertThat(places.actions().actionsByLibrary())
                .contains("lambda: variable('MAGIC', '', ['share/misc/magic.mgc'])");
        assertThat(places.findings())
                .singleElement()
                .hasToString("lib/x86_64-linux-gnu/libmagic.so.1: libmagic finds its files by MAGIC, which is set in"
                        + " processes that use it; child processes inherit it");
        assertThat(LibraryPlaces.openedBy("libmagic.so.1.0.0", "magic"::equals)).contains("magic");
        assertThat(LibraryPlaces.openedBy("libmagic.so.1.0.0", "yaml"::equals)).isEmpty();
    }

    @Test
    void variablesNameEveryDirectoryThatFits() throws IOException {
        library(LIB + "libMagickCore-7.Q16.so.10");
        data(
                "etc/ImageMagick-7/policy.xml",
                "share/ImageMagick-7/english.xml",
                LIB + "ImageMagick-7.1.1/modules-Q16/coders/png.so",
                LIB + "ImageMagick-7.1.1/config-Q16/configure.xml");

        assertThat(new LibraryPlaces(files).actions().actions().get(LIB + "libMagickCore-7.Q16.so.10"))
                .containsExactly(
                        "variable('MAGICK_CODER_MODULE_PATH', '',"
                                + " ['lib/x86_64-linux-gnu/ImageMagick-7.1.1/modules-Q16/coders'])",
                        "variable('MAGICK_CONFIGURE_PATH', '', ['etc/ImageMagick-7', 'share/ImageMagick-7',"
                                + " 'lib/x86_64-linux-gnu/ImageMagick-7.1.1/config-Q16'])");
    }

    @Test
    void namesOfDirectoriesCannotBecomePython() throws IOException {
        library(LIB + "libMagickCore-7.Q16.so.10");
        data("etc/ImageMagick-'+evil()+'\\\n\u00e9/policy.xml");

        assertThat(new LibraryPlaces(files).actions().actionsByLibrary())
                .contains("['etc/ImageMagick-\\u0027+evil()+\\u0027\\u005c\\u000a\\u00e9']");
    }

    @Test
    void librariesFindLinksAndFilesBesideThemselvesOrTheProgram() throws IOException {
        library(LIB + "libtcl8.6.so");
        library(LIB + "libproj.so.25");
        library(LIB + "libQt6Core.so.6");
        data("share/tcltk/tcl8.6/init.tcl", "share/tcltk/tk8.6/tk.tcl", "share/proj/proj.db");
        data(LIB + "qt6/plugins/platforms/libqxcb.so");

        Map<String, BundleFile> led = led();
        assertThat(led.get("lib/tcl8.6")).hasFieldOrPropertyWithValue("target", "../share/tcltk/tcl8.6");
        assertThat(led.get("lib/tk8.6")).hasFieldOrPropertyWithValue("target", "../share/tcltk/tk8.6");
        assertThat(led.get("lib/share/proj")).hasFieldOrPropertyWithValue("target", "../../share/proj");
        assertThat(text(led.get("libexec/relocpy/qt6.conf")))
                .startsWith("[Paths]\nPrefix=../..\nPlugins=lib/x86_64-linux-gnu/qt6/plugins\n");
        assertThat(led).doesNotContainKey("libexec/relocpy/qt.conf");
        assertThat(new LibraryPlaces(files).actions().after())
                .containsEntry(
                        "PyQt6.QtCore",
                        List.of("module.QCoreApplication.addLibraryPath(place('lib/x86_64-linux-gnu/qt6/plugins'))"));
    }

    @Test
    void scriptsOfAnyVersionOfTclAreLinkedButNotOtherPackagesOfIt() throws IOException {
        library("lib64/libtcl8.7.so");
        data("lib64/tcl8.7/init.tcl", "share/tk8.7/tk.tcl", "share/tcltk/tcllib1.21/pkgIndex.tcl");

        assertThat(led().get("lib/tcl8.7")).hasFieldOrPropertyWithValue("target", "../lib64/tcl8.7");
        assertThat(led().get("lib/tk8.7")).hasFieldOrPropertyWithValue("target", "../share/tk8.7");
        assertThat(led()).doesNotContainKey("lib/tcllib1.21");
    }

    @Test
    void fontconfigAlsoNamesTheBundlesFonts() throws IOException {
        library(LIB + "libfontconfig.so.1");
        files.add(bundled("etc/fonts/fonts.conf", "<fontconfig>\n\t<dir>/usr/share/fonts</dir>\n</fontconfig>\n"));

        assertThat(text(led().get("etc/fonts/fonts.conf")))
                .contains("<dir>/usr/share/fonts</dir><dir prefix=\"relative\">../../share/fonts</dir>");
    }

    @Test
    void fontconfigThatKnowsNoRelativeDirectoriesGetsTheBundlesFontsByACall() throws IOException {
        library(LIB + "libfontconfig.so.1");
        data("etc/fonts/fonts.conf", "share/fonts/truetype/a.ttf");

        assertThat(new LibraryPlaces(files).actions().actions().get(LIB + "libfontconfig.so.1"))
                .containsExactly(
                        "variable('FONTCONFIG_PATH', '/etc/fonts/fonts.conf', ['etc/fonts'])",
                        "lead_fontconfig('" + LIB + "libfontconfig.so.1', place('share/fonts'))");
    }

    /** What is below {@code directory/modules}, and the cache beside that. */
    private InstalledFiles cached(String directory, String modules, String cacheName, String known, String line)
            throws IOException {
        data(directory + modules + known, directory + modules + "other.so");
        InstalledFiles installed = InstalledFiles.of(files, TIME);
        BundleFile cache = installed.files().get(files.size());
        assertThat(cache.path()).isEqualTo(directory + cacheName);
        assertThat(text(cache))
                .isEqualTo("\"$ORIGIN/" + (directory + modules + known).substring(LIB.length()) + "\"\n" + line + "\n");
        assertThat(installed.left())
                .singleElement()
                .asString()
                .startsWith(directory + modules + "other.so: is not a module that relocpy can enter in " + cacheName);
        return installed;
    }

    @Test
    void loadersOfGdkPixbufAreInACacheThatItReads() throws IOException {
        String directory = LIB + "gdk-pixbuf-2.0/2.10.0/";
        library(LIB + "libgdk_pixbuf-2.0.so.0");

        InstalledFiles installed = cached(directory, "loaders/", "loaders.cache", "libpixbufloader-xpm.so", """
                "xpm" 4 "gdk-pixbuf" "XPM" "LGPL"
                "image/x-xpixmap" ""
                "xpm" ""
                "/* XPM */" "" 100
                """);

        assertThat(installed.left().get(0).toString()).endsWith("; GdkPixbuf does not read images of its format");
        assertThat(new LibraryPlaces(installed.files()).actions().actions().get(LIB + "libgdk_pixbuf-2.0.so.0"))
                .containsExactly("call('lib/x86_64-linux-gnu/libgdk_pixbuf-2.0.so.0', 'gdk_pixbuf_init_modules',"
                        + " 'GDK_PIXBUF_MODULE_FILE', lambda: [place('" + LIB + "gdk-pixbuf-2.0/2.10.0'), 0])");
    }

    @Test
    void inputMethodsOfGtkAreInACacheToWhichAVariableOfTheBundleLeads() throws IOException {
        String directory = LIB + "gtk-3.0/3.0.0/";
        library(LIB + "libgtk-3.so.0");

        InstalledFiles installed = cached(directory, "immodules/", "immodules.cache", "im-xim.so", """
                "xim" "X Input Method" "gtk30" "/usr/share/locale" "ko:ja:th:zh"
                """);

        assertThat(installed.left().get(0).toString()).endsWith("; GTK does not offer its input method");
        LibraryPlaces places = new LibraryPlaces(installed.files());
        assertThat(places.actions().actions().get(LIB + "libgtk-3.so.0"))
                .containsExactly(
                        "variable('\\u0001TK_PATH', '', ['" + LIB + "gtk-3.0'])",
                        "variable('\\u0001TK_IM_MODULE_FILE', '', ['" + directory + "immodules.cache'])");
        assertThat(places.findings()).isEmpty();
    }

    @Test
    void odbcDriversOfTheBundleAreEnteredFromTheTemplatesOfTheirPackages() throws IOException {
        library(LIB + "libodbc.so.2");
        library(LIB + "libltdl.so.7");
        library(SITE + "pyodbc.so", "libodbc.so.2");
        data(LIB + "odbc/libsqlite3odbc-0.9999.so", LIB + "odbc/psqlodbcw.so", LIB + "odbc/libmdbodbc.so");
        files.add(BundleFile.Link.made(
                LIB + "odbc/libsqlite3odbc.so",
                "libsqlite3odbc-0.9999.so",
                FileReason.of(FileReason.Kind.FINDS_FILES, "a test")));
        // of libsqliteodbc and odbc-postgresql
        files.add(bundled("share/sqliteodbc/unixodbc.ini", """
                [SQLite]
                Description = SQLite ODBC Driver
                Driver      = libsqliteodbc.so
                Setup       = libsqliteodbc.so

                [SQLite3]
                Description = SQLite3 ODBC Driver
                Driver      = libsqlite3odbc.so
                Setup       = libsqlite3odbc.so
                """));
        files.add(bundled(
                "share/psqlodbc/odbcinst.ini.template",
                "[PostgreSQL Unicode]\nDriver\t\t= psqlodbcw.so\nSetup\t\t= libodbcpsqlS.so\nDebug\t\t= 0\n"));

        InstalledFiles installed = InstalledFiles.of(files, TIME);

        BundleFile drivers = installed.files().get(files.size());
        assertThat(drivers.path()).isEqualTo("etc/odbcinst.ini");
        assertThat(text(drivers)).isEqualTo("""
                [PostgreSQL Unicode]
                Debug=0
                Driver=$ORIGIN/odbc/psqlodbcw.so

                [SQLite3]
                Description=SQLite3 ODBC Driver
                Driver=$ORIGIN/odbc/libsqlite3odbc.so
                """);
        assertThat(installed.left())
                .singleElement()
                .hasToString(LIB + "odbc/libmdbodbc.so: is a driver that no template enters in etc/odbcinst.ini;"
                        + " connections find it by its path only, not by a name");
        assertThat(new LibraryPlaces(installed.files()).actions().actions().get(LIB + "libodbc.so.2"))
                .containsExactly("variable('ODBCSYSINI', '', ['etc'])");
    }

    @Test
    void odbcDriversOfAPackagedConfigurationAreThoseOfTheBundleAnd64Bits() throws IOException {
        library("lib64/libodbc.so.2");
        library("lib64/libltdl.so.7");
        data("lib64/psqlodbcw.so");
        // of Fedora's unixODBC
        files.add(bundled("etc/odbcinst.ini", """
                # Driver from the postgresql-odbc package
                [PostgreSQL]
                Description	= ODBC for PostgreSQL
                Driver		= /usr/lib/psqlodbcw.so
                Setup		= /usr/lib/libodbcpsqlS.so
                Driver64	= /usr/lib64/psqlodbcw.so
                Setup64		= /usr/lib64/libodbcpsqlS.so
                FileUsage	= 1

                [MySQL]
                Description	= ODBC for MySQL
                Driver64	= /usr/lib64/libmyodbc5.so
                """));

        InstalledFiles installed = InstalledFiles.of(files, TIME);

        assertThat(installed.files()).hasSameSizeAs(files);
        assertThat(text(installed.files().get(files.size() - 1))).isEqualTo("""
                [PostgreSQL]
                Description=ODBC for PostgreSQL
                FileUsage=1
                Driver=$ORIGIN/psqlodbcw.so
                """);
    }

    @Test
    void variablesOfTheHostThatWouldLeadToItsModulesAreUnknownToTheLibrary() throws IOException {
        assertThat(blanked("libgtk-3.so.0", "GTK_PATH\0GTK_EXE_PREFIX\0GTK_PATH_PRIO_GTK\0/usr/lib/x86_64-linux-gnu"))
                .isEqualTo("\1TK_PATH\0\1TK_EXE_PREFIX\0GTK_PATH_PRIO_GTK\0/\1\1\1/lib/x86_64-linux-gnu");
        assertThat(blanked("libgio-2.0.so.0", "GIO_MODULE_DIR\0GIO_EXTRA_MODULES\0XDG_DATA_DIRS\0XDG_DATA_HOME"))
                .isEqualTo("\1IO_MODULE_DIR\0\1IO_EXTRA_MODULES\0\1DG_DATA_DIRS\0XDG_DATA_HOME");
        assertThat(blanked("libgstreamer-1.0.so.0", "GST_PLUGIN_PATH\0GST_PLUGIN_SYSTEM_PATH_1_0"))
                .isEqualTo("GST_PLUGIN_PATH\0\1ST_PLUGIN_SYSTEM_PATH_1_0");
    }

    @Test
    void settingsSchemasAreCompiledAndWhatIsIgnoredIsReported() throws IOException {
        String directory = "share/glib-2.0/schemas";
        files.add(bundled(directory + "/a.gschema.xml", """
                <schemalist><schema id="a"><key name="b" type="i"><default>1</default></key></schema></schemalist>
                """));
        files.add(bundled(directory + "/b.gschema.xml", "<schemalist><schema id='b'><key/></schema></schemalist>"));
        files.add(bundled(directory + "/c.gschema.override", "[a]\nb='text'\n"));

        InstalledFiles installed = InstalledFiles.of(files, TIME);

        BundleFile compiled = installed.files().get(files.size());
        assertThat(compiled.path()).isEqualTo(directory + "/gschemas.compiled");
        assertThat(text(compiled)).startsWith("GVariant");
        assertThat(installed.left())
                .extracting(Object::toString)
                .containsExactly(
                        directory + "/b.gschema.xml: is not or not wholly in gschemas.compiled: " + directory
                                + "/b.gschema.xml, line 1: expected the attribute name, found none",
                        directory + "/c.gschema.override: is not or not wholly in gschemas.compiled: character 1 of a"
                                + " value: expected an integer, found 'text'");
    }

    @Test
    void typesOfFilesAreInADatabaseThatGlibIsLedTo() throws IOException {
        library(LIB + "libglib-2.0.so.0");
        library(SITE + "gi/_gi.so", "libglib-2.0.so.0");
        files.add(bundled("share/mime/packages/a.xml", """
                <mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
                  <mime-type type="image/x-a">
                    <magic><match type="string" value="\\x89a" offset="0"/></magic>
                    <glob pattern="*.A"/>
                  </mime-type>
                  <mime-type type="image/x-b"><magic priority="high"/></mime-type>
                </mime-info>
                """));

        InstalledFiles installed = InstalledFiles.of(files, TIME);

        Map<String, BundleFile> all = new TreeMap<>();
        installed.files().forEach(file -> all.put(file.path(), file));
        assertThat(text(all.get("share/mime/globs2"))).endsWith("\n50:image/x-a:*.a\n");
        assertThat(((BundleFile.Regular) all.get("share/mime/magic")).content().bytes())
                .isEqualTo("MIME-Magic\0\n[50:image/x-a]\n>0=\0\2\211a\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(installed.left())
                .singleElement()
                .hasToString("share/mime/packages/a.xml: is not wholly in the database of types:"
                        + " share/mime/packages/a.xml, line 6: expected a number, found high");
        assertThat(new LibraryPlaces(installed.files()).actions().actions().get(LIB + "libglib-2.0.so.0"))
                .containsExactly("lead_data('" + LIB + "libglib-2.0.so.0', place('share'))");
    }

    @Test
    void modulesOfTheHostAreNotFoundAndSharedEndsOfStringsStay() throws IOException {
        assertThat(blanked("libsasl2.so.2", "/etc/sasl2:/etc/sasl:/usr/lib/x86_64-linux-gnu/sasl2:/usr/lib/sasl2"))
                .isEqualTo("/etc/sasl2:/etc/sasl:/\1\1\1/lib/x86_64-linux-gnu/sasl2:/\1\1\1/lib/sasl2");
        assertThat(blanked("libtcl8.6.so", "/usr/share/tcltk/tcl8.6\0/usr/lib/x\0/usr/local/lib/tcltk:/usr/lib/x"))
                .isEqualTo("/\1\1\1/share/tcltk/tcl8.6\0/usr/lib/x\0/\1\1\1/local/lib/tcltk:/\1\1\1/lib/x");
        assertThat(blanked("libkrb5.so.3", "/usr/lib/x86_64-linux-gnu/krb5/plugins/libkrb5\0/usr/bin"))
                .isEqualTo("/\1\1\1/lib/x86_64-linux-gnu/krb5/plugins/libkrb5\0/usr/bin");
        assertThat(
                        blanked(
                                "libgstreamer-1.0.so.0",
                                "/usr/lib/x86_64-linux-gnu/gstreamer-1.0\0/usr/lib/x86_64-linux-gnu/gstreamer1.0/gstreamer-1.0/gst-plugin-scanner"))
                .doesNotContain("usr");
        assertThat(blanked("libenchant-2.so.2", "/usr\0/usr/lib/x86_64-linux-gnu/enchant-2"))
                .isEqualTo("/usr\0/\1\1\1/lib/x86_64-linux-gnu/enchant-2");
        assertThat(blanked("libssl.so.3", "/etc/crypto-policies/back-ends/openssl.config\0/etc/ssl\0/usr/lib/ssl"))
                .isEqualTo("/\1\1\1/crypto-policies/back-ends/openssl.config\0/etc/ssl\0/usr/lib/ssl");
        assertThat(blanked("libother.so.2", "/usr/lib/sasl2")).isEqualTo("/usr/lib/sasl2");
    }

    @Test
    void thePolicyOfCryptoPoliciesIsWhatOpensslReads() throws IOException {
        library("lib64/libssl.so.3");
        library("lib64/python3.13/lib-dynload/_ssl.so", "libssl.so.3");
        assertThat(InstalledFiles.of(files, TIME).files()).isEqualTo(files);
        files.add(bundled("share/crypto-policies/DEFAULT/opensslcnf.txt", "TLS.MinProtocol = TLSv1.2\n"));

        List<BundleFile> all = InstalledFiles.of(files, TIME).files();

        BundleFile policy = all.get(all.size() - 1);
        assertThat(policy.path()).isEqualTo("etc/crypto-policies/openssl.cnf");
        assertThat(text(policy)).endsWith("[crypto_policy]\nTLS.MinProtocol = TLSv1.2\n");
        assertThat(new LibraryPlaces(all).actions().actions().get("lib64/libssl.so.3"))
                .containsExactly("call('lib64/libssl.so.3', 'CONF_modules_load_file', '',"
                        + " lambda: [place('etc/crypto-policies/openssl.cnf'), 'openssl_conf', 50])");
    }

    @Test
    void whatIsIgnoredOfOneFileIsToldTenTimesAndThenCounted() throws IOException {
        files.add(bundled(
                "share/mime/packages/a.xml",
                "<mime-info xmlns='http://www.freedesktop.org/standards/shared-mime-info'>"
                        + "<mime-type type='none'/>".repeat(1000) + "</mime-info>"));

        assertThat(InstalledFiles.of(files, TIME).left())
                .hasSize(11)
                .last()
                .hasToString("share/mime/packages/a.xml: is not wholly in the database of types:"
                        + " 990 more for such reasons");
    }

    @Test
    void aLibraryOfWhichNoFileHasTheKnownPlaceIsReported() throws IOException {
        BundleFile.Regular known = bundled(LIB + "libp11-kit.so.0", "\0/usr/share/p11-kit/modules\0");
        BundleFile.Regular other = bundled(LIB + "libp11-kit.so.0", "\0/usr/share/p11-kit/other\0");
        BundleFile.Regular policy = bundled(LIB + "libssl.so.3", "no policy as of Red Hat");
        for (BundleFile.Regular each : List.of(known, other, policy)) {
            LibraryPlaces places = new LibraryPlaces(List.of(each));

            assertThat(places.findings()).as("nothing was blanked").isEmpty();
            places.blank(each);

            assertThat(places.findings().toString())
                    .matches(
                            each == other
                                    ? "\\[lib.*libp11-kit.so.0: may load modules of the host: where this version of p11-kit .*]"
                                    : "\\[]");
        }
    }

    /** As Open Babel's of bookworm, which follow a number. */
    @Test
    void pathsAreBlankedWhateverIsBeforeThem() throws IOException {
        assertThat(blanked("libopenbabel.so.7", "\u00f0?/usr/lib/x86_64-linux-gnu/openbabel/3.1.1"))
                .isEqualTo("\u00f0?/\1\1\1/lib/x86_64-linux-gnu/openbabel/3.1.1");
        assertThat(blanked("libgdk_pixbuf-2.0.so.0", "x/usr/lib/x86_64-linux-gnu\0/opt./usr/lib"))
                .isEqualTo("x/usr/lib/x86_64-linux-gnu\0/opt./usr/lib");
    }
}
