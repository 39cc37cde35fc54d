package io.relocpy.bundle.internal.verify;

import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.BundleVerification.Signature;
import io.relocpy.bundle.internal.format.ArchiveSignature;
import io.relocpy.bundle.internal.format.Findings;
import io.relocpy.bundle.internal.format.WrittenFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.RegularFiles;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.io.BlockFilter;
import io.relocpy.repository.openpgp.DetachedSignature;
import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.repository.openpgp.VerificationPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks who made a bundle: its signatures, with the keys of those whom its user trusts. For one verification. */
public final class OriginCheck {
    private static final VerificationPolicy POLICY = VerificationPolicy.STRICT;

    /** In messages that follow the file's name. */
    private static final String SIGNATURE = "the signature";

    private final KeyRing keys;
    private final List<Finding> findings = new ArrayList<>();
    private String archiveSigner = "";

    public OriginCheck(KeyRing keys) {
        this.keys = keys;
    }

    /** What is wrong so far. */
    List<Finding> findings() {
        return findings;
    }

    /**
     * The signer of the manifest, if its key is one of those given.
     *
     * @param manifest the exact bytes that are read as the manifest
     * @param file what is at {@link BundleLayout#SIGNATURE}
     */
    Optional<Signature> checkManifest(byte[] manifest, @Nullable WrittenFile file) throws IOException {
        if (file == null) {
            fault(BundleLayout.SIGNATURE, "is missing: the bundle is not signed");
        } else if (!(file instanceof WrittenFile.Regular regular)) {
            fault(BundleLayout.SIGNATURE, "expected a regular file");
        } else if (regular.size() > BundleLayout.MAX_SIGNATURE) {
            fault(
                    BundleLayout.SIGNATURE,
                    "expected at most " + BundleLayout.MAX_SIGNATURE + " bytes, found " + regular.size());
        } else {
            try {
                DetachedSignature.Signer signer = DetachedSignature.parse(
                                regular.content().bytes(), SIGNATURE)
                        .verify(manifest, BundleLayout.MANIFEST, keys, POLICY);
                if (!archiveSigner.isEmpty() && !archiveSigner.equals(signer.primaryFingerprint())) {
                    findings.add(Findings.note(
                            Check.SIGNATURE,
                            BundleLayout.SIGNATURE,
                            "is by another key than the archive's signature, which is by " + archiveSigner));
                }
                return Optional.of(new Signature(
                        signer.primaryFingerprint(), signer.fingerprint(), signer.userId(), signer.created()));
            } catch (IOException e) {
                fault(BundleLayout.SIGNATURE, String.valueOf(e.getMessage()));
            }
        }
        return Optional.empty();
    }

    /**
     * Reads an archive, and when it is closed checks the signature beside it, if there is one: over all bytes,
     * including those that the reader left.
     */
    InputStream open(Path archive) throws IOException {
        InputStream in = RegularFiles.open(archive);
        Path beside = ArchiveSignature.beside(archive);
        String name = String.valueOf(beside.getFileName());
        if (!Files.exists(beside, LinkOption.NOFOLLOW_LINKS)) {
            findings.add(Findings.note(
                    Check.SIGNATURE,
                    name,
                    "does not exist: the archive itself has no signature, only " + BundleLayout.MANIFEST
                            + " can have one"));
            return in;
        }
        try {
            return new Verified(in, DetachedSignature.read(beside).verifier(keys), name);
        } catch (FileSystemException e) {
            fault(name, "cannot be read: " + e);
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            fault(name, message.replace(beside + ": ", ""));
        }
        return in;
    }

    private void fault(String path, String what) {
        findings.add(Findings.fault(Check.SIGNATURE, path, what));
    }

    private final class Verified extends BlockFilter {
        private final DetachedSignature.Verifier verifier;
        private final String name;
        private boolean closed;

        private Verified(InputStream in, DetachedSignature.Verifier verifier, String name) {
            super(in);
            this.verifier = verifier;
            this.name = name;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = in.read(bytes, offset, length);
            if (count > 0) {
                verifier.update(bytes, offset, count);
            }
            return count;
        }

        @Override
        public long skip(long count) throws IOException { // what is skipped is signed, too
            return readNBytes((int) Math.min(count, 1 << 16)).length;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            try {
                transferTo(OutputStream.nullOutputStream());
                archiveSigner = verifier.require("the archive", POLICY).primaryFingerprint();
            } catch (VerificationException e) {
                fault(name, String.valueOf(e.getMessage()));
            } finally {
                in.close();
            }
        }
    }
}
