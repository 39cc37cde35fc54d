package io.relocpy.bundle;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes a bundle as a tar archive (POSIX pax format where names or sizes need it) that depends on nothing but the files. */
final class TarWriter {
    private TarWriter() {}

    /** Writes the files, which must be sorted, below one top directory; tells of each. */
    static void write(
            List<BundleFile> files, String top, Instant modified, OutputStream out, Consumer<BundleFile> written)
            throws IOException {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8");
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        Set<String> directories = new LinkedHashSet<>();
        for (BundleFile file : files) {
            putDirectories(tar, top + "/" + RootPath.parent(file.path()), directories, modified);
            String name = top + "/" + file.path();
            if (file instanceof BundleFile.Regular regular) {
                TarArchiveEntry entry = entry(name, TarConstants.LF_NORMAL, regular.modified());
                entry.setMode(regular.executable() ? 0755 : 0644);
                entry.setSize(regular.size());
                tar.putArchiveEntry(entry);
                regular.content().writeTo(tar);
            } else {
                TarArchiveEntry entry = entry(name, TarConstants.LF_SYMLINK, modified);
                entry.setMode(0777);
                entry.setLinkName(((BundleFile.Link) file).target());
                tar.putArchiveEntry(entry);
            }
            tar.closeArchiveEntry();
            written.accept(file);
        }
        tar.finish();
        tar.flush();
    }

    private static void putDirectories(TarArchiveOutputStream tar, String directory, Set<String> done, Instant modified)
            throws IOException {
        String path = directory.endsWith("/") ? directory.substring(0, directory.length() - 1) : directory;
        if (path.isEmpty() || done.contains(path)) {
            return;
        }
        putDirectories(tar, RootPath.parent(path), done, modified);
        done.add(path);
        TarArchiveEntry entry = entry(path + "/", TarConstants.LF_DIR, modified);
        entry.setMode(0755);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private static TarArchiveEntry entry(String name, byte type, Instant modified) {
        TarArchiveEntry entry = new TarArchiveEntry(name, type);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setModTime(modified.getEpochSecond() * 1000);
        return entry;
    }
}
