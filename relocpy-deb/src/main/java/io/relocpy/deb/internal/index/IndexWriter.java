package io.relocpy.deb.internal.index;

import io.relocpy.repository.internal.index.IndexOutput;
import java.io.IOException;

/** Writes a graph of packages in the form that {@link PackageIndex} reads. */
final class IndexWriter {
    private final PackageGraph graph;
    private final VersionDetails details;
    private final int files;

    IndexWriter(IndexBuilder builder) {
        graph = builder.graph();
        details = builder.details();
        files = builder.files();
    }

    void writeTo(IndexOutput out) throws IOException {
        out.ints(new int[] {files});
        graph.architectures.writeTo(out);
        graph.names.writeTo(out);
        graph.texts.writeTo(out);
        graph.packageNames.writeTo(out);
        graph.packageArchitectures.writeTo(out);
        graph.packageFlags.writeTo(out);
        graph.groups.writeTo(out);
        graph.packageVersions.writeTo(out);
        graph.packageProviders.writeTo(out);
        out.ints(PackageOrder.of(graph));
        graph.versionPackages.writeTo(out);
        graph.versionTexts.writeTo(out);
        graph.versionMultiArch.writeTo(out);
        graph.versionDependencies.writeTo(out);
        graph.versionProvides.writeTo(out);
        details.writeTo(out);
    }
}
