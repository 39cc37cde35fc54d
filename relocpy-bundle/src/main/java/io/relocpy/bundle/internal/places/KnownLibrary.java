package io.relocpy.bundle.internal.places;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A library with compiled-in places.
 *
 * @param name for people
 * @param file matches the names of its files
 * @param openedBy full names of modules that open it by its name, although nothing links it
 * @param reachedThrough full names of modules that load it through files which no link shows, such as typelibs; those that
 *     link it are found by their files
 * @param means how it is led to the bundle's files
 */
record KnownLibrary(String name, Pattern file, List<String> openedBy, List<String> reachedThrough, List<Means> means) {
    /** Stands for a module: every program uses the library. */
    static final String AT_START = "";

    static Builder library(String name, String file) {
        return new Builder(name, Pattern.compile(file), List.of(), List.of());
    }

    boolean matches(String fileName) {
        return file.matcher(fileName).matches();
    }

    /** Lets the catalogue read as a table. */
    record Builder(String name, Pattern file, List<String> openedBy, List<String> reachedThrough) {
        Builder openedBy(String module) {
            return new Builder(name, file, List.of(module), reachedThrough);
        }

        Builder reachedThrough(String... modules) {
            return new Builder(name, file, openedBy, List.of(modules));
        }

        KnownLibrary by(Means... means) {
            return new KnownLibrary(name, file, openedBy, reachedThrough, List.of(means));
        }
    }
}
