package io.relocpy.rpm;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.YamlUnicodeReader;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * The documents of a YAML stream as mappings, sequences and text; no scalar becomes a number, since the stream 1.10 of a
 * module is not its stream 1.1. Depth and size are bounded, which is why the parser's events are put together here. No
 * aliases.
 *
 * @see <a href="https://yaml.org/spec/1.2.2/">YAML 1.2.2</a>
 */
final class YamlReader {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_CODE_POINTS = 256 << 20;

    private final String where;
    private final Iterator<Event> events;

    private YamlReader(String where, Iterator<Event> events) {
        this.where = where;
        this.events = events;
    }

    /** The documents that are mappings; others are passed over. */
    static List<Map<String, Object>> documents(InputStream in, String where) throws RpmFormatException {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(where)
                .setCodePointLimit(MAX_CODE_POINTS)
                .build();
        try {
            StreamReader text = new StreamReader(settings, new YamlUnicodeReader(in));
            YamlReader reader = new YamlReader(where, new ParserImpl(settings, text));
            List<Map<String, Object>> documents = new ArrayList<>();
            while (reader.events.hasNext()) {
                if (reader.events.next().getEventId() == Event.ID.DocumentStart) {
                    Map<String, Object> document = mapping(reader.value(reader.events.next(), 0));
                    if (!document.isEmpty()) {
                        documents.add(document);
                    }
                }
            }
            return documents;
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark()
                    .map(mark -> ", line " + (mark.getLine() + 1))
                    .orElse("");
            throw new RpmFormatException(where + line, "YAML", String.valueOf(e.getProblem()));
        } catch (YamlEngineException e) {
            throw new RpmFormatException(where, "YAML", e);
        }
    }

    /** The value as a mapping; empty when it is something else. */
    @SuppressWarnings("unchecked") // this reader makes maps with strings as keys only
    static Map<String, Object> mapping(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /** The value as a sequence; empty when it is something else. */
    static List<?> sequence(Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private Object value(Event event, int depth) throws RpmFormatException {
        if (depth > MAX_DEPTH) {
            throw new RpmFormatException(where + line(event), "values at most " + MAX_DEPTH + " deep", "deeper ones");
        }
        switch (event.getEventId()) {
            case Scalar -> {
                return ((ScalarEvent) event).getValue();
            }
            case SequenceStart -> {
                List<Object> items = new ArrayList<>();
                for (Event item = events.next(); item.getEventId() != Event.ID.SequenceEnd; item = events.next()) {
                    items.add(value(item, depth + 1));
                }
                return items;
            }
            case MappingStart -> {
                Map<String, Object> entries = new LinkedHashMap<>();
                for (Event key = events.next(); key.getEventId() != Event.ID.MappingEnd; key = events.next()) {
                    if (!(key instanceof ScalarEvent scalar)) {
                        throw new RpmFormatException(where + line(key), "text as a key", key.getEventId() + "");
                    }
                    entries.put(scalar.getValue(), value(events.next(), depth + 1));
                }
                return entries;
            }
            default -> throw new RpmFormatException(where + line(event), "a value", event.getEventId() + "");
        }
    }

    private static String line(Event event) {
        return event.getStartMark()
                .map(mark -> ", line " + (mark.getLine() + 1))
                .orElse("");
    }
}
