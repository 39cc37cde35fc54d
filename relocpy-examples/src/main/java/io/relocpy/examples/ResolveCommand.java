package io.relocpy.examples;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.relocpy.repository.ResolutionException;
import io.relocpy.rpm.resolve.Resolver;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
        description = "Prints the packages that dnf would install into an empty root, one per line, sorted.",
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
                    + " {\"unsolvable\":\"…\"}.")
    Path batch;

    @Parameters(paramLabel = "REQUEST", arity = "0..*", description = "Package specification, as for dnf install.")
    List<String> requests = List.of();

    @Override
    public Integer call() throws IOException {
        if (requests.isEmpty() == (batch == null)) {
            throw new ParameterException(spec.commandLine(), "specify either requests or --batch");
        }
        Resolver resolver = source.resolver(weak, err());
        if (batch == null) {
            install(resolver, requests).forEach(out()::println);
            return 0;
        }
        try (Stream<String> lines = Files.lines(batch)) {
            for (String line : (Iterable<String>) lines::iterator) {
                if (!line.isBlank()) {
                    out().println(answer(resolver, line));
                }
            }
        }
        return 0;
    }

    private static List<String> install(Resolver resolver, List<String> requests) throws IOException {
        return resolver.resolve(requests).packages().stream()
                .map(resolved -> resolved.nevra().toString())
                .sorted()
                .toList();
    }

    private static String answer(Resolver resolver, String line) throws IOException {
        List<String> requests = new ArrayList<>();
        boolean weak = false;
        try (JsonParser json = new JsonFactory().createParser(line)) {
            String field = "";
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    field = json.currentName();
                } else if (field.equals("request") && token == JsonToken.VALUE_STRING) {
                    requests.add(json.getText());
                } else if (field.equals("weak") && token.isBoolean()) {
                    weak = json.getBooleanValue();
                }
            }
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            try {
                List<String> install = install(resolver.withWeakDependencies(weak), requests);
                json.writeArrayFieldStart("install");
                for (String nevra : install) {
                    json.writeString(nevra);
                }
                json.writeEndArray();
            } catch (ResolutionException e) {
                json.writeStringField("unsolvable", e.getMessage());
            }
            json.writeEndObject();
        }
        return text.toString();
    }
}
