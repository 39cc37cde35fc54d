package io.relocpy.rpm.metadata;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.HostArchitecture;
import io.relocpy.repository.SettingWarning;
import io.relocpy.repository.internal.io.RootDirectory;
import io.relocpy.repository.internal.text.NonEmpty;
import io.relocpy.rpm.internal.names.Variables;
import io.relocpy.rpm.internal.parse.IniFile;
import java.io.IOException;
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
     * @param root of the host's file system; {@code /} for this machine. All paths in the configuration, also those of keys,
     *     certificates and local repositories, lead to files below it, wherever links and {@code ..} point
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
        RootDirectory host = new RootDirectory(root);
        Path file = mainFile(host);
        Map<String, Map<String, String>> sections = host.isFile(file) ? IniFile.read(host.follow(file)) : Map.of();
        Map<String, String> values = sections.getOrDefault("main", Map.of());
        Settings raw =
                new Settings(file, file + ", main", Settings.OF_MAIN, values, RepoFiles.report(warnings::add), null);
        Map<String, String> variables =
                RepoFiles.hostVariables(host, architecture, directories(raw.text("varsdir", VARIABLE_DIRECTORIES)));
        Map<String, String> substituted = new LinkedHashMap<>();
        values.forEach((key, value) -> substituted.put(key, Variables.substitute(value, variables)));
        Settings main = new Settings(
                file, file + ", main", Settings.OF_MAIN, substituted, RepoFiles.report(warnings::add), null);
        Map<String, RepositoryConfig> configs = new LinkedHashMap<>();
        RepoFiles.addTo(configs, sections, file, variables, main, host);
        for (Path each : repositoryFiles(host, directories(main.text("reposdir", REPOSITORY_DIRECTORIES)))) {
            Map<String, Map<String, String>> found;
            try {
                found = IniFile.read(host.follow(each));
            } catch (FormatException e) {
                warnings.add(new SettingWarning(each, e.getMessage() + "; the file is ignored"));
                continue;
            }
            RepoFiles.addTo(configs, found, each, variables, main, host);
        }
        String platform =
                main.text("module_platform_id", RepoFiles.osRelease(host).getOrDefault("PLATFORM_ID", ""));
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

    private static Path mainFile(RootDirectory host) throws IOException {
        for (String name : MAIN_FILES) {
            Path file = host.path(name, name);
            if (host.isFile(file)) {
                return file;
            }
        }
        return host.path(MAIN_FILES.get(0), MAIN_FILES.get(0));
    }

    private static List<String> directories(String text) {
        return List.of(text.split("[\\s,]+"));
    }

    /** In dnf's order: sorted by path, regardless of the order of the directories. */
    private static List<Path> repositoryFiles(RootDirectory host, List<String> directories) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String directory : directories) {
            files.addAll(host.files(host.path(directory, "reposdir"), "*.repo"));
        }
        files.sort(null);
        return files.stream().distinct().toList();
    }
}
