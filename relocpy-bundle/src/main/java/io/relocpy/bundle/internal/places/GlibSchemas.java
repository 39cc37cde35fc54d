package io.relocpy.bundle.internal.places;

import io.relocpy.bundle.BundleVerification.Finding;
import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.FileReason.Kind;
import io.relocpy.bundle.internal.glib.SettingsSchemas;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.RootPath;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** GLib's {@code gschemas.compiled}, which glib-compile-schemas(1) makes of the schemas of all packages. */
final class GlibSchemas {
    static final String DIRECTORY = "share/glib-2.0/schemas";

    static final String PATH = DIRECTORY + "/gschemas.compiled";

    /** Of all together; the largest of Debian has 100 KiB. */
    private static final int MAX_SIZE = 16 << 20;

    private GlibSchemas() {}

    /** The files with the compiled schemas, if there are any, and a note for all that is ignored. */
    static InstalledFiles addTo(InstalledFiles files, Instant modified) throws IOException {
        List<BundleFile.Regular> sources = new ArrayList<>();
        for (BundleFile file : files.files()) {
            String name = RootPath.fileName(file.path());
            if (file instanceof BundleFile.Regular regular
                    && file.path().equals(DIRECTORY + "/" + name)
                    && (SettingsSchemas.isSchema(name) || SettingsSchemas.isOverride(name))) {
                sources.add(regular);
            }
        }
        // enumerations come first, and overrides last
        sources.sort(Comparator.comparing((BundleFile file) -> SettingsSchemas.isOverride(file.path()))
                .thenComparing(file -> !SettingsSchemas.isEnumeration(file.path()))
                .thenComparing(BundleFile::path));
        SettingsSchemas schemas = new SettingsSchemas();
        List<Finding> left = new ArrayList<>(files.left());
        new Declarations(MAX_SIZE, "is not or not wholly in gschemas.compiled", left).addAll(sources, (file, part) -> {
            if (SettingsSchemas.isOverride(file.path())) {
                schemas.override(file.path(), file.content().text(), part);
            } else {
                schemas.add(file.path(), file.content().bytes());
            }
        });
        if (schemas.isEmpty()) {
            return new InstalledFiles(files.files(), left);
        }
        List<BundleFile> all = new ArrayList<>(files.files());
        all.removeIf(file -> file.path().equals(PATH));
        all.add(BundleFile.Regular.made(
                PATH, Content.of(schemas.compiled()), false, modified, FileReason.of(Kind.INSTALLED, "GLib")));
        return new InstalledFiles(all, left);
    }
}
