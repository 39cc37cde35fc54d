package io.relocpy.rpm;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys in the textual form of RFC 7468. */
final class PemFiles {
    private static final int MAX_SIZE = 16 << 20;
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN (RSA |EC )?PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END");
    /** AlgorithmIdentifier of rsaEncryption, RFC 8017 appendix A.1. */
    private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

    private PemFiles() {}

    static List<Certificate> certificates(Path file) throws IOException {
        byte[] content = RegularFile.bytes(file, MAX_SIZE);
        List<Certificate> certificates;
        try {
            certificates = List.copyOf(
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(content)));
        } catch (GeneralSecurityException | RuntimeException e) { // the JDK's decoder throws either
            throw new RpmFormatException(file.toString(), "PEM certificates", e);
        }
        if (certificates.isEmpty()) {
            throw new RpmFormatException(file.toString(), "PEM certificates", "none");
        }
        return certificates;
    }

    static PrivateKey key(Path file) throws IOException {
        Matcher matcher = KEY.matcher(new String(RegularFile.bytes(file, MAX_SIZE), StandardCharsets.ISO_8859_1));
        if (!matcher.find()) {
            throw new RpmFormatException(file.toString(), "a PEM private key that is not encrypted", "none");
        }
        if ("EC ".equals(matcher.group(1))) {
            throw new RpmFormatException(file.toString(), "a private key in PKCS #8 or of RSA", "one of SEC 1");
        }
        byte[] encoded;
        try {
            encoded = Base64.getMimeDecoder().decode(matcher.group(2));
        } catch (IllegalArgumentException e) {
            throw new RpmFormatException(file.toString(), "a private key in base64", e);
        }
        byte[] pkcs8 = matcher.group(1) == null ? encoded : wrapRsa(encoded);
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                // a key of another algorithm
            }
        }
        throw new RpmFormatException(file.toString(), "a private key of " + ALGORITHMS, "another");
    }

    /** The RSA key of PKCS #1 inside the frame of PKCS #8. */
    private static byte[] wrapRsa(byte[] key) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(new byte[] {2, 1, 0});
        content.writeBytes(RSA);
        content.writeBytes(der(4, key));
        return der(0x30, content.toByteArray());
    }

    private static byte[] der(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 128) {
            out.write(content.length);
        } else if (content.length < 256) {
            out.writeBytes(new byte[] {(byte) 0x81, (byte) content.length});
        } else {
            out.writeBytes(new byte[] {(byte) 0x82, (byte) (content.length >> 8), (byte) content.length});
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
