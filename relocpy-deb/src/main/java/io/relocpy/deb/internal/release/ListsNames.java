package io.relocpy.deb.internal.release;

import java.nio.charset.StandardCharsets;

/** How apt names the files of {@code /var/lib/apt/lists}. */
public final class ListsNames {
    private static final String ESCAPED = "\\|{}[]<>\"^~_=!@#$%^&*";

    private ListsNames() {}

    /**
     * The name of the file of a URL.
     *
     * @param url without compression suffix; scheme, user name and password are not part of the name
     */
    public static String of(String url) {
        String plain = url.replaceFirst("^[A-Za-z0-9+.-]+:(?://(?:[^/@]*@)?)?", "");
        StringBuilder name = new StringBuilder();
        for (byte b : plain.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c == '/') {
                name.append('_');
            } else if (c <= ' ' || c >= 0x7f || ESCAPED.indexOf(c) >= 0) {
                name.append(String.format("%%%02x", (int) c));
            } else {
                name.append(c);
            }
        }
        return name.toString();
    }
}
