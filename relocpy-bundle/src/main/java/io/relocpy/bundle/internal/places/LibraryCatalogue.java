package io.relocpy.bundle.internal.places;

import static io.relocpy.bundle.internal.places.KnownLibrary.library;

import io.relocpy.bundle.internal.places.Means.After;
import io.relocpy.bundle.internal.places.Means.Argument.Place;
import io.relocpy.bundle.internal.places.Means.Argument.Result;
import io.relocpy.bundle.internal.places.Means.AuthoritiesVariable;
import io.relocpy.bundle.internal.places.Means.Blank;
import io.relocpy.bundle.internal.places.Means.Call;
import io.relocpy.bundle.internal.places.Means.Function;
import io.relocpy.bundle.internal.places.Means.Link;
import io.relocpy.bundle.internal.places.Means.MadeFile;
import io.relocpy.bundle.internal.places.Means.PrivateVariables;
import io.relocpy.bundle.internal.places.Means.Text;
import io.relocpy.bundle.internal.places.Means.Variable;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The libraries that are known. For each the best that it offers: a place beside itself or beside the program, a call, a
 * string that is changed in place, and last a variable. {@code docs/libraries.md} has the table for people; glibc, OpenSSL
 * and the standard library have classes of their own, since every bundle has them.
 */
final class LibraryCatalogue {
    /** A library directory, as a whole string. */
    private static final String LIB = "/usr/lib(?:64)?(?:/[a-z0-9_]+-linux-[a-z0-9]+)?";

    /** Modules of which plugins and typelibs load graphical libraries. */
    private static final String[] GRAPHICAL = {"gi", "PyQt5.QtCore", "PyQt6.QtCore", "PySide2.QtCore", "PySide6.QtCore"
    };

    private static final String TYPELIBS = "${library}/girepository-1.0";

    /** CONF_MFLAGS_IGNORE_RETURN_CODES, CONF_MFLAGS_IGNORE_MISSING_FILE and CONF_MFLAGS_DEFAULT_SECTION. */
    private static final int AS_BY_DEFAULT = 0x32;

    /** The locale C.UTF-8 for what calls setlocale(3) itself; the C library of a bundle reads this name only. */
    private static final Variable LOCALES = new Variable("\1OCPATH", "lib*/locale");

    /** In the order in which they are applied. */
    static final List<KnownLibrary> LIBRARIES = List.of(
            // searches lib/tclVERSION beside the program's directory, after the compiled-in one
            library("Tcl and Tk", "libt(?:cl|k)\\d.*\\.so.*")
                    .by(
                            new Blank(string("/usr/[^\\x00]*tcl(?:tk|\\d)[^\\x00]*")),
                            new Link("lib", "share/tcltk/tcl*/init.tcl/.."),
                            new Link("lib", "share/tcltk/tk*/tk.tcl/.."),
                            new Link("lib", "share/tcl*/init.tcl/.."),
                            new Link("lib", "share/tk*/tk.tcl/.."),
                            new Link("lib", "lib*/tcl*/init.tcl/.."),
                            new Link("lib", "lib*/tk*/tk.tcl/..")),
            library("Qt 5", "libQt5Core\\.so\\.5.*").by(qt("qt.conf", "qt5")),
            library("Qt 6", "libQt6Core\\.so\\.6.*").by(qt("qt6.conf", "qt6")),
            library("GObject introspection", "libgirepository-1\\.0\\.so\\..*")
                    .by(
                            new Blank(string(LIB + "(?:/girepository-1\\.0)?")),
                            new Call("g_irepository_prepend_search_path", "", new Place(TYPELIBS)),
                            // GLib would first look for their libraries, and libtool's files, in the working directory
                            new Call("g_irepository_prepend_library_path", "", new Place("${library}"))),
            library("GObject introspection", "libgirepository-2\\.0\\.so\\..*")
                    .by(
                            new Blank(string(LIB + "(?:/girepository-1\\.0)?")),
                            new Call(
                                    "gi_repository_prepend_search_path",
                                    "",
                                    new Result("gi_repository_dup_default"),
                                    new Place(TYPELIBS)),
                            new Call(
                                    "gi_repository_prepend_library_path",
                                    "",
                                    new Result("gi_repository_dup_default"),
                                    new Place("${library}"))),
            // looks there for schemas of settings, types of files, icons and themes, and Enchant for dictionaries
            library("GLib", "libglib-2\\.0\\.so\\..*")
                    .reachedThrough("gi", "enchant")
                    .by(new PrivateVariables(whole("XDG_DATA_DIRS")), new Function("lead_data", "share")),
            library("GIO", "libgio-2\\.0\\.so\\..*")
                    .reachedThrough(GRAPHICAL)
                    .by(
                            // newer compilers turn it into instructions, so the variable is needed, too
                            new Blank(string(LIB + "/gio/modules")).ifThere(),
                            new PrivateVariables(whole("XDG_DATA_DIRS|GIO_MODULE_DIR|GIO_EXTRA_MODULES")),
                            new Function("lead_gio", "${library}")),
            gtk("GTK 3", "gtk-3", "gtk-3.0"),
            gtk("GTK 4", "gtk-4", "gtk-4.0"),
            library("GdkPixbuf", "libgdk_pixbuf-2\\.0\\.so\\..*")
                    .reachedThrough("gi")
                    .by(
                            new Blank(string(LIB)),
                            new Call(
                                    "gdk_pixbuf_init_modules",
                                    "GDK_PIXBUF_MODULE_FILE",
                                    new Place("${library}/gdk-pixbuf-2.0/2.10.0/loaders.cache/.."),
                                    0)),
            library("fontconfig", "libfontconfig\\.so\\..*")
                    .reachedThrough(GRAPHICAL)
                    .by(
                            new Text(
                                    "etc/fonts/fonts.conf",
                                    "<dir>/usr/share/fonts</dir>",
                                    "<dir>/usr/share/fonts</dir><dir prefix=\"relative\">../../share/fonts</dir>"),
                            new Variable("FONTCONFIG_PATH", "etc/fonts").unlessHostHas("/etc/fonts/fonts.conf"),
                            new Function("lead_fontconfig", "share/fonts")),
            library("libX11", "libX11\\.so\\..*")
                    .reachedThrough(GRAPHICAL)
                    .by(new Variable("XLOCALEDIR", "share/X11/locale").unlessHostHas("/usr/share/X11/locale")),
            library("libxkbcommon", "libxkbcommon\\.so\\..*")
                    .reachedThrough(GRAPHICAL)
                    .by(new Variable("XKB_CONFIG_ROOT", "share/X11/xkb").unlessHostHas("/usr/share/X11/xkb")),
            library("libmagic", "libmagic\\.so\\..*")
                    .openedBy("magic")
                    .by(new Variable("MAGIC", "share/misc/magic.mgc")),
            library("Enchant", "libenchant-2\\.so\\..*")
                    .openedBy("enchant")
                    .by(
                            // of 2.2 and 2.3, whose function may do nothing
                            new Blank(string(LIB + "/enchant-2")).ifThere(),
                            new After(
                                    "enchant._enchant",
                                    "lead_enchant(module, place('${library}/enchant-2'))",
                                    "${library}/enchant-2"),
                            new Call("enchant_set_prefix_dir", "", new Place(""))),
            library("GStreamer", "libgstreamer-1\\.0\\.so\\..*")
                    .reachedThrough("gi")
                    .by(
                            new Blank(string(LIB + "/(?:gstreamer-?1\\.0|libexec)[^\\x00]*")).ifThere(),
                            new PrivateVariables(whole("GST_PLUGIN_(?:SYSTEM_PATH|SCANNER)(?:_1_0)?")),
                            // no program, so that plugins are not read by that of the host
                            new Variable("\1ST_PLUGIN_SCANNER_1_0", "${library}/gstreamer-1.0"),
                            new Variable("\1ST_PLUGIN_SYSTEM_PATH_1_0", "${library}/gstreamer-1.0")),
            // the host's configuration names plugins, which must not be the host's
            library("ALSA", "libasound\\.so\\..*")
                    .by(
                            new Blank(string(LIB + "/alsa-lib")),
                            new PrivateVariables(whole("ALSA_PLUGIN_DIR")),
                            new Variable("\1LSA_PLUGIN_DIR", "${library}/alsa-lib"),
                            new Variable("ALSA_CONFIG_DIR", "share/alsa").unlessHostHas("/usr/share/alsa/alsa.conf")),
            library("Tesseract", "libtesseract\\.so\\..*")
                    .by(new Variable("TESSDATA_PREFIX", "share/tesseract-ocr/*/tessdata")),
            library("Open Babel", "libopenbabel\\.so\\..*")
                    .by(
                            new Blank(string(LIB + "/openbabel/[^\\x00]*")),
                            new Variable("BABEL_DATADIR", "share/openbabel"),
                            new Variable("BABEL_LIBDIR", "${library}/openbabel/*")),
            library("PROJ", "libproj\\.so\\..*").by(new Link("${library}/../share", "share/proj")),
            library("GDAL", "libgdal\\.so\\..*")
                    .by(
                            new Call("CPLSetConfigOption", "GDAL_DATA", "GDAL_DATA", new Place("share/gdal")),
                            new Call(
                                    "CPLSetConfigOption",
                                    "GDAL_DRIVER_PATH",
                                    "GDAL_DRIVER_PATH",
                                    new Place("${library}/gdalplugins"))),
            library("ImageMagick", "libMagickCore-[67].*\\.so\\..*")
                    .openedBy("wand")
                    .by(
                            new Variable("MAGICK_CODER_MODULE_PATH", "${library}/ImageMagick-*/modules-*/coders"),
                            new Variable("MAGICK_CODER_FILTER_PATH", "${library}/ImageMagick-*/modules-*/filters"),
                            new Variable(
                                    "MAGICK_CONFIGURE_PATH",
                                    "etc/ImageMagick-*",
                                    "share/ImageMagick-*",
                                    "${library}/ImageMagick-*/config-*"),
                            new Blank(string(LIB + "/ImageMagick-[^\\x00]*"))),
            library("MagickWand", "libMagickWand-[67].*\\.so\\..*")
                    .openedBy("wand")
                    .by(),
            library("unixODBC", "libodbc\\.so\\..*").by(new Variable("ODBCSYSINI", OdbcDrivers.PATH + "/..")),
            library("Cyrus SASL", "libsasl2\\.so\\..*")
                    .by(
                            new Blank(string("/usr/lib(?:64)?/[^\\x00]*sasl2[^\\x00]*")),
                            new Call("sasl_set_path", "SASL_PATH", 0, new Place("${library}/sasl2"))),
            // Red Hat's: it would read the host's policy
            library("OpenSSL's policy", "libssl\\.so\\..*")
                    .by(
                            new Blank("etc", string("/etc/crypto-policies/back-ends/[^\\x00]*"), false),
                            new Call(
                                    "CONF_modules_load_file",
                                    "",
                                    new Place(CryptoPolicy.PATH),
                                    "openssl_conf",
                                    AS_BY_DEFAULT)),
            // its modules are in a bundle that includes them
            library("iconv", "libc\\.so\\.6")
                    .reachedThrough(KnownLibrary.AT_START)
                    .by(new Variable("\1CONV_PATH", "${library}/gconv/gconv-modules/..")),
            library("MIT Kerberos", "lib(?:krb5|gssapi_krb5|kadm5.*|kdb5)\\.so\\..*")
                    .by(new Blank(string(LIB + "/(?:krb5|gss)/[^\\x00]*"))),
            library("p11-kit", "libp11-kit\\.so\\..*")
                    .by(new Blank(string("/usr/share/p11-kit/modules|" + LIB + "/pkcs11"))),
            library("gRPC", "(?:libgrpc\\.so\\.|cygrpc\\.).*")
                    .reachedThrough("grpc")
                    .by(new AuthoritiesVariable("GRPC_DEFAULT_SSL_ROOTS_FILE_PATH")),
            library("libcurl", "libcurl(?:-gnutls|-nss)?\\.so\\..*")
                    .by(new After("pycurl", "lead_pycurl(module)", "")));

    private LibraryCatalogue() {}

    /** It looks for modules in its prefix, which a variable changes for all of its files, or in a path of directories. */
    private static KnownLibrary gtk(String name, String file, String directory) {
        return library(name, "lib" + file + "\\.so\\..*")
                .reachedThrough("gi")
                .by(
                        LOCALES,
                        new Blank(string(LIB)),
                        new PrivateVariables(whole("GTK_(?:PATH|EXE_PREFIX|IM_MODULE_FILE)")),
                        new Variable("\1TK_PATH", "${library}/" + directory),
                        new Variable("\1TK_IM_MODULE_FILE", "${library}/" + directory + "/*/immodules.cache"));
    }

    /** Qt reads it beside the program that the kernel started, the loader; without /proc it does not know that place. */
    private static Means[] qt(String file, String name) {
        String directory = "${library}/" + name;
        Stream<Means> beside = Stream.of(
                new MadeFile(
                        "libexec/relocpy/" + file,
                        "[Paths]\nPrefix=../..\nPlugins=" + directory + "/plugins\nLibraryExecutables=" + directory
                                + "/libexec\nQmlImports=" + directory + "/qml\nQml2Imports=" + directory
                                + "/qml\nData=share/" + name + "\nTranslations=share/" + name + "/translations\n",
                        directory + "/plugins"),
                LOCALES);
        Stream<Means> without = Stream.of("PyQt", "PySide")
                .map(binding -> binding + (binding.equals("PySide") && name.equals("qt5") ? "2" : name.substring(2)))
                .map(binding -> new After(
                        binding + ".QtCore",
                        "module.QCoreApplication.addLibraryPath(place('" + directory + "/plugins'))",
                        directory + "/plugins"));
        return Stream.concat(beside, without).toArray(Means[]::new);
    }

    /** What begins with a top directory, to the end of a string. */
    private static Pattern string(String regex) {
        return Pattern.compile("(?:" + regex + ")(?=\\x00)");
    }

    /** A whole string; the NUL before it is found ten times as fast as with a lookbehind. */
    private static Pattern whole(String regex) {
        return Pattern.compile("\\x00(?:" + regex + ")(?=\\x00)");
    }
}
