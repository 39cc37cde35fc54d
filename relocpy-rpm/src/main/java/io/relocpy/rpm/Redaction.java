package io.relocpy.rpm;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a URL others may see: no user name, no password, no query, which may be a token. Also of what only looks like
 * one: a password with a slash or a question mark in it is what makes many a URL none, and then it is shown in a message.
 */
final class Redaction {
    private static final String MARK = "…";
    private static final String QUERY_MARK = "?" + MARK;
    private static final Pattern URL = Pattern.compile("(?s)(.*?//)([^/?#]*)(.*)");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.%]*]|[^@:\\[\\]]*)(:[0-9]*)?");
    private static final Pattern USER = Pattern.compile("(?s)^[^/].*@");
    private static final Pattern QUERY = Pattern.compile("(?s)[?#].*");

    private Redaction() {}

    /** A URL, or a text that may be one, with {@code ?…} for its query. */
    static String text(String text) {
        Matcher url = URL.matcher(text);
        if (!url.matches()) {
            return withoutQuery(USER.matcher(text).replaceFirst(""));
        }
        String authority = url.group(2);
        String rest = authority + url.group(3);
        if (!HOST.matcher(authority).matches()) {
            // it begins with a user; nobody knows where a password ends, but before the last @, or where there is none
            int at = rest.lastIndexOf('@');
            rest = at < 0 ? MARK + url.group(3) : rest.substring(at + 1);
        }
        return url.group(1) + withoutQuery(rest);
    }

    /** A fragment is not sent, and says nothing of what is asked for. */
    private static String withoutQuery(String text) {
        Matcher query = QUERY.matcher(text);
        return query.find()
                ? text.substring(0, query.start()) + (query.group().startsWith("?") ? QUERY_MARK : "")
                : text;
    }

    /** The URL without user name, password, query and fragment, and still a URL. */
    static URI uri(URI uri) {
        if (uri.getRawAuthority() == null) {
            return URI.create(withoutQuery(uri.toString()).replace(QUERY_MARK, ""));
        }
        String authority = uri.getRawAuthority();
        return URI.create((uri.getScheme() == null ? "" : uri.getScheme() + ":") + "//"
                + authority.substring(authority.lastIndexOf('@') + 1) + uri.getRawPath());
    }
}
