package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.BundleVerification.Severity;
import io.relocpy.bundle.internal.tree.AllowanceInputStream;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.ContentStore;
import io.relocpy.bundle.internal.tree.Elf;
import io.relocpy.bundle.internal.tree.PathRule;
import io.relocpy.bundle.internal.tree.RootPath;
import io.relocpy.bundle.internal.tree.Sha256;
import io.relocpy.repository.internal.io.ReadAhead;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * Reads a bundle that was written as an archive. No name of the archive is used on the file system here: contents that
 * are needed later are stored end to end in one file.
 *
 * <p>Entries of any form are read, so that faults can be described. But every byte that is not content is compared with
 * what {@link TarLayout} would have written for the entry as it was understood: a difference is a fault, whatever it
 * may mean to another program.
 */
public final class TarReader {
    /**
     * Limit of the size of all contents, in addition to {@link #MAX_RATIO} times that of the archive: protects the
     * disk.
     */
    private static final long MIN_CONTENT = 1L << 30;

    private static final int MAX_RATIO = 100;

    /** Limit of the bytes of one entry's headers, or of the padding at the end. */
    private static final int MAX_HEADERS = 1 << 20;

    /** Limit of the characters of all names and link targets together, which are kept in memory. */
    private static final long MAX_NAMES = 1L << 27;

    /** Files whose content is examined. */
    private static final Set<String> KEPT =
            Set.of(BundleLayout.MANIFEST, BundleLayout.SIGNATURE, BundleLayout.SBOM, BundleLayout.LOCK);

    private final ContentStore store;
    private final Map<String, WrittenFile> files = new LinkedHashMap<>();
    private final List<TarEntry> entries = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final Tally form = new Tally();
    private final byte[] buffer = new byte[1 << 16];
    private int count;
    private final long maxContent;
    private long content;
    private long names;

    private TarReader(ContentStore store, long archiveSize) {
        this.store = store;
        this.maxContent = MIN_CONTENT + MAX_RATIO * archiveSize;
    }

    /**
     * Reads the whole bundle.
     *
     * @param archive is closed
     * @param path it is from, for messages
     * @throws BundleException if it is not an archive of a kind that bundles have, or is damaged
     */
    public static WrittenBundle read(InputStream archive, Path path, ContentStore store) throws IOException {
        try (InputStream file = new BufferedInputStream(archive, 1 << 16);
                Decompressed tar = Decompressed.of(file);
                InputStream ahead = new ReadAhead(tar.stream())) {
            TarReader reader = new TarReader(store, Files.size(path));
            reader.readEntries(new AllowanceInputStream(ahead));
            if (tar.hasMore()) {
                reader.findings.add(Findings.fault(
                        Check.FORM,
                        String.valueOf(path.getFileName()),
                        "expected one compressed stream, found bytes behind its end"));
            }
            return reader.bundle(path);
        } catch (BundleException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new BundleException(path.toString(), "is not an archive, or a damaged one: " + e.getMessage(), e);
        }
    }

    private void readEntries(AllowanceInputStream in) throws IOException {
        HeaderRecorder recorder = new HeaderRecorder(in);
        TarArchiveInputStream tar = new TarArchiveInputStream(recorder, "UTF-8");
        byte[] padding = {};
        in.allow(MAX_HEADERS, "an entry's header");
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            if (++count > WrittenBundle.MAX_FILES) {
                throw new IOException("more than " + WrittenBundle.MAX_FILES + " entries");
            }
            names += entry.getName().length() + (long) entry.getLinkName().length();
            if (names > MAX_NAMES) {
                throw new IOException("more than " + MAX_NAMES + " characters of names");
            }
            content += entry.getSize();
            if (entry.getSize() < 0 || content < 0 || content > maxContent) {
                throw new IOException("entry " + entry.getName() + " with " + entry.getSize()
                        + " bytes makes it larger than " + maxContent);
            }
            checkForm(entry, padding, recorder.recorded());
            in.allow(entry.getSize() + TarLayout.BLOCK, "entry " + entry.getName());
            readEntry(entry, tar);
            padding = TarLayout.padding(entry.getSize());
            in.allow(MAX_HEADERS, "an entry's header");
            recorder.record();
        }
        in.allow(MAX_HEADERS, "the padding at the end");
        recorder.transferTo(OutputStream.nullOutputStream()); // also makes the decompressor compare its checksum
        TarDeviation.of(List.of(padding, TarLayout.end()), recorder.recorded())
                .ifPresent(what ->
                        form.add("form", Severity.FAULT, Check.FORM, "the archive's end", what + TarDeviation.HINT));
    }

    private void checkForm(TarArchiveEntry entry, byte[] padding, byte[] found) {
        TarEntry.Type type = type(entry);
        String deviation;
        if (type == null) {
            deviation = "is " + kind(entry) + ", which no bundle has";
        } else {
            TarEntry understood = new TarEntry(
                    entry.getName(),
                    type,
                    entry.getMode(),
                    type == TarEntry.Type.FILE ? entry.getSize() : 0,
                    entry.getLastModifiedTime().toInstant().getEpochSecond(),
                    type == TarEntry.Type.LINK ? entry.getLinkName() : "");
            entries.add(understood);
            deviation = TarDeviation.of(List.of(padding, TarLayout.header(understood)), found)
                    .orElse("");
        }
        if (!deviation.isEmpty()) {
            String records = String.join(", ", entry.getExtraPaxHeaders().keySet());
            form.add(
                    "form",
                    Severity.FAULT,
                    Check.FORM,
                    entry.getName(),
                    deviation + (records.isEmpty() ? "" : "; it carries " + records) + TarDeviation.HINT);
        }
    }

    private static TarEntry.@Nullable Type type(TarArchiveEntry entry) {
        return switch (entry.getLinkFlag()) {
            case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM -> entry.isSparse() ? null : TarEntry.Type.FILE;
            case TarConstants.LF_SYMLINK -> TarEntry.Type.LINK;
            case TarConstants.LF_DIR -> TarEntry.Type.DIRECTORY;
            default -> null;
        };
    }

    private static String kind(TarArchiveEntry entry) {
        if (entry.isLink()) {
            return "a hard link";
        }
        return entry.isSparse() ? "a sparse file" : "a device or pipe";
    }

    private void readEntry(TarArchiveEntry entry, TarArchiveInputStream tar) throws IOException {
        boolean directory = type(entry) == TarEntry.Type.DIRECTORY;
        String name = entry.getName();
        if (name.startsWith("./")) {
            name = name.replaceFirst("^(?:\\./+)+", "");
        }
        if (directory && name.endsWith("/")) {
            name = name.substring(0, name.length() - 1);
        }
        if (directory && (name.isEmpty() || name.equals("."))) {
            return;
        }
        String complaint = PathRule.complaint(name);
        if (!complaint.isEmpty()) {
            findings.add(Findings.fault(
                    Check.ENTRY,
                    entry.getName(),
                    "expected a name inside of the archive's directory, but it " + complaint));
            tar.transferTo(OutputStream.nullOutputStream());
        } else if (!directory && files.put(name, toFile(entry, name, tar)) != null) {
            findings.add(Findings.fault(Check.ENTRY, name, "is in the archive twice"));
        }
    }

    /** Whether it is the name of one of those at the top: in one directory, or in none. */
    private static boolean isDescription(String name) {
        return name.indexOf('/') == name.lastIndexOf('/') && KEPT.contains(RootPath.fileName(name));
    }

    private WrittenFile toFile(TarArchiveEntry entry, String name, TarArchiveInputStream tar) throws IOException {
        TarEntry.Type type = type(entry);
        if (type == TarEntry.Type.LINK) {
            return new WrittenFile.Link(name, entry.getLinkName());
        }
        if (type == null) {
            tar.transferTo(OutputStream.nullOutputStream());
            return new WrittenFile.Other(name, kind(entry));
        }
        MessageDigest digest = Sha256.begin();
        byte[] head = tar.readNBytes(Content.HEAD);
        digest.update(head);
        Content kept = Content.of(head);
        if (Elf.isElf(kept) || isDescription(name)) {
            kept = store.add(
                    new SequenceInputStream(new ByteArrayInputStream(head), new DigestInputStream(tar, digest)));
        } else {
            for (int read = tar.read(buffer); read >= 0; read = tar.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return new WrittenFile.Regular(name, kept, entry.getSize(), Sha256.end(digest), (entry.getMode() & 0100) != 0);
    }

    /** The files below the one top directory, or below none. */
    private WrittenBundle bundle(Path archive) throws BundleException {
        if (files.isEmpty()) {
            throw new BundleException(archive.toString(), "is an archive without files, not a bundle");
        }
        String first = files.keySet().iterator().next();
        String top = files.containsKey(BundleLayout.MANIFEST) || first.indexOf('/') < 0
                ? ""
                : first.substring(0, first.indexOf('/') + 1);
        SortedMap<String, WrittenFile> below = new TreeMap<>();
        files.forEach((name, file) -> {
            if (name.startsWith(top)) {
                below.put(name.substring(top.length()), file.at(name.substring(top.length())));
            } else {
                findings.add(Findings.fault(Check.ENTRY, name, "lies beside the bundle's directory " + top));
            }
        });
        for (String path : List.copyOf(below.keySet())) {
            for (String above = RootPath.parent(path); !above.isEmpty(); above = RootPath.parent(above)) {
                if (below.containsKey(above)) {
                    findings.add(
                            Findings.fault(Check.ENTRY, path, "lies below " + above + ", which is not a directory"));
                    below.remove(path);
                    break;
                }
            }
        }
        findings.addAll(form.findings());
        return new WrittenBundle(below, new TarForm(top.replaceFirst("/$", ""), entries), findings);
    }
}
