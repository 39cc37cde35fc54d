package io.relocpy.rpm;

import io.relocpy.rpm.DigestResult.Scope;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Checks the signatures of one package. */
final class SignatureVerifier {
    private final RpmFile rpm;
    private final KeyRing keys;
    private final Instant now;

    SignatureVerifier(RpmFile rpm, KeyRing keys, Instant now) {
        this.rpm = rpm;
        this.keys = keys;
        this.now = now;
    }

    List<SignatureResult> verify() throws IOException {
        RpmHeader header = rpm.signatureHeader();
        List<SignatureResult> results = new ArrayList<>();
        for (byte[] packet : headerSignatures(header)) {
            SignatureCheck check = SignatureCheck.begin(Scope.HEADER, packet, keys, now);
            rpm.header().feedSigned(check::update);
            results.add(check.result());
        }
        List<SignatureCheck> whole = new ArrayList<>();
        for (int tag : new int[] {RpmTag.SIG_PGP, RpmTag.SIG_GPG}) {
            if (header.has(tag)) {
                whole.add(SignatureCheck.begin(Scope.HEADER_AND_PAYLOAD, header.bytes(tag), keys, now));
            }
        }
        if (!whole.isEmpty()) {
            feedWhole(whole);
            whole.forEach(check -> results.add(check.result()));
        }
        return results;
    }

    /** As rpm 6 does, those of version 6 replace the older form where a package has both. */
    private static List<byte[]> headerSignatures(RpmHeader header) throws RpmFormatException {
        List<byte[]> packets = new ArrayList<>();
        for (String text : header.strings(RpmTag.SIG_OPENPGP)) {
            try {
                packets.add(Base64.getMimeDecoder().decode(text));
            } catch (IllegalArgumentException e) {
                throw new RpmFormatException("tag OPENPGP", "base64", e);
            }
        }
        for (int tag : new int[] {RpmTag.SIG_RSA, RpmTag.SIG_DSA}) {
            if (packets.isEmpty() && header.has(tag)) {
                packets.add(header.bytes(tag));
            }
        }
        return packets;
    }

    private void feedWhole(List<SignatureCheck> checks) throws IOException {
        checks.forEach(check -> rpm.header().feedWhole(check::update));
        byte[] buffer = new byte[1 << 16];
        try (FileSlice in = FileSlice.open(rpm.path(), rpm.payloadOffset())) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                for (SignatureCheck check : checks) {
                    check.update(buffer, 0, read);
                }
            }
        }
    }
}
