package io.relocpy.rpm.internal.parse;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.rpm.internal.index.FileLists;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the paths of filelists.xml. */
public final class FilelistsReader {
    private static final List<Checksum.Algorithm> ALGORITHMS = List.of(Checksum.Algorithm.values());

    private FilelistsReader() {}

    public static FileLists.Builder read(InputStream in, String where) throws IOException {
        FileLists.Builder lists = new FileLists.Builder();
        try (XmlCursor xml = XmlCursor.openAhead(in, where)) {
            if (!xml.next() || !xml.name().equals("filelists")) {
                throw new FormatException(xml.where(), "the element filelists", "something else");
            }
            while (xml.next()) {
                if (xml.isStart() && xml.name().equals("package")) {
                    String checksum = digits(xml.attribute("pkgid", ""));
                    readPaths(xml, lists, checksum != null);
                    if (checksum != null) { // an invalid one belongs to no package, like one missing in primary.xml
                        lists.finish(checksum);
                    }
                }
            }
        } catch (IllegalArgumentException e) { // over the limits of a table
            throw new FormatException(where, "file lists within the limits of an index", e);
        }
        return lists;
    }

    /** Returns the digits of a checksum of any algorithm, in lower case; null if it is not a checksum. */
    private static @Nullable String digits(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (Checksum.Algorithm each : ALGORITHMS) {
            if (each.accepts(lower)) {
                return lower;
            }
        }
        return null;
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
        throw new FormatException(xml.where(), "the end of a package", "the end of the document");
    }
}
