package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.BundleVerification.Finding;
import java.util.List;

/** How a bundle was stored: everything that matters apart from its files and their contents. Immutable. */
public sealed interface Form permits TarForm, DirectoryForm {
    /** Where it differs from what the manifest implies. */
    List<Finding> deviations(ManifestContents manifest, WrittenBundle bundle);
}
