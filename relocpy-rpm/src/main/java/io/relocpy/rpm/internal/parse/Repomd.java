package io.relocpy.rpm.internal.parse;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.text.Printable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The index of a repository: repodata/repomd.xml.
 *
 * @param items by type, those with a location and a checksum
 * @param incomplete types of the others
 * @param faults descriptions of the others
 */
public record Repomd(String revision, Map<String, Item> items, Set<String> incomplete, List<String> faults) {
    public static final String PATH = "repodata/repomd.xml";
    public static final int MAX_SIZE = 16 << 20;
    /** Lists no files. */
    public static final Repomd NONE = new Repomd("", Map.of(), Set.of(), List.of());

    /**
     * A metadata file.
     *
     * @param size size of the file in bytes; -1 if repomd.xml does not have it
     * @param openSize size after decompression in bytes; -1 if repomd.xml does not have it
     */
    public record Item(String type, String location, Checksum checksum, long size, long openSize) {}

    public Optional<Item> item(String type) {
        return Optional.ofNullable(items.get(type));
    }

    /** Whether there are data of this type, even if they cannot be used. */
    public boolean mentions(String type) {
        return items.containsKey(type) || incomplete.contains(type);
    }

    public static Repomd parse(byte[] bytes, String where) throws IOException {
        Map<String, Item> items = new LinkedHashMap<>();
        Set<String> incomplete = new HashSet<>();
        List<String> faults = new ArrayList<>();
        String revision = "";
        try (XmlCursor xml = XmlCursor.open(new ByteArrayInputStream(bytes), where)) {
            boolean first = true;
            while (xml.next()) {
                if (xml.isStart() && first && !xml.name().equals("repomd")) {
                    throw new FormatException(xml.where(), "the element repomd", xml.name());
                }
                first = false;
                if (xml.isStart() && xml.name().equals("revision")) {
                    revision = xml.text();
                } else if (xml.isStart() && xml.name().equals("data")) {
                    readItem(xml, items, incomplete, faults);
                }
            }
        }
        return new Repomd(revision, items, incomplete, List.copyOf(faults));
    }

    private static void readItem(XmlCursor xml, Map<String, Item> items, Set<String> incomplete, List<String> faults)
            throws IOException {
        String type = xml.attribute("type", "");
        String location = "";
        Checksum checksum = null;
        long size = -1;
        long openSize = -1;
        while (xml.next() && !(!xml.isStart() && xml.name().equals("data"))) {
            if (xml.isStart()) {
                switch (xml.name()) {
                    case "location" -> location = xml.attribute("href", "");
                    case "checksum" ->
                        checksum =
                                Checksum.parse(xml.required("type"), xml.text().strip(), xml.where());
                    case "size" -> size = size(xml.text());
                    case "open-size" -> openSize = size(xml.text());
                    default -> {
                        // timestamps and additions of later versions
                    }
                }
            }
        }
        if (checksum == null || location.isEmpty()) {
            incomplete.add(type);
            faults.add("repomd.xml, line " + xml.line() + ": data of type " + Printable.quote(type) + " is skipped: "
                    + (checksum == null ? "no checksum" : "no location"));
        } else {
            items.put(type, new Item(type, location, checksum, size, openSize));
        }
    }

    /** Returns -1 for an unknown size, for which some tools write 0, others nothing. */
    private static long size(String text) {
        try {
            long size = Long.parseLong(text.strip());
            return size > 0 ? size : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
