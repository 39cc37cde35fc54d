package io.relocpy.repository.openpgp;

import io.relocpy.repository.FormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.bouncycastle.openpgp.PGPSignature;

/**
 * The packets of a certificate: the primary key, user IDs and subkeys, each followed by its signatures. Copies of a
 * certificate are merged packet by packet, regardless of order, so that an expiry or revocation in any copy is known.
 * Immutable.
 */
final class CertificatePackets {
    private final Packet primary;
    private final Map<Packet, Set<Packet>> parts;

    /** A packet without its header, which has several encodings. */
    record Packet(int tag, ByteBuffer content) {
        byte[] body() {
            byte[] body = new byte[content.remaining()];
            content.duplicate().get(body);
            return body;
        }

        byte[] bytes() {
            byte[] body = body();
            return ByteBuffer.allocate(body.length + 6)
                    .put((byte) (0xc0 | tag))
                    .put((byte) 0xff)
                    .putInt(body.length)
                    .put(body)
                    .array();
        }
    }

    private CertificatePackets(Packet primary, Map<Packet, Set<Packet>> parts) {
        this.primary = primary;
        this.parts = parts;
    }

    /** Reads certificates; each primary key occurs once in the result. */
    static List<CertificatePackets> read(byte[] data, String where) throws FormatException {
        Map<Packet, Map<Packet, Set<Packet>>> certificates = new LinkedHashMap<>();
        Map<Packet, Set<Packet>> certificate = Map.of();
        Set<Packet> signatures = new LinkedHashSet<>();
        for (OpenPgpPackets.Packet each : OpenPgpPackets.split(data, where)) {
            Packet packet = new Packet(
                    each.tag(),
                    ByteBuffer.wrap(data, each.body(), each.end() - each.body()).slice());
            if (certificates.isEmpty() && each.tag() != OpenPgpPackets.PUBLIC_KEY) {
                throw new FormatException(where, "a public key packet first", "packet " + each.tag());
            }
            switch (each.tag()) {
                case OpenPgpPackets.PUBLIC_KEY -> {
                    certificate = certificates.computeIfAbsent(packet, key -> new LinkedHashMap<>());
                    signatures = certificate.computeIfAbsent(packet, key -> new LinkedHashSet<>());
                }
                case OpenPgpPackets.USER_ID, OpenPgpPackets.PUBLIC_SUBKEY ->
                    signatures = certificate.computeIfAbsent(packet, key -> new LinkedHashSet<>());
                case OpenPgpPackets.SIGNATURE -> signatures.add(packet);
                case OpenPgpPackets.TRUST -> {
                    // the local trust of somebody's gpg
                }
                default -> signatures = new LinkedHashSet<>(); // of a photo ID, or of something newer: not used
            }
        }
        List<CertificatePackets> all = new ArrayList<>();
        certificates.forEach((primary, parts) -> all.add(new CertificatePackets(primary, parts)));
        return all;
    }

    Packet primary() {
        return primary;
    }

    /** The primary key, user IDs and subkeys, each with its signatures. */
    Map<Packet, Set<Packet>> parts() {
        return Collections.unmodifiableMap(parts);
    }

    /** The number of packets. */
    int size() {
        return parts.values().stream()
                .mapToInt(signatures -> signatures.size() + 1)
                .sum();
    }

    CertificatePackets plus(CertificatePackets other) {
        Map<Packet, Set<Packet>> both = new LinkedHashMap<>();
        parts.forEach((part, signatures) -> both.put(part, new LinkedHashSet<>(signatures)));
        other.parts.forEach((part, signatures) ->
                both.computeIfAbsent(part, key -> new LinkedHashSet<>()).addAll(signatures));
        return new CertificatePackets(primary, both);
    }

    /** Keeps only the readable signatures that match. */
    CertificatePackets filter(Predicate<PGPSignature> test) {
        Map<Packet, Set<Packet>> left = new LinkedHashMap<>();
        parts.forEach((part, signatures) -> {
            Set<Packet> kept = left.computeIfAbsent(part, key -> new LinkedHashSet<>());
            for (Packet signature : signatures) {
                if (signatures(Set.of(signature)).stream().anyMatch(test)) {
                    kept.add(signature);
                }
            }
        });
        return new CertificatePackets(primary, left);
    }

    /** Parses the signatures, skipping unreadable ones. */
    static List<PGPSignature> signatures(Set<Packet> packets) {
        List<PGPSignature> signatures = new ArrayList<>();
        for (Packet packet : packets) {
            try {
                signatures.add(OpenPgpSignature.parse(packet.bytes()));
            } catch (IOException | RuntimeException e) {
                // an unknown version or algorithm, or not a signature: ignored
            }
        }
        return signatures;
    }
}
