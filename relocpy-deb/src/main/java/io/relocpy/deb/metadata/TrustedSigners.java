package io.relocpy.deb.metadata;

import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.io.RegularFile;
import io.relocpy.repository.openpgp.DetachedSignature;
import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.repository.openpgp.VerificationPolicy;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Who may sign the Release file of a suite: keyrings, and of their keys possibly only some. Immutable.
 *
 * @param keys of the keyrings
 * @param only if any, one of these has to sign
 */
record TrustedSigners(KeyRing keys, List<SignedBy.Fingerprint> only) {
    /**
     * What the source says.
     *
     * @param root below which keyrings are
     */
    static TrustedSigners of(AptSource source, KeyRing defaults, Path root) throws IOException {
        KeyRing keys = KeyRing.EMPTY;
        List<SignedBy.Fingerprint> only = new ArrayList<>();
        boolean own = false;
        for (SignedBy each : source.signedBy()) {
            if (each instanceof SignedBy.Fingerprint fingerprint) {
                only.add(fingerprint);
            } else {
                own = true;
                keys = keys.plus(
                        each instanceof SignedBy.Keyring keyring
                                ? read(source, root, keyring.file())
                                : ((SignedBy.Keys) each).keys());
            }
        }
        return new TrustedSigners(own ? keys : defaults, List.copyOf(only));
    }

    private static KeyRing read(AptSource source, Path root, Path file) throws IOException {
        Path inRoot = root.resolve(file.toString().replaceFirst("^/+", ""));
        try {
            return KeyRing.read(inRoot);
        } catch (FileSystemException e) {
            throw new VerificationException(source.toString(), "keyring " + inRoot + ": " + RegularFile.reason(e));
        }
    }

    /** These, restricted to the keys that a former Release file named, unless the source itself names some. */
    TrustedSigners restrictedTo(AptSource source, List<String> fingerprints) {
        if (!source.signedBy().isEmpty() || fingerprints.isEmpty()) {
            return this;
        }
        return new TrustedSigners(
                keys,
                fingerprints.stream()
                        .map(text -> new SignedBy.Fingerprint(text.replace("!", ""), text.endsWith("!")))
                        .toList());
    }

    /**
     * Requires a good signature by one of them.
     *
     * @return the fingerprints of all keys that made a good signature and are trusted
     */
    List<String> check(byte[] text, DetachedSignature signature, String where, Instant now)
            throws VerificationException {
        List<DetachedSignature.Signer> signers =
                signature.verifyText(text, where, keys, VerificationPolicy.STRICT, now);
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
