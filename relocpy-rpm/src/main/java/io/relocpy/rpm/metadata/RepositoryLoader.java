package io.relocpy.rpm.metadata;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.internal.download.Fetcher;
import io.relocpy.repository.internal.download.FileKind;
import io.relocpy.repository.internal.download.MissingFileException;
import io.relocpy.repository.internal.download.RepositoryUrl;
import io.relocpy.repository.internal.io.Log;
import io.relocpy.repository.internal.io.Warnings;
import io.relocpy.repository.internal.text.Printable;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.internal.parse.Repomd;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Determines the URLs of a repository and loads repomd.xml: from the cache if it has not expired, else from the first
 * URL with a valid version that is not older than the cached one.
 */
final class RepositoryLoader {
    private static final String REPOMD = "repomd.xml";
    private static final String SIGNATURE = "repomd.xml.asc";
    private static final String MIRRORS = "mirrors";
    private static final int MAX_REVISION = 40;

    private final RepositoryConfig config;
    private final Fetcher fetcher;
    private final Warnings<RepositoryWarning> warnings;
    private final List<RepositoryUrl> bases;
    private final @Nullable RepositoryUrl mirrorSource;

    RepositoryLoader(RepositoryConfig config, Fetcher fetcher, Warnings<RepositoryWarning> warnings)
            throws IOException {
        this.config = config;
        this.fetcher = fetcher;
        this.warnings = warnings;
        this.bases = bases(config);
        URI source = config.metalink().or(config::mirrorList).orElse(null);
        this.mirrorSource = source == null ? null : RepositoryUrl.of(source, "repository " + config.id());
    }

    private static List<RepositoryUrl> bases(RepositoryConfig config) throws FormatException {
        List<RepositoryUrl> bases = new ArrayList<>();
        for (URI each : config.baseUrls()) {
            bases.add(RepositoryUrl.of(each, "repository " + config.id()));
        }
        return bases;
    }

    /** Whether the repository is entirely local. */
    static boolean isLocal(RepositoryConfig config) throws FormatException {
        return config.mirrorList().isEmpty()
                && config.metalink().isEmpty()
                && bases(config).stream().allMatch(RepositoryUrl::isLocal);
    }

    Repository load(boolean refresh) throws IOException {
        List<Path> files = packageFiles();
        if (!files.isEmpty()) {
            RepositoryKeys keys = RepositoryKeys.read(config, fetcher, fetcher.offline() || !refresh);
            List<PackageMetadata> packages = PackageDirectory.read(files, config.id(), warnings);
            return Repository.ofFiles(config, fetcher, keys, warnings, bases, packages);
        }
        if (!fetcher.local() && (fetcher.offline() || (!refresh && isFresh(cached(REPOMD))))) {
            try {
                return loadCached(RepositoryKeys.read(config, fetcher, true));
            } catch (IOException e) {
                if (fetcher.offline()) {
                    throw e;
                }
                Log.of(RepositoryLoader.class)
                        .debug("repository {}: the cache is not usable: {}", config.id(), e.getMessage());
            }
        }
        // keys are as new as the metadata; local repositories are never cached, but their remote keys are
        return loadFresh(
                RepositoryKeys.read(config, fetcher, fetcher.offline() || (fetcher.local() && !refresh)), refresh);
    }

    /** The files of a repository that is just a directory of them; what has no repomd.xml has no signature of it either. */
    private List<Path> packageFiles() throws IOException {
        return fetcher.local() && bases.size() == 1 && !config.repoGpgCheck()
                ? PackageDirectory.files(bases.get(0))
                : List.of();
    }

    /** A verified repomd.xml, parsed and raw, and its signature. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Contents(Repomd repomd, byte[] bytes, byte @Nullable [] signature) {}

    private Contents readCached(RepositoryKeys keys) throws IOException {
        Path cached = cached(REPOMD);
        byte[] repomd = fetcher.cache().read(cached, Repomd.MAX_SIZE);
        byte[] signature = null;
        if (config.repoGpgCheck()) {
            signature = fetcher.cache().read(cached(SIGNATURE), Repomd.MAX_SIZE);
            keys.checkRepomd(repomd, signature, cached.toString());
        }
        return new Contents(Repomd.parse(repomd, cached.toString()), repomd, signature);
    }

    private Repository loadCached(RepositoryKeys keys) throws IOException {
        if (!fetcher.cache().holds(cached(REPOMD))) {
            throw new TransferException("repository " + config.id(), "not in the cache, and offline");
        }
        return repository(keys, places(cachedMirrors()), readCached(keys));
    }

    private Repository repository(RepositoryKeys keys, List<RepositoryUrl> places, Contents contents)
            throws IOException {
        return new Repository(config, fetcher, keys, warnings, places, contents.repomd);
    }

    private Repository loadFresh(RepositoryKeys keys, boolean refresh) throws IOException {
        Mirrors mirrors = mirrors(refresh);
        List<RepositoryUrl> places = places(mirrors);
        Optional<Contents> known = known(keys);
        IOException failure = null;
        String older = null;
        for (RepositoryUrl place : places) {
            try {
                Contents offered = fetch(keys, place, mirrors);
                if (known.isPresent() && isOlder(offered.repomd, known.get().repomd)) {
                    older = offered.repomd.revision(); // other mirrors may be up to date
                    continue;
                }
                Repository repository = repository(keys, startingWith(place, places), offered);
                keep(offered);
                return repository;
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        if (known.isPresent() && older != null) {
            warnings.add(new RepositoryWarning.OlderMetadata(
                    config.id(), known.get().repomd.revision(), older));
            return repository(keys, places, known.get());
        }
        throw failure == null ? new TransferException("repository " + config.id(), "no usable URL") : failure;
    }

    /** The cached version, however old, if it is valid. */
    private Optional<Contents> known(RepositoryKeys keys) throws IOException {
        if (fetcher.local() || !fetcher.cache().holds(cached(REPOMD))) {
            return Optional.empty();
        }
        try {
            return Optional.of(readCached(keys));
        } catch (IOException e) {
            Log.of(RepositoryLoader.class).debug("repository {}: {}", config.id(), e.getMessage());
            return Optional.empty();
        }
    }

    /** Revisions are numbers, by default a time in seconds; others cannot be compared. */
    private static boolean isOlder(Repomd offered, Repomd known) {
        Optional<BigInteger> after = number(offered.revision());
        Optional<BigInteger> before = number(known.revision());
        return after.isPresent() && before.isPresent() && after.get().compareTo(before.get()) < 0;
    }

    private static Optional<BigInteger> number(String revision) {
        String text = revision.strip();
        return text.length() <= MAX_REVISION && text.matches("[0-9]+")
                ? Optional.of(new BigInteger(text))
                : Optional.empty();
    }

    private Contents fetch(RepositoryKeys keys, RepositoryUrl place, Mirrors mirrors) throws IOException {
        RepositoryUrl source = place.resolve(Repomd.PATH, FileKind.METADATA, false);
        byte[] repomd = fetchRepomd(place, source);
        mirrors.check(repomd, config.policy(), source.toString());
        byte[] signature = null;
        if (config.repoGpgCheck()) {
            signature =
                    fetcher.fetchSmall(place.resolve(Repomd.PATH + ".asc", FileKind.METADATA, false), Repomd.MAX_SIZE);
            keys.checkRepomd(repomd, signature, source.toString());
        }
        return new Contents(Repomd.parse(repomd, source.toString()), repomd, signature);
    }

    private byte[] fetchRepomd(RepositoryUrl place, RepositoryUrl source) throws IOException {
        try {
            return fetcher.fetchSmall(source, Repomd.MAX_SIZE);
        } catch (MissingFileException e) {
            if (place.path().filter(Files::isDirectory).isEmpty()) {
                throw e;
            }
            throw new TransferException(
                    source.toString(), "no such file; createrepo_c makes a repository of a directory", e);
        }
    }

    /** The other mirrors may be outdated. */
    private static List<RepositoryUrl> startingWith(RepositoryUrl place, List<RepositoryUrl> places) {
        List<RepositoryUrl> order = new ArrayList<>(places);
        order.remove(place);
        order.add(0, place);
        return order;
    }

    private void keep(Contents contents) throws IOException {
        if (!fetcher.local()) {
            if (contents.signature != null) {
                fetcher.cache().write(cached(SIGNATURE), contents.signature);
            }
            fetcher.cache().write(cached(REPOMD), contents.bytes);
        }
    }

    private List<RepositoryUrl> places(Mirrors mirrors) {
        List<RepositoryUrl> places = new ArrayList<>(mirrors.places());
        places.addAll(bases);
        return places;
    }

    private Mirrors cachedMirrors() throws IOException {
        Path cached = cached(MIRRORS);
        return mirrorSource != null && fetcher.cache().holds(cached)
                ? Mirrors.parse(fetcher.cache().read(cached, Repomd.MAX_SIZE), cached.toString(), config.variables())
                        .from(mirrorSource, config.repoGpgCheck())
                : Mirrors.NONE;
    }

    private Mirrors mirrors(boolean refresh) throws IOException {
        RepositoryUrl source = mirrorSource;
        if (source == null) {
            return Mirrors.NONE;
        }
        Path cached = cached(MIRRORS);
        if (fetcher.offline() || (config.metalink().isEmpty() && !refresh && isFresh(cached))) {
            return cachedMirrors();
        }
        try {
            byte[] content = fetcher.fetchSmall(source, Repomd.MAX_SIZE);
            Mirrors mirrors = Mirrors.parse(content, source.toString(), config.variables());
            if (config.metalink().isPresent() && mirrors.alternatives().isEmpty()) {
                throw new FormatException(source.toString(), "a metalink", "a plain list");
            }
            fetcher.cache().write(cached, content);
            return mirrors.from(source, config.repoGpgCheck());
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            if (bases.isEmpty()) {
                throw e;
            }
            warnings.add(new RepositoryWarning.NoMirrors(config.id(), Printable.of(String.valueOf(e.getMessage()))));
            return Mirrors.NONE;
        }
    }

    /** The path of a file without a checksum in the cache. */
    private Path cached(String name) throws IOException {
        return fetcher.cache().repositoryDirectory(config.id(), config.places()).resolve(name);
    }

    /** Whether a cached file has not expired; one dated in the future has. */
    private boolean isFresh(Path file) throws IOException {
        if (!fetcher.cache().holds(file)) {
            return false;
        }
        Duration age = Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now());
        return !age.isNegative() && age.compareTo(config.metadataExpire()) < 0;
    }
}
