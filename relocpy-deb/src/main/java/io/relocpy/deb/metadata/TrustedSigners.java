package io.relocpy.deb.metadata;

import io.relocpy.repository.VerificationException;
import io.relocpy.repository.openpgp.DetachedSignature;
import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.repository.openpgp.VerificationPolicy;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who may sign the Release file of a suite: keyrings, and of their keys possibly only some. Immutable. */
final class TrustedSigners {
    private final AptSource source;
    private final Keyrings keyrings;
    private final List<SignedBy.Fingerprint> only;

    private TrustedSigners(AptSource source, Keyrings keyrings, List<SignedBy.Fingerprint> only) {
        this.source = source;
        this.keyrings = keyrings;
        this.only = List.copyOf(only);
    }

    /** What the source says. */
    static TrustedSigners of(AptSource source, Keyrings keyrings) {
        List<SignedBy.Fingerprint> only = new ArrayList<>();
        for (SignedBy each : source.signedBy()) {
            if (each instanceof SignedBy.Fingerprint fingerprint) {
                only.add(fingerprint);
            }
        }
        return new TrustedSigners(source, keyrings, only);
    }

    /** These, restricted to the keys that a former Release file named, unless the source itself names some. */
    TrustedSigners restrictedTo(List<String> fingerprints) {
        if (!source.signedBy().isEmpty() || fingerprints.isEmpty()) {
            return this;
        }
        return new TrustedSigners(
                source,
                keyrings,
                fingerprints.stream()
                        .map(text -> new SignedBy.Fingerprint(text.replace("!", ""), text.endsWith("!")))
                        .toList());
    }

    private KeyRing keys() throws IOException {
        KeyRing keys = KeyRing.EMPTY;
        boolean own = false;
        for (SignedBy each : source.signedBy()) {
            if (each instanceof SignedBy.Keyring keyring) {
                keys = keys.plus(keyrings.read(keyring.file(), source));
                own = true;
            } else if (each instanceof SignedBy.Keys given) {
                keys = keys.plus(given.keys());
                own = true;
            }
        }
        return own ? keys : keyrings.defaults();
    }

    /** Equal for equal files of keys and fingerprints; empty if not all of the keys are in files. */
    Optional<String> id() throws IOException {
        StringBuilder id = new StringBuilder();
        for (SignedBy each : source.signedBy()) {
            if (each instanceof SignedBy.Keyring keyring) {
                id.append(keyrings.checksum(keyring.file(), source)).append(' ');
            } else if (each instanceof SignedBy.Keys) {
                return Optional.empty();
            }
        }
        return id.isEmpty() ? Optional.empty() : Optional.of(id.toString() + only);
    }

    /**
     * Requires a good signature by one of them.
     *
     * @return the fingerprints of all keys that made a good signature and are trusted
     */
    List<String> check(byte[] text, DetachedSignature signature, String where, Instant now) throws IOException {
        List<DetachedSignature.Signer> signers =
                signature.verifyText(text, where, keys(), VerificationPolicy.STRICT, now);
        List<String> good = signers.stream()
                .filter(this::isTrusted)
                .map(DetachedSignature.Signer::fingerprint)
                .toList();
        if (good.isEmpty()) {
            throw new VerificationException(
                    where,
                    "signed by " + signers.get(0).fingerprint() + ", not by "
                            + only.stream()
                                    .map(SignedBy.Fingerprint::fingerprint)
                                    .toList());
        }
        return good;
    }

    private boolean isTrusted(DetachedSignature.Signer signer) {
        return only.isEmpty()
                || only.stream()
                        .anyMatch(each -> each.fingerprint().equalsIgnoreCase(signer.fingerprint())
                                || (!each.exact() && each.fingerprint().equalsIgnoreCase(signer.primaryFingerprint())));
    }
}
