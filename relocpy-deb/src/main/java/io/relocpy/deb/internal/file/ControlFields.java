package io.relocpy.deb.internal.file;

import io.relocpy.deb.ControlStanza;
import io.relocpy.deb.internal.deb822.Deb822Dialect;
import io.relocpy.deb.internal.deb822.Deb822Reader;
import io.relocpy.repository.FormatException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The {@code control} file of a package, held to what dpkg requires of the fields that identify the package. */
public final class ControlFields {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][-+._A-Za-z0-9]*");
    private static final Pattern ARCHITECTURE = Pattern.compile("[A-Za-z0-9][-A-Za-z0-9]*");
    private static final Pattern EPOCH = Pattern.compile("[0-9]{1,10}");
    private static final Pattern UPSTREAM = Pattern.compile("[0-9][-.+~:A-Za-z0-9]*");
    private static final Pattern REVISION = Pattern.compile("[.+~A-Za-z0-9]+");
    private static final int MAX_LENGTH = 255;
    private static final Set<String> MULTI_ARCH = Set.of("no", "same", "foreign", "allowed");
    /** What only the database of dpkg may state. */
    private static final List<String> STATUS =
            List.of("Status", "Config-Version", "Triggers-Pending", "Triggers-Awaited");

    private ControlFields() {}

    /** Parses and checks the file. */
    public static ControlStanza read(byte[] control, String where) throws FormatException {
        String text = TarHeader.decode(control, 0, control.length);
        List<ControlStanza> stanzas = Deb822Reader.readAll(text, where, Deb822Dialect.CONTROL);
        if (stanzas.size() != 1) {
            throw new FormatException(where, "one stanza", String.valueOf(stanzas.size()));
        }
        ControlStanza stanza = stanzas.get(0);
        require(stanza, "Package", NAME, "a package name", where);
        checkVersion(stanza.get("Version"), where);
        require(stanza, "Architecture", ARCHITECTURE, "an architecture", where);
        String multiArch = lower(stanza, "Multi-Arch");
        if (!multiArch.isEmpty() && !MULTI_ARCH.contains(multiArch)) {
            throw bad(where, "Multi-Arch", "no, same, foreign or allowed", multiArch);
        }
        if (multiArch.equals("same") && stanza.get("Architecture").equals("all")) {
            throw bad(where, "Multi-Arch", "a value other than same with architecture all", multiArch);
        }
        for (String field : List.of("Essential", "Protected")) {
            String value = lower(stanza, field);
            if (!value.isEmpty() && !value.equals("yes") && !value.equals("no")) {
                throw bad(where, field, "yes or no", value);
            }
        }
        for (String field : STATUS) {
            if (stanza.has(field)) {
                throw bad(where, field, "no such field in a package", stanza.get(field));
            }
        }
        return stanza;
    }

    private static void require(ControlStanza stanza, String field, Pattern pattern, String what, String where)
            throws FormatException {
        String value = stanza.get(field);
        if (value.length() > MAX_LENGTH || !pattern.matcher(value).matches()) {
            throw bad(where, field, what, stanza.has(field) ? value : "no such field");
        }
    }

    /** A first colon ends the epoch, and a last hyphen starts the revision. */
    private static void checkVersion(String version, String where) throws FormatException {
        int colon = version.indexOf(':');
        int hyphen = version.lastIndexOf('-');
        String epoch = colon < 0 ? "0" : version.substring(0, colon);
        String upstream = version.substring(colon + 1, hyphen > colon ? hyphen : version.length());
        String revision = hyphen < 0 ? "0" : version.substring(hyphen + 1);
        if (version.length() > MAX_LENGTH
                || !EPOCH.matcher(epoch).matches()
                || Long.parseLong(epoch) > Integer.MAX_VALUE
                || !UPSTREAM.matcher(upstream).matches()
                || !REVISION.matcher(revision).matches()) {
            throw bad(where, "Version", "a version", version);
        }
    }

    private static String lower(ControlStanza stanza, String field) {
        return stanza.get(field).toLowerCase(Locale.ROOT);
    }

    private static FormatException bad(String where, String field, String expected, String found) {
        return new FormatException(where + ", field " + field, expected, "\"" + found + "\"");
    }
}
