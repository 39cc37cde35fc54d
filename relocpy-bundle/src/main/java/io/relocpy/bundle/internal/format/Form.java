package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.BundleVerification.Finding;
import java.util.List;

/** How a bundle was stored where it was found: all that matters there beyond its files and their contents. Immutable. */
public sealed interface Form permits TarForm, DirectoryForm {
    /** Where it is not as the manifest makes it expected. */
    List<Finding> deviations(ManifestContents manifest, WrittenBundle bundle);
}
