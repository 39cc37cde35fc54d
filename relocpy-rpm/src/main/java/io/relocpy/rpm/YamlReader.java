package io.relocpy.rpm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of YAML that modules.yaml is written in: block mappings and sequences, plain, quoted and block scalars, and
 * flow collections on one line. No anchors, tags or complex keys. Every scalar stays text.
 *
 * @see <a href="https://yaml.org/spec/1.2.2/">YAML 1.2.2</a>
 */
final class YamlReader {
    private static final int MAX_DEPTH = 32;

    private final String where;
    private final List<String> lines;
    private final int firstLine;
    private int at;

    private YamlReader(String where, List<String> lines, int firstLine) {
        this.where = where;
        this.lines = lines;
        this.firstLine = firstLine;
    }

    /** The documents of a stream, each a mapping; others are passed over. */
    static List<Map<String, Object>> documents(List<String> lines, String where) throws RpmFormatException {
        List<Map<String, Object>> documents = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= lines.size(); i++) {
            boolean end = i == lines.size()
                    || lines.get(i).startsWith("---")
                    || lines.get(i).startsWith("...");
            if (end) {
                YamlReader reader = new YamlReader(where, lines.subList(start, i), start);
                if (reader.skipBlank()) {
                    documents.add(mapping(reader.block(reader.indent(), 0)));
                }
                start = i + 1;
            }
        }
        return documents;
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

    private Object block(int indent, int depth) throws RpmFormatException {
        if (depth > MAX_DEPTH) {
            throw bad("values at most " + MAX_DEPTH + " deep", "deeper ones");
        }
        String text = lines.get(at).strip();
        return isItem(text) ? blockSequence(indent, depth) : blockMapping(indent, depth);
    }

    private List<Object> blockSequence(int indent, int depth) throws RpmFormatException {
        List<Object> items = new ArrayList<>();
        while (skipBlank() && indent() == indent && isItem(lines.get(at).strip())) {
            String rest = lines.get(at).strip().substring(1).strip();
            if (rest.isEmpty()) {
                at++;
                items.add(skipBlank() && indent() > indent ? block(indent(), depth + 1) : "");
            } else if (keyEnd(rest) > 0 && !rest.startsWith("{") && !rest.startsWith("[")) {
                // a mapping that begins behind the dash: as if the dash were a space
                String line = lines.get(at);
                int dash = line.indexOf('-');
                List<String> copy = new ArrayList<>(lines);
                copy.set(at, line.substring(0, dash) + " " + line.substring(dash + 1));
                YamlReader inner = new YamlReader(where, copy, firstLine);
                inner.at = at;
                items.add(inner.blockMapping(inner.indent(), depth + 1));
                at = inner.at;
            } else {
                at++;
                items.add(scalarOrFlow(rest, indent, depth));
            }
        }
        return items;
    }

    private Map<String, Object> blockMapping(int indent, int depth) throws RpmFormatException {
        Map<String, Object> values = new LinkedHashMap<>();
        while (skipBlank() && indent() == indent && !isItem(lines.get(at).strip())) {
            String text = lines.get(at).strip();
            int colon = keyEnd(text);
            if (colon < 0) {
                throw bad("a key and a colon", "\"" + text + "\"");
            }
            String key = scalar(text.substring(0, colon));
            String rest = text.substring(colon + 1).strip();
            at++;
            if (rest.isEmpty() || rest.startsWith("#")) {
                boolean nested = skipBlank()
                        && (indent() > indent
                                || (indent() == indent && isItem(lines.get(at).strip())));
                values.put(key, nested ? block(indent(), depth + 1) : "");
            } else {
                values.put(key, scalarOrFlow(rest, indent, depth));
            }
        }
        if (at < lines.size() && skipBlank() && indent() > indent) {
            throw bad("an indentation of " + indent, String.valueOf(indent()));
        }
        return values;
    }

    private Object scalarOrFlow(String text, int indent, int depth) throws RpmFormatException {
        if (text.startsWith("|") || text.startsWith(">")) {
            return blockScalar(indent, text.startsWith(">") ? " " : "\n");
        }
        if (text.startsWith("[") || text.startsWith("{")) {
            return new Flow(text, depth).read();
        }
        StringBuilder whole = new StringBuilder(scalar(text));
        while (at < lines.size() && !lines.get(at).isBlank() && indent() > indent) { // a plain scalar of several lines
            whole.append(' ').append(lines.get(at).strip());
            at++;
        }
        return whole.toString();
    }

    private String blockScalar(int indent, String joint) {
        List<String> parts = new ArrayList<>();
        while (at < lines.size() && (lines.get(at).isBlank() || indent() > indent)) {
            parts.add(lines.get(at).strip());
            at++;
        }
        return String.join(joint, parts).strip();
    }

    /** Moves to the next line that says something. */
    private boolean skipBlank() {
        while (at < lines.size()
                && (lines.get(at).isBlank() || lines.get(at).strip().startsWith("#"))) {
            at++;
        }
        return at < lines.size();
    }

    private int indent() {
        String line = lines.get(at);
        int spaces = 0;
        while (spaces < line.length() && line.charAt(spaces) == ' ') {
            spaces++;
        }
        return spaces;
    }

    private static boolean isItem(String text) {
        return text.equals("-") || text.startsWith("- ");
    }

    /** Where the colon behind a key is; -1 without one. */
    private static int keyEnd(String text) {
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (i == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == ':' && (i + 1 == text.length() || text.charAt(i + 1) == ' ')) {
                return i;
            }
        }
        return -1;
    }

    private static String scalar(String text) {
        String stripped = text.strip();
        if (stripped.length() >= 2 && stripped.startsWith("'") && stripped.endsWith("'")) {
            return stripped.substring(1, stripped.length() - 1).replace("''", "'");
        }
        if (stripped.length() >= 2 && stripped.startsWith("\"") && stripped.endsWith("\"")) {
            return stripped.substring(1, stripped.length() - 1)
                    .replace("\\\"", "\"")
                    .replace("\\\\", "\\");
        }
        int comment = stripped.indexOf(" #");
        return comment < 0 ? stripped : stripped.substring(0, comment).strip();
    }

    private RpmFormatException bad(String expected, String found) {
        return new RpmFormatException(where + ", line " + (firstLine + at + 1), expected, found);
    }

    /** A collection in brackets or braces. */
    private final class Flow {
        private final String text;
        private int position;
        private int depth;

        Flow(String text, int depth) {
            this.text = text;
            this.depth = depth;
        }

        Object read() throws RpmFormatException {
            if (++depth > MAX_DEPTH) {
                throw bad("values at most " + MAX_DEPTH + " deep", "deeper ones");
            }
            skipSpaces();
            Object value =
                    switch (peek()) {
                        case '[' -> readSequence();
                        case '{' -> readMapping();
                        default -> readScalar(",]}");
                    };
            depth--;
            return value;
        }

        private List<Object> readSequence() throws RpmFormatException {
            List<Object> items = new ArrayList<>();
            position++;
            while (skipSpaces() != ']') {
                items.add(read());
                if (skipSpaces() == ',') {
                    position++;
                }
            }
            position++;
            return items;
        }

        private Map<String, Object> readMapping() throws RpmFormatException {
            Map<String, Object> values = new LinkedHashMap<>();
            position++;
            while (skipSpaces() != '}') {
                String key = readScalar(":,}");
                Object value = "";
                if (skipSpaces() == ':') {
                    position++;
                    value = read();
                }
                values.put(key, value);
                if (skipSpaces() == ',') {
                    position++;
                }
            }
            position++;
            return values;
        }

        private String readScalar(String ends) throws RpmFormatException {
            int start = position;
            char quote = peek();
            if (quote == '"' || quote == '\'') {
                int end = text.indexOf(quote, start + 1);
                if (end < 0) {
                    throw bad("a closing quote", "\"" + text + "\"");
                }
                position = end + 1;
            } else {
                while (ends.indexOf(peek()) < 0) {
                    position++;
                }
                if (position == start) {
                    throw bad("a value", "\"" + text + "\"");
                }
            }
            return scalar(text.substring(start, position));
        }

        private char skipSpaces() throws RpmFormatException {
            while (peek() == ' ') {
                position++;
            }
            return peek();
        }

        private char peek() throws RpmFormatException {
            if (position >= text.length()) {
                throw bad("the end of a collection on its line", "\"" + text + "\"");
            }
            return text.charAt(position);
        }
    }
}
