package io.relocpy.deb.metadata;

import io.relocpy.deb.internal.release.ReleaseFile;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.download.RepositoryUrl;
import io.relocpy.repository.openpgp.ClearSignedMessage;
import io.relocpy.repository.openpgp.DetachedSignature;
import java.io.IOException;
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
     * @param base the mirror that it is from; empty for the cache and apt's lists
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Files(byte[] main, boolean clearSigned, byte[] signature, String where, Optional<RepositoryUrl> base) {}

    /** Reads the signed text, and nothing else. */
    static SignedRelease read(Files files, TrustedSigners signers, Instant now) throws IOException {
        byte[] text = text(files);
        List<String> good = List.of();
        VerificationException complaint = null;
        try {
            good = signers.check(text, signature(files), files.where, now);
        } catch (VerificationException e) {
            complaint = e;
        }
        return new SignedRelease(files, ReleaseFile.parse(text, files.where), good, complaint);
    }

    /** As above, for a file that is known to be signed by these keys. */
    static SignedRelease readVerified(Files files, List<String> signers) throws FormatException {
        return new SignedRelease(files, ReleaseFile.parse(text(files), files.where), signers, null);
    }

    private static byte[] text(Files files) throws FormatException {
        return files.clearSigned
                ? ClearSignedMessage.parse(files.main, files.where).text()
                : files.main;
    }

    private static DetachedSignature signature(Files files) throws FormatException, VerificationException {
        if (files.clearSigned) {
            return ClearSignedMessage.parse(files.main, files.where).signature();
        }
        if (files.signature.length == 0) {
            throw new VerificationException(files.where, "not signed");
        }
        String where = files.where + ".gpg";
        boolean outside = true;
        for (String line :
                new String(files.signature, StandardCharsets.ISO_8859_1).lines().toList()) {
            boolean begins = line.stripTrailing().equals("-----BEGIN PGP SIGNATURE-----");
            if (outside && !begins) { // as for apt, not even an empty line
                throw new FormatException(where, "armored signatures and nothing else", "another line");
            }
            outside = line.stripTrailing().equals("-----END PGP SIGNATURE-----");
        }
        return DetachedSignature.parse(files.signature, where);
    }

    /** The keys that may sign the next one, as this one says; it must have an end for that. */
    List<String> nextSigners(Instant now) throws FormatException {
        return release.validUntil().filter(now::isBefore).isPresent() ? release.words("Signed-By") : List.of();
    }
}
