package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleTree;
import io.relocpy.repository.internal.io.Interruption;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.function.Consumer;

/** Writes a bundle as a tar archive in the form of {@link TarLayout}, which depends on nothing but the files. */
public final class TarWriter {
    private TarWriter() {}

    /** Writes the files below one top directory; {@code written} receives each. */
    public static void write(
            BundleTree tree, String top, Instant modified, OutputStream out, Consumer<BundleFile> written)
            throws IOException {
        long seconds = modified.getEpochSecond();
        for (TarEntry entry : TarLayout.entries(
                top,
                seconds,
                tree.files().stream().map(file -> entry(file, seconds)).toList())) {
            Interruption.check(); // compressing takes the time, not waiting
            out.write(TarLayout.header(entry));
            if (entry.type() != TarEntry.Type.DIRECTORY) {
                BundleFile file =
                        tree.get(entry.name().substring(top.length() + 1)).orElseThrow();
                if (file instanceof BundleFile.Regular regular) {
                    regular.content().writeTo(out);
                    out.write(TarLayout.padding(regular.size()));
                }
                written.accept(file);
            }
        }
        out.write(TarLayout.end());
        out.flush();
    }

    private static TarEntry entry(BundleFile file, long modified) {
        if (file instanceof BundleFile.Regular regular) {
            return TarEntry.file(
                    file.path(),
                    regular.executable(),
                    regular.size(),
                    regular.modified().getEpochSecond());
        }
        return TarEntry.link(file.path(), ((BundleFile.Link) file).target(), modified);
    }
}
