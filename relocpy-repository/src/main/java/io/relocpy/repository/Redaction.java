package io.relocpy.repository;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes secrets from URLs before they are shown: user name, password, and query, which may contain a token. Also
 * handles malformed URLs: a password that contains a slash or question mark often makes a URL invalid, and then it
 * appears in an error message.
 */
public final class Redaction {
    private static final int MAX_SHOWN = 200;
    private static final String MARK = "…";
    private static final String QUERY_MARK = "?" + MARK;
    private static final Pattern URL = Pattern.compile("(?s)((?:[A-Za-z][A-Za-z0-9+.-]*:)?//)([^/?#]*)(.*)");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.%]*]|[^@:]*)(:[0-9]*)?");
    private static final Pattern AUTHORITY = Pattern.compile("(?s)([^/?#]*)(.*)");
    private static final Pattern USER = Pattern.compile("(?s)^[^/].*@");
    /** The user info of a URL in the path of another, as in that of a cache. */
    private static final Pattern INNER_USER = Pattern.compile("(:/+)[^/]*@");

    private static final Pattern QUERY = Pattern.compile("(?s)[?#].*");

    private Redaction() {}

    /** Redacts a URL, or a text that may be one; its query becomes {@code ?…}. Idempotent. */
    public static String text(String text) {
        Matcher url = URL.matcher(text);
        if (!url.matches()) {
            String rest = USER.matcher(text).replaceFirst("");
            return rest.equals(text) ? withoutQuery(withoutMore(text)) : text(rest);
        }
        String authority = url.group(2);
        String path = url.group(3);
        if (!HOST.matcher(authority).matches()) {
            // it begins with user info; the password ends at the last @, and without one there is no telling where
            String rest = authority + path;
            int at = rest.lastIndexOf('@');
            Matcher host = AUTHORITY.matcher(rest.substring(at + 1));
            boolean found =
                    host.matches() && at >= 0 && HOST.matcher(host.group(1)).matches();
            authority = found ? host.group(1) : MARK;
            path = host.group(2);
        }
        return url.group(1) + authority + withoutQuery(withoutMore(path));
    }

    /** Keeps the first of several URLs in one text; the others may contain user info, too. */
    private static String withoutMore(String path) {
        int more = path.indexOf("://");
        return more < 0 ? path : path.substring(0, more) + MARK;
    }

    /** A fragment is never sent and does not matter for what is requested. */
    private static String withoutQuery(String text) {
        Matcher query = QUERY.matcher(text);
        return query.find()
                ? text.substring(0, query.start()) + (query.group().startsWith("?") ? QUERY_MARK : "")
                : text;
    }

    /** Returns the URL without user name, password, query and fragment. */
    public static URI uri(URI uri) {
        if (uri.getRawAuthority() == null) {
            return URI.create(withoutQuery(uri.toString()).replace(QUERY_MARK, ""));
        }
        String authority = uri.getRawAuthority();
        return URI.create((uri.getScheme() == null ? "" : uri.getScheme() + ":") + "//"
                + authority.substring(authority.lastIndexOf('@') + 1)
                + INNER_USER.matcher(uri.getRawPath()).replaceAll("$1"));
    }

    /** Redacts any text as {@link #text} does, and makes it a single quoted line short enough for a message. */
    public static String quoted(String text) {
        String safe = text(text).replaceAll("\\p{Cntrl}", "\ufffd");
        return '"' + (safe.length() > MAX_SHOWN ? safe.substring(0, MAX_SHOWN) + MARK : safe) + '"';
    }
}
