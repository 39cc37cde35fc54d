package io.relocpy.rpm.file;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.DigestAlgorithm;
import io.relocpy.repository.internal.io.FileSlice;
import io.relocpy.repository.openpgp.KeyRing;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Verifies a package file: all digests and signatures of the stored bytes in one pass and then, if requested and these
 * match, the decompressed content of the very same bytes.
 */
final class PackageVerifier {
    private static final String DAMAGED = "the payload is damaged";

    private final RpmFile rpm;
    private final DigestVerifier digests;
    private final List<PackageSignatures.Pending> signatures;
    private final Checksum.Algorithm algorithm;
    private final MessageDigest file;

    PackageVerifier(RpmFile rpm, KeyRing keys, Instant now) throws IOException {
        this.rpm = rpm;
        this.digests = new DigestVerifier(rpm);
        this.signatures = PackageSignatures.begin(rpm, keys, now);
        Checksum tied = rpm.checksum();
        this.algorithm = tied == null ? Checksum.Algorithm.SHA_256 : tied.algorithm();
        this.file = DigestAlgorithm.require(algorithm, rpm.where());
    }

    /** The results, and the checksum of the file that was verified. */
    record Found(Verification verification, Checksum checksum) {}

    /** Verifies the stored bytes without decompressing the payload. */
    Found verifyStored() throws IOException {
        long payloadSize = feed();
        Checksum checksum = checksum();
        List<DigestResult> results = digests.stored(payloadSize);
        return new Found(
                new Verification(
                        rpm.where(),
                        results,
                        signatures.stream()
                                .map(PackageSignatures.Pending::result)
                                .toList()),
                checksum);
    }

    /** Verifies everything. */
    Verification verify() throws IOException {
        Found found = verifyStored();
        Verification stored = found.verification();
        boolean damaged = stored.digests().stream()
                .anyMatch(result -> result.scope() != DigestResult.Scope.HEADER
                        && result.status() instanceof DigestStatus.Mismatch);
        List<DigestResult> results = new ArrayList<>(stored.digests());
        results.addAll(damaged ? digests.notInside(DAMAGED) : new DigestVerifier(rpm.tied(found.checksum())).inside());
        return new Verification(stored.what(), results, stored.signatures());
    }

    /** Reads the file in one pass; returns the size of the payload. */
    private long feed() throws IOException {
        List<RpmHeader.Sink> payload = new ArrayList<>();
        rpm.feedFront(file::update);
        payload.add(file::update);
        for (DigestVerifier.Pending pending : digests.pending()) {
            add(pending.scope(), pending::update, payload);
        }
        for (PackageSignatures.Pending signature : signatures) {
            add(signature.scope(), signature.check()::update, payload);
        }
        byte[] buffer = new byte[1 << 16];
        try (FileSlice in = FileSlice.open(rpm.path(), rpm.payloadOffset())) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                for (RpmHeader.Sink sink : payload) {
                    sink.update(buffer, 0, read);
                }
            }
            return in.position() - rpm.payloadOffset();
        }
    }

    private void add(DigestResult.Scope scope, RpmHeader.Sink sink, List<RpmHeader.Sink> payload) {
        if (scope != DigestResult.Scope.PAYLOAD) {
            rpm.header().feed(sink);
        }
        if (scope != DigestResult.Scope.HEADER) {
            payload.add(sink);
        }
    }

    private Checksum checksum() throws FormatException {
        Checksum found = new Checksum(algorithm, HexFormat.of().formatHex(file.digest()));
        Checksum tied = rpm.checksum();
        if (tied != null && !tied.equals(found)) {
            throw new FormatException(rpm.where(), "the checksum " + tied, found.hex());
        }
        return found;
    }
}
