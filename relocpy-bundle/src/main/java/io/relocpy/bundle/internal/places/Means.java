package io.relocpy.bundle.internal.places;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One way in which a library is led to files of the bundle. Paths are paths in the bundle; {@code ${library}} stands for
 * the library's directory, and {@code *} for any characters of one name. What names a path that the bundle lacks does not
 * apply.
 */
sealed interface Means {
    /**
     * Links where the library looks beside itself or beside the program.
     *
     * @param directory where the links are
     * @param to what they lead to, and are named after
     */
    record Link(String directory, String to) implements Means {}

    /**
     * A file that the library reads beside itself or beside the program.
     *
     * @param path its path
     * @param text its text
     * @param needs the path that makes it useful
     */
    record MadeFile(String path, String text, String needs) implements Means {}

    /**
     * A change in a text file of the library.
     *
     * @param path its path
     * @param from the text to replace
     * @param to the new text
     */
    record Text(String path, String from, String to) implements Means {}

    /**
     * Paths compiled into the library that name the host's modules, which are built for other libraries, or its policy: the
     * top of them becomes a name that no directory has. Nothing is moved, since linkers let strings share their ends.
     *
     * @param top the top directory
     * @param strings matches, from the top directory to the end of a string
     * @param expected whether a library without such a string is none that is known, so that it may look elsewhere
     */
    record Blank(String top, Pattern strings, boolean expected) implements Means {
        Blank(Pattern strings) {
            this("usr", strings, true);
        }

        /** The same for a string that some builds of the library do not have. */
        Blank ifThere() {
            return new Blank(top, strings, false);
        }
    }

    /**
     * Environment variables of the library that would lead it to the host's modules: their first letter becomes a character
     * that only a {@link Variable} of this catalogue has.
     *
     * @param strings matches whole strings
     */
    record PrivateVariables(Pattern strings) implements Means {}

    /**
     * A call of the library when a module that uses it is imported.
     *
     * @param function the function, which takes texts, integers and pointers
     * @param unless an environment variable of the caller's that says the same; empty for none
     * @param arguments {@link Integer}, {@link Argument} or {@link String}
     */
    record Call(String function, String unless, List<Object> arguments) implements Means {
        Call(String function, String unless, Object... arguments) {
            this(function, unless, List.of(arguments));
        }
    }

    /**
     * A function of {@code _relocpy_places.py} for what a plain call cannot do, called with the library and a place when a
     * module that uses the library is imported.
     *
     * @param name of the function
     * @param path the place
     */
    record Function(String name, String path) implements Means {}

    /** An argument of a call that is not a literal. */
    sealed interface Argument {
        /** The absolute path of a file or directory of the bundle. */
        record Place(String path) implements Argument {}

        /** The pointer that another function of the library returns. */
        record Result(String function) implements Argument {}
    }

    /**
     * An environment variable of the process, set when a module that uses the library is imported, unless the caller sets
     * it. Child processes inherit it.
     *
     * @param name its name
     * @param unless a path of the host that makes it unnecessary; empty for none
     * @param paths the places that it names, separated by colons
     */
    record Variable(String name, String unless, List<String> paths) implements Means {
        Variable(String name, String... paths) {
            this(name, "", List.of(paths));
        }

        /** Whether only the libraries of bundles know it. */
        boolean isPrivate() {
            return Character.isISOControl(name.charAt(0));
        }

        /** The same, unless the host has that path. */
        Variable unlessHostHas(String path) {
            return new Variable(name, path, paths);
        }
    }

    /** An environment variable, set in the same way, that names the file of certificate authorities which {@code ssl} uses. */
    record AuthoritiesVariable(String name) implements Means {}

    /**
     * An expression that is evaluated after a module is imported.
     *
     * @param module its full name
     * @param expression Python, in which {@code module} is the module and {@code place(path)} gives absolute paths
     * @param needs the path that makes them useful; empty for none
     */
    record After(String module, String expression, String needs) implements Means {}
}
