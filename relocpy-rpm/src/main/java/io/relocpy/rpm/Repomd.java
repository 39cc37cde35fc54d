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

    private static final String DIGITS = "0123456789abcdef";
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
    private static final int MAX_NAME = 16;

    /** Of SHA-512. */
    private static final int MAX_DIGITS = 128;

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
                    case "checksum" -> checksum = checksum(xml);
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

    /** Files are named after it. */
    private static Checksum checksum(XmlCursor xml) throws IOException {
        Checksum checksum = Checksum.of(xml.required("type"), xml.text().trim());
        if (!isOf(LETTERS, checksum.algorithm(), MAX_NAME) || !isOf(DIGITS, checksum.hex(), MAX_DIGITS)) {
            throw new RpmFormatException(
                    xml.where(),
                    "the name of a digest and at most " + MAX_DIGITS + " hexadecimal digits",
                    checksum.toString());
        }
        return checksum;
    }

    private static boolean isOf(String characters, String text, int limit) {
        return !text.isEmpty() && text.length() <= limit && text.chars().allMatch(c -> characters.indexOf(c) >= 0);
    }

    private static <T> T present(XmlCursor xml, String type, String element, @Nullable T value)
            throws RpmFormatException {
        if (value == null) {
            throw new RpmFormatException(xml.where(), "a " + element + " in the data of type " + type, "none");
        }
        return value;
    }
}
