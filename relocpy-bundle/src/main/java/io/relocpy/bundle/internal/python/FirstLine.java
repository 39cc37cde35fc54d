package io.relocpy.bundle.internal.python;

import io.relocpy.bundle.internal.tree.Content;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The line with {@code #!} with which a script names its interpreter, see execve(2). */
public final class FirstLine {
    private static final Pattern PYTHON = Pattern.compile("(?:platform-)?python[0-9.]*[dmt]?");

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
        if (!name(words[0]).equals("env")) {
            return PYTHON.matcher(name(words[0])).matches();
        }
        for (int i = 1; i < words.length; i++) {
            String word = words[i].replaceFirst("^(?:-S|--split-string=)(?=.)", "");
            if (!word.startsWith("-") && !word.contains("=")) {
                return PYTHON.matcher(name(word)).matches();
            }
        }
        return false;
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
