package io.relocpy.bundle.internal.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.Bundle;
import io.relocpy.bundle.DebianSuite;
import io.relocpy.bundle.DemoBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs expect of a host, in a root where the bundle is all there is. */
class EmptyHostIT {
    @TempDir
    static Path root;

    @BeforeAll
    static void build() throws IOException {
        for (String suite : new String[] {"trixie", "bookworm", "bullseye"}) {
            Bundle.builder()
                    .repositories(DebianSuite.of(suite))
                    .modules("python3dist(pyyaml)", "ca-certificates", "tzdata", "ncurses-base")
                    .write(root.resolve(suite));
        }
        assertThat(root.toFile().list()).hasSize(3);
        assertThat(Files.exists(root.resolve("proc"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"trixie", "bookworm", "bullseye"})
    void everyModuleOfTheStandardLibraryThatPackagesBringCanBeImported(String suite) {
        assertThat(
                        python(
                                suite,
                                "import ssl, sqlite3, lzma, bz2, ctypes, yaml, hashlib, uuid, decimal, readline, curses,"
                                        + " asyncio, multiprocessing, xml.etree.ElementTree, zoneinfo, dbm.ndbm; print(yaml.__with_libyaml__)"))
                .isEqualTo("True\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "import ssl; print(len(ssl.create_default_context().get_ca_certs()) > 100) | True",
                "import ctypes; ctypes.CDLL('libcrypto.so.3').OSSL_PROVIDER_load(None, b'legacy') or exit(1); print(1) | 1",
                "from zoneinfo import ZoneInfo as Z; import datetime as d; print(d.datetime(2026,7,1,tzinfo=Z('Asia/Tokyo')).utcoffset()) | 9:00:00",
                "import curses; curses.setupterm('xterm'); print(curses.tigetnum('colors')) | 8",
                "import curses, os; curses.setupterm('xterm'); print('TERMINFO_DIRS' in os.environ) | False",
                "import ctypes.util; print(ctypes.util.find_library('sqlite3')) | libsqlite3.so.0",
                "import sysconfig; print(sysconfig.get_path('stdlib'), sysconfig.get_config_var('prefix')) | /trixie/lib/python3.13 /trixie",
                "import sys; print(sys.getfilesystemencoding(), '\\u00fc'.encode()) | utf-8 b'\\xc3\\xbc'",
                "import subprocess, sys; print(subprocess.run([sys.executable, '-c', 'print(1)'], capture_output=True).stdout) | b'1\\n'",
                "import os; print(sorted(os.environ)) | []",
            })
    void isFoundInTheBundle(String program, String expected) {
        assertThat(python("trixie", program).strip()).isEqualTo(expected);
    }

    /** The modules for that are libraries of their own until glibc 2.34, and on any version if the host names "compat". */
    @ParameterizedTest
    @CsvSource({
        "trixie,   passwd: files systemd",
        "bookworm, passwd: compat",
        "bullseye, passwd: files systemd",
        "bullseye, passwd: compat",
        "bullseye, ''"
    })
    void namesAndUsersOfTheHostAreKnown(String suite, String users) throws IOException {
        Path etc = Files.createDirectories(root.resolve("etc"));
        Files.writeString(etc.resolve("hosts"), "192.0.2.7 host-of-a-test\n");
        Files.writeString(etc.resolve("passwd"), "user-of-a-test:x:0:0::/:/bin/sh\n");
        Files.writeString(etc.resolve("group"), "group-of-a-test:x:0:\n");
        if (!users.isEmpty()) {
            Files.writeString(etc.resolve("nsswitch.conf"), users + "\nhosts: files dns\n");
        }
        try {
            assertThat(python(
                            suite,
                            "import grp, pwd, socket; print(socket.gethostbyname('host-of-a-test'),"
                                    + " pwd.getpwuid(0).pw_name, grp.getgrnam('group-of-a-test').gr_gid)"))
                    .isEqualTo("192.0.2.7 user-of-a-test 0\n");
        } finally {
            for (String name : new String[] {"hosts", "passwd", "group", "nsswitch.conf"}) {
                Files.deleteIfExists(etc.resolve(name));
            }
            Files.delete(etc);
        }
    }

    private static String python(String suite, String program) {
        return DemoBundle.chroot(root, "/" + suite + "/bin/python3", "-c", program)
                .orFail()
                .stdout();
    }
}
