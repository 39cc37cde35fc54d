package io.relocpy.rpm.file;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Reads every tag of a package's header with rpm's own library, through its Python module. */
final class RpmOracle {
    private static final String PYTHON = "/usr/bin/python3"; // that of the distribution, which has the module

    /** Tags of the signature header that rpm merges into the main header under other numbers. */
    private static final Map<Integer, Integer> MERGED =
            Map.of(RpmTag.SIG_SIZE, 257, RpmTag.SIG_PGP, 259, RpmTag.SIG_MD5, 261, RpmTag.SIG_GPG, 262, 1007, 1046);

    /** Space that rpm reserves for a later signature. */
    private static final Set<Integer> RESERVED = Set.of(999, 1008);

    /** For these numbers, rpm returns strings derived from them and from link targets. */
    private static final int FILECLASS = 1141;

    private RpmOracle() {}

    static void require() {
        boolean present = Files.isExecutable(Path.of(PYTHON))
                && HostTools.run(PYTHON, "-c", "import rpm").exitStatus() == 0;
        HostTools.missingUnless(present, "package python3-rpm is not installed");
    }

    /** Tag → its values as rpm reads them. */
    static Map<Integer, List<String>> tags(Path rpm, Path scratch) throws IOException {
        Path script = scratch.resolve("rpm_oracle.py");
        if (!Files.exists(script)) {
            try (InputStream in = RpmOracle.class.getResourceAsStream("rpm_oracle.py")) {
                Files.copy(in, script);
            }
        }
        HostTools.Result result = HostTools.run(
                List.of(PYTHON, script.toString(), rpm.toString()), Map.of("LC_ALL", "C", "PYTHONUTF8", "1"));
        return parse(result.orFail().stdout()).values().iterator().next();
    }

    /** The output of the script: package → tag → values. */
    static Map<String, Map<Integer, List<String>>> parse(String output) {
        Map<String, Map<Integer, List<String>>> packages = new LinkedHashMap<>();
        Map<Integer, List<String>> tags = Map.of();
        for (String line : output.split("\n")) {
            List<String> fields = Arrays.asList(line.split("\t", -1));
            if (fields.get(0).equals("package")) {
                tags = new TreeMap<>();
                packages.put(fields.get(1), tags);
            } else {
                tags.put(Integer.valueOf(fields.get(0)), fields.subList(2, fields.size()));
                tags.remove(FILECLASS);
            }
        }
        return packages;
    }

    /** The same values as we read them. */
    static Map<Integer, List<String>> tags(RpmFile rpm) throws IOException {
        Map<Integer, List<String>> tags = new TreeMap<>();
        for (int tag : rpm.header().tags()) {
            tags.put(tag, values(rpm.header(), tag));
        }
        tags.remove(FILECLASS);
        for (int tag : rpm.signatureHeader().tags()) {
            if (!RESERVED.contains(tag)) {
                tags.putIfAbsent(MERGED.getOrDefault(tag, tag), values(rpm.signatureHeader(), tag));
            }
        }
        return tags;
    }

    private static List<String> values(RpmHeader header, int tag) throws IOException {
        HeaderType type = header.type(tag).orElseThrow();
        if (type == HeaderType.I18NSTRING) { // rpm returns the string for the locale
            return List.of(text(header.string(tag).orElseThrow()));
        } else if (type.text()) {
            List<String> texts = new ArrayList<>();
            header.strings(tag).forEach(each -> texts.add(text(each)));
            return texts;
        } else if (type.numeric()) {
            return LongStream.of(header.numbers(tag))
                    .mapToObj(each -> "i" + each)
                    .toList();
        }
        return List.of("b" + HexFormat.of().formatHex(header.bytes(tag)));
    }

    private static String text(String value) {
        return "s" + HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8));
    }
}
