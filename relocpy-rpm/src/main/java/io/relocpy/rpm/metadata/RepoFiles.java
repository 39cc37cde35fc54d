package io.relocpy.rpm.metadata;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.HostArchitecture;
import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.Redaction;
import io.relocpy.repository.internal.download.RepositoryUrl;
import io.relocpy.repository.internal.io.Log;
import io.relocpy.repository.internal.io.RegularFile;
import io.relocpy.repository.internal.text.Printable;
import io.relocpy.rpm.internal.names.Architecture;
import io.relocpy.rpm.internal.names.PackageNames;
import io.relocpy.rpm.internal.names.Variables;
import io.relocpy.rpm.internal.parse.IniFile;
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
import java.util.function.Consumer;
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
    private static final String MAIN = "main";
    private static final List<String> VARIABLE_FOLDERS = List.of("etc/yum/vars", "etc/dnf/vars");

    private RepoFiles() {}

    /**
     * The variables that a host's {@code .repo} files may use: {@code releasever}, {@code basearch}, {@code arch}, and
     * one for each file in {@code /etc/yum/vars} and {@code /etc/dnf/vars}, whose value may name others.
     *
     * @param root of the host's file system
     */
    public static Map<String, String> hostVariables(Path root) throws IOException {
        return hostVariables(root, HostArchitecture.name());
    }

    /**
     * As above, for another architecture, as with dnf's {@code --forcearch}.
     *
     * @param architecture as rpm names it; {@code basearch} becomes its family, such as {@code i386} for {@code i686}
     */
    public static Map<String, String> hostVariables(Path root, String architecture) throws IOException {
        return hostVariables(root, architecture, VARIABLE_FOLDERS);
    }

    static Map<String, String> hostVariables(Path root, String architecture, List<String> folders) throws IOException {
        Map<String, String> variables = new HashMap<>();
        variables.put("arch", architecture);
        variables.put("basearch", Architecture.family(architecture));
        String release = releaseVersion(root);
        if (release != null) {
            variables.put("releasever", release);
        }
        for (String name : folders) {
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
        Map<String, String> resolved = new HashMap<>();
        variables.forEach((name, value) -> resolved.put(name, Variables.substitute(value, variables)));
        return Map.copyOf(resolved);
    }

    /** {@code PLATFORM_ID="platform:el9"} tells what the repositories call the release, VERSION_ID may say 9.4. */
    private static @Nullable String releaseVersion(Path root) throws IOException {
        Map<String, String> values = osRelease(root);
        Matcher platform = Pattern.compile("platform:[a-z]+(\\d+)").matcher(values.getOrDefault("PLATFORM_ID", ""));
        return platform.matches() ? platform.group(1) : values.get("VERSION_ID");
    }

    /** See os-release(5). */
    static Map<String, String> osRelease(Path root) throws IOException {
        Map<String, String> values = new HashMap<>();
        for (String name : List.of("etc/os-release", "usr/lib/os-release")) {
            Path file = root.resolve(name);
            if (Files.exists(file)) {
                for (String line : RegularFile.text(file, MAX_SIZE).lines().toList()) {
                    int equals = line.indexOf('=');
                    if (equals > 0) {
                        values.put(
                                line.substring(0, equals),
                                line.substring(equals + 1).replaceAll("[\"']", ""));
                    }
                }
                return values;
            }
        }
        return values;
    }

    /**
     * The repositories of one {@code .repo} file, also those not enabled; a section {@code [main]} is passed over.
     *
     * @param file to read
     * @param variables what stands for {@code $name} and <code>${name}</code>; others stay as they are
     * @param onWarning hears of what does not count since it is not what dnf.conf(5) says, as with dnf: a value, a section
     *     whose name is no id, a repository that is not enabled and lacks something
     * @throws FormatException when it is no such file, or a repository that is enabled cannot be had
     */
    public static List<RepositoryConfig> read(
            Path file, Map<String, String> variables, Consumer<? super SettingWarning> onWarning) throws IOException {
        Settings main = new Settings(file, file.toString(), Settings.OF_MAIN, Map.of(), tell(onWarning), null);
        Map<String, RepositoryConfig> configs = new LinkedHashMap<>();
        addTo(configs, IniFile.read(file), file, variables, main);
        return List.copyOf(configs.values());
    }

    /**
     * As above, strict.
     *
     * @throws FormatException also where there would be a warning
     */
    public static List<RepositoryConfig> read(Path file, Map<String, String> variables) throws IOException {
        Settings.Faults strict = (where, fault) -> {
            throw fault;
        };
        Settings main = new Settings(file, file.toString(), Settings.OF_MAIN, Map.of(), strict, null);
        Map<String, RepositoryConfig> configs = new LinkedHashMap<>();
        addTo(configs, IniFile.read(file), file, variables, main);
        return List.copyOf(configs.values());
    }

    static Settings.Faults tell(Consumer<? super SettingWarning> onWarning) {
        return (file, fault) -> onWarning.accept(new SettingWarning(file, String.valueOf(fault.getMessage())));
    }

    /**
     * Adds the repositories of a file, as dnf does: of those with one id the first counts.
     *
     * @param main what they inherit, and what becomes of faults
     */
    static void addTo(
            Map<String, RepositoryConfig> configs,
            Map<String, Map<String, String>> sections,
            Path file,
            Map<String, String> variables,
            Settings main)
            throws FormatException {
        for (Map.Entry<String, Map<String, String>> section : sections.entrySet()) {
            String id = Variables.substitute(section.getKey(), variables);
            String shown = Redaction.text(id); // a URL may stand there by mistake
            String where = file + ", repository " + Printable.shown(shown);
            if (id.equals(MAIN)) {
                continue;
            }
            Map<String, String> values = new HashMap<>();
            section.getValue().forEach((key, value) -> values.put(key, Variables.substitute(value, variables)));
            Settings settings = main.child(file, where, Settings.OF_REPOSITORY, values);
            if (!PackageNames.isRepository(id)) {
                settings.fault(
                        new FormatException(where, "an id of letters, digits and -_.: alone", Printable.quote(shown)));
            } else if (configs.containsKey(id)) {
                settings.fault(
                        new FormatException(where, "each repository once", "a second one, which does not count"));
            } else {
                try {
                    configs.put(id, config(where, id, settings, main, variables));
                } catch (FormatException e) {
                    if (!settings.bool("enabled", true)) {
                        Log.of(RepoFiles.class).debug("left out: {}", e.getMessage());
                    } else if (settings.bool("skip_if_unavailable", false)) {
                        settings.fault(e);
                    } else {
                        throw e;
                    }
                }
            }
        }
    }

    private static RepositoryConfig config(
            String where, String id, Settings settings, Settings main, Map<String, String> variables)
            throws FormatException {
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
                    .variables(variables)
                    .http(http(settings, where));
            addBaseUrls(builder, settings, where);
            for (String key : settings.list("gpgkey")) {
                builder.gpgKey(uri(key, where));
            }
            settings.excludes().forEach(builder::exclude);
            main.excludes().forEach(builder::exclude);
            settings.list("includepkgs").forEach(builder::include);
            main.list("includepkgs").forEach(builder::include);
            if (!settings.text("mirrorlist", "").isEmpty()) {
                builder.mirrorList(uri(settings.text("mirrorlist", ""), where));
            }
            if (!settings.text("metalink", "").isEmpty()) {
                builder.metalink(uri(settings.text("metalink", ""), where));
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new FormatException(where, "settings as in dnf.conf(5)", e);
        }
    }

    /** One that cannot be used does not count beside others that can. */
    private static void addBaseUrls(RepositoryConfig.Builder builder, Settings settings, String where)
            throws FormatException {
        List<FormatException> faults = new ArrayList<>();
        List<String> urls = settings.list("baseurl");
        for (String url : urls) {
            try {
                builder.baseUrl(uri(url, where));
            } catch (FormatException e) {
                faults.add(e);
            }
        }
        if (!faults.isEmpty() && faults.size() == urls.size()) {
            throw faults.get(0);
        }
        for (FormatException fault : faults) {
            settings.fault(fault);
        }
    }

    private static HttpSettings http(Settings settings, String where) throws FormatException {
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
            http = http.withAuthorities(file(authorities, where + ", sslcacert"));
        }
        String certificate = settings.text("sslclientcert", "");
        if (!certificate.isEmpty()) {
            http = http.withClientCertificate(
                    file(certificate, where + ", sslclientcert"),
                    file(settings.text("sslclientkey", certificate), where + ", sslclientkey"));
        }
        String proxy = settings.text("proxy", "_none_");
        if (!proxy.isEmpty() && !proxy.equals("_none_")) {
            try {
                URI uri = new URI(proxy.contains("://") ? proxy : "http://" + proxy);
                http = http.withProxy(uri, settings.text("proxy_username", ""), settings.text("proxy_password", ""));
            } catch (URISyntaxException | IllegalArgumentException e) {
                throw new FormatException(where + ", proxy", "http://host:port", Redaction.quoted(proxy));
            }
        }
        return http;
    }

    /** A URL is no file, and may hold a password that messages about the file would show. */
    private static Path file(String text, String where) throws FormatException {
        if (RepositoryUrl.isAbsolute(text)) {
            throw new FormatException(where, "a file", Redaction.quoted(text));
        }
        return Path.of(text);
    }

    private static URI uri(String text, String where) throws FormatException {
        if (text.startsWith("/")) {
            return Path.of(text).toUri();
        }
        RepositoryUrl.parse(text, where);
        return URI.create(text);
    }

    static List<Path> sorted(Path folder, String glob) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
            stream.forEach(files::add);
        }
        files.removeIf(file -> !Files.isRegularFile(file));
        files.sort(null);
        return files;
    }
}
