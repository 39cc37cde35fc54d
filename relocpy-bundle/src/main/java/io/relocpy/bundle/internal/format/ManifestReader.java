package io.relocpy.bundle.internal.format;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.internal.format.ManifestContents.Listed;
import io.relocpy.bundle.internal.format.ManifestContents.ListedLink;
import io.relocpy.bundle.internal.format.ManifestContents.ListedRegular;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.PathRule;
import io.relocpy.repository.internal.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code relocpy.json}, which docs/bundle-format.md documents. Unknown fields are skipped. */
public final class ManifestReader {
    /** About a million files. */
    public static final long MAX_SIZE = 1L << 26;

    /** For JSON from outside. */
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_SIZE)
                    .maxNestingDepth(16)
                    .maxStringLength(1 << 16)
                    .maxNameLength(256)
                    .maxNumberLength(20)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.CHARSET_DETECTION) // it is UTF-8
            .build();

    /** More than any distribution has; each costs memory, even without a field. */
    private static final int MAX_PACKAGES = 100_000;

    private static final int MAX_FIELDS = 64;

    private static final List<String> IDENTITY = List.of("architecture", "python", "glibc");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final String EXECUTABLE = "0755";
    private static final String PLAIN = "0644";

    private final JsonParser json;
    private boolean complete;

    private ManifestReader(JsonParser json) {
        this.json = json;
    }

    /**
     * Reads it.
     *
     * @throws BundleException if it is of another format, or not well-formed, saying where
     */
    public static ManifestContents read(Content content) throws IOException {
        if (content.size() > MAX_SIZE) {
            throw new BundleException(
                    BundleLayout.MANIFEST, "expected at most " + MAX_SIZE + " bytes, found " + content.size());
        }
        try (InputStream in = content.open();
                JsonParser json = JSON.createParser(in)) {
            return new ManifestReader(json).read();
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new BundleException(
                    BundleLayout.MANIFEST, "line " + line + " is not well-formed: " + e.getOriginalMessage(), e);
        }
    }

    private ManifestContents read() throws IOException {
        expect(JsonToken.START_OBJECT, "an object");
        if (!"format".equals(json.nextFieldName())) {
            throw malformed("the field format first", "" + json.getText());
        }
        long format = number("format");
        if (format < Manifest.FIRST_FORMAT || format > Manifest.FORMAT) {
            throw new BundleException(
                    BundleLayout.MANIFEST,
                    "expected format " + Manifest.FIRST_FORMAT + " to " + Manifest.FORMAT + ", found " + format
                            + ", which a newer relocpy may know");
        }
        complete = format > Manifest.FIRST_FORMAT;
        long modified = -1;
        Map<String, String> identity = new HashMap<>();
        List<Map<String, String>> packages = List.of();
        List<String> libraryDirectories = null;
        SortedMap<String, Listed> files = null;
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            switch (field) {
                case "libraryDirectories" -> libraryDirectories = paths(field);
                case "files" -> files = files();
                case "modified" -> modified = number(field);
                case "packages" -> packages = packages();
                case "architecture", "python", "glibc", "minimumKernel", "cpuLevel" -> identity.put(field, text(field));
                default -> {
                    json.nextToken();
                    json.skipChildren();
                }
            }
        }
        if (libraryDirectories == null || files == null) {
            throw malformed("the fields libraryDirectories and files", "not both");
        }
        for (String field : IDENTITY) {
            if (!identity.containsKey(field)) {
                throw malformed("the field " + field, "the end of the object without");
            }
        }
        if (json.nextToken() != null) {
            throw malformed("nothing after the object", "" + json.getText());
        }
        return new ManifestContents(
                (int) format, time(modified, "the bundle"), identity, packages, libraryDirectories, files);
    }

    private List<String> paths(String field) throws IOException {
        expect(JsonToken.START_ARRAY, "an array of " + field);
        List<String> paths = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (paths.size() == MAX_FIELDS) {
                throw malformed("at most " + MAX_FIELDS + " paths in " + field, "more");
            }
            paths.add(path(current(JsonToken.VALUE_STRING, "a path in " + field)));
        }
        return paths;
    }

    private List<Map<String, String>> packages() throws IOException {
        expect(JsonToken.START_ARRAY, "an array of packages");
        List<Map<String, String>> packages = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            current(JsonToken.START_OBJECT, "a package");
            if (packages.size() == MAX_PACKAGES) {
                throw malformed("at most " + MAX_PACKAGES + " packages", "more");
            }
            Map<String, String> texts = new HashMap<>();
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                if (json.nextToken() == JsonToken.VALUE_STRING && texts.size() < MAX_FIELDS) {
                    texts.put(field, json.getText());
                } else {
                    json.skipChildren();
                }
            }
            packages.add(texts);
        }
        return packages;
    }

    private SortedMap<String, Listed> files() throws IOException {
        expect(JsonToken.START_ARRAY, "an array of files");
        SortedMap<String, Listed> files = new TreeMap<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            current(JsonToken.START_OBJECT, "a file");
            Map<String, String> texts = new HashMap<>();
            long size = -1;
            long modified = -1;
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                switch (field) {
                    case "size" -> size = number(field);
                    case "modified" -> modified = number(field);
                    case "path", "sha256", "mode", "target", "origin" -> texts.put(field, text(field));
                    default -> {
                        json.nextToken();
                        json.skipChildren();
                    }
                }
            }
            String path = path(required(texts, "path"));
            if (path.equals(BundleLayout.MANIFEST) || path.equals(BundleLayout.SIGNATURE)) {
                throw malformed("files that can be listed", path);
            }
            if (files.put(path, listed(texts, size, modified)) != null) {
                throw malformed("each path once", path + " again");
            }
        }
        return files;
    }

    private Listed listed(Map<String, String> texts, long size, long modified) throws IOException {
        String origin = required(texts, "origin");
        String target = texts.get("target");
        if (target != null) {
            return new ListedLink(target, origin);
        }
        String sha256 = required(texts, "sha256");
        if (!SHA256.matcher(sha256).matches()) {
            throw malformed("64 hexadecimal digits as sha256", sha256);
        }
        if (size < 0) {
            throw malformed("a size", size == -1 ? "none" : "" + size);
        }
        String mode = required(texts, "mode");
        if (!mode.equals(EXECUTABLE) && !mode.equals(PLAIN)) {
            throw malformed("mode " + EXECUTABLE + " or " + PLAIN, mode);
        }
        return new ListedRegular(sha256, size, mode.equals(EXECUTABLE), time(modified, "a file"), origin);
    }

    /** Seconds since 1970; format 1 has none. */
    private long time(long seconds, String of) throws IOException {
        if (!complete) {
            return 0;
        }
        if (seconds < 0 || seconds > TarEntry.MAX_TIME) {
            throw malformed(
                    "from 0 to " + TarEntry.MAX_TIME + " seconds as modified of " + of,
                    seconds == -1 ? "none" : "" + seconds);
        }
        return seconds;
    }

    private String path(String path) throws IOException {
        String complaint = PathRule.complaint(path);
        if (!complaint.isEmpty()) {
            throw malformed("a path inside of the bundle", "\"" + path + "\", which " + complaint);
        }
        return path;
    }

    private String required(Map<String, String> texts, String field) throws IOException {
        String text = texts.get(field);
        if (text == null) {
            throw malformed("the field " + field, "a file without");
        }
        return text;
    }

    private String text(String field) throws IOException {
        return expect(JsonToken.VALUE_STRING, "a text as " + field);
    }

    private long number(String field) throws IOException {
        expect(JsonToken.VALUE_NUMBER_INT, "a number as " + field);
        return json.getLongValue();
    }

    private String expect(JsonToken expected, String description) throws IOException {
        json.nextToken();
        return current(expected, description);
    }

    private String current(JsonToken expected, String description) throws IOException {
        JsonToken token = json.currentToken();
        if (token != expected) {
            String found = token == null ? "the end" : json.getText();
            throw malformed(
                    description, token == JsonToken.VALUE_STRING ? "the text " + Printable.quote(found) : found);
        }
        return json.getText();
    }

    private BundleException malformed(String expected, @Nullable String found) {
        return new BundleException(
                BundleLayout.MANIFEST,
                "line " + json.currentLocation().getLineNr() + ": expected " + expected + ", found " + found);
    }
}
