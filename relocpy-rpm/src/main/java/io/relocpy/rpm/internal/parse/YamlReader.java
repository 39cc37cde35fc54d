package io.relocpy.rpm.internal.parse;

import io.relocpy.repository.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
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
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * The documents of a YAML stream as mappings, sequences and text; no scalar becomes a number, since the stream 1.10 of a
 * module is not its stream 1.1. No aliases. Depth and size are bounded, which is why the parser's events are put together
 * here, and lines, since the parser's time for a word grows with the square of its length.
 *
 * @see <a href="https://yaml.org/spec/1.2.2/">YAML 1.2.2</a>
 */
final class YamlReader {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_CODE_POINTS = 256 << 20;

    /** Of all documents together; a distribution's largest modules.yaml has a fifth. */
    private static final int MAX_VALUES = 4_000_000;

    /** Characters of a line, and what the parser reads at once. */
    private static final int MAX_LINE = 1 << 16;

    /** Characters of one scalar, or of comments between two. */
    private static final int MAX_STEP = 4 << 20;

    private final String where;
    private final SteppedReader text;
    private final Iterator<Event> events;
    private int values;

    private YamlReader(InputStream in, String where) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(where)
                .setCodePointLimit(MAX_CODE_POINTS)
                .setBufferSize(MAX_LINE)
                .build();
        this.where = where;
        this.text = new SteppedReader(new YamlUnicodeReader(in));
        this.events = new ParserImpl(settings, new StreamReader(settings, text));
    }

    /** What is done with each document. */
    interface Documents {
        void take(Map<String, Object> document) throws FormatException;
    }

    /** Reads the documents that are mappings; others are passed over. */
    static void read(InputStream in, String where, Documents documents) throws FormatException {
        try {
            YamlReader reader = new YamlReader(in, where);
            while (reader.events.hasNext()) {
                if (reader.next().getEventId() == Event.ID.DocumentStart) {
                    Map<String, Object> document = mapping(reader.value(reader.next(), 0));
                    if (!document.isEmpty()) {
                        documents.take(document);
                    }
                }
            }
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark()
                    .map(mark -> ", line " + (mark.getLine() + 1))
                    .orElse("");
            throw new FormatException(where + line, "YAML", String.valueOf(e.getProblem()));
        } catch (RuntimeException e) { // also what the parser does not foresee
            throw e.getCause() instanceof FormatException format ? format : new FormatException(where, "YAML", e);
        }
    }

    private Event next() {
        text.left = MAX_STEP;
        return events.next();
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

    private Object value(Event event, int depth) throws FormatException {
        if (depth > MAX_DEPTH) {
            throw new FormatException(where + line(event), "values at most " + MAX_DEPTH + " deep", "deeper ones");
        }
        if (++values > MAX_VALUES) {
            throw new FormatException(where + line(event), "at most " + MAX_VALUES + " values", "more");
        }
        switch (event.getEventId()) {
            case Scalar -> {
                return ((ScalarEvent) event).getValue();
            }
            case SequenceStart -> {
                List<Object> items = new ArrayList<>();
                for (Event item = next(); item.getEventId() != Event.ID.SequenceEnd; item = next()) {
                    items.add(value(item, depth + 1));
                }
                return items;
            }
            case MappingStart -> {
                Map<String, Object> entries = new LinkedHashMap<>();
                for (Event key = next(); key.getEventId() != Event.ID.MappingEnd; key = next()) {
                    if (!(key instanceof ScalarEvent scalar)) {
                        throw new FormatException(where + line(key), "text as a key", key.getEventId() + "");
                    }
                    entries.put(scalar.getValue(), value(next(), depth + 1));
                }
                return entries;
            }
            default -> throw new FormatException(where + line(event), "a value", event.getEventId() + "");
        }
    }

    private static String line(Event event) {
        return event.getStartMark()
                .map(mark -> ", line " + (mark.getLine() + 1))
                .orElse("");
    }

    /** Stops a parser that wants to hold more than a bound. */
    private final class SteppedReader extends Reader {
        private final Reader in;
        private int left = MAX_STEP;
        private int line;

        SteppedReader(Reader in) {
            this.in = in;
        }

        @Override
        public int read(char[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, length);
            left -= Math.max(count, 0);
            if (left < 0) {
                throw new FormatException(where, "texts of at most " + MAX_STEP + " characters", "more");
            }
            for (int i = offset; i < offset + count; i++) {
                line = target[i] == '\n' ? 0 : line + 1;
                if (line > MAX_LINE) {
                    throw new FormatException(where, "lines of at most " + MAX_LINE + " characters", "a longer one");
                }
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
