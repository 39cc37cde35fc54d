package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.repository.openpgp.SigningKey;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Signs a bundle: its manifest, and the archive that it becomes. */
public final class BundleSigner {
    private final SigningKey key;

    /** @throws IOException if the key can no longer sign, so that the build fails early */
    public BundleSigner(SigningKey key) throws IOException {
        this.key = key;
        key.begin();
    }

    /** The files with a signature of the manifest added. */
    public List<BundleFile> sign(List<BundleFile> files, Instant modified) throws IOException {
        List<BundleFile> signed = new ArrayList<>(files);
        for (BundleFile file : files) {
            if (file.path().equals(BundleLayout.MANIFEST) && file instanceof BundleFile.Regular manifest) {
                signed.add(BundleFile.Regular.made(
                        BundleLayout.SIGNATURE,
                        Content.of(key.sign(manifest.content().bytes())),
                        false,
                        modified,
                        FileReason.of(FileReason.Kind.SIGNATURE, BundleLayout.MANIFEST)));
            }
        }
        return signed;
    }

    /** A stream whose bytes are signed as they are written. */
    public Signed sign(OutputStream out) throws IOException {
        return new Signed(out, key.begin());
    }

    /** Writes to another stream, which it closes. */
    public static final class Signed extends FilterOutputStream {
        private final SigningKey.Signing signing;

        private Signed(OutputStream out, SigningKey.Signing signing) {
            super(out);
            this.signing = signing;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            signing.update(bytes, offset, length);
        }

        /** The signature of all that was written. */
        public byte[] signature() throws IOException {
            return signing.end();
        }
    }
}
