package io.relocpy.repository.internal.download;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.Redaction;
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
     * @throws FormatException when it is no {@code file:}, {@code http:} or {@code https:} URL: the last two with a host,
     *     the first without one and naming a path
     */
    public static RepositoryUrl parse(String text, String where) throws FormatException {
        if (text.length() > MAX_LENGTH) {
            throw new FormatException(where, "a URL of at most " + MAX_LENGTH + " characters", Redaction.quoted(text));
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) { // on which java.net.URI fails otherwise
            throw new FormatException(where, "a URL of Unicode characters", "half of a surrogate pair");
        }
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (uri.isOpaque() || !SCHEMES.contains(scheme)) {
                throw new FormatException(where, "a file:, http: or https: URL", Redaction.quoted(text));
            }
            return scheme.equals("file") ? local(uri, text, where) : remote(uri, scheme, text, where);
        } catch (URISyntaxException e) {
            throw new FormatException(where, "a URL", Redaction.quoted(text) + " (" + e.getReason() + ")");
        }
    }

    /** As {@link #parse}, of what a caller has parsed already. */
    public static RepositoryUrl of(URI uri, String where) throws FormatException {
        return parse(uri.toString(), where);
    }

    private static RepositoryUrl remote(URI uri, String scheme, String text, String where)
            throws FormatException, URISyntaxException {
        if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 0xffff) {
            throw new FormatException(where, "a URL with a host name and a port of 1 to 65535", Redaction.quoted(text));
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

    private static RepositoryUrl local(URI uri, String text, String where) throws FormatException {
        String authority = uri.getRawAuthority();
        if ((authority != null && !authority.equals("localhost")) || uri.getRawQuery() != null) {
            throw new FormatException(where, "a file: URL without a host and a query", Redaction.quoted(text));
        }
        try {
            URI plain = new URI("file://" + uri.getRawPath());
            return new RepositoryUrl(plain, "", Path.of(plain));
        } catch (URISyntaxException | IllegalArgumentException e) { // such as an escaped NUL
            throw new FormatException(where, "a file: URL of a path", Redaction.quoted(text));
        }
    }

    /** This URL with one slash at the end of its path, as librepo has it. */
    public RepositoryUrl asFolder() {
        return withPath(uri.getRawPath().replaceFirst("/*$", "/"));
    }

    /** The same of a URL with user name and password in it. */
    public static URI asFolder(URI url) {
        return URI.create(url.toString().replaceFirst("/*(?=[?#]|$)", "/"));
    }

    /**
     * What lies at a place of which metadata speak.
     *
     * @param location a path below this URL, or an absolute URL
     * @param mayLeave whether this may be a local file that is not below this URL. Locations come from whoever made the
     *     metadata; only who may write local files anyway may name any of them
     * @throws FormatException when it is neither, or leads where it may not
     */
    public RepositoryUrl resolve(String location, FileKind kind, boolean mayLeave) throws FormatException {
        String where = "location " + Redaction.quoted(location);
        if (location.length() > MAX_LENGTH) {
            throw new FormatException(where, "at most " + MAX_LENGTH + " characters", location.length() + "");
        }
        if (isAbsolute(location)) {
            RepositoryUrl absolute = parse(FileKind.escapeReference(location), where);
            if (absolute.path != null && !mayLeave) {
                throw new FormatException(where, "no local file in a repository that is not local", "one");
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
    public static boolean isAbsolute(String location) {
        return ABSOLUTE.matcher(location).matches();
    }

    /** A location as it may be kept for others to see; the name of a file may have a question mark in it. */
    public static String locationWithoutSecrets(String location) {
        return isAbsolute(location) ? Redaction.text(location).replaceFirst("\\?…$", "") : location;
    }

    /** A location of a package that is given relative to a URL of its own ({@code xml:base}). */
    public static String join(@Nullable String base, String location) {
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
     * @throws FormatException when it is not, or not of HTTP
     */
    public RepositoryUrl redirect(String location) throws FormatException {
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
        throw new FormatException(where, "an http: or https: URL", Redaction.quoted(location));
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
    public Optional<RepositoryUrl> folderOf(String relative) {
        String file = uri.getRawPath();
        return file.endsWith("/" + relative)
                ? Optional.of(withPath(file.substring(0, file.length() - relative.length())))
                : Optional.empty();
    }

    /** Metadata may state a local path as it is, or escaped as in a URL. */
    private static RepositoryUrl local(Path base, String relative, String where, boolean mayLeave)
            throws FormatException {
        try {
            Path file = base.resolve(relative);
            if (!Files.exists(file) && relative.indexOf('%') >= 0) {
                file = base.resolve(Path.of(new URI("file:///" + FileKind.METADATA.escape(relative)))
                        .toString()
                        .substring(1));
            }
            if (!mayLeave && !file.normalize().startsWith(base.normalize())) {
                throw new FormatException(
                        where, "a path below the folder of a repository that is not local alone", "one outside");
            }
            return new RepositoryUrl(file.toUri(), "", file);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new FormatException(where, "a URL or a path", "neither");
        }
    }

    /** The file, if it is a local one. */
    public Optional<Path> path() {
        return Optional.ofNullable(path);
    }

    public boolean isLocal() {
        return path != null;
    }

    /** Whether who listens on the way can neither read nor change what comes. */
    public boolean isSecure() {
        return path != null || uri.getScheme().equals("https");
    }

    /** Without user name, password and fragment; in ASCII. */
    public URI uri() {
        return uri;
    }

    /** What stood before the host, unescaped: {@code user:password}; empty without. */
    public String userInfo() {
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

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RepositoryUrl that && uri.equals(that.uri) && userInfo.equals(that.userInfo);
    }

    @Override
    public int hashCode() {
        return uri.hashCode();
    }

    /** As {@link Redaction#text}. */
    @Override
    public String toString() {
        return Redaction.uri(uri) + (uri.getRawQuery() == null ? "" : "?…");
    }
}
