package io.relocpy.deb.internal.scripts;

/** How a command of a shell ends, as far as its text tells. */
enum End {
    SUCCESS,
    FAILURE,
    /** With success or without: only running it would tell. */
    EITHER,
    /** The round of the innermost loop, too. */
    CONTINUES,
    /** The innermost loop, too. */
    BREAKS,
    /** The function, too. */
    RETURNS,
    /** The script, too. */
    EXITS;

    boolean goesOn() {
        return this == SUCCESS || this == FAILURE || this == EITHER;
    }

    static End of(boolean success) {
        return success ? SUCCESS : FAILURE;
    }

    End negated() {
        return this == SUCCESS ? FAILURE : this == FAILURE ? SUCCESS : this;
    }
}
