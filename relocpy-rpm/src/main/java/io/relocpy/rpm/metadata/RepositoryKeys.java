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
 * Checks what a repository gives with the keys of its configuration: files, and what an https server gives whose certificate
 * is verified. As with dnf's {@code assumeyes} nobody is asked whether a key is right, so one that anybody on the way could have
 * changed is refused.
 */
final class RepositoryKeys {
    private final RepositoryConfig config;
    private final KeyRing keys;

    private RepositoryKeys(RepositoryConfig config, KeyRing keys) {
        this.config = config;
        this.keys = keys;
    }

    /**
     * Reads the keys, if the configuration asks for signatures; else OpenPGP's classes, in signed jars, are not loaded.
     *
     * @param fromCache whether a key from a server may be the one in the cache
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
                throw new VerificationException("repository " + config.id(), "signatures are asked for, but no key");
            }
        }
        return new RepositoryKeys(config, keys);
    }

    /** For a repository that gives nothing to check. */
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
        String way = !url.isSecure() ? "http" : config.http().sslVerify() ? "" : "https with sslverify=0";
        if (!way.isEmpty()) {
            throw new VerificationException(
                    "repository " + config.id(),
                    "key " + url + " comes by " + way + ", so that anybody on the way could change it;"
                            + " name it by https, or as a file");
        }
        DownloadCache cache = fetcher.cache();
        Path cached = cache.folder(config.id(), config.places()).resolve("key-" + name(url));
        // whoever else may have written the cache says what is trusted only where there is nobody else to ask
        if (fromCache && (fetcher.offline() || cache.isExclusive()) && cache.holds(cached)) {
            return KeyRing.parse(cache.read(cached, Repomd.MAX_SIZE), cached.toString());
        }
        byte[] content = fetcher.fetchSmall(url, Repomd.MAX_SIZE);
        KeyRing keys = KeyRing.parse(content, url.toString());
        cache.write(cached, content);
        Log.of(RepositoryKeys.class)
                .info("repository {}: trusts {}, the key at {}", config.id(), keys.fingerprints(), url);
        return keys;
    }

    /** Of the whole URL, whose query may tell keys apart. */
    private static String name(RepositoryUrl url) {
        byte[] text = url.uri().toString().getBytes(StandardCharsets.UTF_8);
        return Checksums.of(Checksum.Algorithm.SHA_256, text).hex().substring(0, 16);
    }

    List<String> fingerprints() {
        return keys.fingerprints();
    }

    /** Checks a package that is tied to its file's checksum: signed as the configuration demands. */
    void checkPackage(RpmFile rpm) throws IOException {
        if (config.gpgCheck()) {
            rpm.verified(keys, config.policy());
        }
    }

    /** Checks repomd.xml with its detached signature. */
    void checkRepomd(byte[] repomd, byte[] signature, String where) throws IOException {
        DetachedSignature.parse(signature, where + ".asc").verify(repomd, where, keys, config.policy());
    }
}
