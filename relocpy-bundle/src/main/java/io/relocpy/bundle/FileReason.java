package io.relocpy.bundle;

import java.util.Optional;

/**
 * Why a file is in a bundle, or is not. Immutable; {@code toString} returns the text that manifest and report print.
 *
 * @param kind the reason
 * @param subject the file or package that the reason names; empty for a kind that names none
 */
public record FileReason(Kind kind, Optional<String> subject) {
    /** The reasons. Versions to come may have more. */
    public enum Kind {
        // what the caller requested
        EXCLUDED("excluded by the caller"),
        INCLUDED("included by the caller"),
        PROGRAM_REQUESTED("a requested program"),
        WHEEL_REQUESTED("part of a requested wheel"),
        SCRIPT_REQUESTED("requested"),

        // what a packaged file is for, by its path
        LICENSE("licence"),
        COMMON_LICENSE("a licence that copyright files refer to"),
        DOCUMENTATION("documentation"),
        MANUAL_PAGE("manual pages"),
        C_LOCALE("the locale C.UTF-8"),
        TRANSLATION("translations"),
        FOR_BUILDING("for building programs"),
        FOR_DEBUGGING("for debuggers"),
        STANDARD_LIBRARY_TEST("tests of the standard library"),
        MODULE_TEST("tests of a module, which nothing imports"),
        PIP_MARKER("keeps pip from the distribution's own Python"),
        PYTHON("Python"),
        INTERPRETER("the interpreter"),
        PROGRAM("programs that were not requested"),
        TIME_ZONE_COPY("a second copy of the time zones"),
        TIME_ZONE("time zones"),
        TERMINAL("terminal descriptions"),
        ENSUREPIP_WHEEL("wheels for ensurepip"),
        CERTIFICATE_AUTHORITY("certificate authorities"),
        CHARACTER_SET("character sets for iconv"),
        LOADED_BY_GLIBC("glibc loads it by name"),
        LOADED_BY_OPENSSL("OpenSSL loads it by name"),
        UNNEEDED_LIBRARY("libraries that no kept file needs"),
        LOADER_CONFIGURATION("configuration of the loader"),
        SYSTEM_INTEGRATION("integration with the system"),
        DATA_WITHOUT_MODULES("data that no package with Python modules requires"),
        NO_USE("of no use to Python at run time"),

        // what other files need
        DATA("data of a package with Python modules"),
        DATA_REQUIRED("data that %s requires"),
        DATA_OF_LIBRARY("data of a package with a library that is needed"),
        PLUGIN("for the libraries of %s, which load it by name"),
        OPENED("%s requires its package, and nothing links it, so it is loaded by name"),
        OPENED_BY_LIBRARY("%s has its name, and opens it by that"),
        OPENED_BY_MODULE("the module %s opens it by its name"),
        IMPORTED("imported by %s"),
        LINKED("%s leads to it"),
        LOADER("the loader of %s"),
        NEEDED("needed by %s"),
        CHECKSUM("the checksum of %s for FIPS mode"),

        // what the build makes
        INSTALLED("as installing %s makes it"),
        RUNS("runs %s"),
        USUAL_NAME("the usual name of the interpreter"),
        PROCESS_NAME("shows in the list of processes as %s"),
        CONSOLE_SCRIPT("a console script of a package"),
        ARGV0_SHIM("glibc %s knows no ld.so --argv0"),
        CERTIFICATES("certificate authorities, for hosts that have none"),
        LAUNCHERS_FOR_PIP("makes launchers for what pip and venv install"),
        LEADS_COMMANDS("leads commands of the bundle to each other"),
        FINDS_AUTHORITIES("finds certificate authorities for modules that name the host's"),
        FINDS_FILES("%s looks for its files here"),
        LEADS_LIBRARIES("leads libraries to their files when modules are imported"),
        ZONEINFO("zoneinfo looks here where the host has no time zones"),
        COMPILED("compiled from %s"),
        LOCK("the packages to make the same bundle of"),
        BILL_OF_MATERIALS("bill of materials"),
        MANIFEST("what the bundle consists of"),
        SIGNATURE("signature of %s"),

        /** Unknown, as for the files of a bundle that is only verified. */
        UNKNOWN("");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** Its text, in which {@code %s} stands for the subject. */
        @Override
        public String toString() {
            return text;
        }
    }

    /** A reason that names nothing. */
    public static FileReason of(Kind kind) {
        return new FileReason(kind, Optional.empty());
    }

    /** A reason that names a file or package. */
    public static FileReason of(Kind kind, String subject) {
        return new FileReason(kind, Optional.of(subject));
    }

    /** The reason as text. */
    @Override
    public String toString() {
        return subject.map(name -> kind.text.replace("%s", name)).orElse(kind.text);
    }
}
