package io.relocpy.deb.file;

/**
 * One directive of a package's {@code triggers} file.
 *
 * @param directive whether the package waits for the trigger or sets it off
 * @param await whether the package that sets it off counts as configured only after it was processed
 * @param name an absolute path, for a trigger that files below it set off, or any other name
 */
public record Trigger(Directive directive, boolean await, String name) {
    /** What a package has to do with a trigger. */
    public enum Directive {
        /** The package's postinst runs when the trigger was set off. */
        INTEREST,
        /** A change of the package's state sets the trigger off. */
        ACTIVATE
    }

    /** Whether the trigger is a path, set off by files at or below it. */
    public boolean isPath() {
        return name.startsWith("/");
    }
}
