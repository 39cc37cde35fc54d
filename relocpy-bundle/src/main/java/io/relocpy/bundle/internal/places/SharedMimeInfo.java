package io.relocpy.bundle.internal.places;

import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.FileReason.Kind;
import io.relocpy.bundle.internal.glib.MimeDatabase;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.RootPath;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The database of types of files, which update-mime-database(1) makes of what all packages declare. */
final class SharedMimeInfo {
    private static final String DIRECTORY = "share/mime";

    /** Of all together; the largest of Debian has 3 MiB. */
    private static final int MAX_SIZE = 32 << 20;

    private SharedMimeInfo() {}

    /** The files with the database, if there are declarations, and a note for all that is ignored. */
    static InstalledFiles addTo(InstalledFiles files, Instant modified) throws IOException {
        List<BundleFile.Regular> sources = new ArrayList<>();
        for (BundleFile file : files.files()) {
            if (file instanceof BundleFile.Regular regular
                    && RootPath.parent(file.path()).equals(DIRECTORY + "/packages")
                    && file.path().endsWith(".xml")) {
                sources.add(regular);
            }
        }
        // an administrator's comes last
        sources.sort(Comparator.comparing((BundleFile file) -> file.path().endsWith("/Override.xml"))
                .thenComparing(BundleFile::path));
        MimeDatabase database = new MimeDatabase();
        List<Finding> left = new ArrayList<>(files.left());
        new Declarations(MAX_SIZE, "is not wholly in the database of types", left)
                .addAll(
                        sources,
                        (file, part) -> database.add(file.path(), file.content().bytes(), part));
        List<BundleFile> all = new ArrayList<>(files.files());
        if (!database.isEmpty()) {
            database.files().forEach((name, bytes) -> {
                String path = DIRECTORY + "/" + name;
                all.removeIf(file -> file.path().equals(path));
                all.add(BundleFile.Regular.made(
                        path, Content.of(bytes), false, modified, FileReason.of(Kind.INSTALLED, "shared-mime-info")));
            });
        }
        return new InstalledFiles(all, left);
    }
}
