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
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The URL of a repository, a mirror, or one of its files: a valid {@code file:}, {@code http:} or {@code https:} URL.
 * Invalid ones are rejected, never repaired.
 *
 * <p>User name and password are kept separately. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986">RFC 3986</a>
 */
public final class RepositoryUrl {
    private static final List<String> SCHEMES = List.of("file", "http", "https");
    /** A colon alone can be part of a file name, such as {@code plain-0:1.0-1.noarch.rpm}; same test as in librepo. */
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
     * Parses a URL.
     *
     * @param text absolute URL; a fragment is dropped
     * @param where location of the text, for the message
     * @throws FormatException if it is not a {@code file:} URL without a host and with a path, or an {@code http:} or
     *     {@code https:} URL with a host
     */
    public static RepositoryUrl parse(String text, String where) throws FormatException {
        if (text.length() > MAX_LENGTH) {
            throw new FormatException(where, "a URL of at most " + MAX_LENGTH + " characters", Redaction.quoted(text));
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) { // java.net.URI would fail
            throw new FormatException(where, "a URL of Unicode characters", "an unpaired surrogate");
        }
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (uri.isOpaque() || !SCHEMES.contains(scheme)) {
                throw new FormatException(where, "a file:, http: or https: URL", Redaction.quoted(text));
            }
            return scheme.equals("file") ? local(uri, text, where) : remote(uri, scheme, text, where);
        } catch (URISyntaxException e) {
            throw new FormatException(where, "a URL", quoted(text) + " (" + e.getReason() + ")");
        }
    }

    /** Redacts an invalid URL. What makes it invalid is often the part that is not shown. */
    private static String quoted(String text) {
        return Redaction.quoted(text)
                + (text.contains("@") ? "; special characters in a password must be escaped, a slash as %2F" : "");
    }

    /** Like {@link #parse}, for a parsed URL. */
    public static RepositoryUrl of(URI uri, String where) throws FormatException {
        return parse(uri.toString(), where);
    }

    /**
     * Makes sure that a URL of the caller can be used.
     *
     * @throws IllegalArgumentException with the option's name if it cannot
     */
    public static URI require(URI url, String option) {
        try {
            of(Objects.requireNonNull(url, option), option);
            return url;
        } catch (FormatException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static RepositoryUrl remote(URI uri, String scheme, String text, String where)
            throws FormatException, URISyntaxException {
        if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 0xffff) {
            throw new FormatException(where, "a URL with a host name and a port from 1 to 65535", quoted(text));
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

    /**
     * Removes {@code .} and {@code ..} from the path, RFC 3986 section 5.2.4, so that no server has to interpret them.
     */
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
            throw new FormatException(where, "a file: URL without host and query", Redaction.quoted(text));
        }
        try {
            URI plain = new URI("file://" + uri.getRawPath());
            return new RepositoryUrl(plain, "", Path.of(plain));
        } catch (URISyntaxException | IllegalArgumentException e) { // for example because of an escaped NUL
            throw new FormatException(where, "a file: URL with a valid path", Redaction.quoted(text));
        }
    }

    /** Returns this URL with exactly one slash at the end of its path, as in librepo. */
    public RepositoryUrl asDirectory() {
        return withPath(uri.getRawPath().replaceFirst("/*$", "/"));
    }

    /** As above, for a URL that may contain a user name and password. */
    public static URI asDirectory(URI url) {
        return URI.create(url.toString().replaceFirst("/*(?=[?#]|$)", "/"));
    }

    /**
     * Resolves a location stated in metadata.
     *
     * @param location a path below this URL, or an absolute URL
     * @param mayLeave whether the result may be a local file that is not below this URL. Locations are controlled by
     *     the author of the metadata; only an author with access to local files may name any of them
     * @throws FormatException if it is neither, or not allowed
     */
    public RepositoryUrl resolve(String location, FileKind kind, boolean mayLeave) throws FormatException {
        String where = "location " + Redaction.quoted(location);
        if (location.length() > MAX_LENGTH) {
            throw new FormatException(where, "at most " + MAX_LENGTH + " characters", location.length() + "");
        }
        if (isAbsolute(location)) {
            RepositoryUrl absolute = parse(FileKind.escapeReference(location), where);
            if (absolute.path != null && !mayLeave) {
                throw new FormatException(where, "no local file, since the repository is remote", "one");
            }
            return absolute;
        }
        String relative = location.replaceFirst("^/+", "");
        if (path != null) {
            return local(path, relative, where, mayLeave);
        }
        String directory = uri.getRawPath();
        return parse(withPathText(directory + (directory.endsWith("/") ? "" : "/") + kind.escape(relative)), where)
                .withUserInfo(userInfo);
    }

    /** Whether a location is an absolute URL, not a path below a repository. */
    public static boolean isAbsolute(String location) {
        return ABSOLUTE.matcher(location).matches();
    }

    /**
     * Returns a location that can be stored and shown; a relative one may contain a question mark as part of a file
     * name.
     */
    public static String locationWithoutSecrets(String location) {
        return isAbsolute(location) ? Redaction.text(location).replaceFirst("\\?…$", "") : location;
    }

    /** Joins a package's location with its {@code xml:base}. */
    public static String join(@Nullable String base, String location) {
        if (base == null || base.isEmpty() || isAbsolute(location)) {
            return location;
        }
        int query = isAbsolute(base) ? base.indexOf('?') : -1;
        String directory = query < 0 ? base : base.substring(0, query);
        return directory
                + (directory.endsWith("/") ? "" : "/")
                + (isAbsolute(base) ? FileKind.PACKAGE.escape(location) : location)
                + (query < 0 ? "" : base.substring(query));
    }

    /**
     * Resolves the {@code Location} header of a redirect.
     *
     * @param location a URL or a relative reference, RFC 9110 section 10.2.2
     * @throws FormatException if it is neither, or does not use HTTP
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
            // reported below
        }
        throw new FormatException(where, "an http: or https: URL", Redaction.quoted(location));
    }

    /** This URL with a different path; the query stays at the end, as in librepo. */
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

    /** Removes a relative path from the end of this URL; empty if the URL does not end with it. */
    public Optional<RepositoryUrl> directoryOf(String relative) {
        String file = uri.getRawPath();
        return file.endsWith("/" + relative)
                ? Optional.of(withPath(file.substring(0, file.length() - relative.length())))
                : Optional.empty();
    }

    /** Metadata may contain a local path literally, or escaped as in a URL. */
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
                        where,
                        "a path below the directory of the repository, since not all of it is local",
                        "one outside");
            }
            return new RepositoryUrl(file.toUri(), "", file);
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new FormatException(where, "a URL or a path", "neither");
        }
    }

    /** The path of a local file; empty for a remote one. */
    public Optional<Path> path() {
        return Optional.ofNullable(path);
    }

    public boolean isLocal() {
        return path != null;
    }

    /** Whether nobody on the network path can read or change the content. */
    public boolean isSecure() {
        return path != null || uri.getScheme().equals("https");
    }

    /** The URL without user name, password and fragment; in ASCII. */
    public URI uri() {
        return uri;
    }

    /** The user info, unescaped: {@code user:password}; empty if there is none. */
    public String userInfo() {
        return userInfo;
    }

    /** Scheme, host and port: identifies the server. */
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

    /** Redacted as by {@link Redaction#text}. */
    @Override
    public String toString() {
        return Redaction.uri(uri) + (uri.getRawQuery() == null ? "" : "?…");
    }
}
