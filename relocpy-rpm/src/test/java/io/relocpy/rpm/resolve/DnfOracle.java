package io.relocpy.rpm.resolve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.relocpy.rpm.metadata.RepodataDirectory;
import io.relocpy.rpm.resolve.LibsolvOracle.Question;
import io.relocpy.testing.HostTools;
import io.relocpy.testing.JsonLines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** dnf itself, through its Python module. */
public final class DnfOracle {
    private static final String PYTHON = "/usr/bin/python3"; // the distribution's, which has dnf's module

    private final Path scratch;
    private final Map<TestRepository, Path> folders = new HashMap<>();

    public DnfOracle(Path scratch) {
        this.scratch = scratch;
    }

    public static void require() {
        boolean present = Files.isExecutable(Path.of(PYTHON))
                && HostTools.run(PYTHON, "-c", "import dnf").exitStatus() == 0;
        HostTools.missingUnless(present, "package python3-dnf is not installed");
    }

    /** Sets the existing directory of a repository. */
    public DnfOracle withFolder(TestRepository repository, Path folder) {
        folders.put(repository, folder);
        return this;
    }

    /** Returns {@code NEVRA@repository}, sorted, for each question; null if there is no solution. */
    public List<@Nullable List<String>> ask(List<Question> questions) throws IOException {
        Path script = scratch.resolve("dnf_oracle.py");
        try (InputStream in = DnfOracle.class.getResourceAsStream("dnf_oracle.py")) {
            Files.copy(in, script);
        }
        StringBuilder lines = new StringBuilder();
        for (Question each : questions) {
            lines.append(json(each)).append('\n');
        }
        Path cases = Files.writeString(scratch.resolve("cases.jsonl"), lines);
        String answers = HostTools.run(PYTHON, script.toString(), cases.toString())
                .orFail()
                .stdout();
        return JsonLines.read(new ByteArrayInputStream(answers.getBytes(StandardCharsets.UTF_8))).stream()
                .<@Nullable List<String>>map(each -> JsonLines.strings(each, "install"))
                .toList();
    }

    private Path folder(TestRepository repository) throws IOException {
        Path folder = folders.get(repository);
        if (folder == null) {
            folder = scratch.resolve("repository-" + folders.size());
            RepodataDirectory.write(repository, folder);
            folders.put(repository, folder);
        }
        return folder;
    }

    private String json(Question question) throws IOException {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("repos");
            for (TestRepository each : question.repositories()) {
                json.writeStartObject();
                json.writeStringField("id", each.id());
                json.writeNumberField("priority", each.priority());
                json.writeNumberField("cost", each.cost());
                json.writeStringField("folder", folder(each).toString());
                json.writeEndObject();
            }
            json.writeEndArray();
            LibsolvOracle.write(json, "request", question.request());
            LibsolvOracle.write(json, "exclude", question.excludes());
            json.writeStringField("arch", question.architecture());
            json.writeBooleanField("weak", question.weak());
            json.writeBooleanField("best", question.best());
            json.writeEndObject();
        }
        return out.toString();
    }
}
