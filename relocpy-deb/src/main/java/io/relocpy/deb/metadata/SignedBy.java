package io.relocpy.deb.metadata;

import io.relocpy.repository.internal.text.Arguments;
import io.relocpy.repository.internal.text.Printable;
import io.relocpy.repository.openpgp.KeyRing;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Who may sign the Release file of an {@link AptSource}: one item of {@code Signed-By}. Immutable.
 *
 * @see <a href="https://manpages.debian.org/sources.list.5">sources.list(5)</a>
 */
public sealed interface SignedBy {
    /**
     * Any key of a keyring file.
     *
     * @param file absolute; read when the source is loaded
     */
    record Keyring(Path file) implements SignedBy {
        /** Checks the path. */
        public Keyring {
            if (!Arguments.path(file, "file").isAbsolute()) {
                throw new IllegalArgumentException(
                        "file: expected an absolute path, found " + Printable.quote(file.toString()));
            }
        }
    }

    /**
     * One key of the default keyrings.
     *
     * @param fingerprint 40 or 64 hexadecimal digits in upper case
     * @param exact whether its subkeys are excluded, as with a {@code !} behind the fingerprint
     */
    record Fingerprint(String fingerprint, boolean exact) implements SignedBy {
        private static final Pattern DIGITS = Pattern.compile("(?:[0-9A-F]{40}|[0-9A-F]{64})");

        /** Checks the digits. */
        public Fingerprint {
            if (!DIGITS.matcher(Objects.requireNonNull(fingerprint, "fingerprint"))
                    .matches()) {
                throw new IllegalArgumentException(
                        "fingerprint: expected 40 or 64 hexadecimal digits in upper case, found "
                                + Printable.quote(fingerprint));
            }
        }
    }

    /**
     * Keys that are part of the source.
     *
     * @param keys those in a {@code .sources} file, or the caller's own
     */
    record Keys(KeyRing keys) implements SignedBy {
        /** Refuses null. */
        public Keys {
            Objects.requireNonNull(keys, "keys");
        }
    }
}
