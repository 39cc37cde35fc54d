package io.relocpy.bundle.internal.verify;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.BundleVerification.Signature;
import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.internal.format.Findings;
import io.relocpy.bundle.internal.format.ManifestComparison;
import io.relocpy.bundle.internal.format.ManifestContents;
import io.relocpy.bundle.internal.format.ManifestContents.Listed;
import io.relocpy.bundle.internal.format.ManifestReader;
import io.relocpy.bundle.internal.format.OpenedBundle;
import io.relocpy.bundle.internal.format.SbomComparison;
import io.relocpy.bundle.internal.format.WrittenBundle;
import io.relocpy.bundle.internal.format.WrittenFile;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.BundleTree;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.Origin;
import io.relocpy.elf.ElfFormatException;
import io.relocpy.repository.internal.io.Parallel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a written bundle and checks it: against its manifest, and that it needs nothing from outside. */
public final class BundleVerifier {
    private static final FileReason UNKNOWN = FileReason.of(FileReason.Kind.UNKNOWN);
    private static final String UNLISTED = "an unknown origin";

    private final @Nullable OriginCheck origin;
    private final List<Finding> findings = new ArrayList<>();
    private Optional<Signature> signature = Optional.empty();

    private BundleVerifier(@Nullable OriginCheck origin) {
        this.origin = origin;
    }

    /**
     * What was found.
     *
     * @param files how many files and links there are
     * @param findings in any order
     * @param signature of the manifest, if it is a good one by one of the keys
     */
    public record Verified(int files, List<Finding> findings, Optional<Signature> signature) {
        /** Copies the list. */
        public Verified {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Verifies a directory or archive.
     *
     * @param origin to check who made it, too; null to check integrity only
     * @throws BundleException if it is not a bundle
     */
    public static Verified verify(Path path, @Nullable OriginCheck origin) throws IOException {
        try (OpenedBundle opened = origin == null ? OpenedBundle.of(path) : OpenedBundle.of(path, origin::open)) {
            return new BundleVerifier(origin).verify(opened);
        }
    }

    private Verified verify(OpenedBundle opened) throws IOException {
        WrittenBundle bundle = opened.bundle();
        WrittenFile.Regular manifestFile = opened.manifest();
        findings.addAll(bundle.findings());
        Optional<ManifestContents> manifest = readManifest(signed(manifestFile.content(), bundle));
        if (manifest.isPresent()) {
            findings.addAll(ManifestComparison.compare(manifest.get(), bundle));
            findings.addAll(bundle.form().deviations(manifest.get(), bundle));
            if (!manifest.get().isComplete()) {
                findings.addAll(SbomComparison.compare(manifest.get(), bundle));
            }
        }
        checkFiles(
                toBundleFiles(bundle, manifest.map(ManifestContents::files).orElse(Collections.emptySortedMap())),
                manifest.map(ManifestContents::libraryDirectories).orElse(List.of()));
        if (origin != null) {
            findings.addAll(origin.findings());
        }
        return new Verified(bundle.files().size(), findings, signature);
    }

    /** The content with its signature checked: from here on it is the exact bytes that were signed. */
    private Content signed(Content manifest, WrittenBundle bundle) throws IOException {
        if (origin == null || manifest.size() > ManifestReader.MAX_SIZE) {
            return manifest;
        }
        byte[] bytes = manifest.bytes();
        signature = origin.checkManifest(bytes, bundle.files().get(BundleLayout.SIGNATURE));
        return Content.of(bytes);
    }

    private Optional<ManifestContents> readManifest(Content content) throws IOException {
        try {
            return Optional.of(ManifestReader.read(content));
        } catch (BundleException e) {
            findings.add(Findings.fault(Check.MANIFEST, BundleLayout.MANIFEST, reason(e, BundleLayout.MANIFEST)));
            return Optional.empty();
        }
    }

    private void checkFiles(List<BundleFile> files, List<String> libraryDirectories) throws IOException {
        BundleTree tree = BundleTree.of(files);
        SelfContainment containment;
        try {
            containment = new SelfContainment(tree, libraryDirectories);
        } catch (ElfFormatException e) {
            findings.add(damaged(BundleLayout.LOADER, e));
            return;
        }
        if (tree.follow(BundleLayout.LOADER).isEmpty()) {
            findings.add(Findings.fault(Check.LIBRARY, BundleLayout.LOADER, "the bundle's loader is missing"));
        }
        Parallel.map(files, (index, file) -> check(file, containment)).forEach(findings::addAll);
    }

    private static List<Finding> check(BundleFile file, SelfContainment containment) {
        try {
            List<Finding> found = new ArrayList<>(containment.check(file));
            if (file instanceof BundleFile.Regular regular) {
                found.addAll(HostReferences.of(regular));
                found.addAll(LoaderNotices.of(regular));
            }
            return found;
        } catch (IOException e) {
            return List.of(damaged(file.path(), e));
        }
    }

    private static Finding damaged(String path, IOException e) {
        return Findings.fault(Check.LIBRARY, path, "cannot be examined: " + e.getMessage());
    }

    /** What was found, in the form in which it was once made. */
    private static List<BundleFile> toBundleFiles(WrittenBundle bundle, Map<String, Listed> listed) {
        List<BundleFile> files = new ArrayList<>();
        for (WrittenFile file : bundle.files().values()) {
            Listed known = listed.get(file.path());
            Origin origin = new Origin.Listed(known == null ? UNLISTED : known.origin());
            if (file instanceof WrittenFile.Regular regular) {
                files.add(new BundleFile.Regular(
                        file.path(),
                        regular.content(),
                        regular.executable(),
                        Instant.EPOCH,
                        origin,
                        UNKNOWN,
                        List.of()));
            } else if (file instanceof WrittenFile.Link link) {
                files.add(new BundleFile.Link(file.path(), link.target(), origin, UNKNOWN));
            }
        }
        return files;
    }

    private static String reason(BundleException e, String subject) {
        String message = String.valueOf(e.getMessage());
        return message.startsWith(subject + ": ") ? message.substring(subject.length() + 2) : message;
    }
}
