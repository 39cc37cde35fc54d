package io.relocpy.deb.metadata;

import io.relocpy.deb.internal.configuration.HostRoot;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.io.Checksums;
import io.relocpy.repository.internal.io.RegularFile;
import io.relocpy.repository.openpgp.KeyRing;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The keys of this machine, each file read once, since suites share them. Thread-safe. */
final class Keyrings {
    private static final int MAX_SIZE = 64 << 20;

    private final KeyRing defaults;
    private final HostRoot root;
    private final Map<Path, KeyRing> read = new HashMap<>();

    /**
     * Begins.
     *
     * @param defaults for sources that name no keyring
     * @param root below which files are, wherever links and {@code ..} lead
     */
    Keyrings(KeyRing defaults, Path root) {
        this.defaults = defaults;
        this.root = new HostRoot(root, (file, message) -> {});
    }

    KeyRing defaults() {
        return defaults;
    }

    /** The keys of a file. */
    synchronized KeyRing read(Path file, AptSource source) throws IOException {
        KeyRing known = read.get(file);
        if (known == null) {
            byte[] bytes = bytes(file, source);
            String where = file.toString();
            known = KeyRing.parse(Keybox.is(bytes) ? Keybox.packets(bytes, where) : bytes, where);
            read.put(file, known);
        }
        return known;
    }

    /** That of a file. */
    Checksum checksum(Path file, AptSource source) throws IOException {
        return Checksums.of(Checksum.Algorithm.SHA_256, bytes(file, source));
    }

    private byte[] bytes(Path file, AptSource source) throws IOException {
        Path inRoot = root.follow(root.path(file.toString(), source.toString()));
        try {
            return RegularFile.bytes(inRoot, MAX_SIZE);
        } catch (FileSystemException e) {
            throw new VerificationException(source.toString(), "keyring " + inRoot + ": " + RegularFile.reason(e));
        }
    }
}
