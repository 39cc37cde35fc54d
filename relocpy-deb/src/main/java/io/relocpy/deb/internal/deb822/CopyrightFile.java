package io.relocpy.deb.internal.deb822;

import io.relocpy.deb.ControlStanza;
import io.relocpy.repository.FormatException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a package's {@code copyright} file says of its licence.
 *
 * @see <a href="https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/">Machine-readable debian/copyright</a>
 */
public final class CopyrightFile {
    /** In characters, for one and for all together; more is no expression that anybody reads. */
    private static final int MAX_LENGTH = 4096;

    private CopyrightFile() {}

    /**
     * The licences of all files together, {@code (GPL-2+ or Artistic-2.0) and Expat}, in Debian's names; empty if the file is
     * not machine-readable.
     */
    public static String license(String text) {
        List<ControlStanza> stanzas;
        try {
            stanzas = Deb822Reader.readAll(text.replace("\r\n", "\n"), "copyright", Deb822Dialect.EDITED);
        } catch (FormatException e) {
            return ""; // for people only
        }
        if (stanzas.isEmpty() || !stanzas.get(0).has("Format")) {
            return "";
        }
        Set<String> licenses = new LinkedHashSet<>();
        for (ControlStanza stanza : stanzas) {
            List<String> files = List.of(stanza.get("Files").strip().split("\\s+"));
            boolean ofPackaging = files.stream().allMatch(each -> each.startsWith("debian/"));
            List<String> license = stanza.lines("License");
            if (stanza.has("Files") && !ofPackaging && !license.isEmpty()) {
                if (license.get(0).length() > MAX_LENGTH) {
                    return "";
                }
                String name = license.get(0).strip();
                boolean conjunction = name.matches("(?i)[^,]*\\sand\\s[^,]*") && !name.matches("(?i).*\\sor\\s.*");
                licenses.addAll(List.of(conjunction ? name.split("(?i)\\s+and\\s+") : new String[] {name}));
            }
        }
        licenses.remove("");
        if (licenses.stream().mapToInt(String::length).sum() > MAX_LENGTH) {
            return "";
        }
        return licenses.size() == 1
                ? ungrouped(licenses.iterator().next())
                : licenses.stream().map(CopyrightFile::grouped).collect(Collectors.joining(" and "));
    }

    /** Operators may be in capitals, as SPDX writes them. A comma comes before an operator that binds less than those without. */
    private static String ungrouped(String license) {
        String[] parts = license.split("(?i),\\s*(?=(?:and|or)\\s)");
        return parts.length == 1
                ? license
                : Arrays.stream(parts)
                        .map(part -> part.replaceFirst("(?i)^((?:and|or)\\s+)?(.*)$", "$1($2)"))
                        .collect(Collectors.joining(" "));
    }

    private static String grouped(String license) {
        return license.matches("(?si).*\\s(?:and|or)\\s.*") ? "(" + ungrouped(license) + ")" : license;
    }
}
