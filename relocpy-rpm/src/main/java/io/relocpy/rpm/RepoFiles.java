package io.relocpy.rpm;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Repositories as yum and dnf are configured with: {@code .repo} files and their variables.
 *
 * @see <a href="https://dnf.readthedocs.io/en/latest/conf_ref.html">dnf.conf(5)</a>
 */
public final class RepoFiles {
    private static final int MAX_SIZE = 16 << 20;
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)\\}|(\\w+))");
    private static final Set<String> INHERITED = Set.of(
            "gpgcheck",
            "repo_gpgcheck",
            "skip_if_unavailable",
            "metadata_expire",
            "excludepkgs",
            "exclude",
            "sslverify",
            "sslcacert",
            "sslclientcert",
            "sslclientkey",
            "username",
            "password",
            "proxy",
            "proxy_username",
            "proxy_password",
            "timeout",
            "minrate");
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
        Map<String, String> main = mainSettings(root);
        Path folder = root.resolve("etc/yum.repos.d");
        if (Files.isDirectory(folder)) {
            for (Path file : sorted(folder, "*.repo")) {
                readInto(configs, file, variables, main);
            }
        }
        return List.copyOf(configs);
    }

    /** What {@code [main]} sets for every repository that does not say otherwise. */
    private static Map<String, String> mainSettings(Path root) throws IOException {
        Map<String, String> settings = new HashMap<>();
        for (String name : List.of("etc/yum.conf", "etc/dnf/dnf.conf")) {
            Path file = root.resolve(name);
            if (Files.isRegularFile(file)) {
                settings.putAll(sections(file).getOrDefault("main", Map.of()));
            }
        }
        settings.keySet().retainAll(INHERITED);
        return settings;
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
                    variables.put(
                            file.getFileName().toString(),
                            RegularFile.text(file, MAX_SIZE)
                                    .lines()
                                    .findFirst()
                                    .orElse("")
                                    .strip());
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
        for (String line : lines(file)) {
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
        readInto(configs, file, variables, Map.of());
        return List.copyOf(configs);
    }

    private static void readInto(
            List<RepositoryConfig> configs, Path file, Map<String, String> variables, Map<String, String> main)
            throws IOException {
        for (Map.Entry<String, Map<String, String>> section : sections(file).entrySet()) {
            if (!section.getKey().equals("main")) {
                String id = substitute(section.getKey(), variables);
                String where = file + ", repository " + id;
                Map<String, String> values = new HashMap<>();
                main.forEach((key, value) -> values.put(key, substitute(value, variables)));
                section.getValue().forEach((key, value) -> values.put(key, substitute(value, variables)));
                Settings settings = new Settings(where, values);
                try {
                    configs.add(config(where, id, settings));
                } catch (RpmFormatException e) {
                    if (settings.bool("enabled", true)) {
                        throw e;
                    }
                    Log.of(RepoFiles.class).debug("left out: {}", e.getMessage());
                }
            }
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return RegularFile.text(file, MAX_SIZE).lines().toList();
    }

    private static Map<String, Map<String, String>> sections(Path file) throws IOException {
        Map<String, Map<String, String>> sections = new LinkedHashMap<>();
        Map<String, String> section = null;
        String key = null;
        int number = 0;
        for (String line : lines(file)) {
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
                            file + ", line " + number, "key=value within a [section]", "something else");
                }
                key = text.substring(0, equals).strip();
                section.put(key, text.substring(equals + 1).strip());
            }
        }
        return sections;
    }

    private static RepositoryConfig config(String where, String id, Settings settings) throws RpmFormatException {
        try {
            RepositoryConfig.Builder builder = RepositoryConfig.builder(id)
                    .name(settings.text("name", id))
                    .enabled(settings.bool("enabled", true))
                    .priority(settings.number("priority", 99))
                    .cost(settings.number("cost", 1000))
                    .moduleHotfixes(settings.bool("module_hotfixes", false))
                    .gpgCheck(settings.bool("gpgcheck", !settings.list("gpgkey").isEmpty()))
                    .repoGpgCheck(settings.bool("repo_gpgcheck", false))
                    .skipIfUnavailable(settings.bool("skip_if_unavailable", false))
                    .metadataExpire(settings.duration("metadata_expire", Duration.ofDays(2)))
                    .http(http(settings, where));
            for (String url : settings.list("baseurl")) {
                builder.baseUrl(uri(url, where));
            }
            for (String key : settings.list("gpgkey")) {
                builder.gpgKey(uri(key, where));
            }
            settings.list("excludepkgs").forEach(builder::exclude);
            settings.list("exclude").forEach(builder::exclude);
            settings.list("includepkgs").forEach(builder::include);
            if (!settings.text("mirrorlist", "").isEmpty()) {
                builder.mirrorList(uri(settings.text("mirrorlist", ""), where));
            }
            if (!settings.text("metalink", "").isEmpty()) {
                builder.metalink(uri(settings.text("metalink", ""), where));
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new RpmFormatException(where, "settings as in dnf.conf(5)", e);
        }
    }

    private static HttpSettings http(Settings settings, String where) throws RpmFormatException {
        HttpSettings http = HttpSettings.DEFAULT
                .withPassword(settings.text("username", ""), settings.text("password", ""))
                .withMinRate(settings.bytes("minrate", HttpSettings.DEFAULT.minRate()));
        Duration timeout = settings.duration("timeout", Duration.ZERO);
        if (timeout.compareTo(Duration.ZERO) > 0) { // else librepo's default
            http = http.withTimeout(timeout);
        }
        if (!settings.bool("sslverify", true)) {
            http = http.withoutVerification();
        }
        String authorities = settings.text("sslcacert", "");
        if (!authorities.isEmpty()) {
            http = http.withAuthorities(Path.of(authorities));
        }
        String certificate = settings.text("sslclientcert", "");
        if (!certificate.isEmpty()) {
            http = http.withClientCertificate(
                    Path.of(certificate), Path.of(settings.text("sslclientkey", certificate)));
        }
        String proxy = settings.text("proxy", "_none_");
        if (!proxy.isEmpty() && !proxy.equals("_none_")) {
            http = http.withProxy(
                    proxy(proxy, where), settings.text("proxy_username", ""), settings.text("proxy_password", ""));
        }
        return http;
    }

    private static URI proxy(String text, String where) throws RpmFormatException {
        try {
            return new URI(text.contains("://") ? text : "http://" + text);
        } catch (URISyntaxException e) {
            throw new RpmFormatException(where + ", proxy", "http://host:port", RepositoryUrl.shown(text));
        }
    }

    static String substitute(String text, Map<String, String> variables) {
        return VARIABLE.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(variables.getOrDefault(
                        Objects.requireNonNullElse(match.group(1), match.group(2)), match.group())));
    }

    private static URI uri(String text, String where) throws RpmFormatException {
        if (text.startsWith("/")) {
            return Path.of(text).toUri();
        }
        RepositoryUrl.parse(text, where);
        return URI.create(text);
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
