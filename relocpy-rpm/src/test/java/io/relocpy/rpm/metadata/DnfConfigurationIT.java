package io.relocpy.rpm.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.rpm.resolve.DnfOracle;
import io.relocpy.testing.HostTools;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** dnf reads the same files in the same way, whatever is wrong with them. */
class DnfConfigurationIT {
    private static final String GOOD = "[good]\nbaseurl=http://h/g\n";

    private static final List<String> SETTINGS = List.of(
            "enabled=2",
            "enabled=",
            "enabled=maybe",
            "enabled=TRUE",
            "enabled = 0",
            "gpgcheck=maybe",
            "gpgcheck=on",
            "priority=high",
            "priority=",
            "priority=-5",
            "priority=1.5",
            "priority=5 ; x",
            "priority=\"5\"",
            "cost=99999999999",
            "cost=+7",
            "metadata_expire=1.5h",
            "metadata_expire=6 hours",
            "metadata_expire=6H",
            "metadata_expire=never",
            "metadata_expire=-5",
            "metadata_expire=x",
            "metadata_expire=90s",
            "timeout=1m",
            "timeout=",
            "minrate=1.5k",
            "minrate=1m",
            "minrate=1K",
            "minrate=x",
            "unknown=3",
            "skip_if_unavailable=foo",
            "name=\"x y\"",
            "excludepkgs=a b,c\n d\n\te",
            "excludepkgs=\n a\n b",
            "metadata_expire=Never",
            "metadata_expire=.5h",
            "metadata_expire=1e3",
            "metadata_expire=+5",
            "metadata_expire=1 d",
            "minrate=1e3",
            "minrate=-1",
            "timeout=1.5m",
            "name=a\n\n b",
            "excludepkgs=a\n  \n b",
            "name=a\n# c\n b",
            "name=a\n;c\n\tb",
            "#name=a\n b",
            "excludepkgs=a\n# x\n b",
            "[b] text\nbaseurl=http://h/b",
            "[b]]\nbaseurl=http://h/b",
            "  [b]\nbaseurl=http://h/b",
            " \n\t\npriority=3",
            "excludepkgs=\"a b\" c",
            "baseurl=\"http://h/q\"",
            "baseurl=http://h/a, http://h/b",
            "priority=3\n[a]\ncost=4");

    private static final List<String> FILES = List.of(
            "\ufeff[a]\nbaseurl=http://h/a\n",
            "\0\1garbage\n",
            "[a]\nbaseurl=http://h/a\nno setting\n",
            "key=1\n[a]\nbaseurl=http://h/a\n",
            "[a b]\nbaseurl=http://h/a\n[c]\nbaseurl=http://h/c\n",
            "[ c ]\nbaseurl=http://h/c\n",
            "[a*]\nbaseurl=http://h/c\n",
            "[good]\nbaseurl=http://h/other\n",
            " [a]\nbaseurl=http://h/a\n",
            "[a] # foo\nbaseurl=http://h/a\n",
            "[a\nbaseurl=http://h/a\n",
            "[]\nbaseurl=http://h/a\n",
            "[a]\n\tbaseurl=http://h/a\n",
            "[a]\n \nbaseurl=http://h/a\n",
            " \n[a]\nbaseurl=http://h/a\n",
            "[a][b]\nbaseurl=http://h/a\n",
            "[a] ;b\nbaseurl=http://h/a\n",
            "[a]\r\nbaseurl=http://h/a\r\npriority=3\r\n",
            "[a-$releasever]\nbaseurl=http://h/$releasever/${basearch}\n",
            "[main]\npriority=4\n[a]\nbaseurl=http://h/a\n",
            "[a]\nbaseurl=http://h/a\nenabled:0\n",
            "");

    private static final List<String> MAINS = List.of(
            "[main]\nbest=1\n",
            "[main]\nbest=2\ngpgcheck=maybe\ninstall_weak_deps=0\n",
            "[main]\nenabled=0\npriority=4\ncost=4\ntimeout=77\nmetadata_expire=5\ngpgcheck=1\nskip_if_unavailable=1\nname=x\n",
            "[main]\ngpgcheck=1\n[inmain]\nbaseurl=http://h/m\n",
            "");

    @TempDir
    Path scratch;

    @Test
    void readsWhatDnfReads() throws Exception {
        DnfOracle.require();
        List<Path> roots = new ArrayList<>();
        for (String setting : SETTINGS) {
            roots.add(root(roots.size(), "", "[a]\nbaseurl=http://h/a\n" + setting + "\n" + GOOD));
        }
        for (String file : FILES) {
            roots.add(root(roots.size(), "", file));
        }
        for (String main : MAINS) {
            roots.add(root(roots.size(), main, "[a]\nbaseurl=http://h/a\nmetadata_expire=x\n"));
        }
        Path script = scratch.resolve("dnf_configuration.py");
        try (InputStream in = DnfConfigurationIT.class.getResourceAsStream("dnf_configuration.py")) {
            Files.copy(in, script);
        }
        List<String> command = new ArrayList<>(List.of("/usr/bin/python3", script.toString()));
        roots.forEach(each -> command.add(each.toString()));
        List<String> expected = HostTools.run(command.toArray(String[]::new))
                .orFail()
                .stdout()
                .lines()
                .toList();
        for (int i = 0; i < roots.size(); i++) {
            assertThat(describe(DnfConfiguration.ofHost(roots.get(i))))
                    .as(Files.readString(roots.get(i).resolve("etc/dnf/dnf.conf"))
                            + Files.readString(roots.get(i).resolve("etc/yum.repos.d/a.repo")))
                    .isEqualTo(expected.get(i));
        }
    }

    private Path root(int number, String main, String file) throws Exception {
        Path root = scratch.resolve("root-" + number);
        Files.createDirectories(root.resolve("etc/yum.repos.d"));
        Files.createDirectories(root.resolve("etc/dnf"));
        Files.createDirectories(root.resolve("etc/dnf/vars"));
        Files.writeString(root.resolve("etc/dnf/vars/releasever"), "9");
        Files.writeString(root.resolve("etc/dnf/vars/basearch"), "x86_64");
        Files.writeString(root.resolve("etc/dnf/dnf.conf"), main);
        Files.writeString(root.resolve("etc/yum.repos.d/a.repo"), file);
        Files.writeString(root.resolve("etc/yum.repos.d/b.repo"), GOOD.replace("good", "beside"));
        return root;
    }

    private static String describe(DnfConfiguration read) {
        StringBuilder out = new StringBuilder(read.best() + " " + read.installWeakDependencies());
        for (RepositoryConfig each : read.repositories()) {
            long expire = each.metadataExpire().toSeconds();
            out.append(" | ")
                    .append(String.join(
                            " ",
                            each.id(),
                            each.name(),
                            each.baseUrls().stream()
                                    .map(url -> url.toString().replaceAll("/$", ""))
                                    .toList()
                                    .toString(),
                            "" + each.enabled(),
                            "" + each.gpgCheck(),
                            "" + each.priority(),
                            "" + each.cost(),
                            "" + (expire > 1_000_000_000 ? -1 : expire),
                            "" + each.skipIfUnavailable(),
                            ""
                                    + each.http()
                                            .timeout()
                                            .map(time -> time.toSeconds())
                                            .orElse(30L),
                            "" + each.http().minRate(),
                            each.excludes().toString()));
        }
        return out.toString();
    }

    @Test
    void everyOptionOfDnfIsInTheTable() throws Exception {
        DnfOracle.require();
        String names = HostTools.run("/usr/bin/python3", "-c", """
                        import dnf.conf, dnf.repo
                        main = dnf.conf.MainConf()
                        for config in main, dnf.repo.Repo('x', main):
                            for bind in config._config.optBinds():
                                print(bind.first if hasattr(bind, 'first') else bind)
                        """).orFail().stdout();
        Set<String> documented = new HashSet<>(SettingsTableTest.documented("Heard of"));
        documented.addAll(SettingsTableTest.documented("Not heard"));
        assertThat(documented).containsAll(names.lines().toList());
    }
}
