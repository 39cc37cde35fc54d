package io.relocpy.repository.openpgp;

import io.relocpy.repository.FormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.SignatureSubpacketTags;
import org.bouncycastle.bcpg.sig.KeyFlags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureSubpacketVector;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.jspecify.annotations.Nullable;

/**
 * An OpenPGP certificate: a primary key, and its owner's statements about it and its subkeys. Only statements with a
 * correct signature are kept, since anyone can add packets to a key file; certifications by others are skipped. They are
 * verified when the certificate is first needed: of a distribution's keyring, few are. Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9580#section-10.1">RFC 9580 section 10.1</a>
 */
final class Certificate {
    /** Limit for self-signatures, user IDs and subkeys together; each may cost a signature verification. */
    private static final int MAX = 256;

    private static final int MAX_EMBEDDED = 4;

    private final CertificatePackets packets;
    private final PGPPublicKey primary;
    private final Map<CertificatePackets.Packet, PGPPublicKey> subkeys;
    private final List<String> unsupported;
    private @Nullable Verified verified;

    /**
     * The owner's statement about a key, made in a signature.
     *
     * @param created when it was made
     * @param validity seconds after {@code created} until the statement expires; 0 if it never does
     * @param keyValidity seconds after the key's creation until the key expires; 0 if it never does
     * @param maySign whether the key may sign
     */
    record Statement(Instant created, long validity, long keyValidity, boolean maySign) {}

    /** A primary key or a subkey. */
    record Key(PGPPublicKey key, boolean revoked, List<Statement> statements) {
        /** Copies the list. */
        Key {
            statements = List.copyOf(statements);
        }
    }

    /** What the owner stated. */
    private record Verified(List<Key> keys, String userId) {}

    private Certificate(
            CertificatePackets packets,
            PGPPublicKey primary,
            Map<CertificatePackets.Packet, PGPPublicKey> subkeys,
            List<String> unsupported) {
        this.packets = packets;
        this.primary = primary;
        this.subkeys = subkeys;
        this.unsupported = List.copyOf(unsupported);
    }

    /**
     * Reads a certificate.
     *
     * @throws FormatException if it contains too many packets
     * @throws IOException if the primary key is damaged or of an unknown kind
     */
    static Certificate of(CertificatePackets all, String where) throws IOException {
        PGPPublicKey primary = parseKey(all.primary(), null);
        CertificatePackets packets = all.filter(signature -> signature.getKeyID() == 0 // no issuer stated
                || signature.getKeyID() == primary.getKeyID());
        if (packets.size() > MAX) {
            throw new FormatException(
                    where + ", key " + KeyRing.id(primary),
                    "at most " + MAX + " user IDs, subkeys and self-signatures",
                    String.valueOf(packets.size()));
        }
        Map<CertificatePackets.Packet, PGPPublicKey> subkeys = new LinkedHashMap<>();
        List<String> unsupported = new ArrayList<>();
        for (CertificatePackets.Packet part : packets.parts().keySet()) {
            if (part.tag() == OpenPgpPackets.PUBLIC_SUBKEY) {
                try {
                    subkeys.put(part, parseKey(packets.primary(), part));
                } catch (IOException e) {
                    unsupported.add("a subkey of " + KeyRing.id(primary) + ": " + e.getMessage());
                }
            }
        }
        return new Certificate(packets, primary, subkeys, unsupported);
    }

    private synchronized Verified verified() {
        Verified result = verified;
        if (result == null) {
            result = new Builder(packets, primary, subkeys).build();
            verified = result;
        }
        return result;
    }

    /** Merges two copies of the certificate of one primary key. */
    Certificate plus(Certificate other, String where) throws IOException {
        return of(packets.plus(other.packets), where);
    }

    PGPPublicKey primary() {
        return primary;
    }

    /** Whether one of its keys has this ID. */
    boolean has(long keyId) {
        return primary.getKeyID() == keyId || subkeys.values().stream().anyMatch(subkey -> subkey.getKeyID() == keyId);
    }

    /** The primary key, then the subkeys. */
    List<Key> keys() {
        return verified().keys;
    }

    /** The first user ID that the owner certified and did not revoke; empty if there is none. */
    String userId() {
        return verified().userId;
    }

    /** Subkeys that could not be read, and why. */
    List<String> unsupported() {
        return unsupported;
    }

    /** Parses a primary key, or a subkey together with its primary key. */
    private static PGPPublicKey parseKey(CertificatePackets.Packet primary, CertificatePackets.@Nullable Packet subkey)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(primary.bytes());
        if (subkey != null) {
            bytes.writeBytes(subkey.bytes());
        }
        try {
            List<PGPPublicKey> keys = new ArrayList<>();
            new PGPPublicKeyRing(bytes.toByteArray(), new BcKeyFingerprintCalculator())
                    .getPublicKeys()
                    .forEachRemaining(keys::add);
            if (keys.size() != (subkey == null ? 1 : 2)) {
                throw new IOException("unknown kind of key");
            }
            PGPPublicKey key = keys.get(keys.size() - 1);
            if (key.getVersion() < 4) { // its fingerprint uses MD5
                throw new IOException("key version " + key.getVersion() + " is not supported");
            }
            return key;
        } catch (RuntimeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Verifies each signature and collects the statements to keep. */
    private static final class Builder {
        private final CertificatePackets packets;
        private final PGPPublicKey primary;
        private final List<Statement> statements = new ArrayList<>();
        private final Set<String> names = new LinkedHashSet<>();
        private final Map<CertificatePackets.Packet, PGPPublicKey> parsed;
        private final List<Key> subkeys = new ArrayList<>();
        private boolean revoked;

        Builder(CertificatePackets packets, PGPPublicKey primary, Map<CertificatePackets.Packet, PGPPublicKey> parsed) {
            this.packets = packets;
            this.primary = primary;
            this.parsed = parsed;
        }

        Verified build() {
            for (Map.Entry<CertificatePackets.Packet, Set<CertificatePackets.Packet>> part :
                    packets.parts().entrySet()) {
                List<PGPSignature> signatures = CertificatePackets.signatures(part.getValue());
                revoked |= signatures.stream().anyMatch(this::revokes); // anywhere in the certificate, as in gpg
                switch (part.getKey().tag()) {
                    case OpenPgpPackets.USER_ID -> addName(part.getKey().body(), signatures);
                    case OpenPgpPackets.PUBLIC_SUBKEY -> addSubkey(part.getKey(), signatures);
                    default -> addPrimary(signatures);
                }
            }
            List<Key> keys = new ArrayList<>();
            keys.add(new Key(primary, revoked, statements));
            keys.addAll(subkeys);
            return new Verified(List.copyOf(keys), names.stream().findFirst().orElse(""));
        }

        private boolean revokes(PGPSignature signature) {
            return signature.getSignatureType() == PGPSignature.KEY_REVOCATION
                    && OpenPgpSignature.verifies(signature, primary, s -> s.verifyCertification(primary));
        }

        private void addPrimary(List<PGPSignature> signatures) {
            for (PGPSignature signature : signatures) {
                if (signature.getSignatureType() == PGPSignature.DIRECT_KEY
                        && states(signature, s -> s.verifyCertification(primary))) {
                    statements.add(statement(signature, true));
                }
            }
        }

        /** For a user ID, the newest signature counts: it can be revoked and certified again. */
        private void addName(byte[] name, List<PGPSignature> signatures) {
            Instant takenBack = Instant.MIN;
            List<PGPSignature> given = new ArrayList<>();
            for (PGPSignature signature : signatures) {
                if (signature.getSignatureType() == PGPSignature.CERTIFICATION_REVOCATION) {
                    Instant created = OpenPgpSignature.created(signature);
                    if (created.isAfter(takenBack)
                            && OpenPgpSignature.verifies(
                                    signature, primary, s -> s.verifyCertification(name, primary))) {
                        takenBack = created;
                    }
                } else if (signature.isCertification()
                        && states(signature, s -> s.verifyCertification(name, primary))) {
                    given.add(signature);
                }
            }
            for (PGPSignature signature : given) {
                if (OpenPgpSignature.created(signature).isAfter(takenBack)) {
                    statements.add(statement(signature, true));
                    names.add(new String(name, StandardCharsets.UTF_8));
                }
            }
        }

        private void addSubkey(CertificatePackets.Packet packet, List<PGPSignature> signatures) {
            PGPPublicKey subkey = parsed.get(packet);
            if (subkey == null) { // of an unknown kind
                return;
            }
            boolean taken = false;
            List<Statement> bindings = new ArrayList<>();
            for (PGPSignature signature : signatures) {
                if (signature.getSignatureType() == PGPSignature.SUBKEY_REVOCATION) {
                    taken |= OpenPgpSignature.verifies(signature, primary, s -> s.verifyCertification(primary, subkey));
                } else if (signature.getSignatureType() == PGPSignature.SUBKEY_BINDING
                        && states(signature, s -> s.verifyCertification(primary, subkey))) {
                    bindings.add(statement(signature, boundBack(signature, subkey)));
                }
            }
            subkeys.add(new Key(subkey, taken, bindings));
        }

        /**
         * Whether the owner made this statement. SHA-1 is sufficient here: forging it would take a second preimage,
         * since nobody else chooses what is signed; gpg and rpm accept it, and keys of distributions use it. MD5 is
         * not.
         */
        private boolean states(PGPSignature signature, OpenPgpSignature.Check check) {
            return signature.getHashAlgorithm() != HashAlgorithmTags.MD5
                    && OpenPgpSignature.objection(signature) == null
                    && !OpenPgpSignature.created(signature)
                            .isBefore(primary.getCreationTime().toInstant())
                    && OpenPgpSignature.verifies(signature, primary, check);
        }

        /**
         * A signing subkey must confirm in turn that it belongs to the primary key; otherwise anyone could claim it.
         */
        private boolean boundBack(PGPSignature binding, PGPPublicKey subkey) {
            List<PGPSignature> embedded = new ArrayList<>();
            try {
                binding.getHashedSubPackets().getEmbeddedSignatures().forEach(embedded::add);
                binding.getUnhashedSubPackets().getEmbeddedSignatures().forEach(embedded::add);
            } catch (PGPException | RuntimeException e) {
                return false; // an unreadable signature does not bind
            }
            return embedded.stream()
                    .limit(MAX_EMBEDDED)
                    .anyMatch(signature -> signature.getSignatureType() == PGPSignature.PRIMARYKEY_BINDING
                            && signature.getHashAlgorithm() != HashAlgorithmTags.MD5
                            && OpenPgpSignature.objection(signature) == null
                            && OpenPgpSignature.verifies(
                                    signature, subkey, s -> s.verifyCertification(primary, subkey)));
        }

        private static Statement statement(PGPSignature signature, boolean bound) {
            PGPSignatureSubpacketVector hashed = signature.getHashedSubPackets();
            boolean flagged = hashed != null && hashed.hasSubpacket(SignatureSubpacketTags.KEY_FLAGS);
            boolean signs = !flagged || (hashed.getKeyFlags() & KeyFlags.SIGN_DATA) != 0;
            return new Statement(
                    OpenPgpSignature.created(signature),
                    OpenPgpSignature.validity(signature),
                    hashed == null ? 0 : hashed.getKeyExpirationTime(),
                    signs && bound);
        }
    }
}
