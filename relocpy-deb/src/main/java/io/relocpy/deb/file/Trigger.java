package io.relocpy.deb.file;

/**
 * One directive of a package's {@code triggers} file.
 *
 * @param directive whether the package is interested in the trigger or activates it
 * @param await whether the package that activates it counts as configured only after the trigger has been processed
 * @param name an absolute path, for a trigger that is activated by files at or below it, or any other name
 * @see <a href="https://manpages.debian.org/deb-triggers.5">deb-triggers(5)</a>
 */
public record Trigger(Directive directive, boolean await, String name) {
    /** What a package has to do with a trigger. */
    public enum Directive {
        /** The package's postinst runs when the trigger has been activated. */
        INTEREST,
        /** A change of the package's state activates the trigger. */
        ACTIVATE
    }

    /** Whether the trigger is a path, activated by files at or below it. */
    public boolean isPath() {
        return name.startsWith("/");
    }
}
