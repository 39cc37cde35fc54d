package io.relocpy.bundle.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileRulesTest {
    @Test
    void patternsThatMatchNothingAreKnown() {
        FileRules rules = new FileRules(
                List.of("/usr/share/foo/**", "/usr/share/fooo/**"), List.of("/usr/share/f*/x", "/etc/none"), List.of());

        assertThat(rules.judge("usr/share/foo/x").use()).isEqualTo(FileRules.Use.NEVER);
        assertThat(rules.judge("usr/share/fox/x").use()).isEqualTo(FileRules.Use.ALWAYS);

        assertThat(rules.unusedPatterns()).containsExactly("/usr/share/fooo/**", "/etc/none");
    }

    @ParameterizedTest
    @CsvSource({
        "usr/lib64/python3.13/os.py,                                      ALWAYS",
        "usr/lib64/python3.13/lib-dynload/_ssl.cpython-313-x86_64.so,     ALWAYS",
        "usr/lib/python3.13/site-packages/yaml/__init__.py,               ALWAYS",
        "usr/lib/python3.13/site-packages/numpy/tests/test_x.py,          IF_IMPORTED",
        "usr/lib/python3/dist-packages/yaml/__init__.py,                  ALWAYS",
        "usr/lib64/python3.13/test/test_os.py,                            NEVER",
        "usr/lib64/python3.13/idlelib/idle_test/x.py,                     NEVER",
        "usr/lib64/python3.13/config-3.13-x86_64-linux-gnu/libpython.a,   NEVER",
        "usr/bin/python3.13,                                              ALWAYS",
        "usr/libexec/platform-python3.6,                                  ALWAYS",
        "usr/libexec/other,                                               NEVER",
        "usr/share/python3-wheels/pip-9.whl,                              ALWAYS",
        "usr/bin/python3.13-config,                                       NEVER",
        "usr/bin/bash,                                                    NEVER",
        "usr/lib64/libz.so.1.3,                                           IF_NEEDED",
        "usr/lib/x86_64-linux-gnu/libz.so.1,                              IF_NEEDED",
        "usr/lib64/libgcc_s.so.1,                                         ALWAYS",
        "usr/lib/x86_64-linux-gnu/libnss_files.so.2,                      ALWAYS",
        "usr/lib/x86_64-linux-gnu/libnss_compat.so.2,                     ALWAYS",
        "usr/lib/x86_64-linux-gnu/libnss_nis.so.2,                        IF_NEEDED",
        "usr/lib/x86_64-linux-gnu/ossl-modules/legacy.so,                 ALWAYS",
        "usr/lib/x86_64-linux-gnu/gconv/UTF-16.so,                        NEVER",
        "usr/lib64/libz.a,                                                NEVER",
        "usr/include/zlib.h,                                              NEVER",
        "usr/share/doc/zlib1g/copyright,                                  LICENSE",
        "usr/share/doc/zlib1g,                                            LICENSE",
        "usr/share/doc/zlib1g/changelog.gz,                               NEVER",
        "usr/share/licenses/zlib/LICENSE,                                 LICENSE",
        "usr/share/zoneinfo/Europe/Berlin,                                ALWAYS",
        "usr/share/zoneinfo/right/Europe/Berlin,                          NEVER",
        "usr/share/terminfo/x/xterm,                                      ALWAYS",
        "usr/share/matplotlib/mpl-data/matplotlibrc,                      DATA",
        "usr/lib/systemd/system/foo.service,                              NEVER",
        "etc/ld.so.conf.d/foo.conf,                                       IF_NEEDED",
        "etc/passwd,                                                      NEVER",
    })
    void aPathTellsWhatAFileIsToPython(String path, FileRules.Use expected) {
        assertThat(new FileRules(List.of(), List.of(), List.of()).judge(path).use())
                .isEqualTo(expected);
    }

    @Test
    void exclusionsPrecedeInclusionsAndInclusionsTheRules() {
        FileRules rules =
                new FileRules(List.of("/usr/share/foo/secret*"), List.of("/usr/share/{foo,bar}/**"), List.of("psql"));

        assertThat(rules.judge("usr/share/foo/data").use()).isEqualTo(FileRules.Use.ALWAYS);
        assertThat(rules.judge("usr/share/bar/a/b").use()).isEqualTo(FileRules.Use.ALWAYS);
        assertThat(rules.judge("usr/share/foo/secret.txt").use()).isEqualTo(FileRules.Use.NEVER);
        assertThat(rules.judge("usr/bin/psql").use()).isEqualTo(FileRules.Use.ALWAYS);
        assertThat(rules.judge("usr/bin/pg_dump").use()).isEqualTo(FileRules.Use.NEVER);
    }
}
