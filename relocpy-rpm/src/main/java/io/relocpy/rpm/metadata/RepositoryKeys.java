package io.relocpy.rpm.metadata;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.download.DownloadCache;
import io.relocpy.repository.internal.download.Fetcher;
import io.relocpy.repository.internal.download.RepositoryUrl;
import io.relocpy.repository.internal.io.Checksums;
import io.relocpy.repository.internal.io.Log;
import io.relocpy.repository.internal.io.RegularFile;
import io.relocpy.repository.openpgp.DetachedSignature;
import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.rpm.file.RpmFile;
import io.relocpy.rpm.internal.parse.Repomd;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;

/**
 * Verifies the content of a repository with the configured keys: files, and downloads from https servers with a
 * verified certificate. As with dnf's {@code assumeyes}, keys are not confirmed by a user, so keys that anyone on the
 * network path could have changed are rejected.
 */
final class RepositoryKeys {
    private final RepositoryConfig config;
    private final KeyRing keys;

    private RepositoryKeys(RepositoryConfig config, KeyRing keys) {
        this.config = config;
        this.keys = keys;
    }

    /**
     * Reads the keys if signatures are required; otherwise the OpenPGP classes, in slow signed jars, are not loaded.
     *
     * @param fromCache whether cached keys may be used
     */
    static RepositoryKeys read(RepositoryConfig config, Fetcher fetcher, boolean fromCache) throws IOException {
        KeyRing keys = KeyRing.EMPTY;
        if (config.gpgCheck() || config.repoGpgCheck()) {
            for (URI key : config.gpgKeys()) {
                RepositoryUrl url = RepositoryUrl.of(key, "repository " + config.id() + ", key");
                Path file = url.path().orElse(null);
                keys = keys.plus(file == null ? remote(config, url, fetcher, fromCache) : local(config, file));
            }
            if (keys.isEmpty()) {
                throw new VerificationException(
                        "repository " + config.id(), "signatures are required, but there is no key");
            }
        }
        return new RepositoryKeys(config, keys);
    }

    /** For a repository without anything to verify. */
    static RepositoryKeys none(RepositoryConfig config) {
        return new RepositoryKeys(config, KeyRing.EMPTY);
    }

    private static KeyRing local(RepositoryConfig config, Path file) throws IOException {
        try {
            return KeyRing.read(file);
        } catch (FileSystemException e) {
            throw new VerificationException(
                    "repository " + config.id(), "key file " + file + ": " + RegularFile.reason(e));
        }
    }

    private static KeyRing remote(RepositoryConfig config, RepositoryUrl url, Fetcher fetcher, boolean fromCache)
            throws IOException {
        String insecure = !url.isSecure() ? "http" : config.http().verifiesServers() ? "" : "https with sslverify=0";
        if (!insecure.isEmpty()) {
            throw new VerificationException(
                    "repository " + config.id(),
                    "key " + url + " uses " + insecure + ", so anyone on the network path could change it;"
                            + " use https or a file");
        }
        DownloadCache cache = fetcher.cache();
        Path cached = cache.repositoryDirectory(config.id(), config.places()).resolve("key-" + name(url));
        // if others could have written to the cache, it only decides what is trusted when offline
        if (fromCache && (fetcher.offline() || cache.isExclusive()) && cache.holds(cached)) {
            return KeyRing.parse(cache.read(cached, Repomd.MAX_SIZE), cached.toString());
        }
        byte[] content = fetcher.fetchSmall(url, Repomd.MAX_SIZE);
        KeyRing keys = KeyRing.parse(content, url.toString());
        cache.write(cached, content);
        Log.of(RepositoryKeys.class)
                .info("repository {}: trusting {}, the key at {}", config.id(), keys.fingerprints(), url);
        return keys;
    }

    /** Derived from the whole URL, since keys may only differ in the query. */
    private static String name(RepositoryUrl url) {
        byte[] text = url.uri().toString().getBytes(StandardCharsets.UTF_8);
        return Checksums.of(Checksum.Algorithm.SHA_256, text).hex().substring(0, 16);
    }

    List<String> fingerprints() {
        return keys.fingerprints();
    }

    /** Verifies the signature of a package, which is tied to its file's checksum, if the configuration requires it. */
    void checkPackage(RpmFile rpm) throws IOException {
        if (config.gpgCheck()) {
            rpm.verified(keys, config.policy());
        }
    }

    /** Verifies repomd.xml with its detached signature. */
    void checkRepomd(byte[] repomd, byte[] signature, String where) throws IOException {
        DetachedSignature.parse(signature, where + ".asc").verify(repomd, where, keys, config.policy());
    }
}
