package io.relocpy.examples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.relocpy.bundle.Bundle;
import io.relocpy.deb.file.DebFile;
import io.relocpy.elf.Printable;
import io.relocpy.rpm.file.FileFlag;
import io.relocpy.rpm.file.PackagedFile;
import io.relocpy.rpm.file.RpmDescription;
import io.relocpy.rpm.file.RpmFile;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = "Describes bundles and package files.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0: done", "1: a file is not readable", "2: invalid usage"})
final class InspectCommand extends CommandWithConsole {
    @Option(names = "--json", description = "Print JSON.")
    boolean asJson;

    @Parameters(
            paramLabel = "PATH",
            arity = "1..*",
            description =
                    "Directory or archive of a bundle, or an RPM or Debian package file. With several, each description follows the"
                            + " name, unless it is JSON.")
    List<Path> files = List.of();

    InspectCommand() {}

    InspectCommand(List<Path> files) {
        this.files = files;
    }

    @Override
    public Integer call() throws IOException {
        if (files.size() == 1) {
            return describe(files.get(0), console);
        }
        return Collections.max(new EachFile(console, null, this::describeNamed).run(files));
    }

    private int describeNamed(Path file, Console console) throws IOException {
        if (!asJson) {
            console.out().println(file + ":");
        }
        return describe(file, console);
    }

    private int describe(Path file, Console console) throws IOException {
        if (PackageFiles.isDeb(file)) {
            DebPrinter.print(DebFile.open(file), asJson, console.out());
        } else if (PackageFiles.isRpm(file)) {
            RpmFile rpm = RpmFile.open(file);
            if (asJson) {
                console.out().print(json(rpm) + "\n");
            } else {
                console.out().printRaw(text(rpm)); // of printable parts
            }
        } else {
            BundlePrinter.print(Bundle.read(file), asJson, console.out());
        }
        return 0;
    }

    /** Without formats: for these many lines, a new JVM takes longer than to read the package. */
    private static String text(RpmFile rpm) throws IOException {
        StringBuilder text = new StringBuilder();
        fields(rpm).forEach((name, value) -> {
            String label = name;
            for (String line : value.isEmpty() ? new String[0] : value.split("\n", -1)) {
                text.append(label).append(" ".repeat(14 - label.length())).append(' ');
                text.append(Printable.of(line)).append('\n');
                label = "";
            }
        });
        lists(rpm).forEach((name, values) -> {
            if (!values.isEmpty()) {
                text.append(name).append('\n');
                values.forEach(
                        value -> text.append("  ").append(Printable.of(value)).append('\n'));
            }
        });
        text.append("files\n");
        for (PackagedFile packaged : rpm.files()) {
            String mode = Integer.toOctalString(packaged.mode());
            String size = Long.toString(packaged.size());
            text.append("  ").append("0".repeat(Math.max(0, 6 - mode.length()))).append(mode);
            text.append(" ".repeat(Math.max(0, 12 - size.length()) + 1))
                    .append(size)
                    .append(' ');
            text.append(Printable.of(packaged.path()));
            packaged.linkTarget().ifPresent(target -> text.append(" -> ").append(Printable.of(target)));
            text.append('\n');
        }
        return text.toString();
    }

    private static String json(RpmFile rpm) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            for (Map.Entry<String, String> field : fields(rpm).entrySet()) {
                json.writeStringField(field.getKey(), field.getValue());
            }
            for (Map.Entry<String, List<String>> list : lists(rpm).entrySet()) {
                json.writeArrayFieldStart(list.getKey());
                for (String value : list.getValue()) {
                    json.writeString(value);
                }
                json.writeEndArray();
            }
            json.writeArrayFieldStart("files");
            for (PackagedFile packaged : rpm.files()) {
                json.writeStartObject();
                json.writeStringField("path", packaged.path());
                json.writeStringField("mode", String.format("%06o", packaged.mode()));
                json.writeNumberField("size", packaged.size());
                json.writeNumberField("mtime", packaged.mtime());
                json.writeStringField("user", packaged.user());
                json.writeStringField("group", packaged.group());
                json.writeArrayFieldStart("flags");
                for (FileFlag flag : packaged.flags()) {
                    json.writeString(flag.name().toLowerCase(Locale.ROOT));
                }
                json.writeEndArray();
                if (packaged.capabilities().isPresent()) {
                    json.writeStringField(
                            "capabilities", packaged.capabilities().get());
                }
                if (packaged.linkTarget().isPresent()) {
                    json.writeStringField("linkTarget", packaged.linkTarget().get());
                }
                if (packaged.digest().isPresent()) {
                    json.writeStringField("digest", packaged.digest().get().toString());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static Map<String, String> fields(RpmFile rpm) throws IOException {
        RpmDescription description = rpm.description();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("package", rpm.nevra().toString());
        fields.put("format", "RPM " + rpm.format() + (rpm.isSource() ? ", source" : ""));
        fields.put("summary", rpm.summary().orElse(""));
        fields.put("license", rpm.license().orElse(""));
        fields.put("url", description.url().orElse(""));
        fields.put("vendor", description.vendor().orElse(""));
        fields.put("sourceRpm", rpm.sourceRpm().orElse(""));
        fields.put("buildTime", description.buildTime().map(Instant::toString).orElse(""));
        fields.put("installedSize", Long.toString(description.installedSize()));
        fields.put("payload", description.payloadFormat() + ", " + description.payloadCompressor());
        fields.put("payloadFlags", description.payloadFlags().orElse(""));
        fields.put("description", description.text().orElse(""));
        return fields;
    }

    private static Map<String, List<String>> lists(RpmFile rpm) throws IOException {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        lists.put("provides", texts(rpm.provides()));
        lists.put("requires", texts(rpm.requires()));
        lists.put("conflicts", texts(rpm.conflicts()));
        lists.put("obsoletes", texts(rpm.obsoletes()));
        lists.put("recommends", texts(rpm.recommends()));
        lists.put("suggests", texts(rpm.suggests()));
        lists.put("supplements", texts(rpm.supplements()));
        lists.put("enhances", texts(rpm.enhances()));
        return lists;
    }

    private static List<String> texts(List<?> dependencies) {
        return dependencies.stream().map(Object::toString).toList();
    }
}
