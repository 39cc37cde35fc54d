package io.relocpy.rpm.metadata;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.HostArchitecture;
import io.relocpy.rpm.internal.names.Variables;
import io.relocpy.rpm.internal.parse.IniFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a host's dnf is configured with: its repositories, and what {@code [main]} says of answers. Immutable.
 *
 * <pre>{@code
 * DnfConfiguration dnf = DnfConfiguration.ofHost(Path.of("/"));
 * dnf.warnings().forEach(warning -> log(warning.message()));
 * Resolver resolver = Resolver.builder()
 *     .repositories(List.copyOf(client.load(dnf.repositories())))
 *     .best(dnf.best())
 *     .build();
 * }</pre>
 *
 * @param repositories those of {@code dnf.conf} itself, then those of the {@code .repo} files, also those not enabled
 * @param best {@code best}; false unless stated
 * @param installWeakDependencies {@code install_weak_deps}; true unless stated
 * @param platform {@code module_platform_id}, else {@code PLATFORM_ID} of os-release(5), such as {@code platform:el9}
 * @param warnings what does not count, since it is not what dnf.conf(5) says
 * @see <a href="https://dnf.readthedocs.io/en/latest/conf_ref.html">dnf.conf(5)</a>
 */
public record DnfConfiguration(
        List<RepositoryConfig> repositories,
        boolean best,
        boolean installWeakDependencies,
        Optional<String> platform,
        List<SettingWarning> warnings) {
    private static final List<String> MAIN_FILES = List.of("etc/dnf/dnf.conf", "etc/yum.conf");
    private static final String REPOSITORY_FOLDERS = "/etc/yum.repos.d /etc/yum/repos.d /etc/distro.repos.d";
    private static final String VARIABLE_FOLDERS = "/etc/yum/vars /etc/dnf/vars";

    /** Copies the lists. */
    public DnfConfiguration {
        repositories = List.copyOf(repositories);
        warnings = List.copyOf(warnings);
    }

    /**
     * The configuration of a host: {@code /etc/dnf/dnf.conf}, else {@code /etc/yum.conf}, and the {@code .repo} files of
     * {@code reposdir}, of which those that cannot be read are left out with a warning.
     *
     * @param root of the host's file system; {@code /} for this machine
     * @return without repositories where none are configured
     * @throws FormatException when {@code dnf.conf} is no such file, or a repository that is enabled cannot be had
     */
    public static DnfConfiguration ofHost(Path root) throws IOException {
        return ofHost(root, HostArchitecture.name());
    }

    /**
     * As above, for another architecture than that of this machine, as with dnf's {@code --forcearch}.
     *
     * @param architecture as rpm names it; see {@link RepoFiles#hostVariables(Path, String)}
     */
    public static DnfConfiguration ofHost(Path root, String architecture) throws IOException {
        Set<SettingWarning> warnings = new LinkedHashSet<>(); // of what all inherit there is one
        Path file = MAIN_FILES.stream()
                .map(root::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(root.resolve(MAIN_FILES.get(0)));
        Map<String, Map<String, String>> sections = Files.isRegularFile(file) ? IniFile.read(file) : Map.of();
        Map<String, String> values = sections.getOrDefault("main", Map.of());
        Settings raw =
                new Settings(file, file + ", main", Settings.OF_MAIN, values, RepoFiles.tell(warnings::add), null);
        Map<String, String> variables =
                RepoFiles.hostVariables(root, architecture, folders(raw.text("varsdir", VARIABLE_FOLDERS)));
        Map<String, String> substituted = new LinkedHashMap<>();
        values.forEach((key, value) -> substituted.put(key, Variables.substitute(value, variables)));
        Settings main =
                new Settings(file, file + ", main", Settings.OF_MAIN, substituted, RepoFiles.tell(warnings::add), null);
        Map<String, RepositoryConfig> configs = new LinkedHashMap<>();
        RepoFiles.addTo(configs, sections, file, variables, main);
        for (Path each : repositoryFiles(root, folders(main.text("reposdir", REPOSITORY_FOLDERS)))) {
            Map<String, Map<String, String>> found;
            try {
                found = IniFile.read(each);
            } catch (FormatException e) {
                warnings.add(new SettingWarning(each, e.getMessage() + "; the file does not count"));
                continue;
            }
            RepoFiles.addTo(configs, found, each, variables, main);
        }
        String platform =
                main.text("module_platform_id", RepoFiles.osRelease(root).getOrDefault("PLATFORM_ID", ""));
        return new DnfConfiguration(
                List.copyOf(configs.values()),
                main.bool("best", false),
                main.bool("install_weak_deps", true),
                platform.isEmpty() ? Optional.empty() : Optional.of(platform),
                List.copyOf(warnings));
    }

    /** Relative to the root. */
    private static List<String> folders(String text) {
        List<String> folders = new ArrayList<>();
        for (String folder : text.split("[\\s,]+")) {
            folders.add(folder.replaceFirst("^/+", ""));
        }
        return folders;
    }

    /** In dnf's order: by their paths, whatever the order of the folders. */
    private static List<Path> repositoryFiles(Path root, List<String> folders) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : folders) {
            if (Files.isDirectory(root.resolve(folder))) {
                files.addAll(RepoFiles.sorted(root.resolve(folder), "*.repo"));
            }
        }
        files.sort(null);
        return files.stream().distinct().toList();
    }
}
