package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import io.relocpy.testing.HostTools.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the quickstart's bundle for callers whose environment would break it, and starts children from it. */
class HostileCallerIT {
    @TempDir
    static Path shared;

    private static DemoBundle bundle;
    private static Path hostLibrary;

    @BeforeAll
    static void build() throws IOException {
        bundle = DemoBundle.build("trixie", shared);
        HostTools.require("ldd", "ls");
        hostLibrary = HostTools.run("ldd", "/bin/ls").orFail().lines().stream()
                .filter(line -> line.contains("libc.so.6 =>"))
                .map(line -> Path.of(line.replaceAll(".*=> (\\S+) .*", "$1")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void ignoresTheHostsLibrariesAndAnotherPythonsVariables() {
        Map<String, String> hostile = Map.of(
                "LD_LIBRARY_PATH",
                hostLibrary.getParent().toString(),
                "LD_PRELOAD",
                hostLibrary.toString(),
                "PYTHONHOME",
                "/nonsense",
                "PYTHONPATH",
                "/nonsense");

        Result hello =
                DemoBundle.run(bundle.directory().resolve("bin/hello"), hostile).orFail();
        Result python = DemoBundle.run(
                        bundle.directory().resolve("bin/python3"), hostile, "-c", "import ssl, yaml; print('runs')")
                .orFail();

        assertThat(hello.stdout()).contains("no code from outside the bundle");
        assertThat(hello.stderr()).isEmpty();
        assertThat(python.stdout()).isEqualTo("runs\n");
    }

    /** Uses what the variables below lead astray, and says which files from outside are mapped. */
    private static final String HERMETIC = """
            import ctypes.util, curses, locale, os, sqlite3, ssl, sys, time, yaml
            assert yaml.__file__.startswith(sys.base_prefix), yaml.__file__
            ssl.create_default_context()
            ctypes.CDLL(ctypes.util.find_library('crypto')).OSSL_PROVIDER_load(None, b'legacy') or sys.exit('legacy')
            curses.setupterm('xterm', 2)
            locale.setlocale(locale.LC_ALL, '')
            'ü'.encode('latin-1'), '日'.encode('euc-jp'), 'ü'.encode('cp1252')
            paths = {line.split(maxsplit=5)[5].strip() for line in open('/proc/self/maps') if '/' in line}
            outside = sorted(path for path in paths if not path.startswith((sys.base_prefix + '/', '/dev/')))
            open(sys.argv[1], 'w').write(repr(outside))
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LD_LIBRARY_PATH  | @LIBRARIES@",
                "LD_PRELOAD       | @LIBC@",
                "LD_AUDIT         | @LIBC@",
                "PYTHONHOME       | /usr",
                "PYTHONPATH       | /nonsense:/usr/lib/python3/nonsense",
                "PYTHONSTARTUP    | @FOLDER@/poison.py",
                "PYTHONUSERBASE   | @FOLDER@/user",
                "HOME             | @FOLDER@/home",
                "OPENSSL_CONF     | @FOLDER@/openssl.cnf",
                "OPENSSL_MODULES  | @LIBRARIES@/ossl-modules",
                "OPENSSL_ENGINES  | @LIBRARIES@/engines-3",
                "GCONV_PATH       | @LIBRARIES@/gconv",
                "LOCPATH          | /usr/lib/locale",
                "LANG             | de_DE.UTF-8",
                "LC_ALL           | C.UTF-8",
                "TERMINFO         | /nonsense",
                "TERMINFO_DIRS    | /nonsense",
                "LD_BIND_NOW      | 1",
                "GLIBC_TUNABLES   | glibc.malloc.check=3",
            })
    void noVariableOfTheCallerLetsAnythingIn(String variable, String value) throws IOException {
        poison();

        Path answer = folder.resolve("answer");
        Map<String, String> environment = new HashMap<>(Map.of("HOME", folder.toString()));
        environment.put(variable, expand(value));
        Result result = DemoBundle.run(
                bundle.directory().resolve("bin/python3"), environment, "-c", HERMETIC, answer.toString());

        assertThat(result.orFail().stderr()).isEmpty();
        assertThat(answer).hasContent("[]");
    }

    /** Modules and a configuration of the host that no process of the bundle may load. */
    private void poison() throws IOException {
        Files.writeString(folder.resolve("poison.py"), "raise SystemExit('poisoned')");
        for (String user : List.of("user", "home/.local")) {
            Path packages = Files.createDirectories(folder.resolve(user + "/lib/python3.13/site-packages"));
            Files.writeString(packages.resolve("yaml.py"), "raise SystemExit('poisoned')");
            Files.writeString(packages.resolve("usercustomize.py"), "raise SystemExit('poisoned')");
        }
        Files.writeString(folder.resolve("openssl.cnf"), """
                openssl_conf = here
                [here]
                providers = all
                [all]
                legacy = one
                [one]
                module = %s/ossl-modules/legacy.so
                activate = 1
                """.formatted(hostLibrary.getParent()));
    }

    private String expand(String value) {
        return value.replace("@LIBRARIES@", hostLibrary.getParent().toString())
                .replace("@LIBC@", hostLibrary.toString())
                .replace("@FOLDER@", folder.toString());
    }

    @Test
    void aListOfLibrariesToPreloadOnTheHostIsNotRead() throws IOException {
        Path root = Files.createDirectories(folder.resolve("root/etc")).getParent();
        Files.copy(hostLibrary, root.resolve("libhost.so"));
        Files.writeString(root.resolve("etc/ld.so.preload"), "/libhost.so\n");
        bundle.copyTo(root.resolve("hello"));

        Result result = DemoBundle.chroot(root, "/hello/bin/python3", "-c", """
                import ctypes
                names = []
                class Info(ctypes.Structure):
                    _fields_ = [('address', ctypes.c_void_p), ('name', ctypes.c_char_p)]
                @ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Info), ctypes.c_size_t, ctypes.c_void_p)
                def visit(info, size, data):
                    names.append(info.contents.name.decode())
                    return 0
                ctypes.CDLL(None).dl_iterate_phdr(visit, None)
                print(len(names) > 3, [name for name in names if 'libhost' in name])
                """);

        assertThat(result.orFail().stderr()).isEmpty();
        assertThat(result.stdout()).isEqualTo("True []\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<&-", ">&-", "2>&-", "<&- >&- 2>&-"})
    void closedStreamsAreNoObstacle(String closed) throws IOException {
        Path answer = folder.resolve("answer");

        Result result = HostTools.run(
                "/bin/sh",
                "-c",
                "exec \"$0\" -c 'open(__import__(\"sys\").argv[1], \"w\").write(\"runs\")' \"$1\" " + closed,
                bundle.directory().resolve("bin/python3").toString(),
                answer.toString());

        result.orFail();
        assertThat(answer).hasContent("runs");
    }

    @Test
    void hugeEnvironmentsAndArgumentListsPassThrough() {
        String[] arguments = new String[6000];
        Arrays.fill(arguments, "argument ".repeat(12));
        arguments[0] = "-c";
        arguments[1] = "import os, sys; print(len(sys.argv), len(os.environ))";
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < 4000; i++) {
            environment.put("VARIABLE_" + i, "value ".repeat(20));
        }

        Result result = DemoBundle.run(bundle.directory().resolve("bin/python3"), environment, arguments);

        assertThat(result.orFail().stdout()).matches("5999 400[0-9]\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "python3", "-python3", "/usr/bin/python3", "/nonsense", "a/b", "."})
    void nameOfTheCommandDoesNotMatter(String name) {
        HostTools.require("bash");

        Result result = HostTools.run(
                "bash",
                "-c",
                "exec -a \"$1\" \"$0\" -c 'import sys, yaml; print(sys.base_prefix)'",
                bundle.directory().resolve("bin/python3").toString(),
                name);

        assertThat(result.orFail().stdout().strip())
                .isEqualTo(bundle.directory().toString());
    }

    @Test
    void programsOfTheHostRunAsChildren() {
        Result result = python(
                Map.of("LD_LIBRARY_PATH", hostLibrary.getParent().toString()),
                "import subprocess; subprocess.run(['/bin/ls', '/'], check=True)");

        assertThat(result.orFail().lines()).contains("usr");
    }

    @Test
    void childrenSeeNoVariableOfOurs() {
        Result result = python(
                Map.of("SOME", "thing"), "import os; print(sorted(k for k in os.environ if not k.startswith('LC_')))");

        assertThat(result.orFail().stdout()).isEqualTo("['SOME']\n");
    }

    @Test
    void sysExecutableIsThePythonOfTheBundle() {
        Result result = python(
                Map.of(),
                "import subprocess, sys; "
                        + "subprocess.run([sys.executable, '-c', 'import sys, yaml; print(sys.executable)'], check=True)");

        assertThat(result.orFail().stdout().strip())
                .isEqualTo(bundle.directory().resolve("bin/python3").toString());
    }

    @Test
    void multiprocessingStartsInEveryWay() throws IOException {
        Path script = Files.writeString(shared.resolve("pools.py"), """
                import multiprocessing, sys

                def square(x):
                    return x * x

                if __name__ == '__main__':
                    for method in 'fork', 'spawn', 'forkserver':
                        with multiprocessing.get_context(method).Pool(2) as pool:
                            print(method, pool.map(square, [1, 2, 3]))
                """);

        Result result = DemoBundle.run(bundle.directory().resolve("bin/python3"), Map.of(), script.toString());

        assertThat(result.orFail().lines())
                .containsExactly("fork [1, 4, 9]", "spawn [1, 4, 9]", "forkserver [1, 4, 9]");
    }

    private static Result python(Map<String, String> environment, String program) {
        return DemoBundle.run(bundle.directory().resolve("bin/python3"), environment, "-c", program);
    }
}
