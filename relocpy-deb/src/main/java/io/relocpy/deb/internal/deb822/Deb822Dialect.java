package io.relocpy.deb.internal.deb822;

/** Whose rules a deb822 file is held to. */
public enum Deb822Dialect {
    /**
     * dpkg's for the {@code control} file of a package: no comments, a line feed at the end of the last line, and a line of
     * white space only is an error.
     */
    CONTROL,
    /**
     * debconf's for files that people edit: lines that start with {@code #} are comments, the last line feed may
     * be missing, and a line of white space only separates stanzas.
     */
    EDITED,
    /**
     * apt's for its sources and preferences: lines that start with {@code #} are comments, a line of white space only belongs
     * to its field, names may hold spaces, and of fields with the same name the last one counts.
     */
    APT
}
