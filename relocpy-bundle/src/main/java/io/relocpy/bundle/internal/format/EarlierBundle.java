package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.repository.internal.io.Interruption;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Recognizes what a build has written. */
public final class EarlierBundle {
    private EarlierBundle() {}

    /** Whether a path is that of a bundle: a directory with a manifest, or an archive, by its name, of one. */
    public static boolean isAt(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return Files.isRegularFile(path.resolve(BundleLayout.MANIFEST), LinkOption.NOFOLLOW_LINKS);
        }
        return Compression.ofName(String.valueOf(path.getFileName())).isPresent()
                && Files.isRegularFile(path)
                && isArchive(path);
    }

    /** Archives that do not begin with their one directory are no bundles, and are not read any further. */
    private static boolean isArchive(Path path) throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
                Decompressed decompressed = Decompressed.of(file);
                TarArchiveInputStream tar = new TarArchiveInputStream(decompressed.stream(), "UTF-8")) {
            TarArchiveEntry top = tar.getNextEntry();
            if (top == null || !top.isDirectory()) {
                return false;
            }
            String manifest = top.getName() + BundleLayout.MANIFEST;
            TarArchiveEntry entry = tar.getNextEntry();
            while (entry != null && entry.getName().startsWith(top.getName())) {
                if (entry.getName().equals(manifest)) {
                    return true;
                }
                Interruption.check();
                entry = tar.getNextEntry();
            }
            return false;
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) { // no archive at all, or a damaged one
            return false;
        }
    }
}
