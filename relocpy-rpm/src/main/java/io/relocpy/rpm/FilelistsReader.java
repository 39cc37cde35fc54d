package io.relocpy.rpm;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/** The paths of filelists.xml. */
final class FilelistsReader {
    private FilelistsReader() {}

    static FileLists read(InputStream in, String where) throws IOException {
        Map<String, PathList> lists = new HashMap<>();
        PathList.Builder builder = new PathList.Builder();
        try (XmlCursor xml = XmlCursor.open(in, where)) {
            if (!xml.next() || !xml.name().equals("filelists")) {
                throw new RpmFormatException(xml.where(), "the element filelists", "something else");
            }
            while (xml.next()) {
                if (xml.isStart() && xml.name().equals("package")) {
                    String checksum = xml.required("pkgid");
                    lists.put(checksum, readPaths(xml, builder));
                }
            }
        }
        return new FileLists(builder.folders(), lists);
    }

    private static PathList readPaths(XmlCursor xml, PathList.Builder builder) throws IOException {
        while (xml.next()) {
            if (xml.isStart() && xml.name().equals("file")) {
                builder.add(xml.text());
            } else if (!xml.isStart() && xml.name().equals("package")) {
                return builder.finish();
            }
        }
        throw new RpmFormatException(xml.where(), "the end of a package", "the end of the document");
    }
}
