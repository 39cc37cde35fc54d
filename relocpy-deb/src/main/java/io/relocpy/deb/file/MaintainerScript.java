package io.relocpy.deb.file;

import io.relocpy.repository.internal.text.NonEmpty;
import java.util.Locale;
import java.util.Optional;

/**
 * A script that dpkg would run. It is never run here. Immutable.
 *
 * @param kind when dpkg would run it
 * @param interpreter the program of its first line, such as {@code /bin/sh}; empty if there is none, as in a binary
 * @param text UTF-8 where it is valid, else read as ISO 8859-1; for its bytes see {@link DebFile#controlFile}
 */
public record MaintainerScript(Kind kind, Optional<String> interpreter, String text) {
    /** When a script runs. */
    public enum Kind {
        /** Before debconf asks its questions. */
        CONFIG,
        /** Before the package is unpacked. */
        PREINST,
        /** To configure the package, and when triggers have been activated. */
        POSTINST,
        /** Before the package is removed. */
        PRERM,
        /** After the package has been removed. */
        POSTRM;

        String fileName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static MaintainerScript of(Kind kind, String text) {
        if (!text.startsWith("#!")) {
            return new MaintainerScript(kind, Optional.empty(), text);
        }
        int end = text.indexOf('\n');
        String line = text.substring(2, end < 0 ? text.length() : end).strip();
        int space = 0;
        while (space < line.length() && line.charAt(space) != ' ' && line.charAt(space) != '\t') {
            space++;
        }
        return new MaintainerScript(kind, NonEmpty.of(line.substring(0, space)), text);
    }
}
