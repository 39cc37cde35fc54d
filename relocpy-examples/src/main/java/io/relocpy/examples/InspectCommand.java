package io.relocpy.examples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.relocpy.bundle.Bundle;
import io.relocpy.deb.file.DebFile;
import io.relocpy.rpm.file.FileFlag;
import io.relocpy.rpm.file.PackagedFile;
import io.relocpy.rpm.file.RpmDescription;
import io.relocpy.rpm.file.RpmFile;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
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
        description = "Describes a bundle or a package file.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0: done", "1: not readable", "2: invalid usage"})
final class InspectCommand extends CommandWithConsole {
    @Option(names = "--json", description = "Print JSON.")
    boolean asJson;

    @Parameters(
            paramLabel = "FILE",
            description = "Directory or archive of a bundle, or an RPM or Debian package file.")
    Path file;

    @Override
    public Integer call() throws IOException {
        if (PackageFiles.isDeb(file)) {
            DebPrinter.print(DebFile.open(file), asJson, out());
            return 0;
        }
        if (!PackageFiles.isRpm(file)) {
            BundlePrinter.print(Bundle.read(file), asJson, out());
            return 0;
        }
        RpmDescription description = RpmFile.open(file).describe();
        if (asJson) {
            out().print(json(description) + "\n");
        } else {
            print(description);
        }
        return 0;
    }

    private void print(RpmDescription description) {
        fields(description).forEach((name, value) -> {
            if (!value.isEmpty()) {
                String label = name;
                for (String line : value.split("\n", -1)) {
                    out().printf("%-14s %s%n", label, line);
                    label = "";
                }
            }
        });
        lists(description).forEach((name, values) -> {
            if (!values.isEmpty()) {
                out().println(name);
                values.forEach(value -> out().println("  " + value));
            }
        });
        out().println("files");
        for (PackagedFile packaged : description.files()) {
            out().printf(
                            "  %06o %12d %s%s%n",
                            packaged.mode(),
                            packaged.size(),
                            packaged.path(),
                            packaged.linkTarget().isEmpty() ? "" : " -> " + packaged.linkTarget());
        }
    }

    private static String json(RpmDescription description) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            for (Map.Entry<String, String> field : fields(description).entrySet()) {
                json.writeStringField(field.getKey(), field.getValue());
            }
            for (Map.Entry<String, List<String>> list : lists(description).entrySet()) {
                json.writeArrayFieldStart(list.getKey());
                for (String value : list.getValue()) {
                    json.writeString(value);
                }
                json.writeEndArray();
            }
            json.writeArrayFieldStart("files");
            for (PackagedFile packaged : description.files()) {
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
                if (!packaged.capabilities().isEmpty()) {
                    json.writeStringField("capabilities", packaged.capabilities());
                }
                if (!packaged.linkTarget().isEmpty()) {
                    json.writeStringField("linkTarget", packaged.linkTarget());
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

    private static Map<String, String> fields(RpmDescription description) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("package", description.nevra().toString());
        fields.put("format", "RPM " + description.format() + (description.source() ? ", source" : ""));
        fields.put("summary", description.summary());
        fields.put("license", description.license());
        fields.put("url", description.url());
        fields.put("vendor", description.vendor());
        fields.put("sourceRpm", description.sourceRpm());
        fields.put("buildTime", description.buildTime().toString());
        fields.put("installedSize", Long.toString(description.installedSize()));
        fields.put("payload", description.payloadFormat() + ", " + description.payloadCompressor());
        fields.put("payloadFlags", description.payloadFlags());
        fields.put("description", description.description());
        return fields;
    }

    private static Map<String, List<String>> lists(RpmDescription description) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        lists.put("provides", texts(description.provides()));
        lists.put("requires", texts(description.requires()));
        lists.put("conflicts", texts(description.conflicts()));
        lists.put("obsoletes", texts(description.obsoletes()));
        lists.put("recommends", texts(description.recommends()));
        lists.put("suggests", texts(description.suggests()));
        lists.put("supplements", texts(description.supplements()));
        lists.put("enhances", texts(description.enhances()));
        return lists;
    }

    private static List<String> texts(List<?> dependencies) {
        return dependencies.stream().map(Object::toString).toList();
    }
}
