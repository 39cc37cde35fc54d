package io.relocpy.bundle.internal.python;

/** Text for Python sources that builds make. */
public final class PythonText {
    private PythonText() {}

    /** A string literal; the text has no line breaks. */
    public static String quote(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
