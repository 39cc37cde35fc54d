package io.relocpy.repository.internal.download;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.RegularFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/**
 * Certificates and keys in the textual encoding of RFC 7468. Only blocks of the requested kind are read, since keys and
 * certificates may share a file, and files of subscription-manager also contain {@code ENTITLEMENT DATA}.
 */
public final class PemFiles {
    private static final int MAX_SIZE = 16 << 20;
    private static final String PKCS8 = "PRIVATE KEY";
    private static final String PKCS1 = "RSA PRIVATE KEY";
    private static final String SEC1 = "EC PRIVATE KEY";
    private static final Set<String> KEYS = Set.of(PKCS8, PKCS1, SEC1);
    /** The second label was used by old versions of OpenSSL. */
    private static final Set<String> CERTIFICATES = Set.of("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE");

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");
    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf"; // in ISO 8859-1
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    private PemFiles() {}

    /** The part between {@code BEGIN} and {@code END}. */
    private record Block(String label, String body) {
        byte[] decode(Path file) throws FormatException {
            try {
                return Base64.getMimeDecoder().decode(body);
            } catch (IllegalArgumentException e) {
                throw new FormatException(file.toString(), "base64 in the block " + label, e);
            }
        }

        /** Also recognizes the form of RFC 1421, {@code Proc-Type: 4,ENCRYPTED}, which OpenSSL still writes. */
        boolean isEncrypted() {
            return label.equals("ENCRYPTED PRIVATE KEY") || body.contains("ENCRYPTED");
        }
    }

    private static List<Block> blocks(byte[] content) {
        List<Block> blocks = new ArrayList<>();
        String label = "";
        StringBuilder body = new StringBuilder();
        for (String line : (Iterable<String>) new String(content, StandardCharsets.ISO_8859_1).lines()::iterator) {
            String text = line.replace(BYTE_ORDER_MARK, "").strip();
            if (text.startsWith(BEGIN) && text.endsWith(DASHES)) {
                label = text.substring(BEGIN.length(), text.length() - DASHES.length());
                body.setLength(0);
            } else if (text.equals(END + label + DASHES)) {
                blocks.add(new Block(label, body.toString()));
                label = "";
            } else if (!label.isEmpty()) {
                body.append(text).append('\n');
            }
        }
        return blocks;
    }

    /** Reads all certificates of a file; fails if there are none. */
    public static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks(RegularFile.bytes(file, MAX_SIZE))) {
            if (CERTIFICATES.contains(block.label)) {
                certificates.add(certificate(file, block.decode(file)));
            }
        }
        if (certificates.isEmpty()) {
            throw new FormatException(file.toString(), "PEM certificates", "none");
        }
        return certificates;
    }

    private static X509Certificate certificate(Path file, byte[] encoded) throws FormatException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (GeneralSecurityException | RuntimeException e) { // the JDK's decoder throws both
            throw new FormatException(file.toString(), "PEM certificates", e);
        }
    }

    /** Reads the first private key of a file. */
    public static PrivateKey key(Path file) throws IOException {
        String found = "none";
        for (Block block : blocks(RegularFile.bytes(file, MAX_SIZE))) {
            if (block.isEncrypted()) {
                found = "an encrypted one";
            } else if (KEYS.contains(block.label)) {
                return key(file, pkcs8(file, block));
            }
        }
        throw new FormatException(file.toString(), "a PEM private key that is not encrypted", found);
    }

    private static byte[] pkcs8(Path file, Block block) throws FormatException {
        byte[] encoded = block.decode(file);
        try {
            return switch (block.label) {
                case PKCS1 ->
                    new PrivateKeyInfo(
                                    new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                                    RSAPrivateKey.getInstance(encoded))
                            .getEncoded();
                case SEC1 -> {
                    ECPrivateKey key = ECPrivateKey.getInstance(encoded);
                    yield new PrivateKeyInfo(
                                    new AlgorithmIdentifier(
                                            X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()),
                                    key)
                            .getEncoded();
                }
                default -> encoded;
            };
        } catch (IOException | RuntimeException e) { // Bouncy Castle's decoder throws both
            throw new FormatException(file.toString(), "a private key in the block " + block.label, e);
        }
    }

    private static PrivateKey key(Path file, byte[] pkcs8) throws FormatException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                // a key of another algorithm
            }
        }
        throw new FormatException(file.toString(), "a private key of " + ALGORITHMS, "another");
    }

    /**
     * Reads a client certificate and those of its issuers, in the order that TLS requires: each certifies the one
     * before.
     *
     * @param file certificates in any order
     * @throws FormatException if none belongs to the key
     */
    public static X509Certificate[] chain(Path file, PrivateKey key) throws IOException {
        List<X509Certificate> left = new ArrayList<>(certificates(file));
        X509Certificate own = left.stream()
                .filter(each -> belongTogether(key, each.getPublicKey()))
                .findFirst()
                .orElseThrow(
                        () -> new FormatException(file.toString(), "the certificate of the client key", "only others"));
        List<X509Certificate> chain = new ArrayList<>();
        for (X509Certificate next = own; next != null; next = issuer(next, left)) {
            left.remove(next);
            chain.add(next);
        }
        return chain.toArray(X509Certificate[]::new);
    }

    private static @Nullable X509Certificate issuer(X509Certificate of, List<X509Certificate> among) {
        return among.stream()
                .filter(each -> each.getSubjectX500Principal().equals(of.getIssuerX500Principal()))
                .findFirst()
                .orElse(null);
    }

    private static boolean belongTogether(PrivateKey key, PublicKey certified) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(certified.getEncoded());
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(certified.getEncoded());
            return signature.verify(signed);
        } catch (GeneralSecurityException e) { // another algorithm or curve
            return false;
        }
    }
}
