package io.relocpy.deb.file;

import io.relocpy.deb.ControlStanza;
import io.relocpy.deb.internal.file.ControlLines;
import io.relocpy.repository.FormatException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parsers of the control files that are lists of lines, as strict as dpkg. */
final class ControlParsers {
    private static final Pattern SUM = Pattern.compile("([0-9A-Fa-f]{32})  (.+)");
    private static final Pattern BLANKS_AROUND = Pattern.compile("^[ \\t]+|[ \\t]+$");
    private static final Pattern SHLIBS =
            Pattern.compile("(?:([^\\s:]++):\\s++)?([^\\s:]++)\\s++(\\S++)(?:\\s++(.+))?");
    private static final Pattern TRIGGER =
            Pattern.compile("(interest|activate)(-await|-noawait)?[ \\t]+(\\S.*)", Pattern.DOTALL);
    /** A path, or what would be the name of a package. */
    private static final Pattern TRIGGER_NAME = Pattern.compile("(/[!-.0-~]+)+|[A-Za-z0-9][-+.A-Za-z0-9]*");

    private static final Pattern SYMBOL = Pattern.compile("(\\S.*?@[^\\s@]++) (\\S++)(?: ([0-9]{1,4}))?");
    private static final Pattern FIELD = Pattern.compile("\\*\\s*([^\\s:]+):\\s*(.*)");
    private static final Pattern LIBRARY = Pattern.compile("(\\S+)\\s+(\\S.*)");
    private static final String REMOVE = "remove-on-upgrade ";

    private ControlParsers() {}

    static List<Conffile> conffiles(ControlLines lines) throws FormatException {
        List<Conffile> conffiles = new ArrayList<>();
        while (lines.hasNext()) {
            String line = lines.next().stripTrailing();
            if (line.isEmpty()) {
                continue;
            }
            boolean remove = line.startsWith(REMOVE);
            String path = remove ? line.substring(REMOVE.length()) : line;
            if (!path.startsWith("/")) {
                throw lines.bad("an absolute path, or remove-on-upgrade and one", line);
            }
            conffiles.add(new Conffile(path, remove));
        }
        return Collections.unmodifiableList(conffiles);
    }

    static List<Trigger> triggers(ControlLines lines) throws FormatException {
        List<Trigger> triggers = new ArrayList<>();
        while (lines.hasNext()) {
            String line = BLANKS_AROUND.matcher(lines.next()).replaceAll("");
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher matcher = TRIGGER.matcher(line);
            if (!matcher.matches() || !TRIGGER_NAME.matcher(matcher.group(3)).matches()) {
                throw lines.bad("interest, activate or a variant of them, and the name of a trigger", line);
            }
            triggers.add(new Trigger(
                    Trigger.Directive.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
                    !"-noawait".equals(matcher.group(2)),
                    matcher.group(3)));
        }
        return Collections.unmodifiableList(triggers);
    }

    static List<ShlibsEntry> shlibs(ControlLines lines) throws FormatException {
        List<ShlibsEntry> entries = new ArrayList<>();
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Matcher matcher = SHLIBS.matcher(line.stripTrailing());
            if (!matcher.matches()) {
                throw lines.bad("a library, its version and dependencies", line);
            }
            entries.add(new ShlibsEntry(
                    Optional.ofNullable(matcher.group(1)),
                    matcher.group(2),
                    matcher.group(3),
                    orEmpty(matcher.group(4))));
        }
        return Collections.unmodifiableList(entries);
    }

    /** By absolute path, in the order of the file; lower-case digits. */
    static Map<String, String> md5sums(ControlLines lines) throws FormatException {
        Map<String, String> sums = new LinkedHashMap<>();
        while (lines.hasNext()) {
            String line = lines.next();
            Matcher matcher = SUM.matcher(line);
            if (!matcher.matches()) {
                throw lines.bad("32 hexadecimal digits, two spaces and a path", line);
            }
            sums.put(absolute(matcher.group(2)), matcher.group(1).toLowerCase(Locale.ROOT));
        }
        return Collections.unmodifiableMap(sums);
    }

    private static String absolute(String path) {
        int start = 0;
        while (path.startsWith("/", start) || path.startsWith("./", start)) {
            start += path.charAt(start) == '/' ? 1 : 2;
        }
        int end = path.length();
        while (end > start && path.charAt(end - 1) == '/') {
            end--;
        }
        return "/" + path.substring(start, end);
    }

    static List<LibrarySymbols> symbols(ControlLines lines) throws FormatException {
        List<LibrarySymbols> libraries = new ArrayList<>();
        Library library = null;
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            char first = line.charAt(0);
            if (first != ' ' && first != '|' && first != '*') {
                if (library != null) {
                    libraries.add(library.symbols());
                }
                library = new Library(match(LIBRARY, line, "a SONAME and a dependency", lines));
            } else if (library == null) {
                throw lines.bad("a SONAME and a dependency", line);
            } else {
                library.add(line, lines);
            }
        }
        if (library != null) {
            libraries.add(library.symbols());
        }
        return Collections.unmodifiableList(libraries);
    }

    private static Matcher match(Pattern pattern, String line, String expected, ControlLines lines)
            throws FormatException {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.matches()) {
            throw lines.bad(expected, line);
        }
        return matcher;
    }

    private static String orEmpty(@Nullable String group) {
        return group == null ? "" : group;
    }

    /** A library while its lines are read. */
    private static final class Library {
        private final String soname;
        private final List<String> dependencies = new ArrayList<>();
        private final List<ControlStanza.Field> fields = new ArrayList<>();
        private final List<LibrarySymbols.Symbol> symbols = new ArrayList<>();

        Library(Matcher heading) {
            soname = heading.group(1);
            dependencies.add(heading.group(2).strip());
        }

        void add(String line, ControlLines lines) throws FormatException {
            switch (line.charAt(0)) {
                case '|' -> dependencies.add(line.substring(1).strip());
                case '*' -> {
                    Matcher field = match(FIELD, line, "an asterisk, a field and its value", lines);
                    fields.add(new ControlStanza.Field(
                            field.group(1), field.group(2).strip()));
                }
                default -> {
                    Matcher symbol =
                            match(SYMBOL, line.strip(), "a symbol, a version and the number of a dependency", lines);
                    int dependency = symbol.group(3) == null ? 0 : Integer.parseInt(symbol.group(3));
                    if (dependency >= dependencies.size()) {
                        throw lines.bad("the number of one of " + dependencies.size() + " dependencies", line);
                    }
                    symbols.add(new LibrarySymbols.Symbol(symbol.group(1), symbol.group(2), dependency));
                }
            }
        }

        LibrarySymbols symbols() {
            return new LibrarySymbols(soname, dependencies, fields, symbols);
        }
    }
}
