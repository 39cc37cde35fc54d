package io.relocpy.rpm;

import java.io.IOException;
import java.io.InputStream;

/** The paths of filelists.xml. */
final class FilelistsReader {
    private FilelistsReader() {}

    static FileLists.Builder read(InputStream in, String where) throws IOException {
        FileLists.Builder lists = new FileLists.Builder();
        try (XmlCursor xml = XmlCursor.openAhead(in, where)) {
            if (!xml.next() || !xml.name().equals("filelists")) {
                throw new RpmFormatException(xml.where(), "the element filelists", "something else");
            }
            while (xml.next()) {
                if (xml.isStart() && xml.name().equals("package")) {
                    String checksum = Checksum.digits(xml.attribute("pkgid", ""));
                    readPaths(xml, lists, checksum != null);
                    if (checksum != null) { // else it is of no package, as is one that primary.xml does not have
                        lists.finish(checksum);
                    }
                }
            }
        } catch (IllegalArgumentException e) { // more than a table can hold
            throw new RpmFormatException(where, "paths of a reasonable kind", e);
        }
        return lists;
    }

    private static void readPaths(XmlCursor xml, FileLists.Builder lists, boolean wanted) throws IOException {
        while (xml.next()) {
            if (xml.isStart() && xml.name().equals("file")) {
                String path = xml.text();
                if (wanted) {
                    lists.add(path);
                }
            } else if (!xml.isStart() && xml.name().equals("package")) {
                return;
            }
        }
        throw new RpmFormatException(xml.where(), "the end of a package", "the end of the document");
    }
}
