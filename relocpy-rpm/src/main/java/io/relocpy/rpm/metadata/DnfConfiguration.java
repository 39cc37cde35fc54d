package io.relocpy.rpm.metadata;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.HostArchitecture;
import io.relocpy.repository.SettingWarning;
import io.relocpy.repository.internal.text.NonEmpty;
import io.relocpy.rpm.internal.names.Variables;
import io.relocpy.rpm.internal.parse.IniFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The dnf configuration of a host: its repositories, and the options in {@code [main]} that affect dependency
 * resolution. Immutable.
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
 * @see <a href="https://dnf.readthedocs.io/en/latest/conf_ref.html">dnf.conf(5)</a>
 */
public final class DnfConfiguration {
    private static final List<String> MAIN_FILES = List.of("etc/dnf/dnf.conf", "etc/yum.conf");
    private static final String REPOSITORY_DIRECTORIES = "/etc/yum.repos.d /etc/yum/repos.d /etc/distro.repos.d";
    private static final String VARIABLE_DIRECTORIES = "/etc/yum/vars /etc/dnf/vars";

    private final List<RepositoryConfig> repositories;
    private final boolean best;
    private final boolean installWeakDependencies;
    private final Optional<String> platform;
    private final List<SettingWarning> warnings;

    private DnfConfiguration(
            Collection<RepositoryConfig> repositories,
            Settings main,
            Optional<String> platform,
            Collection<SettingWarning> warnings)
            throws FormatException {
        this.repositories = List.copyOf(repositories);
        this.best = main.bool("best", false);
        this.installWeakDependencies = main.bool("install_weak_deps", true);
        this.platform = platform;
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Reads the configuration of a host: {@code /etc/dnf/dnf.conf}, else {@code /etc/yum.conf}, and the {@code .repo}
     * files in {@code reposdir}. Malformed {@code .repo} files are skipped with a warning.
     *
     * @param root of the host's file system; {@code /} for this machine
     * @return without repositories if none are configured
     * @throws FormatException if {@code dnf.conf} is malformed, or the configuration of an enabled repository is
     *     unusable
     */
    public static DnfConfiguration ofHost(Path root) throws IOException {
        return ofHost(root, HostArchitecture.name());
    }

    /**
     * As above, for a different architecture, like dnf's {@code --forcearch}.
     *
     * @param architecture as rpm names it; see {@link RepoFiles#hostVariables(Path, String)}
     */
    public static DnfConfiguration ofHost(Path root, String architecture) throws IOException {
        Set<SettingWarning> warnings = new LinkedHashSet<>(); // a set, since inherited settings are read several times
        Path file = MAIN_FILES.stream()
                .map(root::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(root.resolve(MAIN_FILES.get(0)));
        Map<String, Map<String, String>> sections = Files.isRegularFile(file) ? IniFile.read(file) : Map.of();
        Map<String, String> values = sections.getOrDefault("main", Map.of());
        Settings raw =
                new Settings(file, file + ", main", Settings.OF_MAIN, values, RepoFiles.report(warnings::add), null);
        Map<String, String> variables =
                RepoFiles.hostVariables(root, architecture, directories(raw.text("varsdir", VARIABLE_DIRECTORIES)));
        Map<String, String> substituted = new LinkedHashMap<>();
        values.forEach((key, value) -> substituted.put(key, Variables.substitute(value, variables)));
        Settings main = new Settings(
                file, file + ", main", Settings.OF_MAIN, substituted, RepoFiles.report(warnings::add), null);
        Map<String, RepositoryConfig> configs = new LinkedHashMap<>();
        RepoFiles.addTo(configs, sections, file, variables, main);
        for (Path each : repositoryFiles(root, directories(main.text("reposdir", REPOSITORY_DIRECTORIES)))) {
            Map<String, Map<String, String>> found;
            try {
                found = IniFile.read(each);
            } catch (FormatException e) {
                warnings.add(new SettingWarning(each, e.getMessage() + "; the file is ignored"));
                continue;
            }
            RepoFiles.addTo(configs, found, each, variables, main);
        }
        String platform =
                main.text("module_platform_id", RepoFiles.osRelease(root).getOrDefault("PLATFORM_ID", ""));
        return new DnfConfiguration(configs.values(), main, NonEmpty.of(platform), warnings);
    }

    /** The repositories in {@code dnf.conf} itself, then those in {@code .repo} files, including disabled ones. */
    public List<RepositoryConfig> repositories() {
        return repositories;
    }

    /** {@code best}; false by default. */
    public boolean best() {
        return best;
    }

    /** {@code install_weak_deps}; true by default. */
    public boolean installWeakDependencies() {
        return installWeakDependencies;
    }

    /** {@code module_platform_id}, else {@code PLATFORM_ID} of os-release(5), such as {@code platform:el9}. */
    public Optional<String> platform() {
        return platform;
    }

    /** The settings that were ignored because they do not conform to dnf.conf(5). */
    public List<SettingWarning> warnings() {
        return warnings;
    }

    /** The repositories, without secrets. */
    @Override
    public String toString() {
        return "DnfConfiguration" + repositories;
    }

    /** Makes the paths relative to the root directory. */
    private static List<String> directories(String text) {
        List<String> directories = new ArrayList<>();
        for (String directory : text.split("[\\s,]+")) {
            directories.add(directory.replaceFirst("^/+", ""));
        }
        return directories;
    }

    /** In dnf's order: sorted by path, regardless of the order of the directories. */
    private static List<Path> repositoryFiles(Path root, List<String> directories) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String directory : directories) {
            if (Files.isDirectory(root.resolve(directory))) {
                files.addAll(RepoFiles.sorted(root.resolve(directory), "*.repo"));
            }
        }
        files.sort(null);
        return files.stream().distinct().toList();
    }
}
