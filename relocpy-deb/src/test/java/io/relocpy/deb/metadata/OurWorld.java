package io.relocpy.deb.metadata;

import io.relocpy.repository.openpgp.KeyRing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client with a cache of its own. */
final class OurWorld extends ReleaseWorld {
    private static final Pattern VERSION = Pattern.compile("(?m)^Version: (.*)$");

    /** What apt downloads by default; we prefer gz. */
    static final List<String> APT_ORDER = List.of("xz", "bz2", "lzma", "gz", "lz4", "zst");

    List<String> compressions = List.of();

    private final List<RepositoryWarning> warnings = new ArrayList<>();
    private String messages = "";

    OurWorld(Path directory) throws IOException {
        super(directory);
    }

    @Override
    String update() throws IOException {
        warnings.clear();
        messages = "";
        try {
            StringBuilder versions = new StringBuilder();
            for (Suite loaded : client().load(sources())) {
                for (PackagesFile file : loaded.packages()) {
                    try (InputStream in = file.content().open()) {
                        Matcher matcher = VERSION.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                        while (matcher.find()) {
                            versions.append(matcher.group(1));
                        }
                    }
                }
            }
            return sorted(versions.toString());
        } catch (IOException e) {
            messages = e.toString();
            return "E";
        }
    }

    /** The error of the last reading; empty for none. */
    String messages() {
        return messages;
    }

    /** Those of the last reading. */
    List<RepositoryWarning> warnings() {
        return warnings;
    }

    List<AptSource> sources() {
        return suites.stream().map(this::source).toList();
    }

    private AptSource source(String line) {
        String[] words = line.split(" ");
        AptSource.Builder builder =
                AptSource.builder(uri, words[0]).components(Arrays.asList(words).subList(1, words.length));
        for (Map.Entry<String, String> option : options.entrySet()) {
            String value = option.getValue();
            boolean yes = value.equals("yes");
            switch (option.getKey()) {
                case "trusted" -> builder.trusted(yes);
                case "by-hash" -> builder.byHash(yes);
                case "check-valid-until" -> builder.checkValidUntil(yes);
                case "check-date" -> builder.checkDate(yes);
                case "valid-until-min" -> builder.validUntilMin(Duration.ofSeconds(Long.parseLong(value)));
                case "date-max-future" -> builder.dateMaxFuture(Duration.ofSeconds(Long.parseLong(value)));
                case "valid-until-max" -> builder.validUntilMax(Duration.ofSeconds(Long.parseLong(value)));
                case "arch" -> builder.architectures(value.split(","));
                case "signed-by" ->
                    builder.signedBy(Arrays.stream(value.split(","))
                            .map(OurWorld::signedBy)
                            .toList());
                default -> throw new IllegalArgumentException(option.getKey());
            }
        }
        return builder.build();
    }

    private static SignedBy signedBy(String text) {
        return text.startsWith("/")
                ? new SignedBy.Keyring(Path.of(text))
                : new SignedBy.Fingerprint(text.replace("!", ""), text.endsWith("!"));
    }

    RepositoryClient.Builder builder() throws IOException {
        Path trusted = directory.resolve("trusted.gpg");
        RepositoryClient.Builder builder = RepositoryClient.builder()
                .cacheDirectory(directory.resolve("cache"))
                .architectures(architectures)
                .refresh(true)
                .compressionOrder(compressions)
                .onWarning(warnings::add)
                .defaultKeys(Files.exists(trusted) ? KeyRing.read(trusted) : KeyRing.EMPTY);
        for (Map.Entry<String, String> option : configuration.entrySet()) {
            boolean yes = option.getValue().equals("true");
            switch (option.getKey()) {
                case "Acquire::Check-Date" -> builder.checkDate(yes);
                case "Acquire::Check-Valid-Until" -> builder.checkValidUntil(yes);
                case "Acquire::AllowInsecureRepositories" -> builder.allowInsecure(yes);
                case "Acquire::Max-FutureTime" ->
                    builder.maxFutureTime(Duration.ofSeconds(Long.parseLong(option.getValue())));
                case "Dir::Etc::trusted" -> {} // above
                case "Acquire::AllowReleaseInfoChange" ->
                    builder.allowReleaseInfoChange(List.of("Origin", "Label", "Version", "Suite", "Codename"));
                default -> builder.configuration(apt()); // what is read from files only
            }
        }
        return builder;
    }

    private AptConfiguration apt() throws IOException {
        StringBuilder text = new StringBuilder();
        configuration.forEach(
                (name, value) -> text.append(name).append(" \"").append(value).append("\";\n"));
        Path root = directory.resolve("root");
        Files.createDirectories(root.resolve("etc/apt"));
        Files.writeString(root.resolve("etc/apt/apt.conf"), text);
        return AptConfiguration.ofRoot(root, architectures.get(0));
    }

    RepositoryClient client() throws IOException {
        return builder().build();
    }
}
