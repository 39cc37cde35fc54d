package io.relocpy.deb.internal.configuration;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A URI as apt takes it apart, which accepts any text. Immutable.
 *
 * @param scheme what is before the first colon; all of the text without one
 * @param user decoded; empty without
 * @param password decoded; empty without
 * @param host without the brackets of an IPv6 address; empty without
 * @param port 0 without
 * @param path starts with a slash unless there is no host
 */
public record AptUri(String scheme, String user, String password, String host, int port, String path) {
    private static final String ESCAPED_IN_USER = ":/?#[]@";
    private static final String ESCAPED_IN_FILE_NAME = "\\|{}[]<>\"^~_=!@#$%^&*";

    /** Takes a text apart. */
    public static AptUri parse(String text) {
        int colon = text.indexOf(':') < 0 ? text.length() : text.indexOf(':');
        String scheme = text.substring(0, colon);
        boolean slashes = text.startsWith("//", colon + 1);
        int slash = slashes && colon + 3 < text.length() ? colon + 3 : colon;
        boolean inBracket = false;
        while (slash < text.length() && (text.charAt(slash) != '/' || inBracket)) {
            inBracket = text.charAt(slash) == '[' || (inBracket && text.charAt(slash) != ']');
            slash++;
        }
        String path = slash < text.length() ? text.substring(slash) : "/";
        int start = Math.min(colon + (slashes ? 3 : 1), slash);
        if (start >= text.length()) {
            return new AptUri(scheme, "", "", "", 0, path);
        }
        String authority = text.substring(start, slash);
        int at = authority.lastIndexOf('@');
        if (at < 1) {
            return ofHost(scheme, "", "", authority, path);
        }
        int separator = authority.indexOf(':', 1);
        boolean hasPassword = separator >= 0 && separator < at;
        return ofHost(
                scheme,
                AptWords.decode(authority.substring(0, hasPassword ? separator : at)),
                hasPassword ? AptWords.decode(authority.substring(separator + 1, at)) : "",
                authority.substring(at + 1),
                path);
    }

    private static AptUri ofHost(String scheme, String user, String password, String text, String path) {
        int bracket = text.lastIndexOf(']');
        if (text.lastIndexOf('[') > bracket) {
            return new AptUri(scheme, user, password, "", 0, path);
        }
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > bracket;
        String host = hasPort ? text.substring(0, colon) : text;
        if (host.startsWith("[") && host.endsWith("]")) { // others stay, so that no host becomes another
            host = host.substring(1, host.length() - 1);
        }
        long port =
                hasPort ? AptWords.number(text.substring(colon + 1), 10, false).orElse(0L) : 0;
        return new AptUri(scheme, user, password, host, (int) Math.max(-1, Math.min(port, Integer.MAX_VALUE)), path);
    }

    /** The path of a local file: apt decodes it again when it opens the file. */
    public String localPath() {
        return AptWords.decode(path);
    }

    /** The same without user and password. */
    public AptUri withoutLogin() {
        return new AptUri(scheme, "", "", host, port, path);
    }

    /** The name that apt gives to a file that was downloaded from here. */
    String fileName() {
        String text = new AptUri("", "", "", host, port, path).toString();
        return escape(text, ESCAPED_IN_FILE_NAME).replace('/', '_');
    }

    private static String escape(String text, String escaped) {
        StringBuilder result = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c > ' ' && c < 0x7f && c != '%' && escaped.indexOf(c) < 0;
            result.append(plain ? String.valueOf(c) : "%" + HexFormat.of().toHexDigits(b));
        }
        return result.toString();
    }

    /** The URI; with user and password. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(scheme.isEmpty() ? "" : scheme + ":");
        if (!host.isEmpty()) {
            text.append(scheme.isEmpty() ? "" : "//");
            if (!user.isEmpty()) {
                text.append(escape(user, ESCAPED_IN_USER));
                text.append(password.isEmpty() ? "" : ":" + escape(password, ESCAPED_IN_USER));
                text.append('@');
            }
            boolean brackets = !scheme.isEmpty() && (host.indexOf(':') >= 0 || host.indexOf('/') >= 0);
            text.append(brackets ? "[" + host + "]" : host).append(port == 0 ? "" : ":" + port);
        }
        return text.append(path.startsWith("/") ? "" : "/").append(path).toString();
    }
}
