package io.relocpy.bundle.internal.build;

import static io.relocpy.bundle.Samples.bundled;
import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.FileChange;
import io.relocpy.bundle.Samples;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.Content;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourcePathsTest {
    private static final String MODULE = "lib/python3/dist-packages/m/__init__.py";
    private static final String ROOT = "__import__('sys').base_prefix";

    private final SourcePaths paths = new SourcePaths(
            List.of(
                    bundled("share/zoneinfo/Asia/Tokyo", ""),
                    bundled("lib/x86_64-linux-gnu/qt/plugins/x.so", ""),
                    bundled("lib/x86_64-linux-gnu/libz.so.1", ""),
                    bundled("etc/matplotlibrc", ""),
                    bundled("etc/fonts/fonts.conf", ""),
                    bundled("etc/ssl/cert.pem", ""),
                    bundled("libexec/relocpy/bin/python3.13", "")),
            List.of("lib/x86_64-linux-gnu"));

    @ParameterizedTest
    @CsvSource({
        "/usr/share/zoneinfo,                     /share/zoneinfo",
        "/usr/share/zoneinfo/,                    /share/zoneinfo/",
        "/usr/share/zoneinfo/Asia/Tokyo,          /share/zoneinfo/Asia/Tokyo",
        "/usr/share/zoneinfo/Asia/Nowhere,        /share/zoneinfo/Asia/Nowhere",
        "/lib/x86_64-linux-gnu/libz.so.1,         /lib/x86_64-linux-gnu/libz.so.1",
        "/usr/lib/x86_64-linux-gnu/qt/plugins/y,  /lib/x86_64-linux-gnu/qt/plugins/y",
        "/etc/matplotlibrc,                       /etc/matplotlibrc",
        "/etc/fonts,                              /etc/fonts",
    })
    void whatBelongsToSomebodyLeadsIntoTheBundle(String path, String place) {
        assertThat(paths.of(path)).hasValue(place);
    }

    @ParameterizedTest
    @CsvSource({
        "/usr",
        "/usr/share",
        "/usr/lib",
        "/usr/lib/x86_64-linux-gnu",
        "/usr/lib/x86_64-linux-gnu/libc.so.6",
        "/usr/bin/python3",
        "/etc",
        "/etc/ssl",
        "/etc/ssl/certs",
        "/etc/fonts/other",
        "/share/zoneinfo",
        "/usr/share/zoneinfo/../x",
        "/usr//share/zoneinfo",
        "/usr/share/zoneinfo-2",
        "/"
    })
    void otherPathsRemainTheHosts(String path) {
        assertThat(paths.of(path)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "#!/usr/bin/python3,              true",
        "#! /usr/bin/env -S python3 -I,   true",
        "#!/usr/libexec/platform-python,  true",
        "#!/usr/bin/env notpython,        false",
        "#!/bin/sh # python,              false",
        "#!/opt/python/bin/ruby,          false",
        "# /usr/bin/python3,              false",
    })
    void programsForPythonAreThoseThatItWouldRun(String line, boolean python) throws IOException {
        String text = line + "\na = '/usr/share/zoneinfo'\n";

        BundleFile.Regular led =
                paths.lead(bundled("libexec/relocpy/bin/tool", text)).file();

        assertThat(led.content().text().equals(text)).isEqualTo(!python);
    }

    @Test
    void theManifestSaysWhatChanged() throws IOException {
        SourcePaths.Led led =
                paths.lead(bundled(MODULE, "a = '/usr/share/zoneinfo'\nb = 'x /usr/share/zoneinfo/Asia/Tokyo'\n"));

        assertThat(led.file().content().text())
                .isEqualTo("a = (" + ROOT + " + '/share/zoneinfo')\nb = 'x /usr/share/zoneinfo/Asia/Tokyo'\n");
        assertThat(led.file().changes())
                .extracting(FileChange::toString)
                .containsExactly("lead into the bundle: /usr/share/zoneinfo (line 1)");
        assertThat(led.left())
                .extracting(Object::toString)
                .containsExactly(MODULE + ": line 2 has /usr/share/zoneinfo/Asia/Tokyo inside a longer text;"
                        + " it does not lead to the bundle's");
    }

    @Test
    void constantsThatNameAuthoritiesFollowTheRuleOfSsl() throws IOException {
        assertThat(paths.lead(bundled(MODULE, "a = '/etc/ssl/certs/ca-certificates.crt'"))
                        .file()
                        .content()
                        .text())
                .isEqualTo("a = __import__('_relocpy_authorities').where()");
    }

    @Test
    void bytesThatAreNotUtf8Remain() throws IOException {
        byte[] source = "# coding: latin-1\na = '\u00e4', '/etc/matplotlibrc'".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(new String(lead(source).content().bytes(), StandardCharsets.ISO_8859_1))
                .isEqualTo("# coding: latin-1\na = '\u00e4', (" + ROOT + " + '/etc/matplotlibrc')");
        byte[] other = "# coding: shift_jis\na = '/etc/matplotlibrc'".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(lead(other).content().bytes()).isEqualTo(other);
    }

    private BundleFile.Regular lead(byte[] source) throws IOException {
        return paths.lead(BundleFile.Regular.made(MODULE, Content.of(source), false, Samples.TIME, Samples.REASON))
                .file();
    }

    @Test
    void wheelsForEnvironmentsAreChangedInsideWithTheirRecord() throws IOException {
        String changed = "a = (" + ROOT + " + '/share/zoneinfo')";
        byte[] wheel = zip(Map.of(
                "m.py", "a = '/usr/share/zoneinfo'",
                "n.py", "b = 1",
                "m-1.dist-info/RECORD", "m.py,sha256=x,25\nn.py,sha256=y,5\nm-1.dist-info/RECORD,,\n"));
        String path = "share/python-wheels/m-1-py3-none-any.whl";

        BundleFile.Regular led = paths.lead(
                        BundleFile.Regular.made(path, Content.of(wheel), false, Samples.TIME, Samples.REASON))
                .file();
        Map<String, String> entries = unzip(led.content().bytes());

        assertThat(entries).containsEntry("m.py", changed).containsEntry("n.py", "b = 1");
        assertThat(entries.get("m-1.dist-info/RECORD"))
                .matches("m\\.py,sha256=[-_A-Za-z0-9]{43}," + changed.length()
                        + "\nn\\.py,sha256=y,5\nm-1\\.dist-info/RECORD,,\n");
        assertThat(led.changes()).extracting(FileChange::toString).containsExactly("lead into the bundle: m.py");
        BundleFile.Regular damaged = bundled(path, "PK no zip");
        assertThat(paths.lead(damaged).file()).isEqualTo(damaged);
    }

    private static byte[] zip(Map<String, String> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static Map<String, String> unzip(byte[] bytes) throws IOException {
        Map<String, String> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }

    @Test
    void pathsInCompiledCodeAreTold() throws IOException {
        String strings =
                "x\0/usr/share/zoneinfo\0\0/etc/ssl/certs/ca-certificates.crt\0/etc/passwd\0x/etc/matplotlibrc\0"
                        + "/usr/share/zoneinfo and more\0/usr/share/zoneinfo";

        SortedSet<String> found = new TreeSet<>();
        CompiledPaths.collect(strings.getBytes(StandardCharsets.US_ASCII), paths, found);

        assertThat(found).containsExactly("/etc/ssl/certs/ca-certificates.crt", "/usr/share/zoneinfo");
    }
}
