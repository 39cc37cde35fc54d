package io.relocpy.rpm.file;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.repository.openpgp.SignatureCheck;
import io.relocpy.rpm.file.DigestResult.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Finds the signatures of a package in its signature header. */
final class PackageSignatures {
    /**
     * More than any package has: rpm 4 has four signature tags, rpm 6 allows any number of signatures, added with
     * {@code rpmsign}. Each one by a known key costs a pass over the header.
     */
    static final int MAX = 16;

    private final RpmHeader header;
    private final List<byte[]> ofHeader = new ArrayList<>();
    private final List<byte[]> ofBoth = new ArrayList<>();

    private PackageSignatures(RpmHeader header) {
        this.header = header;
    }

    /** A signature being verified. */
    record Pending(Scope scope, SignatureCheck check) {
        Verification.Signature result() {
            return new Verification.Signature(scope, check.result());
        }
    }

    /** Starts verifying all signatures; the caller adds the bytes that they cover. */
    static List<Pending> begin(RpmFile rpm, KeyRing keys, Instant now) throws FormatException {
        PackageSignatures signatures = new PackageSignatures(rpm.signatureHeader());
        signatures.find();
        List<Pending> checks = new ArrayList<>();
        for (byte[] packet : signatures.ofHeader) {
            checks.add(new Pending(Scope.HEADER, SignatureCheck.begin(packet, keys, now)));
        }
        for (byte[] packet : signatures.ofBoth) {
            checks.add(new Pending(Scope.HEADER_AND_PAYLOAD, SignatureCheck.begin(packet, keys, now)));
        }
        return checks;
    }

    private void find() throws FormatException {
        List<String> texts = header.strings(RpmTag.SIG_OPENPGP);
        if (texts.size() > MAX) {
            throw header.bad("tag OPENPGP", "at most " + MAX + " signatures", String.valueOf(texts.size()));
        }
        for (String text : texts) {
            try {
                ofHeader.add(Base64.getDecoder().decode(text.replaceAll("\\s", "")));
            } catch (IllegalArgumentException e) {
                throw header.bad("tag OPENPGP", "base64", String.valueOf(e.getMessage()));
            }
        }
        for (int tag : new int[] {RpmTag.SIG_RSA, RpmTag.SIG_DSA}) {
            byte[] packet = binary(tag);
            boolean known = ofHeader.stream().anyMatch(other -> Arrays.equals(other, packet)); // rpm 6 writes it twice
            if (packet.length > 0 && !known) {
                ofHeader.add(packet);
            }
        }
        for (int tag : new int[] {RpmTag.SIG_PGP, RpmTag.SIG_GPG}) {
            byte[] packet = binary(tag);
            if (packet.length > 0) {
                ofBoth.add(packet);
            }
        }
    }

    private byte[] binary(int tag) throws FormatException {
        if (header.has(tag) && header.type(tag).orElseThrow() != HeaderType.BIN) {
            throw header.bad(
                    "tag " + tag,
                    "a binary signature",
                    header.type(tag).orElseThrow().toString());
        }
        return header.bytes(tag);
    }
}
