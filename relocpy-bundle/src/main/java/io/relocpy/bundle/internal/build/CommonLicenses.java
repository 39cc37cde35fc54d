package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.VirtualRoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The texts that Debian's copyright files refer to instead of repeating them. They are in the package base-files, which no
 * package depends on: copies of its files are resources here.
 */
final class CommonLicenses {
    private static final String DIRECTORY = "usr/share/common-licenses/";

    private static final Pattern REFERENCE =
            Pattern.compile("/" + DIRECTORY + "([A-Za-z0-9]+(?:-[A-Z]{2})*(?:-[0-9]+(?:\\.[0-9]+)*)?)");

    /** Links there. */
    private static final Map<String, String> LATEST = Map.of("GPL", "GPL-3", "LGPL", "LGPL-3", "GFDL", "GFDL-1.3");

    /** The LGPL is additional permissions to this one. */
    private static final Map<String, String> BASED_ON = Map.of("LGPL-3", "GPL-3");

    private CommonLicenses() {}

    /** The texts to which licence files refer, at their places in the bundle; names without a text are left out. */
    static List<BundleFile> of(List<BundleFile.Regular> licenses, VirtualRoot tree, Instant modified)
            throws IOException {
        NavigableSet<String> names = new TreeSet<>();
        for (BundleFile.Regular license : licenses) {
            REFERENCE.matcher(license.content().text()).results().forEach(found -> {
                String name = LATEST.getOrDefault(found.group(1), found.group(1));
                names.add(name);
                Optional.ofNullable(BASED_ON.get(name)).ifPresent(names::add);
            });
        }
        List<BundleFile> texts = new ArrayList<>();
        for (String name : names) {
            Optional<Content> text = tree.follow(DIRECTORY + name).isPresent()
                    ? tree.follow(DIRECTORY + name).map(file -> file.content())
                    : resource(name);
            text.ifPresent(content -> texts.add(BundleFile.Regular.made(
                    BundleLayout.LICENSES + "common-licenses/" + name,
                    content,
                    false,
                    modified,
                    FileReason.of(FileReason.Kind.COMMON_LICENSE))));
        }
        return texts;
    }

    private static Optional<Content> resource(String name) throws IOException {
        try (InputStream in = CommonLicenses.class.getResourceAsStream("common-licenses/" + name)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(Content.of(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }
}
