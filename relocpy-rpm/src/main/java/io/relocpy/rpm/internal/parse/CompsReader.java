package io.relocpy.rpm.internal.parse;

import io.relocpy.repository.FormatException;
import io.relocpy.rpm.PackageGroup;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads the package groups of comps.xml. */
public final class CompsReader {
    private CompsReader() {}

    public static List<PackageGroup> read(InputStream in, String where) throws IOException {
        List<PackageGroup> groups = new ArrayList<>();
        try (XmlCursor xml = XmlCursor.open(in, where)) {
            if (!xml.next() || !xml.name().equals("comps")) {
                throw new FormatException(xml.where(), "the element comps", "something else");
            }
            while (xml.next()) {
                if (xml.isStart() && xml.name().equals("group")) {
                    groups.add(readGroup(xml));
                }
            }
        }
        return List.copyOf(groups);
    }

    private static PackageGroup readGroup(XmlCursor xml) throws IOException {
        String id = "";
        String name = "";
        List<String> mandatory = new ArrayList<>();
        List<String> defaults = new ArrayList<>();
        List<String> optional = new ArrayList<>();
        while (xml.next() && (xml.isStart() || !xml.name().equals("group"))) {
            if (xml.isStart()) {
                switch (xml.name()) {
                    case "id" -> id = xml.text().strip();
                    case "name" ->
                        name = xml.attributes() == 0 ? xml.text().strip() : name; // the others are translations
                    case "packagereq" -> {
                        String type = xml.attribute("type", "mandatory");
                        String wanted = xml.text().strip();
                        switch (type) {
                            case "mandatory" -> mandatory.add(wanted);
                            case "default" -> defaults.add(wanted);
                            default -> optional.add(wanted);
                        }
                    }
                    default -> {
                        // descriptions, order
                    }
                }
            }
        }
        return PackageGroup.builder(id)
                .name(name)
                .mandatory(mandatory)
                .defaults(defaults)
                .optional(optional)
                .build();
    }
}
