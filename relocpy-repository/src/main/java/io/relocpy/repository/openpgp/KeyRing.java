package io.relocpy.repository.openpgp;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.RegularFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.jspecify.annotations.Nullable;

/**
 * Public OpenPGP keys for verifying signatures.
 *
 * <p>Copies of a certificate from any number of files are merged: an expiry, renewal or revocation in any copy counts.
 * {@link SignatureWeakness} lists what makes a key unacceptable.
 *
 * <p>Keys of an unknown kind are skipped and listed in {@link #unsupported()}; others in the same file are kept.
 * Immutable and thread-safe.
 */
public final class KeyRing {
    /** The empty key ring. */
    public static final KeyRing EMPTY = new KeyRing(List.of(), List.of(), null);

    private static final int MAX_SIZE = 64 << 20;
    private static final String BEGIN = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
    private static final String END = "-----END PGP PUBLIC KEY BLOCK-----";

    private final List<Certificate> certificates;
    private final List<String> unsupported;
    /** The fingerprints of the keys that may sign; null for all. */
    private final @Nullable Set<String> signers;

    private KeyRing(Collection<Certificate> certificates, List<String> unsupported, @Nullable Set<String> signers) {
        this.certificates = List.copyOf(certificates);
        this.unsupported = List.copyOf(unsupported);
        this.signers = signers;
    }

    /**
     * Reads keys from a file.
     *
     * @param file armored, with any number of key blocks, or binary
     * @throws FormatException if it contains no key, or damaged ones
     * @throws IOException if it cannot be read
     */
    public static KeyRing read(Path file) throws IOException {
        return parse(RegularFile.bytes(file, MAX_SIZE), file.toString());
    }

    /**
     * Reads keys.
     *
     * @param data armored, with any number of key blocks, or binary
     * @param where location for messages
     * @throws FormatException if it contains no key, or damaged ones
     */
    public static KeyRing parse(byte[] data, String where) throws IOException {
        List<CertificatePackets> found = new ArrayList<>();
        String text = new String(data, StandardCharsets.ISO_8859_1);
        int begin = text.indexOf(BEGIN);
        if (begin < 0) {
            found.addAll(CertificatePackets.read(data, where));
        }
        while (begin >= 0) {
            int end = text.indexOf(END, begin);
            if (end < 0) {
                throw new FormatException(where, END, "the end of the file");
            }
            String block = text.substring(begin, end + END.length()) + "\n";
            found.addAll(CertificatePackets.read(unarmor(block, where), where));
            begin = text.indexOf(BEGIN, end);
        }
        if (found.isEmpty()) {
            throw new FormatException(where, "an OpenPGP public key", "none");
        }
        return read(found, where);
    }

    private static KeyRing read(List<CertificatePackets> found, String where) throws FormatException {
        Map<CertificatePackets.Packet, CertificatePackets> merged = new LinkedHashMap<>();
        found.forEach(packets -> merged.merge(packets.primary(), packets, CertificatePackets::plus));
        List<Certificate> certificates = new ArrayList<>();
        List<String> unsupported = new ArrayList<>();
        for (CertificatePackets packets : merged.values()) {
            try {
                Certificate certificate = Certificate.of(packets, where);
                certificates.add(certificate);
                certificate.unsupported().forEach(text -> unsupported.add(where + ": " + text));
            } catch (FormatException e) {
                throw e;
            } catch (IOException e) {
                unsupported.add(where + ": a key: " + e.getMessage());
            }
        }
        return new KeyRing(certificates, unsupported, null);
    }

    private static byte[] unarmor(String block, String where) throws FormatException {
        byte[] bytes = block.getBytes(StandardCharsets.ISO_8859_1);
        try (ArmoredInputStream in =
                ArmoredInputStream.builder().setIgnoreCRC(true).build(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes(); // RFC 9580 wants the checksum ignored; keys have signatures
        } catch (IOException e) {
            throw new FormatException(where, "an armored key block", e);
        }
    }

    /**
     * Returns the keys of both; certificates with the same primary key are merged.
     *
     * @throws FormatException if a merged certificate contains too many packets
     */
    public KeyRing plus(KeyRing other) throws IOException {
        Map<String, Certificate> both = new LinkedHashMap<>();
        for (KeyRing ring : List.of(this, other)) {
            for (Certificate certificate : ring.certificates) {
                String fingerprint = fingerprint(certificate.primary());
                Certificate before = both.get(fingerprint);
                both.put(fingerprint, before == null ? certificate : before.plus(certificate, "key ring"));
            }
        }
        List<String> unsupportedOfBoth = new ArrayList<>(unsupported);
        unsupportedOfBoth.addAll(other.unsupported);
        return new KeyRing(both.values(), unsupportedOfBoth, signersOfBoth(other));
    }

    private @Nullable Set<String> signersOfBoth(KeyRing other) {
        if (signers == null && other.signers == null) {
            return null;
        }
        Set<String> both = new HashSet<>();
        for (KeyRing ring : List.of(this, other)) {
            for (Certificate certificate : ring.certificates) {
                certificate.keys().stream()
                        .map(each -> fingerprint(each.key()))
                        .filter(ring::maySign)
                        .forEach(both::add);
            }
        }
        return both;
    }

    /** Whether it contains no keys. */
    public boolean isEmpty() {
        return certificates.isEmpty();
    }

    /** The fingerprints of the primary keys, in hexadecimal digits. */
    public List<String> fingerprints() {
        return certificates.stream()
                .map(certificate -> fingerprint(certificate.primary()))
                .toList();
    }

    /** Describes the keys that could not be read. */
    public List<String> unsupported() {
        return unsupported;
    }

    /**
     * The same keys, of which only those with one of these fingerprints may sign.
     *
     * @param keys fingerprints in hexadecimal digits of either case; that of a primary key stands for its subkeys, too
     * @param exact fingerprints of keys without their subkeys
     */
    public KeyRing restrictedTo(Collection<String> keys, Collection<String> exact) {
        Set<String> wanted = lowerCase(keys);
        Set<String> wantedExactly = lowerCase(exact);
        Set<String> allowed = new HashSet<>();
        for (Certificate certificate : certificates) {
            boolean whole = wanted.contains(fingerprint(certificate.primary()));
            for (Certificate.Key each : certificate.keys()) {
                String key = fingerprint(each.key());
                if (maySign(key) && (whole || wanted.contains(key) || wantedExactly.contains(key))) {
                    allowed.add(key);
                }
            }
        }
        return new KeyRing(certificates, unsupported, allowed);
    }

    private static Set<String> lowerCase(Collection<String> fingerprints) {
        return fingerprints.stream().map(each -> each.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    private boolean maySign(String fingerprint) {
        return signers == null || signers.contains(fingerprint);
    }

    /** A key and the certificate that it belongs to. */
    record Candidate(Certificate certificate, Certificate.Key key) {}

    /** Finds all keys with this ID; key IDs are too short to be unique. */
    List<Candidate> find(long keyId) {
        List<Candidate> found = new ArrayList<>();
        for (Certificate certificate : certificates) {
            if (certificate.has(keyId)) {
                for (Certificate.Key key : certificate.keys()) {
                    if (key.key().getKeyID() == keyId && maySign(fingerprint(key.key()))) {
                        found.add(new Candidate(certificate, key));
                    }
                }
            }
        }
        return found;
    }

    static String fingerprint(PGPPublicKey key) {
        return HexFormat.of().formatHex(key.getFingerprint());
    }

    static String id(PGPPublicKey key) {
        return id(key.getKeyID());
    }

    static String id(long keyId) {
        return String.format(Locale.ROOT, "%016x", keyId);
    }
}
