package io.relocpy.bundle.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RootPathTest {
    @ParameterizedTest
    @CsvSource({
        "usr/lib,  libz.so.1,          usr/lib/libz.so.1",
        "usr/lib,  ../bin/python3,     usr/bin/python3",
        "usr/lib,  /etc/passwd,        etc/passwd",
        "usr/lib,  ../../../../etc/x,  etc/x",
        "'',       ./a//b/./c,         a/b/c",
    })
    void aNameNeverLeavesTheRoot(String directory, String name, String expected) {
        assertThat(RootPath.resolve(directory, name)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "bin/sh,        usr/bin/sh",
        "lib64/ld.so,   usr/lib64/ld.so",
        "lib,           usr/lib",
        "usr/bin/sh,    usr/bin/sh",
        "libexec/x,     libexec/x",
        "etc/lib/x,     etc/lib/x",
    })
    void topLevelDirectoriesOfOldAreBelowUsr(String path, String expected) {
        assertThat(RootPath.mergeUsr(path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "lib64,                 lib64/libz.so.1,  libz.so.1",
        "libexec/relocpy/bin,   lib64,            ../../../lib64",
        "lib64/python3.13,      lib64,            ..",
        "lib64,                 lib64,            .",
        "'',                    lib64,            lib64",
        "bin,                   libexec/ld.so,    ../libexec/ld.so",
    })
    void aLinkLeadsFromItsOwnDirectory(String directory, String target, String expected) {
        assertThat(RootPath.relativize(directory, target)).isEqualTo(expected);
        assertThat(RootPath.resolve(directory, expected)).isEqualTo(target);
    }

    @Test
    void parentAndNameOfATopLevelPath() {
        assertThat(RootPath.parent("bin")).isEmpty();
        assertThat(RootPath.fileName("bin")).isEqualTo("bin");
        assertThat(RootPath.parent("usr/bin/python3")).isEqualTo("usr/bin");
    }
}
