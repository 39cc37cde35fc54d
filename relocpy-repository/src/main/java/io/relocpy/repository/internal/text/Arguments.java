package io.relocpy.repository.internal.text;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/** Checks arguments when a method is called, with exceptions that name them. */
public final class Arguments {
    private Arguments() {}

    /**
     * An immutable copy.
     *
     * @throws NullPointerException with the argument's name if it or an element is null
     */
    public static <T> List<T> copy(Collection<? extends T> values, String name) {
        List<T> copy = new ArrayList<>(Objects.requireNonNull(values, name));
        copy.forEach(each -> Objects.requireNonNull(each, name));
        return Collections.unmodifiableList(copy);
    }

    /**
     * As above, for what means something else if it is empty.
     *
     * @throws IllegalArgumentException with the argument's name if there is no element
     */
    public static <T> List<T> copyOfSome(Collection<? extends T> values, String name) {
        List<T> copy = copy(values, name);
        if (copy.isEmpty()) {
            throw new IllegalArgumentException(name + ": expected at least one, found none");
        }
        return copy;
    }

    /**
     * A text of one line, as messages and files of lines can hold it.
     *
     * @throws IllegalArgumentException with the argument's name if it has a control character
     */
    public static String line(String text, String name) {
        if (Objects.requireNonNull(text, name).chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    name + ": expected no control characters, found " + Printable.quote(text));
        }
        return text;
    }

    /**
     * A name or a pattern of names.
     *
     * @throws IllegalArgumentException with the option's name if it is blank or has a control character
     */
    public static String name(String text, String option) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(option + ": expected a name, found " + Printable.quote(text));
        }
        return line(text, option);
    }

    /**
     * An immutable copy of names or patterns.
     *
     * @param parameter for null
     * @param option for anything else, as {@link #name}
     */
    public static List<String> names(Collection<String> values, String parameter, String option) {
        List<String> copy = copy(values, parameter);
        copy.forEach(each -> name(each, option));
        return copy;
    }

    /**
     * A path of the operating system.
     *
     * @throws IllegalArgumentException with the argument's name if it is empty, which stands for the current directory, or belongs
     *     to an archive or to memory
     */
    public static Path path(Path path, String name) {
        if (Objects.requireNonNull(path, name).toString().isEmpty()) {
            throw new IllegalArgumentException(name + ": expected a path, found an empty one");
        }
        if (!path.getFileSystem().equals(FileSystems.getDefault())) {
            throw new IllegalArgumentException(
                    name + ": expected a path of the default file system, found " + Printable.quote(path.toString()));
        }
        return path;
    }

    /**
     * A number of bytes.
     *
     * @throws IllegalArgumentException with the argument's name if it is negative
     */
    public static long size(long bytes, String name) {
        if (bytes < 0) {
            throw new IllegalArgumentException(name + ": expected a number of bytes, found " + bytes);
        }
        return bytes;
    }

    /**
     * An age or a limit, which may be zero.
     *
     * @throws IllegalArgumentException with the argument's name if it is negative
     */
    public static Duration time(Duration time, String name) {
        if (Objects.requireNonNull(time, name).isNegative()) {
            throw new IllegalArgumentException(name + ": expected a time that is not negative, found " + time);
        }
        return time;
    }

    /**
     * A time to wait.
     *
     * @throws IllegalArgumentException with the argument's name unless it is positive
     */
    public static Duration timeout(Duration time, String name) {
        if (Objects.requireNonNull(time, name).isNegative() || time.isZero()) {
            throw new IllegalArgumentException(name + ": expected a time longer than zero, found " + time);
        }
        return time;
    }

    /**
     * A number of threads.
     *
     * @throws IllegalArgumentException with the argument's name unless it is 1 to 64
     */
    public static int threads(int number, String name) {
        if (number < 1 || number > 64) {
            throw new IllegalArgumentException(name + ": expected a number from 1 to 64, found " + number);
        }
        return number;
    }
}
