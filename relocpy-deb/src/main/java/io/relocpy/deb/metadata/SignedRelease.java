package io.relocpy.deb.metadata;

import io.relocpy.deb.internal.release.ReleaseFile;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.openpgp.ClearSignedMessage;
import io.relocpy.repository.openpgp.DetachedSignature;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Release file whose signature was judged.
 *
 * @param files as they came
 * @param release what is signed
 * @param signers the fingerprints of the keys that made good signatures; empty if there is a complaint
 * @param complaint what is wrong with its signature; null for nothing
 */
record SignedRelease(
        Files files,
        ReleaseFile release,
        List<String> signers,
        @Nullable VerificationException complaint) {
    /**
     * InRelease alone, or Release with its signature.
     *
     * @param main InRelease or Release
     * @param clearSigned whether it is InRelease
     * @param signature Release.gpg; empty for none
     * @param where location for messages
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Files(byte[] main, boolean clearSigned, byte[] signature, String where) {}

    /** The text that counts, and its signature. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Parts(byte[] text, Optional<DetachedSignature> signature) {}

    /** Reads the signed text, and nothing else. */
    static SignedRelease read(Files files, TrustedSigners signers, Instant now) throws FormatException {
        Parts parts = parts(files);
        List<String> good = List.of();
        VerificationException complaint = null;
        try {
            DetachedSignature signature =
                    parts.signature.orElseThrow(() -> new VerificationException(files.where, "not signed"));
            good = signers.check(parts.text, signature, files.where, now);
        } catch (VerificationException e) {
            complaint = e;
        }
        return new SignedRelease(files, ReleaseFile.parse(parts.text, files.where), good, complaint);
    }

    private static Parts parts(Files files) throws FormatException {
        if (files.clearSigned) {
            ClearSignedMessage message = ClearSignedMessage.parse(files.main, files.where);
            return new Parts(message.text(), Optional.of(message.signature()));
        }
        if (files.signature.length == 0) {
            return new Parts(files.main, Optional.empty());
        }
        String where = files.where + ".gpg";
        if (!new String(files.signature, StandardCharsets.ISO_8859_1).startsWith("-----BEGIN PGP SIGNATURE-----")) {
            throw new FormatException(where, "an armored signature", "another file");
        }
        return new Parts(files.main, Optional.of(DetachedSignature.parse(files.signature, where)));
    }

    /** The keys that may sign the next one, as this one says; it must have an end for that. */
    List<String> nextSigners(Instant now) throws FormatException {
        return release.validUntil().filter(now::isBefore).isPresent() ? release.words("Signed-By") : List.of();
    }
}
