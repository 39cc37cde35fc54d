package io.relocpy.bundle;

import io.relocpy.bundle.BundleVerification.Check;
import io.relocpy.bundle.BundleVerification.Finding;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
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
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.tukaani.xz.XZInputStream;

/**
 * Reads a bundle that was written as an archive. No name of the archive is used on the file system here: contents that are
 * needed later lie end to end in one storage file.
 */
final class TarReader {
    /** No bundle comes near it, and a disk may not. */
    private static final long MAX_CONTENT = 1L << 36;

    /** Of one entry with its pax header, or of the padding at the end. */
    private static final int MAX_HEADERS = 1 << 20;

    /** PATH_MAX of Linux. */
    private static final int MAX_NAME = 4096;

    /** Characters of all names and link targets together, which are kept in memory. */
    private static final long MAX_NAMES = 1L << 27;

    /** Of xz's decoder: four times what its highest preset needs. */
    private static final int XZ_MEMORY_KIB = 256 * 1024;

    /** Files whose content is looked into. */
    private static final Set<String> KEPT = Set.of(BundleLayout.MANIFEST, BundleLayout.SIGNATURE);

    private final ContentStore store;
    private final Map<String, WrittenFile> files = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private long content;
    private long names;

    private TarReader(ContentStore store) {
        this.store = store;
    }

    /**
     * Reads all of it.
     *
     * @param archive is closed
     * @param path it is from, for messages
     * @throws BundleException if it is no archive of a kind that bundles have, or is damaged
     */
    static WrittenBundle read(InputStream archive, Path path, ContentStore store) throws IOException {
        try (InputStream file = new BufferedInputStream(archive, 1 << 16);
                InputStream tar = decompress(file)) {
            TarReader reader = new TarReader(store);
            reader.readEntries(new AllowanceInputStream(tar));
            return reader.bundle(path);
        } catch (BundleException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new BundleException(path.toString(), "is not an archive, or a damaged one: " + e.getMessage(), e);
        }
    }

    /** The kind is read off the first bytes, since the file may have got another name. */
    private static InputStream decompress(InputStream file) throws IOException {
        file.mark(8);
        byte[] magic = file.readNBytes(6);
        file.reset();
        String first = new String(magic, StandardCharsets.ISO_8859_1);
        if (first.startsWith("\u001f\u008b")) {
            return new GZIPInputStream(file, 1 << 16);
        }
        if (first.startsWith("(\u00b5/\u00fd")) {
            return Zstd.input(file);
        }
        return first.equals("\u00fd7zXZ\0") ? new XZInputStream(file, XZ_MEMORY_KIB) : file;
    }

    private void readEntries(AllowanceInputStream in) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(in, "UTF-8");
        in.allow(MAX_HEADERS, "an entry's header");
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            if (files.size() + findings.size() > WrittenBundle.MAX_FILES) {
                throw new IOException("more than " + WrittenBundle.MAX_FILES + " entries");
            }
            names += entry.getName().length() + (long) entry.getLinkName().length();
            if (names > MAX_NAMES) {
                throw new IOException("more than " + MAX_NAMES + " characters of names");
            }
            content += entry.getSize();
            if (entry.getSize() < 0 || content < 0 || content > MAX_CONTENT) {
                throw new IOException("entry " + entry.getName() + " with " + entry.getSize()
                        + " bytes makes it larger than " + MAX_CONTENT);
            }
            in.allow(entry.getSize() + TarConstants.DEFAULT_RCDSIZE, "entry " + entry.getName());
            readEntry(entry, tar);
            in.allow(MAX_HEADERS, "an entry's header");
        }
        in.allow(MAX_HEADERS, "the padding at the end");
        in.transferTo(OutputStream.nullOutputStream()); // also makes the decompressor compare its checksum
    }

    private void readEntry(TarArchiveEntry entry, TarArchiveInputStream tar) throws IOException {
        String name = entry.getName().replaceFirst("^(?:\\./+)+", "").replaceFirst("/+$", "");
        if (name.isEmpty() || name.equals(".")) {
            return;
        }
        if (!isInside(name)) {
            findings.add(Finding.fault(
                    Check.ENTRY, entry.getName(), "expected a name inside of the archive's directory, found this"));
            tar.transferTo(OutputStream.nullOutputStream());
            return;
        }
        if (entry.isDirectory()) {
            return;
        }
        if (files.put(name, toFile(entry, name, tar)) != null) {
            findings.add(Finding.fault(Check.ENTRY, name, "is in the archive twice"));
        }
    }

    private static boolean isInside(String name) {
        return name.length() <= MAX_NAME
                && name.indexOf('\0') < 0
                && name.equals(RootPath.resolve("", name))
                && !name.startsWith("/");
    }

    private WrittenFile toFile(TarArchiveEntry entry, String name, TarArchiveInputStream tar) throws IOException {
        if (entry.isSymbolicLink()) {
            return new WrittenFile.Link(name, entry.getLinkName());
        }
        boolean regular =
                entry.getLinkFlag() == TarConstants.LF_NORMAL || entry.getLinkFlag() == TarConstants.LF_OLDNORM;
        if (!regular || entry.isSparse()) {
            tar.transferTo(OutputStream.nullOutputStream());
            return new WrittenFile.Other(
                    name, entry.isLink() ? "a hard link" : regular ? "a sparse file" : "a device or pipe");
        }
        MessageDigest digest = Sha256.begin();
        InputStream in = new DigestInputStream(tar, digest);
        byte[] head = in.readNBytes(WrittenFile.HEAD);
        Content kept;
        if (Elf.isElf(Content.of(head)) || KEPT.contains(RootPath.fileName(name))) {
            kept = store.add(new SequenceInputStream(new ByteArrayInputStream(head), in));
        } else {
            in.transferTo(OutputStream.nullOutputStream());
            kept = Content.of(head);
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
                findings.add(Finding.fault(Check.ENTRY, name, "lies beside the bundle's directory " + top));
            }
        });
        for (String path : List.copyOf(below.keySet())) {
            for (String above = RootPath.parent(path); !above.isEmpty(); above = RootPath.parent(above)) {
                if (below.containsKey(above)) {
                    findings.add(Finding.fault(Check.ENTRY, path, "lies below " + above + ", which is no directory"));
                    below.remove(path);
                    break;
                }
            }
        }
        return new WrittenBundle(below, findings);
    }
}
