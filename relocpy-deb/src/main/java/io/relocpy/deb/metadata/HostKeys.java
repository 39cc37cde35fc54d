package io.relocpy.deb.metadata;

import io.relocpy.deb.internal.configuration.HostRoot;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.RegularFile;
import io.relocpy.repository.openpgp.KeyRing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Reads keyrings as apt-key(8) does: a file {@code .asc} is armored, any other one is not. What cannot be read is left out
 * with a warning: then no signature by its keys is good.
 */
final class HostKeys {
    private static final int MAX_SIZE = 64 << 20;

    /** With which bytes the packet of a public key can start. */
    private static final String FIRST_BYTES = "\u0098\u0099\u00c6";

    private final BiConsumer<Path, String> warnings;

    HostKeys(BiConsumer<Path, String> warnings) {
        this.warnings = warnings;
    }

    /** The keys of keyrings and of the source itself. */
    KeyRing named(List<SignedBy> signedBy) throws IOException {
        KeyRing keys = KeyRing.EMPTY;
        for (SignedBy each : signedBy) {
            if (each instanceof SignedBy.Keyring keyring) {
                keys = keys.plus(read(keyring.file(), keyring.file()));
            } else if (each instanceof SignedBy.Keys own) {
                keys = keys.plus(own.keys());
            }
        }
        return keys;
    }

    /** {@code trusted.gpg} and {@code trusted.gpg.d}. */
    KeyRing trusted(Path file, Path parts, HostRoot host) throws IOException {
        List<Path> files = new ArrayList<>();
        if (host.isFile(file)) {
            files.add(file);
        }
        if (host.isDirectory(parts)) {
            List<Path> found = new ArrayList<>();
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(host.follow(parts), "*.{gpg,asc}")) {
                entries.forEach(entry -> found.add(parts.resolve(entry.getFileName())));
            } catch (FileSystemException e) {
                warnings.accept(parts, "cannot be read: " + RegularFile.reason(e));
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
            found.sort(null);
            files.addAll(found);
        }
        KeyRing keys = KeyRing.EMPTY;
        for (Path each : files) {
            keys = keys.plus(read(each, host.follow(each)));
        }
        return keys;
    }

    /** @param file whose name says what it is; a link may lead to another name */
    private KeyRing read(Path file, Path followed) {
        try {
            byte[] bytes = RegularFile.bytes(followed, MAX_SIZE);
            if (bytes.length == 0) {
                return KeyRing.EMPTY;
            }
            boolean armored = file.toString().endsWith(".asc");
            char first = new String(bytes, 0, 1, StandardCharsets.ISO_8859_1).charAt(0);
            if (armored != (FIRST_BYTES.indexOf(first) < 0)) {
                throw new FormatException(
                        file.toString(),
                        armored ? "an armored key, as the extension .asc says" : "a keyring that is not armored",
                        "another kind of file");
            }
            return KeyRing.parse(bytes, file.toString());
        } catch (FileSystemException e) {
            warnings.accept(file, "its keys are ignored: " + RegularFile.reason(e));
        } catch (IOException e) {
            warnings.accept(file, "its keys are ignored: " + e.getMessage());
        }
        return KeyRing.EMPTY;
    }
}
