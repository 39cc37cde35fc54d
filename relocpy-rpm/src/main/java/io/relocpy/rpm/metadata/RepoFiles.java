package io.relocpy.rpm.metadata;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.HostArchitecture;
import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.Redaction;
import io.relocpy.repository.SettingWarning;
import io.relocpy.repository.internal.download.RepositoryUrl;
import io.relocpy.repository.internal.io.Log;
import io.relocpy.repository.internal.io.RegularFile;
import io.relocpy.repository.internal.io.RootDirectory;
import io.relocpy.repository.internal.text.Printable;
import io.relocpy.rpm.internal.names.Architecture;
import io.relocpy.rpm.internal.names.PackageNames;
import io.relocpy.rpm.internal.names.Variables;
import io.relocpy.rpm.internal.parse.IniFile;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code .repo} files of yum and dnf, and their variables.
 *
 * @see <a href="https://dnf.readthedocs.io/en/latest/conf_ref.html">dnf.conf(5)</a>
 */
public final class RepoFiles {
    private static final int MAX_SIZE = 16 << 20;
    private static final String MAIN = "main";
    private static final List<String> VARIABLE_DIRECTORIES = List.of("etc/yum/vars", "etc/dnf/vars");

    private RepoFiles() {}

    /**
     * Reads the variables for a host's {@code .repo} files: {@code releasever}, {@code basearch}, {@code arch}, and one
     * for each file in {@code /etc/yum/vars} and {@code /etc/dnf/vars}, whose value may contain others.
     *
     * @param root of the host's file system
     */
    public static Map<String, String> hostVariables(Path root) throws IOException {
        return hostVariables(root, HostArchitecture.name());
    }

    /**
     * As above, for a different architecture, like dnf's {@code --forcearch}.
     *
     * @param architecture as rpm names it; {@code basearch} becomes its family, such as {@code i386} for {@code i686}
     */
    public static Map<String, String> hostVariables(Path root, String architecture) throws IOException {
        return hostVariables(new RootDirectory(root), architecture, VARIABLE_DIRECTORIES);
    }

    static Map<String, String> hostVariables(RootDirectory root, String architecture, List<String> directories)
            throws IOException {
        Map<String, String> variables = new HashMap<>();
        variables.put("arch", architecture);
        variables.put("basearch", Architecture.family(architecture));
        String release = releaseVersion(root);
        if (release != null) {
            variables.put("releasever", release);
        }
        for (String directory : directories) {
            for (Path file : root.files(root.path(directory, "varsdir"), "*")) {
                variables.put(
                        file.getFileName().toString(),
                        RegularFile.text(root.follow(file), MAX_SIZE)
                                .lines()
                                .findFirst()
                                .orElse("")
                                .strip());
            }
        }
        Map<String, String> resolved = new HashMap<>();
        variables.forEach((name, value) -> resolved.put(name, Variables.substitute(value, variables)));
        return Map.copyOf(resolved);
    }

    /** {@code PLATFORM_ID="platform:el9"} contains the release as repositories name it; VERSION_ID may be 9.4. */
    private static @Nullable String releaseVersion(RootDirectory root) throws IOException {
        Map<String, String> values = osRelease(root);
        Matcher platform = Pattern.compile("platform:[a-z]+(\\d+)").matcher(values.getOrDefault("PLATFORM_ID", ""));
        return platform.matches() ? platform.group(1) : values.get("VERSION_ID");
    }

    /** See os-release(5). */
    static Map<String, String> osRelease(RootDirectory root) throws IOException {
        Map<String, String> values = new HashMap<>();
        for (String name : List.of("etc/os-release", "usr/lib/os-release")) {
            Path file = root.follow(root.path(name, name));
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
     * Reads the repositories in a {@code .repo} file, including disabled ones; a section {@code [main]} is skipped.
     *
     * @param file to read
     * @param variables values of {@code $name} and <code>${name}</code>; unknown variables are not replaced
     * @param onWarning receives a warning for everything that, as in dnf, is ignored because it does not conform to
     *     dnf.conf(5): an invalid value, a section whose name is not a repository ID, a duplicate repository, an
     *     unusable repository with {@code skip_if_unavailable}
     * @throws FormatException if the file is malformed, or the configuration of an enabled repository is unusable
     */
    public static List<RepositoryConfig> read(
            Path file, Map<String, String> variables, Consumer<? super SettingWarning> onWarning) throws IOException {
        Settings main = new Settings(file, file.toString(), Settings.OF_MAIN, Map.of(), report(onWarning), null);
        Map<String, RepositoryConfig> configs = new LinkedHashMap<>();
        addTo(configs, IniFile.read(file), file, variables, main, RootDirectory.HOST);
        return List.copyOf(configs.values());
    }

    /**
     * As above, but fails in place of warnings.
     *
     * @throws FormatException also if there would be a warning
     */
    public static List<RepositoryConfig> read(Path file, Map<String, String> variables) throws IOException {
        Settings.Faults strict = (where, fault) -> {
            throw fault;
        };
        Settings main = new Settings(file, file.toString(), Settings.OF_MAIN, Map.of(), strict, null);
        Map<String, RepositoryConfig> configs = new LinkedHashMap<>();
        addTo(configs, IniFile.read(file), file, variables, main, RootDirectory.HOST);
        return List.copyOf(configs.values());
    }

    static Settings.Faults report(Consumer<? super SettingWarning> onWarning) {
        return (file, fault) -> onWarning.accept(new SettingWarning(file, String.valueOf(fault.getMessage())));
    }

    /**
     * Adds the repositories in a file. As in dnf, the first of several with the same ID is used.
     *
     * @param main the inherited settings, and how to handle faults
     * @param root of the file system in which local repositories, keys and certificates are
     */
    static void addTo(
            Map<String, RepositoryConfig> configs,
            Map<String, Map<String, String>> sections,
            Path file,
            Map<String, String> variables,
            Settings main,
            RootDirectory root)
            throws IOException {
        for (Map.Entry<String, Map<String, String>> section : sections.entrySet()) {
            String id = Variables.substitute(section.getKey(), variables);
            String shown = Redaction.text(id); // it may be a URL by mistake
            String where = file + ", repository " + Printable.shown(shown);
            if (id.equals(MAIN)) {
                continue;
            }
            Map<String, String> values = new HashMap<>();
            section.getValue().forEach((key, value) -> values.put(key, Variables.substitute(value, variables)));
            Settings settings = main.child(file, where, Settings.OF_REPOSITORY, values);
            if (!PackageNames.isRepository(id)) {
                settings.fault(
                        new FormatException(where, "an ID of only letters, digits and -_.:", Printable.quote(shown)));
            } else if (configs.containsKey(id)) {
                settings.fault(new FormatException(where, "a unique repository ID", "a duplicate, which is ignored"));
            } else {
                try {
                    configs.put(id, config(where, id, settings, main, variables, root));
                } catch (FormatException e) {
                    if (!settings.bool("enabled", true)) {
                        Log.of(RepoFiles.class).debug("skipped: {}", e.getMessage());
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
            String where,
            String id,
            Settings settings,
            Settings main,
            Map<String, String> variables,
            RootDirectory root)
            throws IOException {
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
                    .http(http(settings, where, root));
            addBaseUrls(builder, settings, where, root);
            for (String key : settings.list("gpgkey")) {
                builder.gpgKey(uri(key, where, root));
            }
            builder.exclude(settings.excludes()).exclude(main.excludes());
            builder.include(settings.list("includepkgs")).include(main.list("includepkgs"));
            if (!settings.text("mirrorlist", "").isEmpty()) {
                builder.mirrorList(uri(settings.text("mirrorlist", ""), where, root));
            }
            if (!settings.text("metalink", "").isEmpty()) {
                builder.metalink(uri(settings.text("metalink", ""), where, root));
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new FormatException(where, "settings as in dnf.conf(5)", e);
        }
    }

    /** Adds the base URLs; unusable ones are ignored if others are usable. */
    private static void addBaseUrls(
            RepositoryConfig.Builder builder, Settings settings, String where, RootDirectory root) throws IOException {
        List<FormatException> faults = new ArrayList<>();
        List<String> urls = settings.list("baseurl");
        for (String url : urls) {
            try {
                builder.baseUrl(uri(url, where, root));
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

    private static HttpSettings http(Settings settings, String where, RootDirectory root) throws IOException {
        HttpSettings http = HttpSettings.DEFAULT
                .withPassword(settings.text("username", ""), settings.text("password", ""))
                .withMinRate(settings.bytes("minrate", HttpSettings.DEFAULT.minRate()));
        Duration timeout = settings.duration("timeout", Duration.ZERO);
        if (timeout.compareTo(Duration.ZERO) > 0) { // otherwise the default of librepo
            http = http.withTimeout(timeout);
        }
        if (!settings.bool("sslverify", true)) {
            http = http.withoutVerification();
        }
        String authorities = settings.text("sslcacert", "");
        if (!authorities.isEmpty()) {
            http = http.withAuthorities(file(authorities, where + ", sslcacert", root));
        }
        String certificate = settings.text("sslclientcert", "");
        if (!certificate.isEmpty()) {
            http = http.withClientCertificate(
                    file(certificate, where + ", sslclientcert", root),
                    file(settings.text("sslclientkey", certificate), where + ", sslclientkey", root));
        }
        String proxy = settings.text("proxy", "_none_");
        if (!proxy.isEmpty() && !proxy.equals("_none_")) {
            try {
                URI uri = new URI(proxy.contains("://") ? proxy : "http://" + proxy);
                String user = settings.text("proxy_username", "");
                http = user.isEmpty()
                        ? http.withProxy(uri)
                        : http.withProxy(uri, user, settings.text("proxy_password", ""));
            } catch (URISyntaxException | IllegalArgumentException e) {
                throw new FormatException(where + ", proxy", "http://host:port", Redaction.quoted(proxy));
            }
        }
        return http;
    }

    /** Rejects URLs, which are not files and may contain a password that would appear in messages about the file. */
    private static Path file(String text, String where, RootDirectory root) throws IOException {
        if (RepositoryUrl.isAbsolute(text)) {
            throw new FormatException(where, "a file", Redaction.quoted(text));
        }
        Path path = Path.of(text);
        return path.isAbsolute() || root != RootDirectory.HOST
                ? root.follow(root.path(text, where))
                : path; // in the working directory, as for curl
    }

    private static URI uri(String text, String where, RootDirectory root) throws IOException {
        boolean path = text.startsWith("/") && !text.startsWith("//"); // which is a URL without its scheme
        Optional<Path> local = path
                ? Optional.of(Path.of(text))
                : RepositoryUrl.parse(text, where).path();
        if (local.isEmpty()) {
            return URI.create(text);
        }
        Path file = root.follow(root.path(local.get().toString(), where));
        return path || !file.equals(local.get()) ? file.toUri() : URI.create(text);
    }
}
