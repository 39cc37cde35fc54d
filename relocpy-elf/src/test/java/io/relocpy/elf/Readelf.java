package io.relocpy.elf;

import io.relocpy.testing.HostTools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What GNU readelf prints of a file, taken apart into lines that are easy to compare. */
final class Readelf {
    private static final Pattern SEGMENT = Pattern.compile(
            "^ +(\\S+) +0x([0-9a-f]+) 0x([0-9a-f]+) 0x([0-9a-f]+) 0x([0-9a-f]+) 0x([0-9a-f]+) ([RWE ]{3}) (?:0x)?([0-9a-f]+)$");
    private static final Pattern SECTION = Pattern.compile(
            "^ +\\[ *(\\d+)\\] (.*?) +(SYMTAB SECTION INDICES|\\S+) +([0-9a-f]{8,16}) ([0-9a-f]{6,}) ([0-9a-f]{6,}) ([0-9a-f]{2,}) +([A-Za-z]*) +(\\d+) +(\\d+) +(\\d+)$");
    private static final Pattern SYMBOL = Pattern.compile(
            "^ +(\\d+): ([0-9a-f]+) +(0x[0-9a-f]+|\\d+) (\\S+|<.*?>: \\d+) +(\\S+|<.*?>: \\d+) +(\\S+) +(?:\\[.*?\\] +)?(\\S+) ?(.*)$");
    private static final Pattern TAG = Pattern.compile("^ 0x([0-9a-f]+) \\(.*?\\) +(.*)$");
    private static final Pattern RELOCATION = Pattern.compile("^([0-9a-f]{8,16}) +([0-9a-f]{8,16}) +R_\\S+.*$");

    private final List<String> lines;

    private Readelf(List<String> lines) {
        this.lines = lines;
    }

    static Readelf of(Path file, String... options) {
        List<String> command = new ArrayList<>(List.of("readelf", "--wide"));
        command.addAll(List.of(options));
        command.add(file.toString());
        return new Readelf(HostTools.run(command, Map.of("LC_ALL", "C.UTF-8")).lines());
    }

    /** The value of a line "Name: value" of -h. */
    String header(String name) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private List<String> matches(Pattern pattern, int... groups) {
        List<String> all = new ArrayList<>();
        for (String line : lines) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.matches()) {
                List<String> words = new ArrayList<>();
                for (int group : groups) {
                    words.add(matcher.group(group).strip());
                }
                all.add(String.join(" ", words));
            }
        }
        return all;
    }

    /** Type, offset, addresses, sizes, rights, alignment. */
    List<String> segments() {
        return matches(SEGMENT, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    /** Index, name, type, address, offset, size, entry size, link, info, alignment. */
    List<String> sections() {
        return matches(SECTION, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11);
    }

    /** Number, value, size, type, binding, visibility, section, name of every symbol but those of index 0. */
    List<String> symbols() {
        return matches(SYMBOL, 1, 2, 3, 4, 5, 6, 7, 8).stream()
                .filter(line -> !line.startsWith("0 "))
                .toList();
    }

    /** Tag and value of the dynamic section. */
    List<String> tags() {
        return matches(TAG, 1, 2);
    }

    /** Offset and r_info. */
    List<String> relocations() {
        return matches(RELOCATION, 1, 2);
    }

    List<String> matching(String pattern, int... groups) {
        return matches(Pattern.compile(pattern), groups);
    }
}
