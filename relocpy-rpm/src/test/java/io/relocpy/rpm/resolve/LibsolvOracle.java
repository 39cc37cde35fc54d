package io.relocpy.rpm.resolve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.relocpy.rpm.metadata.RepodataXml;
import io.relocpy.testing.HostTools;
import io.relocpy.testing.JsonLines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** libsolv itself, called as dnf calls it; needs Debian's python3-solv. */
public final class LibsolvOracle {
    private static final String PYTHON = "/usr/bin/python3"; // the distribution's, which has libsolv's module

    private LibsolvOracle() {}

    /** What to resolve. */
    public record Question(
            List<TestRepository> repositories,
            List<String> request,
            String architecture,
            boolean weak,
            boolean best,
            List<String> excludes) {
        public Question(List<TestRepository> repositories, List<String> request, boolean weak) {
            this(repositories, request, "x86_64", weak, false, List.of());
        }
    }

    static void require() {
        boolean present = Files.isExecutable(Path.of(PYTHON))
                && HostTools.run(PYTHON, "-c", "import solv").exitStatus() == 0;
        HostTools.missingUnless(present, "package python3-solv is not installed");
    }

    /** Returns {@code NEVRA@repository}, sorted, for each question; null if there is no solution. */
    static List<@Nullable List<String>> ask(List<Question> questions) throws IOException {
        Path folder = Files.createTempDirectory("libsolv");
        Path script = folder.resolve("libsolv_oracle.py");
        Path cases = folder.resolve("cases.jsonl");
        try {
            try (InputStream in = LibsolvOracle.class.getResourceAsStream("libsolv_oracle.py")) {
                Files.copy(in, script);
            }
            StringBuilder lines = new StringBuilder();
            for (Question each : questions) {
                lines.append(json(each)).append('\n');
            }
            Files.writeString(cases, lines);
            String answers = HostTools.run(PYTHON, script.toString(), cases.toString())
                    .orFail()
                    .stdout();
            List<Map<String, Object>> read =
                    JsonLines.read(new ByteArrayInputStream(answers.getBytes(StandardCharsets.UTF_8)));
            return read.stream()
                    .<@Nullable List<String>>map(each -> JsonLines.strings(each, "install"))
                    .toList();
        } finally {
            Files.deleteIfExists(script);
            Files.deleteIfExists(cases);
            Files.delete(folder);
        }
    }

    /** Returns our own answer in the same form. */
    public static @Nullable List<String> answer(Question question) throws IOException {
        Resolver resolver = Resolver.builder()
                .repositories(List.copyOf(question.repositories()))
                .architecture(question.architecture())
                .weakDependencies(question.weak())
                .best(question.best())
                .exclude(question.excludes())
                .build();
        try {
            return resolver.resolve(question.request()).packages().stream()
                    .map(each -> each.nevra() + "@" + each.repository().id())
                    .sorted()
                    .toList();
        } catch (RpmResolutionException e) {
            return null;
        }
    }

    private static String json(Question question) throws IOException {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("repos");
            for (TestRepository each : question.repositories) {
                json.writeStartObject();
                json.writeStringField("id", each.id());
                json.writeNumberField("priority", each.priority());
                json.writeNumberField("cost", each.cost());
                json.writeStringField("primary", RepodataXml.primary(each.packages()));
                if (!each.files().isEmpty()) {
                    json.writeStringField("filelists", RepodataXml.filelists(each.packages(), each.files()));
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            write(json, "request", question.request);
            write(json, "exclude", question.excludes);
            json.writeStringField("arch", question.architecture);
            json.writeBooleanField("weak", question.weak);
            json.writeBooleanField("best", question.best);
            json.writeEndObject();
        }
        return out.toString();
    }

    static void write(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String each : texts) {
            json.writeString(each);
        }
        json.writeEndArray();
    }
}
