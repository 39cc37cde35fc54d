package io.relocpy.deb.internal.configuration;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.Redaction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads files such as {@code apt.conf} into a tree, statement by statement as {@code ReadConfigFile} of apt does.
 *
 * @see <a href="https://manpages.debian.org/apt.conf.5">apt.conf(5)</a>
 */
public final class ConfigurationReader {
    private static final int MAX_INCLUDES = 10;

    /** apt has no limit; files that include others many times would take forever. */
    private static final int MAX_FILES = 1000;

    /** In characters; apt has no limit. */
    private static final int MAX_SCOPE = 1000;

    /** apt has no limit; each level makes all names below longer. */
    private static final int MAX_DEPTH = 100;

    /** Behind a hash sign, these do not make a comment. */
    private static final List<String> DIRECTIVES = List.of("clear", "include", "x-apt-configure-index");

    private final HostRoot host;
    private final ConfigurationTree tree;
    private int files;

    /** Reads into that tree. */
    private ConfigurationReader(HostRoot host, ConfigurationTree tree) {
        this.host = host;
        this.tree = tree;
    }

    /**
     * The configuration of a host: {@code apt.conf.d}, then {@code apt.conf}.
     *
     * @throws FormatException if a file is malformed
     */
    public static ConfigurationTree read(HostRoot host) throws IOException {
        ConfigurationTree tree = ConfigurationTree.withDefaults();
        ConfigurationReader reader = new ConfigurationReader(host, tree);
        reader.readDirectory(host.path(tree.path("Dir::Etc::parts"), "Dir::Etc::parts"), 0);
        Path main = host.path(tree.path("Dir::Etc::main"), "Dir::Etc::main");
        if (host.isFile(main)) {
            reader.readFile(main, 0);
        }
        return tree;
    }

    /**
     * Reads a text.
     *
     * @param file where it is from
     */
    static void read(String text, Path file, HostRoot host, ConfigurationTree into) throws IOException {
        new ConfigurationReader(host, into).new FileReader(file, 0).read(text);
    }

    private void readDirectory(Path directory, int depth) throws IOException {
        for (Path file : PartFiles.list(directory, List.of("conf", ""), host)) {
            readFile(file, depth);
        }
    }

    /** Whether it could be read. */
    private boolean readFile(Path file, int depth) throws IOException {
        files++;
        Optional<String> text = host.read(file);
        if (text.isPresent()) {
            new FileReader(file, depth).read(text.get());
        }
        return text.isPresent();
    }

    /** The state while one file is read. */
    private final class FileReader {
        private final Path file;
        private final int depth;
        private final Deque<String> scopes = new ArrayDeque<>();

        /** The name of the block; empty at the top. */
        private String scope = "";

        /** What was read of a statement. */
        private final StringBuilder statement = new StringBuilder();

        private int line;
        private boolean inComment;

        FileReader(Path file, int depth) {
            this.file = file;
            this.depth = depth;
        }

        void read(String text) throws IOException {
            for (String each : text.split("\n", -1)) {
                line++;
                String fragment = withoutComments(AptWords.strip(each.replace("\t", "        ")));
                if (!fragment.isEmpty()) {
                    readFragment(fragment);
                }
            }
            if (!statement.isEmpty()) {
                throw wrong("a semicolon after the last statement", "the end of the file");
            }
        }

        private String withoutComments(String text) {
            String rest = text;
            if (inComment) {
                int end = rest.indexOf("*/");
                if (end < 0) {
                    return "";
                }
                rest = rest.substring(end + 2);
                inComment = false;
            }
            rest = rest.substring(0, endBefore(rest, "//"));
            rest = rest.substring(0, endBefore(rest, "#"));
            StringBuilder fragment = new StringBuilder();
            int start = endBefore(rest, "/*");
            while (start < rest.length()) {
                fragment.append(rest, 0, start);
                int end = rest.indexOf("*/", start + 2);
                inComment = end < 0;
                rest = inComment ? "" : rest.substring(end + 2);
                start = endBefore(rest, "/*");
            }
            return fragment.append(rest).toString();
        }

        /** Where a comment starts that is not in quotes; the length of the text if none does. */
        private static int endBefore(String text, String mark) {
            boolean quoted = false;
            for (int i = 0; i < text.length(); i++) {
                int behind = i + 1;
                if (text.charAt(i) == '"') {
                    quoted = !quoted;
                } else if (!quoted
                        && text.startsWith(mark, i)
                        && !(mark.equals("#") && DIRECTIVES.stream().anyMatch(each -> text.startsWith(each, behind)))) {
                    return i;
                }
            }
            return text.length();
        }

        private void readFragment(String fragment) throws IOException {
            boolean quoted = false;
            int start = 0;
            for (int i = 0; i < fragment.length(); i++) {
                char c = fragment.charAt(i);
                quoted ^= c == '"';
                if (!quoted && (c == '{' || c == ';' || c == '}')) {
                    append(fragment.substring(start, i));
                    start = i + 1;
                    if (!statement.isEmpty()) {
                        end(c);
                    } else if (c == '{') {
                        throw wrong("a name before a block", "none");
                    }
                    if (c == '}') {
                        scope = scopes.isEmpty() ? "" : scopes.pop();
                    }
                }
            }
            append(fragment.substring(start));
        }

        private void append(String part) {
            String stripped = AptWords.strip(part);
            if (!statement.isEmpty() && !stripped.isEmpty()) {
                statement.append(' ');
            }
            statement.append(stripped);
        }

        /** Carries out the statement that ends with that character. */
        private void end(char last) throws IOException {
            AptWords words = new AptWords(statement.toString());
            statement.setLength(0);
            String first = words.quoteWord();
            if (first == null) {
                throw wrong("a name with balanced quotes and brackets", "another text");
            }
            String strings = words.strings();
            String second = strings == null ? words.quoteWord() : strings;
            if (!words.isAtEnd()) {
                throw wrong("one value behind the name " + Redaction.quoted(first), "more");
            }
            String name = second == null && last != '{' ? "" : first;
            String value = second == null ? first : second;
            if (last == '{') {
                if (scopes.size() >= MAX_DEPTH) {
                    throw wrong("at most " + MAX_DEPTH + " nested blocks", "more");
                }
                scopes.push(scope);
                scope = join(scope, name);
                if (scope.length() > MAX_SCOPE) {
                    throw wrong("names of at most " + MAX_SCOPE + " characters", "longer ones");
                }
                if (second != null) {
                    tree.set(scope, value);
                }
            } else if (name.startsWith("#")) {
                if (!scope.isEmpty()) {
                    throw wrong("directives outside of blocks", "one in " + Redaction.quoted(scope));
                }
                directive(name, value);
            } else if (value.equals("#clear") && name.isEmpty()) {
                throw wrong("a name behind #clear", "none");
            } else {
                tree.set(scope.isEmpty() ? name : scope + "::" + name, value);
            }
        }

        private String join(String above, String name) {
            return above.isEmpty() ? name : above + "::" + name;
        }

        private void directive(String name, String value) throws IOException {
            switch (name) {
                case "#clear" -> tree.clear(value);
                case "#include" -> include(value);
                case "#x-apt-configure-index" -> {} // of apt's own tests
                default -> throw wrong("#clear or #include", Redaction.quoted(name));
            }
        }

        private void include(String path) throws IOException {
            if (depth > MAX_INCLUDES || files > MAX_FILES) {
                throw wrong("at most " + MAX_INCLUDES + " nested includes, and " + MAX_FILES + " files", "more");
            }
            Path included = host.path(path, where());
            if (path.length() > 2 && path.endsWith("/")) {
                readDirectory(included, depth + 1);
            } else if (!readFile(included, depth + 1)) {
                throw wrong("a file to include", Redaction.quoted(path) + ", which cannot be read");
            }
        }

        private String where() {
            return file + ", line " + line;
        }

        private FormatException wrong(String expected, String found) {
            return new FormatException(where(), expected, found);
        }
    }
}
