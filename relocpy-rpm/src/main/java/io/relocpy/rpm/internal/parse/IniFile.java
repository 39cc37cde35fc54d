package io.relocpy.rpm.internal.parse;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.RegularFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of sections with {@code key=value} lines, parsed as by libdnf's IniParser. */
public final class IniFile {
    private static final int MAX_SIZE = 16 << 20;
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private static final Pattern SECTION = Pattern.compile("\\[([^]]+)](?:\\s*[#;].*|]|)");

    private final Path file;
    private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();
    private Map<String, String> section = Map.of();
    private String key = "";

    private IniFile(Path file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @return section → key → value, in file order; for repeated keys the last one counts
     * @throws FormatException if a line is invalid
     */
    public static Map<String, Map<String, String>> read(Path file) throws IOException {
        String text = RegularFile.text(file, MAX_SIZE);
        IniFile parsed = new IniFile(file);
        int number = 0;
        for (String line : (Iterable<String>)
                text.substring(text.startsWith(BYTE_ORDER_MARK) ? 1 : 0).lines()::iterator) {
            parsed.add(line, ++number);
        }
        return parsed.sections;
    }

    private void add(String line, int number) throws FormatException {
        if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
            key = ""; // a value does not continue after it
            return;
        }
        String text = line.strip();
        if (text.isEmpty() && key.isEmpty()) {
            return;
        }
        boolean indented = Character.isWhitespace(line.charAt(0));
        int equals = text.indexOf('=');
        Matcher header = SECTION.matcher(text);
        if (header.matches()) {
            section = sections.computeIfAbsent(header.group(1), id -> new LinkedHashMap<>());
            key = "";
        } else if (indented && !key.isEmpty()) {
            section.merge(key, text, (before, more) -> before + "\n" + more);
        } else if (!indented && equals > 0 && !sections.isEmpty()) {
            key = text.substring(0, equals).strip();
            section.put(key, unquoted(text.substring(equals + 1).strip()));
        } else {
            throw new FormatException(file + ", line " + number, "key=value within a [section]", "something else");
        }
    }

    private static String unquoted(String value) {
        int last = value.length() - 1;
        boolean quoted = last > 0
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.indexOf(value.charAt(0), 1) == last;
        return quoted ? value.substring(1, last) : value;
    }
}
