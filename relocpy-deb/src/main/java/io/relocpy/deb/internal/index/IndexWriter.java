package io.relocpy.deb.internal.index;

import io.relocpy.repository.internal.index.IndexOutput;
import io.relocpy.repository.internal.index.IntList;
import java.io.IOException;
import java.util.List;

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
        lists(out, graph.groups, 1, false);
        lists(out, graph.packageVersions, 1, false);
        lists(out, graph.packageProviders, PackageGraph.PROVIDER_FIELDS, true);
        out.ints(PackageOrder.of(graph));
        out.ints(graph.versionPackages);
        out.ints(graph.versionTexts);
        out.ints(graph.versionMultiArch);
        lists(out, graph.versionDependencies, PackageGraph.DEPENDENCY_FIELDS, false);
        lists(out, graph.versionProvides, 1, false);
        details.writeTo(out);
    }

    /** The lists end to end, then where each of them ends, in records. */
    static void lists(IndexOutput out, List<IntList> lists, int fields, boolean reversed) throws IOException {
        int total = 0;
        int[] ends = new int[lists.size()];
        for (int i = 0; i < ends.length; i++) {
            total += lists.get(i).size();
            ends[i] = total / fields;
        }
        int[] all = new int[total];
        int at = 0;
        for (IntList list : lists) {
            for (int i = 0; i < list.size(); i += fields) {
                int from = reversed ? list.size() - fields - i : i;
                System.arraycopy(list.array(), from, all, at, fields);
                at += fields;
            }
        }
        out.ints(all);
        out.ints(ends);
    }
}
