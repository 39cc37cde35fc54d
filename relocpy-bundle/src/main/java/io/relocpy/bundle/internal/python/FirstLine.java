package io.relocpy.bundle.internal.python;

import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.repository.internal.text.Printable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The line with {@code #!} with which a script names its interpreter, see execve(2). */
public final class FirstLine {
    private static final Pattern PYTHON = Pattern.compile("(?:platform-)?python[0-9.]*[dmt]?");

    private static final Pattern PYTHON_2 = Pattern.compile("python2[0-9.]*[dmt]?");

    private static final String ONE = "-(?:[bBEIOqsSu]+|[WX] ?[^\\s'\"\\\\$]+)";

    /** Options that every Python 3 knows, and that neither end it nor make it ask or tell the user something. */
    private static final Pattern OPTIONS = Pattern.compile(ONE + "(?: " + ONE + ")*");

    private FirstLine() {}

    /** What follows {@code #!}; empty if the file does not begin with that. */
    public static Optional<String> of(Content content) throws IOException {
        String head = content.headText(Content.HEAD);
        return head.startsWith("#!")
                ? Optional.of(head.substring(2).lines().findFirst().orElse("").strip())
                : Optional.empty();
    }

    /** Whether the kernel takes a carriage return to be part of the interpreter's name, or of its argument. */
    static boolean endsInCarriageReturn(Content content) throws IOException {
        String head = content.headText(Content.HEAD);
        int end = head.indexOf('\n');
        return head.startsWith("#!") && end > 0 && head.charAt(end - 1) == '\r';
    }

    /** Whether the line names a Python, itself or by way of env(1). */
    public static boolean isPython(String line) {
        String[] words = line.split("[ \t]+");
        int interpreter = interpreter(words);
        return interpreter < words.length
                && PYTHON.matcher(name(words[interpreter])).matches();
    }

    /** The options for Python in the line, as separate arguments; none if there are others than a command can have. */
    public static List<String> options(Content content) throws IOException {
        String options = afterInterpreter(words(content));
        return OPTIONS.matcher(options).matches() ? List.of(options.split(" ")) : List.of();
    }

    /** What a command of a script does not do, though the script's line for Python says so; empty if there is nothing. */
    static Optional<String> difference(Content content) throws IOException {
        String[] words = words(content);
        int interpreter = interpreter(words);
        if (interpreter >= words.length) {
            return Optional.empty();
        }
        String name = name(words[interpreter]);
        if (PYTHON_2.matcher(name).matches()) {
            return Optional.of("its #! line is for " + name + ", but it runs with the bundle's Python 3");
        }
        String options = afterInterpreter(words);
        return options.isEmpty() || OPTIONS.matcher(options).matches()
                ? Optional.empty()
                : Optional.of("its command does not have the options of its #! line, " + Printable.of(options)
                        + ", unless you state them");
    }

    private static String[] words(Content content) throws IOException {
        return of(content).orElse("").split("[ \t]+");
    }

    private static String afterInterpreter(String[] words) {
        int interpreter = interpreter(words);
        return interpreter >= words.length
                ? ""
                : String.join(" ", Arrays.asList(words).subList(interpreter + 1, words.length));
    }

    /** The index of the word that names the interpreter; the number of words if there is none. */
    private static int interpreter(String[] words) {
        int i = 0;
        if (name(words[0]).equals("env")) {
            i++;
            while (i < words.length) {
                words[i] = words[i].replaceFirst("^(?:-S|--split-string=)(?=.)", "");
                if (!words[i].startsWith("-") && !words[i].contains("=")) {
                    break;
                }
                i++;
            }
        }
        return i;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
