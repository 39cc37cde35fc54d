package io.relocpy.bundle;

import java.util.Optional;

/**
 * A change of a file since it left its package, so that it works in the bundle. Immutable; {@code toString} returns the
 * text that manifest and report print.
 *
 * @param kind what was changed
 * @param subject what the file has since; empty for kinds that need none
 */
public record FileChange(Kind kind, Optional<String> subject) {
    /** The changes. Versions to come may have more. */
    public enum Kind {
        /** The search path for libraries; the subject is the new one. */
        RPATH("DT_RPATH %s"),
        /** Paths in Python sources; the subject lists them. */
        PATHS("lead into the bundle: %s"),
        /** Text that was appended to a module of the standard library. */
        ADDITION("finds what it needs in the bundle"),
        /** The host's directories in the loader. */
        LOADER("the host's library directories, cache and preload list blanked"),
        /** The host's directories in the C library. */
        C_LIBRARY("the host's gconv modules and locales blanked, and the variables that lead to them"),
        /** The host's directories in OpenSSL. */
        OPENSSL("modules are found beside the library; the host's configuration and modules are not, nor by variables"),
        /** The host's directories in a library that loads modules, scripts or data from them, and variables of that. */
        MODULES("the host's directories, and variables that lead to them, blanked"),
        /** A library's configuration, which names directories. */
        CONFIGURATION("also names the bundle's directories"),
        /** The checksum of a changed library, for FIPS mode; the subject is the library. */
        CHECKSUM("the HMAC of %s as changed"),
        /** A compiled module: nothing else of it is the package's. */
        COMPILED("made by the bundle's own Python"),
        /** A wheel's RECORD. */
        WHEEL_RECORD("lists the files as they are in the bundle");

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

    /** A change of a kind that needs no subject. */
    public static FileChange of(Kind kind) {
        return new FileChange(kind, Optional.empty());
    }

    /** A change with a subject. */
    public static FileChange of(Kind kind, String subject) {
        return new FileChange(kind, Optional.of(subject));
    }

    /** The change as text. */
    @Override
    public String toString() {
        return subject.map(words -> kind.text.replace("%s", words)).orElse(kind.text);
    }
}
