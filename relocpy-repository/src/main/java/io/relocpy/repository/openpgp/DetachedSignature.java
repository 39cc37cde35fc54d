package io.relocpy.repository.openpgp;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.VerificationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.openpgp.PGPSignature;

/**
 * Detached OpenPGP signatures of a file, as created by {@code gpg --detach-sign}. Immutable.
 *
 * <pre>{@code
 * DetachedSignature.read(Path.of("relocpy.json.asc"))
 *         .verify(content, "relocpy.json", KeyRing.read(Path.of("vendor.asc")), VerificationPolicy.STRICT);
 * }</pre>
 *
 * <p>If there are several signatures, one by a known key that the policy trusts is sufficient, so that a file can be
 * signed with an old and a new key at the same time. A single wrong signature by a known key makes verification fail.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9580#section-10.4">RFC 9580 section 10.4</a>
 */
public final class DetachedSignature {
    /** Maximum size in bytes: some hundred times that of one signature. */
    public static final int MAX_SIZE = 64 << 10;

    /** Each has to process the whole content. */
    private static final int MAX_SIGNATURES = 16;

    private static final Set<Integer> BINARY = Set.of(PGPSignature.BINARY_DOCUMENT);
    private static final Set<Integer> BINARY_OR_TEXT =
            Set.of(PGPSignature.BINARY_DOCUMENT, PGPSignature.CANONICAL_TEXT_DOCUMENT);

    private final List<byte[]> packets;

    private DetachedSignature(List<byte[]> packets) {
        this.packets = List.copyOf(packets);
    }

    /**
     * Reads signatures from a regular file; symbolic links are not followed.
     *
     * @param file armored or binary
     * @throws FormatException if it is not a regular file, or contains anything but a few signatures
     * @throws IOException if it cannot be read
     */
    public static DetachedSignature read(Path file) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new FormatException(file.toString(), "a regular file", "a link, directory, device or pipe");
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return parse(in.readNBytes(MAX_SIZE + 1), file.toString());
        }
    }

    /**
     * Reads signatures.
     *
     * @param data armored or binary
     * @param where location for messages
     * @throws FormatException if it contains anything but a few signatures
     */
    public static DetachedSignature parse(byte[] data, String where) throws FormatException {
        if (data.length > MAX_SIZE) {
            throw new FormatException(where, "a signature of at most " + MAX_SIZE + " bytes", "more");
        }
        byte[] binary = Armor.decode(data, Armor.SIGNATURE, where);
        List<byte[]> packets = new ArrayList<>();
        for (OpenPgpPackets.Packet packet : OpenPgpPackets.split(binary, where)) {
            if (packet.tag() != OpenPgpPackets.SIGNATURE) {
                throw new FormatException(where, "OpenPGP signatures only", "a packet of type " + packet.tag());
            }
            if (packets.size() == MAX_SIGNATURES) {
                throw new FormatException(where, "at most " + MAX_SIGNATURES + " OpenPGP signatures", "more");
            }
            packets.add(Arrays.copyOfRange(binary, packet.start(), packet.end()));
        }
        if (packets.isEmpty()) {
            throw new FormatException(where, "an OpenPGP signature", "none");
        }
        return new DetachedSignature(packets);
    }

    /**
     * Starts verifying content that is read only once.
     *
     * @param keys keys of the accepted signers
     */
    public Verifier verifier(KeyRing keys) {
        return new Verifier(packets, BINARY, keys, Instant.now());
    }

    /**
     * Requires the content to be signed.
     *
     * @param content the signed content
     * @param what name of the content, for messages
     * @param keys keys of the accepted signers
     * @param policy which weaknesses are tolerated; a signature is required in any case
     * @throws VerificationException unless at least one signature is trusted and none is wrong
     */
    public Signer verify(byte[] content, String what, KeyRing keys, VerificationPolicy policy)
            throws VerificationException {
        Verifier verifier = verifier(keys);
        verifier.update(content, 0, content.length);
        return verifier.require(what, policy);
    }

    /**
     * Requires a text to be signed, by signatures of its bytes or of its lines, whose ends then do not matter.
     *
     * @param text the signed text
     * @param what name of the text, for messages
     * @param keys keys of the accepted signers
     * @param policy as for {@link #verify}
     * @param now the time at which keys and signatures must be valid
     * @return everybody whose signature is trusted, at least one
     * @throws VerificationException unless at least one signature is trusted and none is wrong
     */
    public List<Signer> verifyText(byte[] text, String what, KeyRing keys, VerificationPolicy policy, Instant now)
            throws VerificationException {
        Verifier verifier = new Verifier(packets, BINARY_OR_TEXT, keys, now);
        verifier.update(text, 0, text.length);
        return verifier.requireAll(what, policy);
    }

    /**
     * Who signed, and when.
     *
     * @param fingerprint of the key that signed, hexadecimal: the primary key of a certificate or one of its subkeys
     * @param primaryFingerprint of the certificate's primary key, hexadecimal; what its owner publishes
     * @param userId a user ID that the owner certified; unverified, with any characters; empty if there is none
     * @param created when the signature was made, according to itself
     */
    public record Signer(String fingerprint, String primaryFingerprint, Optional<String> userId, Instant created) {}

    /** Verifies signatures while the content is read. Not thread-safe. */
    public static final class Verifier {
        private final KeyRing keys;
        private final List<SignatureCheck> checks = new ArrayList<>();

        private Verifier(List<byte[]> packets, Set<Integer> types, KeyRing keys, Instant now) {
            this.keys = keys;
            for (byte[] packet : packets) {
                checks.add(SignatureCheck.begin(packet, types, keys, now));
            }
        }

        /** Adds the next bytes of the content. */
        public void update(byte[] bytes, int offset, int length) {
            checks.forEach(check -> check.update(bytes, offset, length));
        }

        /**
         * Requires the content to be signed. Must be called once, after all of the content was added.
         *
         * @param what name of the content, for messages
         * @param policy as for {@link DetachedSignature#verify}
         * @throws VerificationException unless at least one signature is trusted and none is wrong
         */
        public Signer require(String what, VerificationPolicy policy) throws VerificationException {
            return requireAll(what, policy).get(0);
        }

        private List<Signer> requireAll(String what, VerificationPolicy policy) throws VerificationException {
            List<SignatureResult> results =
                    checks.stream().map(SignatureCheck::result).toList();
            VerificationPolicy signed = new VerificationPolicy(true, policy.tolerated(), policy.brokenDigests());
            List<String> complaints = signed.complaints(results);
            if (!complaints.isEmpty()) {
                throw new VerificationException(what, String.join("; ", complaints));
            }
            List<Signer> signers = new ArrayList<>();
            for (SignatureResult result : results) {
                if (result.status() instanceof SignatureStatus.Verified verified && signed.trusts(result)) {
                    signers.add(signer(result, verified));
                }
            }
            return List.copyOf(signers);
        }

        private Signer signer(SignatureResult result, SignatureStatus.Verified verified) {
            String primary = result.keyId().stream()
                    .flatMap(id -> keys.find(Long.parseUnsignedLong(id, 16)).stream())
                    .filter(candidate ->
                            KeyRing.fingerprint(candidate.key().key()).equals(verified.fingerprint()))
                    .map(candidate ->
                            KeyRing.fingerprint(candidate.certificate().primary()))
                    .findFirst()
                    .orElse(verified.fingerprint());
            return new Signer(verified.fingerprint(), primary, verified.userId(), verified.created());
        }
    }
}
