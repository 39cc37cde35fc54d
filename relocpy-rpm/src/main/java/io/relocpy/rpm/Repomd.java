package io.relocpy.rpm;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of contents of a repository: repodata/repomd.xml. */
record Repomd(String revision, Map<String, Item> items) {
    static final String PATH = "repodata/repomd.xml";
    static final int MAX_SIZE = 16 << 20;
    /** Names no file. */
    static final Repomd NONE = new Repomd("", Map.of());

    /**
     * One file of metadata.
     *
     * @param size bytes of the file; -1 when repomd.xml does not say
     * @param openSize bytes after decompression; -1 when repomd.xml does not say
     */
    record Item(String type, String location, Checksum checksum, long size, long openSize) {}

    Optional<Item> item(String type) {
        return Optional.ofNullable(items.get(type));
    }

    static Repomd parse(byte[] bytes, String where) throws IOException {
        Map<String, Item> items = new LinkedHashMap<>();
        String revision = "";
        try (XmlCursor xml = XmlCursor.open(new ByteArrayInputStream(bytes), where)) {
            boolean first = true;
            while (xml.next()) {
                if (xml.isStart() && first && !xml.name().equals("repomd")) {
                    throw new RpmFormatException(xml.where(), "the element repomd", xml.name());
                }
                first = false;
                if (xml.isStart() && xml.name().equals("revision")) {
                    revision = xml.text();
                } else if (xml.isStart() && xml.name().equals("data")) {
                    Item item = parseItem(xml);
                    items.put(item.type, item);
                }
            }
        }
        return new Repomd(revision, items);
    }

    private static Item parseItem(XmlCursor xml) throws IOException {
        String type = xml.required("type");
        String location = null;
        Checksum checksum = null;
        long size = -1;
        long openSize = -1;
        while (xml.next() && !(!xml.isStart() && xml.name().equals("data"))) {
            if (xml.isStart()) {
                switch (xml.name()) {
                    case "location" -> location = xml.required("href");
                    case "checksum" ->
                        checksum =
                                Checksum.parse(xml.required("type"), xml.text().trim(), xml.where());
                    case "size" -> size = xml.number(xml.text(), "size");
                    case "open-size" -> openSize = xml.number(xml.text(), "open-size");
                    default -> {
                        // timestamps and what later versions add
                    }
                }
            }
        }
        return new Item(
                type,
                present(xml, type, "location", location),
                present(xml, type, "checksum", checksum),
                size,
                openSize);
    }

    private static <T> T present(XmlCursor xml, String type, String element, @Nullable T value)
            throws RpmFormatException {
        if (value == null) {
            throw new RpmFormatException(xml.where(), "a " + element + " in the data of type " + type, "none");
        }
        return value;
    }
}
