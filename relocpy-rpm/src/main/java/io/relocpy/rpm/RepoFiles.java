package io.relocpy.rpm;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Repositories as yum and dnf are configured with: {@code .repo} files and their variables.
 *
 * @see <a href="https://dnf.readthedocs.io/en/latest/conf_ref.html">dnf.conf(5)</a>
 */
public final class RepoFiles {
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)\\}|(\\w+))");
    private static final List<String> VARIABLE_FOLDERS = List.of("etc/yum/vars", "etc/dnf/vars");
    private static final Map<String, String> ARCHITECTURES =
            Map.of("amd64", "x86_64", "x86", "i386", "arm", "armhfp", "ppc64", "ppc64");

    private RepoFiles() {}

    /**
     * The repositories that a host is configured with: all of {@code /etc/yum.repos.d}, also those not enabled.
     *
     * @param root of the host's file system; {@code /} for this machine
     * @return empty when there are none
     * @throws RpmFormatException when a file is not what dnf.conf(5) says
     */
    public static List<RepositoryConfig> ofHost(Path root) throws IOException {
        Map<String, String> variables = hostVariables(root);
        List<RepositoryConfig> configs = new ArrayList<>();
        Path folder = root.resolve("etc/yum.repos.d");
        if (Files.isDirectory(folder)) {
            for (Path file : sorted(folder, "*.repo")) {
                configs.addAll(read(file, variables));
            }
        }
        return List.copyOf(configs);
    }

    /**
     * The variables that a host's {@code .repo} files may use: {@code releasever}, {@code basearch}, {@code arch}, and
     * one for each file in {@code /etc/yum/vars} and {@code /etc/dnf/vars}.
     *
     * @param root of the host's file system
     */
    public static Map<String, String> hostVariables(Path root) throws IOException {
        Map<String, String> variables = new HashMap<>();
        String machine = System.getProperty("os.arch", "");
        String arch = ARCHITECTURES.getOrDefault(machine, machine);
        variables.put("arch", arch);
        variables.put("basearch", arch);
        String release = releaseVersion(root);
        if (release != null) {
            variables.put("releasever", release);
        }
        for (String name : VARIABLE_FOLDERS) {
            Path folder = root.resolve(name);
            if (Files.isDirectory(folder)) {
                for (Path file : sorted(folder, "*")) {
                    try (Stream<String> lines = Files.lines(file)) {
                        variables.put(
                                file.getFileName().toString(),
                                lines.findFirst().orElse("").strip());
                    }
                }
            }
        }
        return Map.copyOf(variables);
    }

    /** {@code PLATFORM_ID="platform:el9"} tells what the repositories call the release, VERSION_ID may say 9.4. */
    private static @Nullable String releaseVersion(Path root) throws IOException {
        Path file = root.resolve("etc/os-release");
        if (!Files.exists(file)) {
            return null;
        }
        Map<String, String> values = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1).replaceAll("[\"']", ""));
            }
        }
        Matcher platform = Pattern.compile("platform:[a-z]+(\\d+)").matcher(values.getOrDefault("PLATFORM_ID", ""));
        return platform.matches() ? platform.group(1) : values.get("VERSION_ID");
    }

    /**
     * The repositories of one {@code .repo} file, also those not enabled; a section {@code [main]} is passed over.
     *
     * @param file to read
     * @param variables what stands for {@code $name} and <code>${name}</code>; others stay as they are
     * @throws RpmFormatException when it is not what dnf.conf(5) says
     */
    public static List<RepositoryConfig> read(Path file, Map<String, String> variables) throws IOException {
        List<RepositoryConfig> configs = new ArrayList<>();
        for (Map.Entry<String, Map<String, String>> section : sections(file).entrySet()) {
            if (!section.getKey().equals("main")) {
                configs.add(config(file, substitute(section.getKey(), variables), section.getValue(), variables));
            }
        }
        return List.copyOf(configs);
    }

    private static Map<String, Map<String, String>> sections(Path file) throws IOException {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        Map<String, String> section = null;
        String key = null;
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#") || text.startsWith(";")) {
                continue;
            }
            if (text.startsWith("[") && text.endsWith("]")) {
                section = sections.computeIfAbsent(text.substring(1, text.length() - 1), id -> new LinkedHashMap<>());
                key = null;
            } else if (Character.isWhitespace(line.charAt(0)) && key != null && section != null) {
                section.merge(key, text, (before, more) -> before + "\n" + more);
            } else {
                int equals = text.indexOf('=');
                if (equals < 1 || section == null) {
                    throw new RpmFormatException(
                            file + ", line " + number, "key=value within a [section]", "\"" + text + "\"");
                }
                key = text.substring(0, equals).strip();
                section.put(key, text.substring(equals + 1).strip());
            }
        }
        return sections;
    }

    private static RepositoryConfig config(
            Path file, String id, Map<String, String> section, Map<String, String> variables)
            throws RpmFormatException {
        String where = file + ", repository " + id;
        Map<String, String> values = new HashMap<>();
        section.forEach((key, value) -> values.put(key, substitute(value, variables)));
        try {
            RepositoryConfig.Builder builder = RepositoryConfig.builder(id)
                    .name(values.getOrDefault("name", id))
                    .enabled(bool(values.getOrDefault("enabled", "1"), where))
                    .priority(number(values.getOrDefault("priority", "99"), where))
                    .cost(number(values.getOrDefault("cost", "1000"), where));
            for (String url : list(values.getOrDefault("baseurl", ""))) {
                builder.baseUrl(uri(url));
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new RpmFormatException(where, "settings as in dnf.conf(5)", e);
        }
    }

    static String substitute(String text, Map<String, String> variables) {
        return VARIABLE.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(variables.getOrDefault(
                        Objects.requireNonNullElse(match.group(1), match.group(2)), match.group())));
    }

    private static URI uri(String text) {
        return text.startsWith("/") ? Path.of(text).toUri() : URI.create(text);
    }

    private static List<String> list(String text) {
        return Stream.of(text.split("[\\s,]+")).filter(item -> !item.isEmpty()).toList();
    }

    private static boolean bool(String text, String where) throws RpmFormatException {
        return switch (text.toLowerCase(java.util.Locale.ROOT)) {
            case "1", "yes", "true", "on" -> true;
            case "0", "no", "false", "off" -> false;
            default -> throw new RpmFormatException(where, "a truth value (1, 0, yes, no, …)", "\"" + text + "\"");
        };
    }

    private static int number(String text, String where) throws RpmFormatException {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new RpmFormatException(where, "a number", "\"" + text + "\"");
        }
    }

    private static List<Path> sorted(Path folder, String glob) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
            stream.forEach(files::add);
        }
        files.removeIf(file -> !Files.isRegularFile(file));
        files.sort(null);
        return files;
    }
}
