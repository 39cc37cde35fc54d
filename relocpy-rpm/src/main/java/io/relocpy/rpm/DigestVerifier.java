package io.relocpy.rpm;

import io.relocpy.rpm.DigestResult.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares the digests of one package: first those of the bytes as they lie, then, if these hold, what is inside. */
final class DigestVerifier {
    private static final String DAMAGED = "the payload itself is damaged";

    private final RpmFile rpm;
    private final List<DigestResult> results = new ArrayList<>();

    DigestVerifier(RpmFile rpm) {
        this.rpm = rpm;
    }

    /** A digest being taken, and what the package says it is. */
    private record Pending(
            Scope scope,
            String algorithm,
            String expected,
            @Nullable MessageDigest digest) {
        static Pending of(Scope scope, String algorithm, String expected) {
            return new Pending(scope, algorithm, expected, expected.isEmpty() ? null : DigestAlgorithm.find(algorithm));
        }

        void update(byte[] bytes, int length) {
            if (digest != null) {
                digest.update(bytes, 0, length);
            }
        }

        DigestResult result() {
            if (expected.isEmpty()) {
                return new DigestResult(scope, algorithm, new DigestStatus.NotPresent());
            }
            if (digest == null) {
                return new DigestResult(scope, algorithm, new DigestStatus.Unsupported("no provider of " + algorithm));
            }
            String found = HexFormat.of().formatHex(digest.digest());
            return new DigestResult(
                    scope,
                    algorithm,
                    found.equalsIgnoreCase(expected)
                            ? new DigestStatus.Verified()
                            : new DigestStatus.Mismatch("", expected, found));
        }
    }

    List<DigestResult> verify() throws IOException {
        verifyHeader();
        boolean whole = verifyBytes();
        if (whole) {
            verifyUncompressed();
            verifyFiles();
        } else {
            results.add(new DigestResult(
                    Scope.UNCOMPRESSED_PAYLOAD, payloadAlgorithm(), new DigestStatus.NotChecked(DAMAGED)));
            results.add(new DigestResult(Scope.FILES, fileAlgorithm(), new DigestStatus.NotChecked(DAMAGED)));
        }
        return List.copyOf(results);
    }

    /** The digests of what lies in the file, without decompressing it. */
    List<DigestResult> verifyStored() throws IOException {
        verifyHeader();
        verifyBytes();
        return List.copyOf(results);
    }

    private void verifyHeader() throws RpmFormatException {
        RpmHeader signature = rpm.signatureHeader();
        for (Pending pending : List.of(
                Pending.of(
                        Scope.HEADER,
                        "SHA3-256",
                        signature.string(RpmTag.SIG_SHA3_256).orElse("")),
                Pending.of(
                        Scope.HEADER,
                        "SHA-256",
                        signature.string(RpmTag.SIG_SHA256).orElse("")),
                Pending.of(
                        Scope.HEADER, "SHA-1", signature.string(RpmTag.SIG_SHA1).orElse("")))) {
            if (pending.digest() != null) {
                rpm.header().feedSigned(pending.digest()::update);
            }
            results.add(pending.result());
        }
    }

    /** One pass over the file's bytes. */
    private boolean verifyBytes() throws IOException {
        Pending both = Pending.of(
                Scope.HEADER_AND_PAYLOAD,
                "MD5",
                HexFormat.of().formatHex(rpm.signatureHeader().bytes(RpmTag.SIG_MD5)));
        if (both.digest() != null) {
            rpm.header().feedWhole(both.digest()::update);
        }
        List<Pending> all = List.of(
                both,
                payload(Scope.PAYLOAD, payloadAlgorithm(), RpmTag.PAYLOADDIGEST),
                payload(Scope.PAYLOAD, "SHA-512", RpmTag.PAYLOADSHA512),
                payload(Scope.PAYLOAD, "SHA3-256", RpmTag.PAYLOADSHA3_256));
        long size;
        try (FileSlice in = FileSlice.open(rpm.path(), rpm.payloadOffset())) {
            size = in.remaining();
            feed(in, all);
        }
        boolean whole = true;
        for (Pending pending : all) {
            DigestResult result = pending.result();
            results.add(result);
            whole &= !(result.status() instanceof DigestStatus.Mismatch);
        }
        return sizeHolds(size) && whole;
    }

    /** A package cut short or with something appended, where no digest covers the payload. */
    private boolean sizeHolds(long payloadSize) throws RpmFormatException {
        RpmHeader signature = rpm.signatureHeader();
        long stated = signature.number(RpmTag.SIG_LONGSIZE, signature.integer(RpmTag.SIG_SIZE, -1));
        long found = rpm.header().size() + payloadSize;
        if (stated >= 0 && stated != found) {
            throw new RpmFormatException(rpm.where(), stated + " bytes of header and payload", found + " bytes");
        }
        return true;
    }

    private void verifyUncompressed() throws IOException {
        List<Pending> all = List.of(
                payload(Scope.UNCOMPRESSED_PAYLOAD, payloadAlgorithm(), RpmTag.PAYLOADDIGESTALT),
                payload(Scope.UNCOMPRESSED_PAYLOAD, "SHA-512", RpmTag.PAYLOADSHA512ALT),
                payload(Scope.UNCOMPRESSED_PAYLOAD, "SHA3-256", RpmTag.PAYLOADSHA3_256ALT));
        if (all.stream().anyMatch(pending -> pending.digest() != null)) {
            try (PayloadStream in = PayloadStream.open(rpm, false)) {
                feed(in, all);
            }
        }
        all.forEach(pending -> results.add(pending.result()));
    }

    private void verifyFiles() throws IOException {
        DigestStatus status = new DigestStatus.NotPresent();
        try (RpmPayload payload = rpm.payload(PayloadOption.NO_DIGESTS, PayloadOption.DEVICE_NODES)) {
            for (PayloadEntry entry = payload.next(); entry != null; entry = payload.next()) {
                DigestStatus one = verifyFile(payload, entry);
                if (!(one instanceof DigestStatus.NotPresent) && !(status instanceof DigestStatus.Mismatch)) {
                    status = one;
                }
            }
        }
        results.add(new DigestResult(Scope.FILES, fileAlgorithm(), status));
    }

    private static DigestStatus verifyFile(RpmPayload payload, PayloadEntry entry) throws IOException {
        Checksum checksum = entry.file().digest();
        if (checksum == null || !entry.hasContent()) {
            return new DigestStatus.NotPresent();
        }
        Pending pending = Pending.of(Scope.FILES, checksum.algorithm().standardName(), checksum.hex());
        feed(payload.content(), List.of(pending));
        DigestStatus status = pending.result().status();
        return status instanceof DigestStatus.Mismatch mismatch
                ? new DigestStatus.Mismatch(entry.path(), mismatch.expected(), mismatch.found())
                : status;
    }

    private static void feed(InputStream in, List<Pending> digests) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            for (Pending pending : digests) {
                pending.update(buffer, read);
            }
        }
    }

    private Pending payload(Scope scope, String algorithm, int tag) throws RpmFormatException {
        return Pending.of(scope, algorithm, rpm.header().string(tag).orElse(""));
    }

    private String payloadAlgorithm() throws RpmFormatException {
        return DigestAlgorithm.name(rpm.header().integer(RpmTag.PAYLOADDIGESTALGO, DigestAlgorithm.SHA256));
    }

    private String fileAlgorithm() throws RpmFormatException {
        return DigestAlgorithm.name(rpm.header().integer(RpmTag.FILEDIGESTALGO, DigestAlgorithm.MD5));
    }
}
