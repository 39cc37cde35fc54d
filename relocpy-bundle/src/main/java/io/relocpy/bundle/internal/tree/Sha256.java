package io.relocpy.bundle.internal.tree;

import io.relocpy.repository.internal.io.Interruption;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 digests in lower-case hexadecimal. */
public final class Sha256 {
    private Sha256() {}

    /** A new digest. */
    public static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    /** Completes a digest. */
    public static String end(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** The digest of a buffer. */
    public static String of(ByteBuffer bytes) {
        MessageDigest digest = begin();
        digest.update(bytes);
        return end(digest);
    }

    /** The digest of a file's content, which is read a piece at a time. */
    public static String of(Content content) throws IOException {
        MessageDigest digest = begin();
        content.writeTo(new OutputStream() {
            @Override
            public void write(int one) {
                digest.update((byte) one);
            }

            @Override
            public void write(byte[] some, int offset, int length) throws IOException {
                Interruption.check();
                digest.update(some, offset, length);
            }
        });
        return end(digest);
    }

    /** The digest of the remaining bytes of the stream. */
    public static String of(InputStream in) throws IOException {
        MessageDigest digest = begin();
        byte[] buffer = new byte[1 << 16];
        int count;
        while ((count = in.read(buffer)) >= 0) {
            Interruption.check();
            digest.update(buffer, 0, count);
        }
        return end(digest);
    }
}
