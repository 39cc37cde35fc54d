package io.relocpy.bundle.internal.format;

/**
 * An entry of a bundle's archive; all that its header depends on. Immutable.
 *
 * @param name with the top directory; of a directory with a slash at the end
 * @param type what it is
 * @param mode permission bits
 * @param size bytes of content; 0 for all but files
 * @param modified time of last modification, seconds since 1970
 * @param target what a link leads to, as written in it; empty for all but links
 */
public record TarEntry(String name, Type type, int mode, long size, long modified, String target) {
    /** The largest time that the eleven octal digits of a header hold, in the year 2242. */
    public static final long MAX_TIME = (1L << 33) - 1;

    /** What an entry can be, and the flag that says so. */
    enum Type {
        FILE('0', "a file"),
        LINK('2', "a link"),
        DIRECTORY('5', "a directory");

        final char flag;
        final String words;

        Type(char flag, String words) {
            this.flag = flag;
            this.words = words;
        }
    }

    public static TarEntry file(String name, boolean executable, long size, long modified) {
        return new TarEntry(name, Type.FILE, executable ? 0755 : 0644, size, modified, "");
    }

    static TarEntry link(String name, String target, long modified) {
        return new TarEntry(name, Type.LINK, 0777, 0, modified, target);
    }

    static TarEntry directory(String name, long modified) {
        return new TarEntry(name + "/", Type.DIRECTORY, 0755, 0, modified, "");
    }
}
