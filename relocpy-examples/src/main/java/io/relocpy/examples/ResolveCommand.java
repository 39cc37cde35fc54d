package io.relocpy.examples;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.relocpy.repository.ResolutionException;
import io.relocpy.rpm.resolve.Resolver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "resolve",
        mixinStandardHelpOptions = true,
        description = "Prints the packages that dnf or apt would install into an empty root, one per line, sorted.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0: resolved", "1: failed, the reason is on standard error", "2: invalid usage"})
final class ResolveCommand extends CommandWithConsole {
    @Spec
    CommandSpec spec;

    @Mixin
    RepositoryOptions source;

    @Option(names = "--weak", description = "Also install recommended packages.")
    boolean weak;

    @Option(
            names = "--batch",
            paramLabel = "FILE",
            description = "Answer each line of FILE, {\"request\":[…],\"weak\":true|false}, with {\"install\":[…]} or"
                    + " {\"unsolvable\":\"…\"}. For Debian packages, a line can have \"recommends\" and \"target\", the"
                    + " release to prefer, and each package is [\"name\",\"version\",\"architecture\"].")
    Path batch;

    @Option(
            names = "--target-release",
            paramLabel = "RELEASE",
            description = "Prefer Debian packages of this release, as apt-get does with the same option.")
    String target;

    @Parameters(
            paramLabel = "REQUEST",
            arity = "0..*",
            description = "Package specification, as for dnf or apt-get install.")
    List<String> requests = List.of();

    @Override
    public Integer call() throws IOException {
        if (requests.isEmpty() == (batch == null)) {
            throw new ParameterException(spec.commandLine(), "specify either requests or --batch");
        }
        Answers answers = source.areDebian()
                ? new DebianAnswers(source, target, err())
                : new RpmAnswers(source.resolver(weak, err()));
        if (batch == null) {
            answers.install(requests, weak).forEach(out()::println);
            return 0;
        }
        if (Files.isDirectory(batch)) {
            throw new IOException(batch + ": is a directory");
        }
        int number = 0;
        try (BufferedReader lines = Files.newBufferedReader(batch)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    out().println(answer(answers, Query.parse(line, batch + ", line " + number)));
                }
            }
        } catch (CharacterCodingException e) {
            throw new IOException(batch + ": is not UTF-8", e);
        }
        return 0;
    }

    private static String answer(Answers answers, Query query) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            try {
                answers.write(query, json);
            } catch (ResolutionException e) {
                json.writeStringField("unsolvable", e.getMessage());
            }
            json.writeEndObject();
        }
        return text.toString();
    }

    /** One line of a batch. */
    record Query(List<String> requests, boolean weak, Optional<String> target) {
        static Query parse(String line, String where) throws IOException {
            List<String> requests = new ArrayList<>();
            boolean weak = false;
            String target = null;
            try (JsonParser json = new JsonFactory().createParser(line)) {
                String field = "";
                for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                    if (token == JsonToken.FIELD_NAME) {
                        field = json.currentName();
                    } else if (field.equals("request") && token == JsonToken.VALUE_STRING) {
                        requests.add(json.getText());
                    } else if (field.equals("target") && token == JsonToken.VALUE_STRING) {
                        target = json.getText();
                    } else if (List.of("weak", "recommends").contains(field) && token.isBoolean()) {
                        weak = json.getBooleanValue();
                    }
                }
            } catch (JacksonException e) {
                throw new IOException(where + ": expected a JSON object: " + e.getOriginalMessage(), e);
            }
            if (requests.isEmpty()) {
                throw new IOException(where + ": expected {\"request\":[…]}, found none");
            }
            return new Query(requests, weak, Optional.ofNullable(target));
        }
    }

    /** What repositories of one kind answer. */
    interface Answers {
        /** The packages, one a line, sorted. */
        List<String> install(List<String> requests, boolean weak) throws IOException;

        /** Adds the field {@code install} to an object. */
        void write(Query query, JsonGenerator json) throws IOException;
    }

    private record RpmAnswers(Resolver resolver) implements Answers {
        @Override
        public List<String> install(List<String> requests, boolean weak) throws IOException {
            return resolver.toBuilder().weakDependencies(weak).build().resolve(requests).packages().stream()
                    .map(resolved -> resolved.nevra().toString())
                    .sorted()
                    .toList();
        }

        @Override
        public void write(Query query, JsonGenerator json) throws IOException {
            List<String> install = install(query.requests(), query.weak());
            json.writeArrayFieldStart("install");
            for (String nevra : install) {
                json.writeString(nevra);
            }
            json.writeEndArray();
        }
    }
}
