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
 * Reads the documents of a YAML stream as mappings, sequences and text. No scalar becomes a number, since stream 1.10 of a
 * module is not its stream 1.1. Aliases are not resolved. Depth and size are limited, which is why values are constructed here from
 * the parser's events; so are lines, since the parser's time for a word grows with the square of its length.
 *
 * @see <a href="https://yaml.org/spec/1.2.2/">YAML 1.2.2</a>
 */
final class YamlReader {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_CODE_POINTS = 256 << 20;

    /** For all documents together; the largest known modules.yaml has a fifth of it. */
    private static final int MAX_VALUES = 4_000_000;

    /** Characters per line, and per read of the parser. */
    private static final int MAX_LINE = 1 << 16;

    /** Characters per scalar, or in comments between two. */
    private static final int MAX_STEP = 4 << 20;

    private final String where;
    private final SteppedReader text;
    private final Iterator<Event> events;
    private int values;

    /** Of the document that is being read. */
    private boolean hasAlias;

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

    /**
     * A document that is a mapping.
     *
     * @param line where it starts
     * @param hasAlias whether it has aliases, which are empty in the content
     */
    record Document(int line, Map<String, Object> content, boolean hasAlias) {}

    /** Receives each document. */
    interface Documents {
        void take(Document document);
    }

    /** Reads the documents that are mappings; others are skipped. */
    static void read(InputStream in, String where, Documents documents) throws FormatException {
        try {
            YamlReader reader = new YamlReader(in, where);
            while (reader.events.hasNext()) {
                if (reader.next().getEventId() == Event.ID.DocumentStart) {
                    reader.hasAlias = false;
                    Event first = reader.next();
                    Map<String, Object> content = mapping(reader.value(first, 0));
                    if (!content.isEmpty()) {
                        documents.take(new Document(lineNumber(first), content, reader.hasAlias));
                    }
                }
            }
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark()
                    .map(mark -> ", line " + (mark.getLine() + 1))
                    .orElse("");
            throw new FormatException(where + line, "YAML", String.valueOf(e.getProblem()));
        } catch (RuntimeException e) { // including unexpected failures of the parser
            throw e.getCause() instanceof FormatException format ? format : new FormatException(where, "YAML", e);
        }
    }

    private Event next() {
        text.left = MAX_STEP;
        return events.next();
    }

    /** Returns the value as a mapping; empty if it is something else. */
    @SuppressWarnings("unchecked") // this reader only creates maps with string keys
    private static Map<String, Object> mapping(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private Object value(Event event, int depth) throws FormatException {
        if (depth > MAX_DEPTH) {
            throw new FormatException(
                    where + line(event), "values nested at most " + MAX_DEPTH + " deep", "deeper nesting");
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
            case Alias -> {
                hasAlias = true;
                return "";
            }
            default -> throw new FormatException(where + line(event), "a value", event.getEventId() + "");
        }
    }

    private static String line(Event event) {
        return ", line " + lineNumber(event);
    }

    private static int lineNumber(Event event) {
        return event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    /** Stops a parser that keeps too much in memory. */
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
