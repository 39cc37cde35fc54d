package io.relocpy.deb.metadata;

import io.relocpy.deb.internal.file.Compression;
import io.relocpy.deb.internal.release.ListsNames;
import io.relocpy.deb.internal.release.MirrorList;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.TransferEvent;
import io.relocpy.repository.internal.download.DownloadCache;
import io.relocpy.repository.internal.download.Fetcher;
import io.relocpy.repository.internal.download.HttpDownloader;
import io.relocpy.repository.internal.download.RepositoryUrl;
import io.relocpy.repository.internal.download.Servers;
import io.relocpy.repository.internal.io.DecodedStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The place of a suite: the mirrors of its archive, and where on them it is. Immutable. */
final class Archive {
    private static final String MIRRORS = "mirrors";

    private final AptSource source;
    private final Optional<String> site;
    private final Fetcher fetcher;
    private final List<Place> places;

    /** A mirror and what it is for. */
    private record Place(RepositoryUrl url, MirrorList.Mirror mirror) {}

    /**
     * How to reach archives.
     *
     * @param http by the URL of a file
     * @param knowsLogins as for {@link Servers}
     */
    record Connections(
            DownloadCache cache,
            Function<? super URI, HttpSettings> http,
            boolean knowsLogins,
            Duration timeout,
            Consumer<? super TransferEvent> listener,
            boolean offline) {
        private Fetcher fetcher(AptSource source, List<RepositoryUrl> urls) throws IOException {
            List<RepositoryUrl> withLogin =
                    urls.stream().filter(url -> !url.userInfo().isEmpty()).toList();
            List<URI> servers = urls.stream().map(Connections::withLogin).toList();
            Servers named = new Servers(source.toString(), servers, uri -> settings(uri, withLogin), knowsLogins);
            return new Fetcher(cache, new HttpDownloader(named, timeout, listener), offline, false);
        }

        /** A login in a URL comes before another one for it. */
        private HttpSettings settings(URI uri, List<RepositoryUrl> withLogin) {
            HttpSettings settings = http.apply(uri);
            boolean known = withLogin.stream()
                    .anyMatch(url -> uri.toString().startsWith(url.uri().toString()));
            return known ? settings.withoutPassword() : settings;
        }

        private static URI withLogin(RepositoryUrl url) {
            String user = escape(url.userInfo());
            return user.isEmpty()
                    ? url.uri()
                    : URI.create(url.uri().toString().replaceFirst("://", "://" + user + "@"));
        }

        private static String escape(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8)
                    .replace("+", "%20")
                    .replace("%3A", ":");
        }
    }

    private Archive(AptSource source, Optional<String> site, Fetcher fetcher, List<Place> places) {
        this.source = source;
        this.site = site;
        this.fetcher = fetcher;
        this.places = List.copyOf(places);
    }

    /** Finds out what mirrors there are. */
    static Archive of(AptSource source, Connections connections, boolean fromCache) throws IOException {
        String uri = source.uri();
        if (uri.startsWith("mirror:") || uri.startsWith("mirror+")) {
            RepositoryUrl list = url(uri.startsWith("mirror+") ? uri.substring(7) : "http" + uri.substring(6), source);
            List<Place> places = places(list, mirrors(source, list, connections, fromCache));
            List<RepositoryUrl> urls = places.stream().map(Place::url).toList();
            return new Archive(source, site(list), connections.fetcher(source, urls), places);
        }
        RepositoryUrl url = url(uri, source).asDirectory();
        Place place = new Place(url, new MirrorList.Mirror(uri, 0, Map.of()));
        return new Archive(source, site(url), connections.fetcher(source, List.of(url)), List.of(place));
    }

    private static Optional<String> site(RepositoryUrl named) {
        return Optional.ofNullable(named.uri().getHost());
    }

    private static RepositoryUrl url(String uri, AptSource source) throws FormatException {
        return RepositoryUrl.parse(uri.replaceFirst("^copy:", "file:"), source.toString());
    }

    private static List<Place> places(RepositoryUrl list, List<MirrorList.Mirror> mirrors) throws FormatException {
        List<Place> places = new ArrayList<>();
        FormatException unusable = new FormatException(list.toString(), "a mirror that is not local", "none");
        for (MirrorList.Mirror mirror : mirrors) {
            try {
                RepositoryUrl url = RepositoryUrl.parse(mirror.uri().replaceFirst("^copy:", "file:"), list.toString())
                        .asDirectory();
                if (!url.isLocal() || list.isLocal()) { // a server has no say in which local files are read
                    places.add(new Place(url, mirror));
                }
            } catch (FormatException e) { // of a kind that only apt can use, or none
                unusable = e;
            }
        }
        if (places.isEmpty()) {
            throw unusable;
        }
        return places;
    }

    private static List<MirrorList.Mirror> mirrors(
            AptSource source, RepositoryUrl list, Connections connections, boolean fromCache) throws IOException {
        DownloadCache cache = connections.cache;
        if (list.isLocal()) {
            return parse(connections.fetcher(source, List.of(list)).fetchSmall(list, MirrorList.MAX_SIZE), list);
        }
        Path cached = directory(cache, source).resolve(MIRRORS);
        if ((fromCache || connections.offline) && cache.holds(cached)) {
            return parse(cache.read(cached, MirrorList.MAX_SIZE), list);
        }
        byte[] content = connections.fetcher(source, List.of(list)).fetchSmall(list, MirrorList.MAX_SIZE);
        List<MirrorList.Mirror> mirrors = parse(content, list);
        cache.write(cached, content);
        return mirrors;
    }

    private static List<MirrorList.Mirror> parse(byte[] content, RepositoryUrl list) throws IOException {
        String where = list.toString();
        String name = list.uri().getPath();
        Compression compression = Compression.ofExtension(name.substring(Math.max(0, name.lastIndexOf('.'))))
                .orElse(Compression.NONE);
        try (InputStream in =
                new DecodedStream(new ByteArrayInputStream(content), compression::open, where, MirrorList.MAX_SIZE)) {
            return MirrorList.parse(in.readAllBytes(), where);
        }
    }

    private static Path directory(DownloadCache cache, AptSource source) throws IOException {
        return cache.repositoryDirectory(source.suite(), source.uri() + " " + source.suite());
    }

    /** The same, with a mirror in front of the others, which may be out of date. */
    Archive startingWith(RepositoryUrl base) {
        List<Place> order = new ArrayList<>(places);
        order.sort(Comparator.comparing(place -> !place.url.equals(base)));
        return new Archive(source, site, fetcher, order);
    }

    Fetcher fetcher() {
        return fetcher;
    }

    /** Whether all of it is on this machine. */
    boolean isLocal() {
        return places.stream().allMatch(place -> place.url.isLocal());
    }

    /** The source that it is the place of. */
    AptSource source() {
        return source;
    }

    /** The host name that pins know; empty for a directory. */
    Optional<String> site() {
        return site;
    }

    /** The directory of the suite below the archive, with a slash at its end unless it is the archive itself. */
    String suiteDirectory() {
        if (!source.isFlat()) {
            return "dists/" + source.suite() + "/";
        }
        return source.suite().equals("/") ? "" : source.suite();
    }

    /** All mirrors that have indexes. */
    List<RepositoryUrl> bases() {
        return places.stream()
                .filter(place -> place.mirror.serves("type", "index"))
                .map(Place::url)
                .toList();
    }

    /** The mirrors for a file with these properties, by key. */
    List<RepositoryUrl> bases(Map<String, String> properties) {
        return places.stream()
                .filter(place -> properties.entrySet().stream()
                        .allMatch(each -> place.mirror.serves(each.getKey(), each.getValue())))
                .map(Place::url)
                .toList();
    }

    /** The path in the cache of a file of the suite that has no checksum of its own. */
    Path cached(String name) throws IOException {
        return directory(fetcher.cache(), source).resolve(name);
    }

    /** The name that apt gives to a file of the suite in its lists. */
    String listsName(String name) {
        String uri = source.uri();
        return ListsNames.of(uri + (uri.endsWith("/") ? "" : "/") + suiteDirectory() + name);
    }
}
