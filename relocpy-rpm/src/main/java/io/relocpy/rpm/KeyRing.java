package io.relocpy.rpm;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;

/**
 * Public OpenPGP keys that signatures are checked with, such as those in {@code /etc/pki/rpm-gpg}.
 *
 * <p>A key of a kind that is unknown here is left out and listed in {@link #unsupported()}, others in the same file are
 * kept. Immutable, safe for several threads.
 */
public final class KeyRing {
    /** Without any key. */
    public static final KeyRing EMPTY = new KeyRing(List.of(), List.of());

    private static final int MAX_SIZE = 64 << 20;
    private static final String BEGIN = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
    private static final String END = "-----END PGP PUBLIC KEY BLOCK-----";

    private final List<PGPPublicKeyRing> certificates;
    private final List<String> unsupported;

    private KeyRing(List<PGPPublicKeyRing> certificates, List<String> unsupported) {
        this.certificates = List.copyOf(certificates);
        this.unsupported = List.copyOf(unsupported);
    }

    /**
     * Reads keys from a file.
     *
     * @param file armored, with any number of key blocks, or binary
     * @throws RpmFormatException when it holds no key, or damaged ones
     * @throws IOException when it can not be read
     */
    public static KeyRing read(Path file) throws IOException {
        return parse(RegularFile.bytes(file, MAX_SIZE), file.toString());
    }

    /**
     * Reads keys.
     *
     * @param data armored, with any number of key blocks, or binary
     * @param where they are from, for messages
     * @throws RpmFormatException when there is no key, or damaged ones
     */
    public static KeyRing parse(byte[] data, String where) throws IOException {
        List<PGPPublicKeyRing> certificates = new ArrayList<>();
        List<String> unsupported = new ArrayList<>();
        String text = new String(data, StandardCharsets.ISO_8859_1);
        int begin = text.indexOf(BEGIN);
        if (begin < 0) {
            readCertificates(data, where, certificates, unsupported);
        }
        while (begin >= 0) {
            int end = text.indexOf(END, begin);
            if (end < 0) {
                throw new RpmFormatException(where, END, "the end of the file");
            }
            String block = text.substring(begin, end + END.length()) + "\n";
            readCertificates(unarmor(block, where), where, certificates, unsupported);
            begin = text.indexOf(BEGIN, end);
        }
        if (certificates.isEmpty() && unsupported.isEmpty()) {
            throw new RpmFormatException(where, "an OpenPGP public key", "none");
        }
        return new KeyRing(certificates, unsupported);
    }

    private static byte[] unarmor(String block, String where) throws RpmFormatException {
        byte[] bytes = block.getBytes(StandardCharsets.ISO_8859_1);
        try (ArmoredInputStream in = new ArmoredInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new RpmFormatException(where, "an armored key block", e);
        }
    }

    private static void readCertificates(
            byte[] data, String where, List<PGPPublicKeyRing> certificates, List<String> unsupported)
            throws RpmFormatException {
        List<List<OpenPgpPackets.Packet>> groups = new ArrayList<>();
        for (OpenPgpPackets.Packet packet : OpenPgpPackets.split(data, where)) {
            if (packet.tag() == OpenPgpPackets.PUBLIC_KEY) {
                groups.add(new ArrayList<>());
            }
            if (groups.isEmpty()) {
                throw new RpmFormatException(where, "a public key packet first", "packet " + packet.tag());
            }
            groups.get(groups.size() - 1).add(packet);
        }
        for (List<OpenPgpPackets.Packet> group : groups) {
            readCertificate(data, group, where, certificates, unsupported);
        }
    }

    /** The primary key with its names, then subkey by subkey what can be read. */
    private static void readCertificate(
            byte[] data,
            List<OpenPgpPackets.Packet> packets,
            String where,
            List<PGPPublicKeyRing> certificates,
            List<String> unsupported) {
        List<ByteArrayOutputStream> parts = new ArrayList<>();
        for (OpenPgpPackets.Packet packet : packets) {
            if (parts.isEmpty() || packet.tag() == OpenPgpPackets.PUBLIC_SUBKEY) {
                parts.add(new ByteArrayOutputStream());
            }
            parts.get(parts.size() - 1).write(data, packet.start(), packet.end() - packet.start());
        }
        byte[] good = parts.get(0).toByteArray();
        PGPPublicKeyRing certificate;
        try {
            certificate = parse(good);
        } catch (IOException | RuntimeException e) {
            unsupported.add(where + ": a key: " + e.getMessage());
            return;
        }
        for (ByteArrayOutputStream subkey : parts.subList(1, parts.size())) {
            ByteArrayOutputStream more = new ByteArrayOutputStream();
            more.writeBytes(good);
            more.writeBytes(subkey.toByteArray());
            try {
                certificate = parse(more.toByteArray());
                good = more.toByteArray();
            } catch (IOException | RuntimeException e) {
                unsupported.add(where + ": a subkey of " + id(certificate.getPublicKey()) + ": " + e.getMessage());
            }
        }
        certificates.add(certificate);
    }

    private static PGPPublicKeyRing parse(byte[] packets) throws IOException {
        return new PGPPublicKeyRing(packets, new BcKeyFingerprintCalculator());
    }

    /** The keys of both. */
    public KeyRing plus(KeyRing other) {
        List<PGPPublicKeyRing> certificatesOfBoth = new ArrayList<>(certificates);
        certificatesOfBoth.addAll(other.certificates);
        List<String> unsupportedOfBoth = new ArrayList<>(unsupported);
        unsupportedOfBoth.addAll(other.unsupported);
        return new KeyRing(certificatesOfBoth, unsupportedOfBoth);
    }

    /** Whether there is no key in it. */
    public boolean isEmpty() {
        return certificates.isEmpty();
    }

    /** Fingerprints of the primary keys, hexadecimal. */
    public List<String> fingerprints() {
        return certificates.stream()
                .map(certificate -> fingerprint(certificate.getPublicKey()))
                .toList();
    }

    /** Keys that could not be read, in words. */
    public List<String> unsupported() {
        return unsupported;
    }

    /** A key and the certificate that it belongs to. */
    record Candidate(PGPPublicKeyRing certificate, PGPPublicKey key) {}

    /** All keys of that id; ids are short enough for more than one. */
    List<Candidate> find(long keyId) {
        List<Candidate> found = new ArrayList<>();
        for (PGPPublicKeyRing certificate : certificates) {
            for (Iterator<PGPPublicKey> keys = certificate.getPublicKeys(); keys.hasNext(); ) {
                PGPPublicKey key = keys.next();
                if (key.getKeyID() == keyId) {
                    found.add(new Candidate(certificate, key));
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
