package io.relocpy.bundle.internal.python;

import io.relocpy.bundle.internal.python.PythonLines.Line;
import io.relocpy.bundle.internal.python.PythonLines.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets string constants of Python source that name files of the bundle lead there, wherever it lies.
 *
 * <p>A constant, together with those that follow it directly, becomes a parenthesized expression of the bundle's
 * directory and the rest of the constant: {@code '/usr/share/x'} becomes {@code (__import__('sys').base_prefix +
 * '/share/x')}. It needs no import statement and stays on its lines, so line numbers do not change. Strings with
 * prefixes, also formatted ones and bytes, keep their prefix and quotes. Docstrings remain as they are.
 *
 * <p>The source may be decoded as any superset of ASCII; only ASCII is looked at and inserted.
 */
public final class PathConstants {
    private static final String ROOT = "__import__('sys').base_prefix";

    /** What stands before a constant that was changed. */
    private static final Pattern CHANGED =
            Pattern.compile(".*\\(__import__\\('(?:sys|os|glob)'\\)\\.[^\\n]{1,90} \\+ ", Pattern.DOTALL);

    private static final int BEFORE = 140;

    /** What joins its arguments to a path, or starts one that {@code /} continues. */
    private static final Set<String> JOINING = Set.of("join", "Path", "PurePath", "PosixPath", "PurePosixPath");

    /** What reads {@code *}, {@code ?} and {@code [} in its first argument, so those of the bundle's directory are escaped. */
    private static final Set<String> GLOBBING = Set.of("glob", "iglob");

    private static final int MAX_JOINED = 32;

    private static final Set<String> SEPARATORS = Set.of(",", ")", "/", PythonLines.STRING);

    /** A name of a file or directory as constants have it, without what formatting or escapes begin. */
    public static final Pattern PATH = Pattern.compile("/[^\\s'\"\\\\{}:;,<>()|*?]{0,4095}");

    private final String source;
    private final Places places;
    private final List<Edit> edits = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<Left> left = new ArrayList<>();

    private PathConstants(String source, Places places) {
        this.source = source;
        this.places = places;
    }

    /** What paths mean in the bundle. */
    public interface Places {
        /**
         * Where a path leads in the bundle.
         *
         * @param path absolute, as on a host
         * @return the path below the bundle's directory, with a leading slash; empty if the bundle has nothing there
         */
        Optional<String> of(String path);

        /** The same for a directory of modules, which may be one that packages share, such as {@code /usr/share}. */
        Optional<String> ofModules(String path);

        /** A Python expression that finds such a file by a rule of its own; empty for most. */
        Optional<String> expressionFor(String path);
    }

    /**
     * A constant that leads into the bundle.
     *
     * @param line its number, from 1
     * @param path as it was
     */
    public record Change(int line, String path) {}

    /**
     * A constant that names a file of the bundle and remains as it is.
     *
     * @param line its number, from 1
     * @param path of the file
     * @param why as text
     */
    public record Left(int line, String path, String why) {}

    /**
     * The result.
     *
     * @param source with the changes
     * @param changes in the order of the source
     * @param left what could not be changed
     */
    public record Result(String source, List<Change> changes, List<Left> left) {}

    private record Edit(int start, int end, String text) {}

    /** A constant's parts: prefix, quotes, and what is between. */
    private record Literal(String prefix, int contentStart, int contentEnd) {
        boolean isBytes() {
            return prefix.contains("b");
        }

        boolean isFormatted() {
            return prefix.contains("f") || prefix.contains("t");
        }
    }

    /** Changes the constants of a source text. */
    public static Result of(String source, Places places) {
        PathConstants constants = new PathConstants(source, places);
        for (Line line : PythonLines.of(source)) {
            constants.read(line);
        }
        return new Result(constants.edited(), List.copyOf(constants.changes), List.copyOf(constants.left));
    }

    private void read(Line line) {
        List<Word> words = line.words();
        for (int i = 0; i < words.size(); ) {
            int end = i;
            while (end < words.size() && words.get(end).isString()) {
                end++;
            }
            if (end > i && end - i < words.size()) { // otherwise it is a docstring, or a string for nobody
                readConstant(line, i, end);
            }
            i = Math.max(end, i + 1);
        }
    }

    /** Reads a constant of one or more strings in a row. */
    private void readConstant(Line line, int from, int to) {
        List<Word> words = line.words();
        Word first = words.get(from);
        Literal literal = literal(first);
        boolean globs = isArgumentOf(GLOBBING, line, from);
        String path = leadingPath(literal, globs, to - from > 1 ? value(words.subList(from, to)) : "");
        if (path.isEmpty()) {
            leaveMentioned(words.subList(from, to));
            return;
        }
        Optional<String> expression = places.expressionFor(path);
        Optional<String> place = isSearched(line, from) ? places.ofModules(path) : places.of(path);
        if ((expression.isEmpty() && place.isEmpty()) || isChanged(first.start())) {
            if (to - from == 1) {
                readJoined(line, from, path, literal);
            }
            return;
        }
        boolean template = isTemplate(literal, words.get(to - 1));
        String operator = line.text(to).equals("%") ? "%" : line.text(to) + line.text(to + 1);
        if (isPattern(line, from)) {
            left.add(new Left(first.line(), path, "in a case clause, where only a constant can stand"));
        } else if (expression.isPresent()) {
            if (literal.isBytes() || to - from > 1) {
                left.add(new Left(first.line(), path, "not as a plain string"));
            } else {
                replace(first, path, expression.get());
            }
        } else if (template && !operator.equals("%") && !operator.equals(".format")) {
            left.add(new Left(first.line(), path, "as a template that is filled in elsewhere"));
        } else {
            String escaped = !template
                    ? ""
                    : operator.equals("%") ? ".replace('%', '%%')" : ".replace('{', '{{').replace('}', '}}')";
            String root = globs ? "__import__('glob').escape(" + ROOT + ")" : ROOT;
            lead(first, words.get(to - 1), literal, path, place.orElseThrow(), root + escaped);
        }
    }

    /** Reads {@code join('/usr', 'share', 'x')} and {@code Path('/usr') / 'share' / 'x'}, of which the first constant is changed. */
    private void readJoined(Line line, int index, String path, Literal literal) {
        Word first = line.words().get(index);
        if (!isArgumentOf(JOINING, line, index)
                || literal.isBytes()
                || literal.isFormatted()
                || isChanged(first.start())) {
            return;
        }
        StringBuilder joined = new StringBuilder(path);
        int end = Math.min(line.words().size(), index + MAX_JOINED);
        for (int i = index + 1; i < end && SEPARATORS.contains(line.text(i)); i++) {
            Word word = line.words().get(i);
            if (word.isString()) {
                Literal part = literal(word);
                String content = source.substring(part.contentStart, part.contentEnd);
                if (part.isFormatted()
                        || part.isBytes()
                        || !PATH.matcher("/" + content).matches()) {
                    return;
                }
                joined.append('/').append(content);
                Optional<String> place = places.of(joined.toString());
                if (place.isPresent()) {
                    int tail = joined.length() - path.length();
                    String start = place.get().substring(0, place.get().length() - tail);
                    if (start.isEmpty()) {
                        replace(first, joined.toString(), ROOT);
                    } else {
                        lead(first, first, literal, path, start, ROOT);
                    }
                    return;
                }
            }
        }
    }

    /** Whether the word is the first argument of one of the functions. */
    private static boolean isArgumentOf(Set<String> functions, Line line, int index) {
        return index >= 2 && line.text(index - 1).equals("(") && functions.contains(line.text(index - 2));
    }

    /** Whether the word is what {@code sys.path.append} or {@code sys.path.insert} adds. */
    private static boolean isSearched(Line line, int index) {
        int bracket = index >= 4 && line.text(index - 1).equals(",") ? index - 3 : index - 1;
        return bracket >= 3
                && line.text(bracket).equals("(")
                && line.text(bracket - 1).equals(bracket == index - 1 ? "append" : "insert")
                && line.text(bracket - 2).equals(".")
                && line.text(bracket - 3).equals("path");
    }

    private void replace(Word word, String path, String expression) {
        edits.add(new Edit(word.start(), word.end(), expression));
        changes.add(new Change(word.line(), path));
    }

    /** Puts the bundle's directory before a constant, and takes away what its path begins with on a host. */
    private void lead(Word first, Word last, Literal literal, String path, String place, String root) {
        String directory = literal.isBytes() ? "__import__('os').fsencode(" + root + ")" : root;
        edits.add(new Edit(first.start(), first.start(), "(" + directory + " + "));
        edits.add(new Edit(literal.contentStart, literal.contentStart + path.length(), place));
        edits.add(new Edit(last.end(), last.end(), ")"));
        changes.add(new Change(first.line(), path));
    }

    private Literal literal(Word word) {
        int quote = word.start();
        while (source.charAt(quote) != '"' && source.charAt(quote) != '\'') {
            quote++;
        }
        String prefix = source.substring(word.start(), quote).toLowerCase(Locale.ROOT);
        String triple = source.substring(quote, quote + 1).repeat(3);
        int quotes =
                source.startsWith(triple, quote) && word.end() - quote >= 2 * triple.length() ? triple.length() : 1;
        return new Literal(prefix, quote + quotes, Math.max(quote + quotes, word.end() - quotes));
    }

    private String value(List<Word> words) {
        StringBuilder value = new StringBuilder();
        for (Word word : words) {
            Literal literal = literal(word);
            value.append(source, literal.contentStart, literal.contentEnd);
        }
        return value.toString();
    }

    /**
     * The path that a constant consists of, or that it begins with if formatting, an escape or a wildcard follows; empty if
     * it consists of something else, or if its first string does not have the whole path.
     *
     * @param globs whether {@code *} and {@code ?} are wildcards
     * @param joined the contents of all its strings, if there are several
     */
    private String leadingPath(Literal literal, boolean globs, String joined) {
        String content = source.substring(literal.contentStart, literal.contentEnd);
        Matcher matcher = PATH.matcher(content);
        if (!matcher.lookingAt() || content.startsWith("//")) {
            return "";
        }
        String path = matcher.group();
        boolean whole = path.length() == content.length();
        char next = whole ? '\0' : content.charAt(path.length());
        boolean open = next == '{' || next == '\\' || (globs && (next == '*' || next == '?'));
        boolean otherText = !whole && !open;
        boolean continued = whole && joined.length() > content.length() && joined.charAt(content.length()) != '/';
        if (otherText || content.indexOf('\n') >= 0) {
            return "";
        }
        if (open || continued || path.indexOf('%') >= 0) { // the last name may be incomplete
            int incomplete = path.indexOf('%') >= 0 ? path.lastIndexOf('/', path.indexOf('%')) : path.lastIndexOf('/');
            return incomplete > 0 ? path.substring(0, incomplete) : "";
        }
        return path;
    }

    /** Whether formatting by {@code %} or {@code format} may follow, which would also read the bundle's directory. */
    private boolean isTemplate(Literal literal, Word last) {
        String content = source.substring(literal.contentStart, last.end());
        return !literal.isFormatted() && (content.indexOf('%') >= 0 || content.indexOf('{') >= 0);
    }

    private static boolean isPattern(Line line, int index) {
        List<Word> words = line.words();
        boolean clause = line.text(0).equals("case")
                && !line.text(1).equals("=")
                && !line.text(1).equals(".");
        return clause
                && words.subList(0, index).stream()
                        .noneMatch(word -> word.depth() == 0
                                && (word.text().equals(":") || word.text().equals("if")));
    }

    private boolean isChanged(int start) {
        return CHANGED.matcher(source.substring(Math.max(0, start - BEFORE), start))
                .matches();
    }

    /** Notes files of the bundle that a text only mentions, such as a list of paths or a command. */
    private void leaveMentioned(List<Word> words) {
        for (Word word : words) {
            Literal literal = literal(word);
            Matcher matcher = PATH.matcher(source).region(literal.contentStart, literal.contentEnd);
            while (matcher.find()) {
                String path = matcher.group().replaceFirst("^/+", "/").replaceFirst("[.]+$", "");
                boolean begins = matcher.start() == literal.contentStart
                        || ":=' \"(".indexOf(source.charAt(matcher.start() - 1)) >= 0;
                if (begins && !isChanged(word.start()) && places.of(path).isPresent()) {
                    left.add(new Left(word.line(), path, "inside a longer text"));
                    return;
                }
            }
        }
    }

    private String edited() {
        StringBuilder text = new StringBuilder(source.length());
        int at = 0;
        for (Edit edit : edits) {
            text.append(source, at, edit.start).append(edit.text);
            at = edit.end;
        }
        return text.append(source, at, source.length()).toString();
    }
}
