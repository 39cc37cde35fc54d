package io.relocpy.rpm;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds a repository's places and its table of contents: in the cache while that is fresh, else from the first place that
 * gives a right one.
 */
final class RepositoryLoader {
    private static final String REPOMD = "repomd.xml";
    private static final String SIGNATURE = "repomd.xml.asc";
    private static final String MIRRORS = "mirrors";

    private final RepositoryConfig config;
    private final Fetcher fetcher;
    private final RepositoryKeys keys;
    private final Warnings warnings;
    private final boolean local;

    RepositoryLoader(RepositoryConfig config, Fetcher fetcher, Warnings warnings) throws IOException {
        this.config = config;
        this.fetcher = fetcher;
        this.keys = RepositoryKeys.read(config);
        this.warnings = warnings;
        this.local = config.mirrorList() == null
                && config.metalink() == null
                && config.baseUrls().stream().allMatch(base -> "file".equals(base.getScheme()));
    }

    Repository load(boolean refresh) throws IOException {
        if (!local && (fetcher.offline() || (!refresh && isFresh(cached(REPOMD))))) {
            try {
                return loadCached();
            } catch (IOException e) {
                if (fetcher.offline()) {
                    throw e;
                }
                Log.of(RepositoryLoader.class)
                        .debug("repository {}: the cache does not do: {}", config.id(), e.getMessage());
            }
        }
        return loadFresh(refresh);
    }

    private Repository loadCached() throws IOException {
        Path cached = cached(REPOMD);
        if (!Files.exists(cached)) {
            throw new TransferException(
                    "repository " + config.id(), "not in the cache, and the network is not to be used");
        }
        byte[] repomd = Files.readAllBytes(cached);
        if (config.repoGpgCheck()) {
            keys.checkRepomd(repomd, Files.readAllBytes(cached(SIGNATURE)), cached.toString());
        }
        return new Repository(
                config, fetcher, keys, warnings, places(cachedMirrors()), Repomd.parse(repomd, cached.toString()));
    }

    private Repository loadFresh(boolean refresh) throws IOException {
        Mirrors mirrors = mirrors(refresh);
        List<URI> places = places(mirrors);
        IOException failure = null;
        for (URI place : places) {
            try {
                return loadFrom(place, places, mirrors);
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        throw failure == null ? new TransferException("repository " + config.id(), "no place to get it from") : failure;
    }

    private Repository loadFrom(URI place, List<URI> places, Mirrors mirrors) throws IOException {
        URI source = Fetcher.resolve(place, Repomd.PATH);
        byte[] repomd = fetcher.fetchSmall(source, Repomd.MAX_SIZE);
        mirrors.check(repomd, config.policy(), source.toString());
        byte @Nullable [] signature = null;
        if (config.repoGpgCheck()) {
            signature = fetcher.fetchSmall(Fetcher.resolve(place, Repomd.PATH + ".asc"), Repomd.MAX_SIZE);
            keys.checkRepomd(repomd, signature, source.toString());
        }
        List<URI> order = new ArrayList<>(places);
        order.remove(place);
        order.add(0, place); // others may be a version behind
        Repository repository =
                new Repository(config, fetcher, keys, warnings, order, Repomd.parse(repomd, source.toString()));
        if (!local) {
            if (signature != null) {
                DownloadCache.write(cached(SIGNATURE), signature);
            }
            DownloadCache.write(cached(REPOMD), repomd);
        }
        return repository;
    }

    private List<URI> places(Mirrors mirrors) {
        List<URI> places = new ArrayList<>(mirrors.places());
        places.addAll(config.baseUrls());
        return places;
    }

    private Mirrors cachedMirrors() throws IOException {
        Path cached = cached(MIRRORS);
        return Files.exists(cached)
                ? Mirrors.parse(Files.readAllBytes(cached), cached.toString())
                : new Mirrors(List.of(), List.of());
    }

    private Mirrors mirrors(boolean refresh) throws IOException {
        URI source = config.metalink() != null ? config.metalink() : config.mirrorList();
        if (source == null) {
            return new Mirrors(List.of(), List.of());
        }
        Path cached = cached(MIRRORS);
        if (fetcher.offline() || (config.metalink() == null && !refresh && isFresh(cached))) {
            return cachedMirrors();
        }
        try {
            byte[] content = fetcher.fetchSmall(source, Repomd.MAX_SIZE);
            Mirrors mirrors = Mirrors.parse(content, source.toString());
            if (config.metalink() != null && mirrors.alternatives().isEmpty()) {
                throw new RpmFormatException(source.toString(), "a metalink", "a plain list");
            }
            DownloadCache.write(cached, content);
            return mirrors;
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            if (config.baseUrls().isEmpty()) {
                throw e;
            }
            Log.of(RepositoryLoader.class)
                    .warn("repository {}: its mirrors are not known: {}", config.id(), e.getMessage());
            return new Mirrors(List.of(), List.of());
        }
    }

    /** What has no checksum of its own, in the cache. */
    private Path cached(String name) {
        return fetcher.cache().folder(config).resolve(name);
    }

    private boolean isFresh(Path file) throws IOException {
        return Files.exists(file)
                && Files.getLastModifiedTime(file)
                        .toInstant()
                        .plus(config.metadataExpire())
                        .isAfter(Instant.now());
    }
}
