package io.relocpy.rpm;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The URL of a repository, of a mirror, or of a file of either: {@code file:}, {@code http:} or {@code https:}, and usable as
 * such. What is no such URL does not become one.
 *
 * <p>User name and password are kept apart from the rest. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986">RFC 3986</a>
 */
public final class RepositoryUrl {
    private static final List<String> SCHEMES = List.of("file", "http", "https");
    /** A colon alone is part of a file's name, such as {@code plain-0:1.0-1.noarch.rpm}; librepo looks for the same. */
    private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*", Pattern.DOTALL);

    private static final Pattern DOTS = Pattern.compile("/\\.\\.?(/|$)");
    private static final int MAX_LENGTH = 8_192;
    private static final int MAX_SHOWN = 200;

    private final URI uri;
    private final String userInfo;
    private final @Nullable Path path;

    private RepositoryUrl(URI uri, String userInfo, @Nullable Path path) {
        this.uri = uri;
        this.userInfo = userInfo;
        this.path = path;
    }

    /**
     * Reads a URL.
     *
     * @param text with a scheme; a fragment is dropped
     * @param where the text is from, for the message
     * @throws RpmFormatException when it is no {@code file:}, {@code http:} or {@code https:} URL: the last two with a host,
     *     the first without one and naming a path
     */
    public static RepositoryUrl parse(String text, String where) throws RpmFormatException {
        if (text.length() > MAX_LENGTH) {
            throw new RpmFormatException(where, "a URL of at most " + MAX_LENGTH + " characters", shown(text));
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) { // on which java.net.URI fails otherwise
            throw new RpmFormatException(where, "a URL of Unicode characters", "half of a surrogate pair");
        }
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (uri.isOpaque() || !SCHEMES.contains(scheme)) {
                throw new RpmFormatException(where, "a file:, http: or https: URL", shown(text));
            }
            return scheme.equals("file") ? local(uri, text, where) : remote(uri, scheme, text, where);
        } catch (URISyntaxException e) {
            throw new RpmFormatException(where, "a URL", shown(text) + " (" + e.getReason() + ")");
        }
    }

    /** As {@link #parse}, of what a caller has parsed already. */
    static RepositoryUrl of(URI uri, String where) throws RpmFormatException {
        return parse(uri.toString(), where);
    }

    private static RepositoryUrl remote(URI uri, String scheme, String text, String where)
            throws RpmFormatException, URISyntaxException {
        if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 0xffff) {
            throw new RpmFormatException(where, "a URL with a host name and a port of 1 to 65535", shown(text));
        }
        StringBuilder plain = new StringBuilder(scheme).append("://").append(uri.getHost());
        if (uri.getPort() > 0) {
            plain.append(':').append(uri.getPort());
        }
        plain.append(withoutDots(uri));
        if (uri.getRawQuery() != null) {
            plain.append('?').append(uri.getRawQuery());
        }
        URI ascii = new URI(new URI(plain.toString()).toASCIIString());
        return new RepositoryUrl(ascii, uri.getUserInfo() == null ? "" : uri.getUserInfo(), null);
    }

    /** The path without {@code .} and {@code ..}, RFC 3986 section 5.2.4, so that no server has to make sense of them. */
    private static String withoutDots(URI uri) {
        String path = uri.getRawPath();
        if (DOTS.matcher(path).find()) {
            path = uri.normalize().getRawPath().replaceFirst("^(/\\.\\.)+(?=/|$)", "");
        }
        return path.isEmpty() ? "/" : path;
    }

    private static RepositoryUrl local(URI uri, String text, String where) throws RpmFormatException {
        String authority = uri.getRawAuthority();
        if ((authority != null && !authority.equals("localhost")) || uri.getRawQuery() != null) {
            throw new RpmFormatException(where, "a file: URL without a host and a query", shown(text));
        }
        try {
            URI plain = new URI("file://" + uri.getRawPath());
            return new RepositoryUrl(plain, "", Path.of(plain));
        } catch (URISyntaxException | IllegalArgumentException e) { // such as an escaped NUL
            throw new RpmFormatException(where, "a file: URL of a path", shown(text));
        }
    }

    /** This URL with one slash at the end of its path, as librepo has it. */
    RepositoryUrl asFolder() {
        return withPath(uri.getRawPath().replaceFirst("/*$", "/"));
    }

    /** The same of a URL with user name and password in it. */
    static URI asFolder(URI url) {
        return URI.create(url.toString().replaceFirst("/*(?=[?#]|$)", "/"));
    }

    /**
     * What lies at a place of which metadata speak.
     *
     * @param location a path below this URL, or an absolute URL
     * @param mayLeave whether this may be a local file that is not below this URL. Locations come from whoever made the
     *     metadata; only who may write local files anyway may name any of them
     * @throws RpmFormatException when it is neither, or leads where it may not
     */
    RepositoryUrl resolve(String location, FileKind kind, boolean mayLeave) throws RpmFormatException {
        String where = "location " + shown(location);
        if (location.length() > MAX_LENGTH) {
            throw new RpmFormatException(where, "at most " + MAX_LENGTH + " characters", location.length() + "");
        }
        if (isAbsolute(location)) {
            RepositoryUrl absolute = parse(FileKind.escapeReference(location), where);
            if (absolute.path != null && !mayLeave) {
                throw new RpmFormatException(where, "no local file in a repository that is not local", "one");
            }
            return absolute;
        }
        String relative = location.replaceFirst("^/+", "");
        if (path != null) {
            return local(path, relative, where, mayLeave);
        }
        String folder = uri.getRawPath();
        return parse(withPathText(folder + (folder.endsWith("/") ? "" : "/") + kind.escape(relative)), where)
                .withUserInfo(userInfo);
    }

    /** Whether a location is a URL of its own, and not a path below a repository. */
    static boolean isAbsolute(String location) {
        return ABSOLUTE.matcher(location).matches();
    }

    /** A location as it may be kept for others to see; the name of a file may have a question mark in it. */
    static String locationWithoutSecrets(String location) {
        return isAbsolute(location) ? Redaction.text(location).replaceFirst("\\?…$", "") : location;
    }

    /** A location of a package that is given relative to a URL of its own ({@code xml:base}). */
    static String join(@Nullable String base, String location) {
        if (base == null || base.isEmpty() || isAbsolute(location)) {
            return location;
        }
        int query = isAbsolute(base) ? base.indexOf('?') : -1;
        String folder = query < 0 ? base : base.substring(0, query);
        return folder
                + (folder.endsWith("/") ? "" : "/")
                + (isAbsolute(base) ? FileKind.PACKAGE.escape(location) : location)
                + (query < 0 ? "" : base.substring(query));
    }

    /**
     * Where a server says that something is instead.
     *
     * @param location a URL, or a part of one, RFC 9110 section 10.2.2
     * @throws RpmFormatException when it is not, or not of HTTP
     */
    RepositoryUrl redirect(String location) throws RpmFormatException {
        String where = this + " redirects";
        try {
            RepositoryUrl target = parse(
                    uri.resolve(new URI(FileKind.escapeReference(location))).toString(), where);
            if (!target.isLocal()) {
                return target;
            }
        } catch (URISyntaxException e) {
            // no URL either
        }
        throw new RpmFormatException(where, "an http: or https: URL", shown(location));
    }

    /** This URL with that path, and the query, which stays at the end, as librepo puts it. */
    private String withPathText(String path) {
        String query = uri.getRawQuery();
        return uri.getScheme() + "://" + (uri.getRawAuthority() == null ? "" : uri.getRawAuthority()) + path
                + (query == null ? "" : "?" + query);
    }

    private RepositoryUrl withPath(String path) {
        URI other = URI.create(withPathText(path));
        return new RepositoryUrl(other, userInfo, isLocal() ? Path.of(other) : null);
    }

    private RepositoryUrl withUserInfo(String of) {
        return new RepositoryUrl(uri, of, path);
    }

    /** The folder that this path is of a file in; empty when the URL is of another file. */
    Optional<RepositoryUrl> folderOf(String relative) {
        String file = uri.getRawPath();
        return file.endsWith("/" + relative)
                ? Optional.of(withPath(file.substring(0, file.length() - relative.length())))
                : Optional.empty();
    }

    /** Metadata may state a local path as it is, or escaped as in a URL. */
    private static RepositoryUrl local(Path base, String relative, String where, boolean mayLeave)
            throws RpmFormatException {
        try {
            Path file = base.resolve(relative);
            if (!Files.exists(file) && relative.indexOf('%') >= 0) {
                file = base.resolve(Path.of(new URI("file:///" + FileKind.METADATA.escape(relative)))
                        .toString()
                        .substring(1));
            }
            if (!mayLeave && !file.normalize().startsWith(base.normalize())) {
                throw new RpmFormatException(
                        where, "a path below the folder of a repository that is not local alone", "one outside");
            }
            return new RepositoryUrl(file.toUri(), "", file);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new RpmFormatException(where, "a URL or a path", "neither");
        }
    }

    /** The file, if it is a local one. */
    public Optional<Path> path() {
        return Optional.ofNullable(path);
    }

    boolean isLocal() {
        return path != null;
    }

    /** Whether who listens on the way can neither read nor change what comes. */
    boolean isSecure() {
        return path != null || uri.getScheme().equals("https");
    }

    /** Without user name, password and fragment; in ASCII. */
    public URI uri() {
        return uri;
    }

    /** What stood before the host, unescaped: {@code user:password}; empty without. */
    String userInfo() {
        return userInfo;
    }

    /** Scheme, host and port: who is spoken to. */
    String origin() {
        return origin(uri.getScheme(), String.valueOf(uri.getHost()), uri.getPort());
    }

    static String origin(String scheme, String host, int port) {
        int known = port > 0 ? port : scheme.equalsIgnoreCase("https") ? 443 : 80;
        return (scheme + "://" + host + ":" + known).toLowerCase(Locale.ROOT);
    }

    /**
     * A URL, or a text that was meant to be one, as messages may show it: without user name, password and fragment, and with
     * {@code ?…} for a query, which may hold a token.
     */
    public static String withoutSecrets(String text) {
        return Redaction.text(text);
    }

    /** The same URL without user name, password, query and fragment. */
    public static URI withoutSecrets(URI url) {
        return Redaction.uri(url);
    }

    /** Any text without what may be a password or a token, short enough for a message, on one line. */
    static String shown(String text) {
        String safe = Redaction.text(text).replaceAll("\\p{Cntrl}", "\ufffd");
        return '"' + (safe.length() > MAX_SHOWN ? safe.substring(0, MAX_SHOWN) + "…" : safe) + '"';
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RepositoryUrl that && uri.equals(that.uri) && userInfo.equals(that.userInfo);
    }

    @Override
    public int hashCode() {
        return uri.hashCode();
    }

    /** As {@link #withoutSecrets(String)}. */
    @Override
    public String toString() {
        return Redaction.uri(uri) + (uri.getRawQuery() == null ? "" : "?…");
    }
}
