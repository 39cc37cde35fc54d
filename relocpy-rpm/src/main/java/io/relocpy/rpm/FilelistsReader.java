package io.relocpy.rpm;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The paths of filelists.xml, by the index of their package in primary.xml. */
final class FilelistsReader {
    private FilelistsReader() {}

    static Map<Integer, List<String>> read(InputStream in, String where, List<PackageMetadata> packages)
            throws IOException {
        Map<String, List<Integer>> indexes = new HashMap<>();
        for (int i = 0; i < packages.size(); i++) {
            indexes.computeIfAbsent(packages.get(i).checksum().hex(), hex -> new ArrayList<>(1))
                    .add(i);
        }
        Map<Integer, List<String>> lists = new HashMap<>();
        try (XmlCursor xml = XmlCursor.open(in, where)) {
            if (!xml.next() || !xml.name().equals("filelists")) {
                throw new RpmFormatException(xml.where(), "the element filelists", "something else");
            }
            while (xml.next()) {
                if (xml.isStart() && xml.name().equals("package")) {
                    List<Integer> owners = indexes.getOrDefault(xml.required("pkgid"), List.of());
                    List<String> paths = readPaths(xml);
                    owners.forEach(index -> lists.put(index, paths));
                }
            }
        }
        return lists;
    }

    private static List<String> readPaths(XmlCursor xml) throws IOException {
        List<String> paths = new ArrayList<>();
        while (xml.next()) {
            if (xml.isStart() && xml.name().equals("file")) {
                paths.add(xml.text());
            } else if (!xml.isStart() && xml.name().equals("package")) {
                return List.copyOf(paths);
            }
        }
        throw new RpmFormatException(xml.where(), "the end of a package", "the end of the document");
    }
}
