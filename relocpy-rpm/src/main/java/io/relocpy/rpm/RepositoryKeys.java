package io.relocpy.rpm;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;

/** Checks what a repository gives with the keys of its configuration. */
final class RepositoryKeys {
    private final RepositoryConfig config;
    private final Optional<KeyRing> keys;

    private RepositoryKeys(RepositoryConfig config, Optional<KeyRing> keys) {
        this.config = config;
        this.keys = keys;
    }

    /** Reads the keys, if the configuration asks for signatures; else OpenPGP's classes, in signed jars, are not loaded. */
    static RepositoryKeys read(RepositoryConfig config) throws IOException {
        boolean asked = config.gpgCheck() || config.repoGpgCheck();
        return new RepositoryKeys(config, asked ? Optional.of(keyRing(config)) : Optional.empty());
    }

    /** For a repository that gives nothing to check. */
    static RepositoryKeys none(RepositoryConfig config) {
        return new RepositoryKeys(config, Optional.empty());
    }

    private static KeyRing keyRing(RepositoryConfig config) throws IOException {
        KeyRing keys = KeyRing.EMPTY;
        for (URI key : config.gpgKeys()) {
            RepositoryUrl url = RepositoryUrl.of(key, "repository " + config.id() + ", key");
            Path file = url.path()
                    .orElseThrow(() -> new VerificationException(
                            "repository " + config.id(), "key " + url + " is not a local file, and is not fetched"));
            try {
                keys = keys.plus(KeyRing.read(file));
            } catch (FileSystemException e) {
                throw new VerificationException(
                        "repository " + config.id(), "key file " + file + ": " + RegularFile.reason(e));
            }
        }
        if (keys.isEmpty()) {
            throw new VerificationException("repository " + config.id(), "signatures are asked for, but no key");
        }
        return keys;
    }

    /** Checks a package that is tied to its file's checksum: signed as the configuration demands. */
    void checkPackage(RpmFile rpm) throws IOException {
        if (config.gpgCheck()) {
            rpm.verified(keys.orElseThrow(), config.policy());
        }
    }

    /** Checks repomd.xml with its detached signature. */
    void checkRepomd(byte[] repomd, byte[] signature, String where) throws IOException {
        DetachedSignature.parse(signature, where + ".asc").verify(repomd, where, keys.orElseThrow(), config.policy());
    }
}
