package io.relocpy.deb.internal.file;

import io.relocpy.repository.FormatException;
import java.util.List;

/** The lines of a control file that lists things, with their numbers for messages. */
public final class ControlLines {
    private final String where;
    private final List<String> lines;
    private int next;

    private ControlLines(String where, List<String> lines) {
        this.where = where;
        this.lines = lines;
    }

    /** Reads a file whose last line may lack its line feed. */
    public static ControlLines of(byte[] file, String where) {
        String text = TarHeader.decode(file, 0, file.length);
        List<String> lines = List.of(text.split("\n", -1));
        boolean terminated = lines.get(lines.size() - 1).isEmpty();
        return new ControlLines(where, terminated ? lines.subList(0, lines.size() - 1) : lines);
    }

    /** Reads a file whose last line must have its line feed, as dpkg requires of some. */
    public static ControlLines terminated(byte[] file, String where) throws FormatException {
        if (file.length > 0 && file[file.length - 1] != '\n') {
            throw new FormatException(where, "a line feed at the end", "none");
        }
        return of(file, where);
    }

    /** Whether there is one more line. */
    public boolean hasNext() {
        return next < lines.size();
    }

    /** The next line. */
    public String next() {
        return lines.get(next++);
    }

    /** For the line that {@link #next()} gave. */
    public FormatException bad(String expected, String found) {
        return new FormatException(where + ", line " + next, expected, "\"" + found + "\"");
    }
}
