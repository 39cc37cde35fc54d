package io.relocpy.rpm.internal.parse;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.index.IndexInput;
import io.relocpy.repository.internal.index.IndexOutput;
import io.relocpy.repository.internal.index.IntList;
import io.relocpy.repository.internal.index.TextTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@link Modules} as the columns of an index: all texts, each once, and one sequence of numbers. A number is the id of a text
 * or says how many items follow. Parsing YAML took a quarter of the time that a request takes.
 */
public final class ModuleColumns {
    /** In place of a text's id. */
    private static final int NO_TEXT = -1;

    private ModuleColumns() {}

    /** Returns what {@link #read} reads. */
    public static IndexOutput.Content of(Modules modules) {
        Writer writer = new Writer();
        writer.list(modules.streams(), writer::stream);
        writer.list(List.copyOf(modules.defaults().entrySet()), writer::defaultOf);
        writer.list(modules.faults(), writer::text);
        return writer::writeTo;
    }

    public static Modules read(IndexInput in) throws FormatException {
        Reader reader = new Reader(in);
        List<Modules.Stream> streams = reader.list(reader::stream);
        Map<String, Modules.Default> defaults = new HashMap<>();
        for (Map.Entry<String, Modules.Default> each : reader.list(reader::defaultOf)) {
            defaults.put(each.getKey(), each.getValue());
        }
        List<String> faults = reader.list(reader::text);
        reader.end();
        return new Modules(streams, Map.copyOf(defaults), faults);
    }

    private static final class Writer {
        private final TextTable.Builder texts = new TextTable.Builder();
        private final Map<String, Integer> ids = new HashMap<>();
        private final IntList numbers = new IntList();

        <T> void list(List<T> values, Consumer<? super T> item) {
            numbers.add(values.size());
            values.forEach(item);
        }

        void text(String text) {
            numbers.add(ids.computeIfAbsent(text, added -> {
                texts.add(added);
                return texts.size() - 1;
            }));
        }

        void stream(Modules.Stream stream) {
            text(stream.module());
            text(stream.name());
            list(stream.requires(), this::alternative);
            list(stream.artifacts(), this::text);
        }

        private void alternative(Map<String, List<String>> modules) {
            list(List.copyOf(modules.entrySet()), each -> {
                text(each.getKey());
                list(each.getValue(), this::text);
            });
        }

        void defaultOf(Map.Entry<String, Modules.Default> module) {
            text(module.getKey());
            module.getValue().stream().ifPresentOrElse(this::text, () -> numbers.add(NO_TEXT));
            numbers.add((int) (module.getValue().modified() >>> Integer.SIZE));
            numbers.add((int) module.getValue().modified());
        }

        void writeTo(IndexOutput out) throws IOException {
            texts.writeTo(out);
            out.ints(numbers);
        }
    }

    private static final class Reader {
        private final IndexInput in;
        private final String[] texts;
        private final int[] numbers;
        private int next;

        Reader(IndexInput in) throws FormatException {
            this.in = in;
            TextTable table = TextTable.read(in);
            this.texts = new String[table.size()];
            for (int id = 0; id < texts.length; id++) {
                texts[id] = table.get(id);
            }
            this.numbers = in.records(IndexInput.Range.ANY);
            in.end();
        }

        private interface Item<T> {
            T read() throws FormatException;
        }

        private int number() throws FormatException {
            if (next == numbers.length) {
                throw in.wrong("another number", "the end");
            }
            return numbers[next++];
        }

        private int number(int from, int end) throws FormatException {
            int number = number();
            if (number < from || number >= end) {
                throw in.wrong("a number from " + from + " to " + (end - 1), Integer.toString(number));
            }
            return number;
        }

        private int size() throws FormatException {
            return number(0, numbers.length - next + 1); // every item has at least one number
        }

        <T> List<T> list(Item<T> item) throws FormatException {
            List<T> values = new ArrayList<>();
            for (int left = size(); left > 0; left--) {
                values.add(item.read());
            }
            return List.copyOf(values);
        }

        String text() throws FormatException {
            return texts[number(0, texts.length)];
        }

        Modules.Stream stream() throws FormatException {
            return new Modules.Stream(text(), text(), list(this::alternative), list(this::text));
        }

        private Map<String, List<String>> alternative() throws FormatException {
            Map<String, List<String>> modules = new LinkedHashMap<>();
            for (int left = size(); left > 0; left--) {
                modules.put(text(), list(this::text));
            }
            return modules;
        }

        Map.Entry<String, Modules.Default> defaultOf() throws FormatException {
            String module = text();
            int stream = number(NO_TEXT, texts.length);
            long modified = ((long) number() << Integer.SIZE) | Integer.toUnsignedLong(number());
            return Map.entry(
                    module,
                    new Modules.Default(stream == NO_TEXT ? Optional.empty() : Optional.of(texts[stream]), modified));
        }

        void end() throws FormatException {
            if (next < numbers.length) {
                throw in.wrong("the end", (numbers.length - next) + " more numbers");
            }
        }
    }
}
