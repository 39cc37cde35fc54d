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
        out.ints(graph.packageNames);
        out.ints(graph.packageArchitectures);
        out.ints(graph.packageFlags);
        graph.groups.writeTo(out);
        graph.packageVersions.writeTo(out);
        graph.packageProviders.writeTo(out);
        out.ints(PackageOrder.of(graph));
        out.ints(graph.versionPackages);
        out.ints(graph.versionTexts);
        out.ints(graph.versionMultiArch);
        graph.versionDependencies.writeTo(out);
        graph.versionProvides.writeTo(out);
        details.writeTo(out);
    }
}
