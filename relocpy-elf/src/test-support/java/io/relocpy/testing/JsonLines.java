package io.relocpy.testing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads files with one JSON value per line into maps, lists and strings. */
public final class JsonLines {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonLines() {}

    /** Opens a stream that decompresses. */
    public interface Decoder {
        /** Opens it. */
        InputStream open(InputStream in) throws IOException;
    }

    /** Reads a compressed file. */
    public static List<Map<String, Object>> read(Path file, Decoder decoder) throws IOException {
        try (InputStream in = decoder.open(Files.newInputStream(file))) {
            return read(in);
        }
    }

    /** Reads a stream to its end. */
    @SuppressWarnings("unchecked")
    public static List<Map<String, Object>> read(InputStream in) throws IOException {
        List<Map<String, Object>> out = new ArrayList<>();
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            try (JsonParser parser = FACTORY.createParser(line)) {
                parser.nextToken();
                out.add((Map<String, Object>) value(parser));
            }
        }
        return out;
    }

    /** Returns the strings of a key; null if it is missing or null. */
    public static @Nullable List<String> strings(Map<String, Object> from, String key) {
        return from.get(key) instanceof List<?> list
                ? list.stream().map(String.class::cast).toList()
                : null;
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    map.put(key, value(parser));
                }
                return map;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                return list;
            }
            case VALUE_NULL -> {
                return null;
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                return parser.getBooleanValue();
            }
            default -> {
                return parser.getText();
            }
        }
    }
}
