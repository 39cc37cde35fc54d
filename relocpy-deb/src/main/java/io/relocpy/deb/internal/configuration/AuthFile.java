package io.relocpy.deb.internal.configuration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Users and passwords by server, as {@code MaybeAddAuth} of apt looks them up. Immutable.
 *
 * @see <a href="https://manpages.debian.org/apt_auth.conf.5">apt_auth.conf(5)</a>
 */
public final class AuthFile {
    /** These are encrypted, so that the scheme need not be said. */
    private static final List<String> ENCRYPTED = List.of("https", "tor+https");

    private final Path file;

    /** Of all lines; apt does not mind where they end. */
    private final List<String> tokens;

    /**
     * What a file has for a URI.
     *
     * @param user empty without
     * @param password empty without
     */
    public record Login(String user, String password) {
        /** Secret. */
        @Override
        public String toString() {
            return "Login[…]";
        }
    }

    private AuthFile(Path file, List<String> tokens) {
        this.file = file;
        this.tokens = List.copyOf(tokens);
    }

    /** The files of a host in apt's order: {@code auth.conf}, then {@code auth.conf.d}. */
    public static List<AuthFile> read(HostRoot host, ConfigurationTree tree) throws IOException {
        List<Path> files = new ArrayList<>();
        Path main = host.path(tree.path("Dir::Etc::netrc"), "Dir::Etc::netrc");
        if (host.isFile(main)) {
            files.add(main);
        }
        Path parts = host.path(tree.path("Dir::Etc::netrcparts"), "Dir::Etc::netrcparts");
        files.addAll(PartFiles.list(parts, List.of("conf", ""), host));
        List<AuthFile> read = new ArrayList<>();
        for (Path each : files) {
            host.read(each).ifPresent(text -> read.add(parse(text, each)));
        }
        return List.copyOf(read);
    }

    static AuthFile parse(String text, Path file) {
        List<String> tokens = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            for (String token : line.replaceFirst("\r+$", "").split("[\t ]+")) {
                if (!token.isEmpty()) {
                    tokens.add(token);
                }
            }
        }
        return new AuthFile(file, tokens);
    }

    /**
     * The login for a URI, from the first machine that matches.
     *
     * @param host receives a warning for each machine that would match if its scheme were said
     * @return empty if there is none, or if it has neither a user nor a password
     */
    public Optional<Login> find(AptUri uri, HostRoot host) {
        Iterator<String> rest = tokens.iterator();
        while (rest.hasNext()) {
            if (rest.next().equals("machine") && rest.hasNext() && matches(rest.next(), uri, host)) {
                return login(rest);
            }
        }
        return Optional.empty();
    }

    private static Optional<Login> login(Iterator<String> rest) {
        String user = "";
        String password = "";
        while (rest.hasNext()) {
            String token = rest.next();
            if (token.equals("machine")) {
                break;
            }
            if (rest.hasNext() && token.equals("login")) {
                user = rest.next();
            } else if (rest.hasNext() && token.equals("password")) {
                password = rest.next();
            }
        }
        return user.isEmpty() && password.isEmpty() ? Optional.empty() : Optional.of(new Login(user, password));
    }

    private boolean matches(String machine, AptUri uri, HostRoot host) {
        String scheme = machine.contains("://") ? uri.scheme() + "://" : null;
        if (scheme != null && !machine.startsWith(scheme)) {
            return false;
        }
        String place = scheme == null ? machine : machine.substring(scheme.length());
        String server = uri.host() + (uri.port() == 0 ? "" : ":" + uri.port());
        boolean matches = place.indexOf('/') >= 0
                ? (server + uri.path()).startsWith(place)
                : place.equals(server) || place.equals(uri.host());
        if (matches && scheme == null && !ENCRYPTED.contains(uri.scheme())) {
            host.warn(
                    file,
                    "has a login for " + place + ", which is not sent without encryption unless it says " + uri.scheme()
                            + "://" + place);
            return false;
        }
        return matches;
    }
}
