package io.relocpy.rpm.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.repository.HttpSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of settings in docs/private-repositories.md matches what is read. */
class SettingsTableTest {
    /** A value for each setting that has an effect. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("enabled", "0"),
            Map.entry("gpgcheck", "1"),
            Map.entry("repo_gpgcheck", "1"),
            Map.entry("skip_if_unavailable", "1"),
            Map.entry("metadata_expire", "5"),
            Map.entry("sslverify", "0"),
            Map.entry("sslcacert", "/ca.pem"),
            Map.entry("sslclientcert", "/cert.pem"),
            Map.entry("sslclientkey", "/key.pem"),
            Map.entry("username", "somebody"),
            Map.entry("password", "secret"),
            Map.entry("proxy", "http://other/"),
            Map.entry("proxy_username", "proxied"),
            Map.entry("proxy_password", "hidden"),
            Map.entry("timeout", "7"),
            Map.entry("minrate", "8"),
            Map.entry("baseurl", "http://other/"),
            Map.entry("mirrorlist", "http://mirrors/"),
            Map.entry("metalink", "http://metalink/"),
            Map.entry("name", "other"),
            Map.entry("priority", "3"),
            Map.entry("cost", "4"),
            Map.entry("module_hotfixes", "1"),
            Map.entry("gpgkey", "file:///other"),
            Map.entry("excludepkgs", "a"),
            Map.entry("exclude", "b"),
            Map.entry("includepkgs", "c"),
            Map.entry("best", "1"),
            Map.entry("install_weak_deps", "0"),
            Map.entry("module_platform_id", "platform:x1"),
            Map.entry("reposdir", "/nowhere"),
            Map.entry("varsdir", "/nowhere"));

    /** Settings that others depend on. */
    private static final String OTHERS = "proxy=http://p/\nproxy_username=x\nsslclientcert=/c\nusername=y\n";

    @TempDir
    Path root;

    /** The names in the rows of the table below a heading. */
    static Set<String> documented(String heading) throws IOException {
        String text = Files.readString(Path.of("../docs/private-repositories.md"));
        String table = text.substring(text.indexOf(heading) + heading.length());
        table = table.substring(table.indexOf("| --- "));
        table = table.substring(0, table.indexOf("\n\n"));
        Set<String> names = new TreeSet<>();
        for (String row : table.lines().skip(1).toList()) {
            Matcher name = Pattern.compile("`([a-z_]+)`").matcher(row.substring(row.indexOf('|', 1)));
            while (name.find()) {
                assertThat(names.add(name.group(1))).as(name.group(1)).isTrue();
            }
        }
        return names;
    }

    @Test
    void everyKnownSettingIsInTheTable() throws IOException {
        Set<String> heard = new HashSet<>(Settings.OF_MAIN);
        heard.addAll(Settings.OF_REPOSITORY);
        assertThat(documented("Heard of")).containsExactlyInAnyOrderElementsOf(heard);
        assertThat(documented("Not heard")).doesNotContainAnyElementsOf(heard);
        assertThat(VALUES.keySet()).containsExactlyInAnyOrderElementsOf(heard);
    }

    @Test
    void everyDocumentedSettingHasAnEffect() throws IOException {
        String before = read("", "");
        for (String each : Settings.OF_MAIN) {
            assertThat(read(each + "=" + VALUES.get(each), ""))
                    .as("in [main]: " + each)
                    .isNotEqualTo(before);
        }
        for (String each : Settings.OF_REPOSITORY) {
            assertThat(read("", each + "=" + VALUES.get(each)))
                    .as("in a repository: " + each)
                    .isNotEqualTo(before);
        }
    }

    @Test
    void noUndocumentedSettingHasAnEffect() throws IOException {
        String before = read("", "");
        for (String each : documented("Not heard")) {
            assertThat(read(each + "=1", each + "=1")).as(each).isEqualTo(before);
        }
    }

    private String read(String main, String repository) throws IOException {
        Files.createDirectories(root.resolve("etc/dnf/vars"));
        Files.createDirectories(root.resolve("etc/yum.repos.d"));
        Files.writeString(root.resolve("etc/dnf/vars/some"), "value");
        Files.writeString(root.resolve("etc/dnf/dnf.conf"), "[main]\n" + OTHERS + main + "\n");
        Files.writeString(root.resolve("etc/yum.repos.d/a.repo"), "[a]\nbaseurl=http://h/$some\n" + repository + "\n");
        DnfConfiguration read = DnfConfiguration.ofHost(root);
        StringBuilder out = new StringBuilder();
        out.append(read.best()).append(read.installWeakDependencies()).append(read.platform());
        for (RepositoryConfig each : read.repositories()) {
            Map<String, Object> all = new HashMap<>();
            all.put(
                    "config",
                    each.id()
                            + each.name()
                            + each.baseUrls()
                            + each.mirrorList().orElse(null)
                            + each.metalink().orElse(null)
                            + each.enabled()
                            + each.priority()
                            + each.cost()
                            + each.moduleHotfixes()
                            + each.excludes()
                            + each.includes()
                            + each.gpgCheck()
                            + each.repoGpgCheck()
                            + each.gpgKeys()
                            + each.skipIfUnavailable()
                            + each.metadataExpire());
            HttpSettings http = each.http();
            all.put(
                    "http",
                    List.of(
                            http.verifiesServers(),
                            String.valueOf(http.authorities().orElse(null)),
                            String.valueOf(http.clientCertificate().orElse(null)),
                            String.valueOf(http.clientKey().orElse(null)),
                            http.username().orElse(""),
                            http.password().orElse(""),
                            String.valueOf(http.proxy().orElse(null)),
                            http.proxyUsername().orElse(""),
                            http.proxyPassword().orElse(""),
                            String.valueOf(http.timeout().orElse(null)),
                            http.minRate()));
            out.append(all);
        }
        return out.toString();
    }
}
