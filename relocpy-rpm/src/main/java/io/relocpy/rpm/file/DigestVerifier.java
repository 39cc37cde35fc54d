package io.relocpy.rpm.file;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.DigestAlgorithm;
import io.relocpy.rpm.file.DigestResult.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the digests of a package: those of the stored bytes, which the caller reads, and those of the decompressed
 * content.
 *
 * <p>Digests of the payload are in the main header and are as trustworthy as that. Digests of the header are in the
 * signature header, which nothing covers: they detect damage, not forgery.
 */
final class DigestVerifier {
    /** Maximum number of digests in one tag; rpm writes one. */
    private static final int MAX_DIGESTS = 8;

    private final RpmFile rpm;
    private final List<Pending> stored = new ArrayList<>();

    DigestVerifier(RpmFile rpm) throws FormatException {
        this.rpm = rpm;
        RpmHeader signature = rpm.signatureHeader();
        stored.add(one(signature, RpmTag.SIG_SHA3_256, Scope.HEADER, "SHA3-256"));
        stored.add(one(signature, RpmTag.SIG_SHA256, Scope.HEADER, "SHA-256"));
        stored.add(one(signature, RpmTag.SIG_SHA1, Scope.HEADER, "SHA-1"));
        stored.add(md5(signature));
        stored.addAll(each(RpmTag.PAYLOADDIGEST, Scope.PAYLOAD));
        stored.add(one(rpm.header(), RpmTag.PAYLOADSHA512, Scope.PAYLOAD, "SHA-512"));
        stored.add(one(rpm.header(), RpmTag.PAYLOADSHA3_256, Scope.PAYLOAD, "SHA3-256"));
    }

    /** A digest being computed, and the digest stated by the package; null if it states none. */
    record Pending(
            Scope scope,
            String algorithm,
            @Nullable String expected,
            @Nullable MessageDigest digest) {
        static Pending of(Scope scope, String algorithm, @Nullable String expected) {
            return new Pending(scope, algorithm, expected, expected == null ? null : DigestAlgorithm.find(algorithm));
        }

        void update(byte[] bytes, int offset, int length) {
            if (digest != null) {
                digest.update(bytes, offset, length);
            }
        }

        DigestResult result() {
            if (expected == null) {
                return new DigestResult(scope, algorithm, new DigestStatus.NotPresent());
            }
            if (digest == null) {
                return new DigestResult(scope, algorithm, new DigestStatus.Unsupported("no provider for " + algorithm));
            }
            String found = HexFormat.of().formatHex(digest.digest());
            return new DigestResult(
                    scope,
                    algorithm,
                    found.equalsIgnoreCase(expected)
                            ? new DigestStatus.Verified()
                            : new DigestStatus.Mismatch(Optional.empty(), expected, found));
        }
    }

    /** The digests of the header, the payload and both, to which the caller adds the bytes. */
    List<Pending> pending() {
        return stored;
    }

    /** The results of {@link #pending()}, after all bytes were added. */
    List<DigestResult> stored(long payloadSize) throws FormatException {
        checkSize(payloadSize);
        return stored.stream().map(Pending::result).toList();
    }

    /** Detects truncated or extended packages even if no digest covers the payload. */
    private void checkSize(long payloadSize) throws FormatException {
        RpmHeader signature = rpm.signatureHeader();
        long stated = signature.number(RpmTag.SIG_LONGSIZE, signature.integer(RpmTag.SIG_SIZE, -1));
        long found = rpm.header().size() + payloadSize;
        if (stated >= 0 && stated != found) {
            throw new FormatException(rpm.where(), stated + " bytes of header and payload", found + " bytes");
        }
    }

    /** Replaces the results of {@link #inside()}. */
    List<DigestResult> notInside(String reason) throws FormatException {
        return List.of(
                new DigestResult(Scope.UNCOMPRESSED_PAYLOAD, payloadAlgorithm(), new DigestStatus.NotChecked(reason)),
                new DigestResult(Scope.FILES, fileAlgorithm(), new DigestStatus.NotChecked(reason)));
    }

    /** Verifies the digests of the decompressed content; reads the file, once for all of them. */
    List<DigestResult> inside() throws IOException {
        List<Pending> uncompressed = new ArrayList<>(each(RpmTag.PAYLOADDIGESTALT, Scope.UNCOMPRESSED_PAYLOAD));
        uncompressed.add(one(rpm.header(), RpmTag.PAYLOADSHA512ALT, Scope.UNCOMPRESSED_PAYLOAD, "SHA-512"));
        uncompressed.add(one(rpm.header(), RpmTag.PAYLOADSHA3_256ALT, Scope.UNCOMPRESSED_PAYLOAD, "SHA3-256"));
        DigestResult files = files(uncompressed);
        List<DigestResult> results =
                new ArrayList<>(uncompressed.stream().map(Pending::result).toList());
        results.add(files);
        return results;
    }

    private DigestResult files(List<Pending> uncompressed) throws IOException {
        List<RpmHeader.Sink> sinks =
                uncompressed.stream().<RpmHeader.Sink>map(each -> each::update).toList();
        DigestStatus status = new DigestStatus.NotPresent();
        try (RpmPayload payload = rpm.payload(sinks, PayloadOption.NO_DIGESTS, PayloadOption.DEVICE_NODES)) {
            for (Optional<PayloadEntry> next = payload.next(); next.isPresent(); next = payload.next()) {
                PayloadEntry entry = next.get();
                DigestStatus one = verifyFile(payload, entry);
                if (!(one instanceof DigestStatus.NotPresent) && !(status instanceof DigestStatus.Mismatch)) {
                    status = one;
                }
            }
        }
        return new DigestResult(Scope.FILES, fileAlgorithm(), status);
    }

    private static DigestStatus verifyFile(RpmPayload payload, PayloadEntry entry) throws IOException {
        Checksum checksum = entry.file().digest().orElse(null);
        if (checksum == null || !entry.hasContent()) {
            return new DigestStatus.NotPresent();
        }
        Pending pending = Pending.of(Scope.FILES, checksum.algorithm().standardName(), checksum.hex());
        feed(payload.content(), List.of(pending));
        DigestStatus status = pending.result().status();
        return status instanceof DigestStatus.Mismatch mismatch
                ? new DigestStatus.Mismatch(Optional.of(entry.path()), mismatch.expected(), mismatch.found())
                : status;
    }

    private static void feed(InputStream in, List<Pending> digests) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            for (Pending pending : digests) {
                pending.update(buffer, 0, read);
            }
        }
    }

    /** The digest in a tag with a single string. */
    private static Pending one(RpmHeader header, int tag, Scope scope, String algorithm) throws FormatException {
        HeaderType type = header.type(tag).orElse(HeaderType.STRING);
        if (type != HeaderType.STRING) {
            throw header.bad("tag " + tag, "a digest as a single string", type.toString());
        }
        return Pending.of(scope, algorithm, header.string(tag).orElse(null));
    }

    private static Pending md5(RpmHeader signature) throws FormatException {
        int tag = RpmTag.SIG_MD5;
        HeaderType type = signature.type(tag).orElse(HeaderType.BIN);
        if (type != HeaderType.BIN) {
            throw signature.bad("tag " + tag, "a binary digest", type.toString());
        }
        String hex = signature.has(tag) ? HexFormat.of().formatHex(signature.bytes(tag)) : null;
        return Pending.of(Scope.HEADER_AND_PAYLOAD, "MD5", hex);
    }

    /**
     * The digests in a tag with several strings, all of which must match; without the tag, one that is not present.
     */
    private List<Pending> each(int tag, Scope scope) throws FormatException {
        HeaderType type = rpm.header().type(tag).orElse(HeaderType.STRING_ARRAY);
        if (type != HeaderType.STRING_ARRAY) {
            throw rpm.header().bad("tag " + tag, "digests as strings", type.toString());
        }
        String algorithm = payloadAlgorithm();
        List<String> digests = rpm.header().strings(tag);
        if (digests.size() > MAX_DIGESTS) {
            throw rpm.header().bad("tag " + tag, "at most " + MAX_DIGESTS + " digests", String.valueOf(digests.size()));
        }
        return digests.isEmpty()
                ? List.of(Pending.of(scope, algorithm, null))
                : digests.stream().map(hex -> Pending.of(scope, algorithm, hex)).toList();
    }

    private String payloadAlgorithm() throws FormatException {
        return DigestAlgorithm.name(rpm.header().integer(RpmTag.PAYLOADDIGESTALGO, DigestAlgorithm.SHA256));
    }

    private String fileAlgorithm() throws FormatException {
        return DigestAlgorithm.name(rpm.header().integer(RpmTag.FILEDIGESTALGO, DigestAlgorithm.MD5));
    }
}
