package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * CPython's own regression tests of what touches the platform, by the bundle's Python and by the one of the packages, on
 * one root of the same packages: what passes there passes in the bundle. {@code -Drelocpy.cpythonTests=true} runs them, some
 * minutes; {@code -Drelocpy.cpythonTests.modules=test_ssl,…} runs others. The differences go to {@code
 * target/cpython-tests.md}.
 */
class CpythonTestsIT {
    private static final String MODULES = System.getProperty(
            "relocpy.cpythonTests.modules",
            "test_subprocess,test_multiprocessing_main_handling,test_multiprocessing_spawn,test_ssl,test_venv,test_sysconfig,"
                    + "test_site,test_ctypes,test_socket,test_zoneinfo,test_curses,test_sqlite3,test_ensurepip");

    /** Tests that pass in the original alone, and why; {@code docs/compatibility.md} has them, too. */
    private static final Map<String, String> KNOWN = Map.of(
            "test.test_site.HelperFunctionsTests.test_s_option",
            "is skipped: the bundle's Python never looks into the user's ~/.local",
            "test.test_venv.BasicTest.test_zippath_from_non_installed_posix",
            "copies the interpreter's libraries into a tree of its own, and a launcher without its bundle does not start");

    @TempDir
    static Path folder;

    @Test
    void whatPassesInTheOriginalPassesInTheBundle() throws IOException {
        Assumptions.assumeTrue(
                Boolean.getBoolean("relocpy.cpythonTests"), "takes minutes: -Drelocpy.cpythonTests=true");
        HostTools.requireRoot();
        HostTools.require("rpm", "unshare", "mount", "chroot");
        Path repository = DemoRepository.of(
                "trixie",
                "python3",
                "python3-venv",
                "libpython3.13-testsuite",
                "tzdata",
                "ncurses-base",
                "libc-bin",
                "ca-certificates",
                "base-files",
                "netbase",
                "dash",
                "bash",
                "coreutils");
        Path root = makeRoot(repository);
        Path bundle = folder.resolve("bundle");
        Bundle.builder()
                .repositories(repository)
                .modules(
                        "python3-venv",
                        "libpython3.13-testsuite",
                        "tzdata",
                        "ncurses-base",
                        "libc-bin",
                        "ca-certificates")
                .include("/usr/lib/python3.13/test/**")
                .write(bundle);

        SortedMap<String, String> original = run(root, bundle, "/usr/bin/python3.13");
        SortedMap<String, String> bundled = run(root, bundle, "/opt/bundle/bin/python3.13");

        SortedMap<String, String> differences = new TreeMap<>();
        Set<String> worse = new TreeSet<>();
        Stream.concat(original.keySet().stream(), bundled.keySet().stream()).forEach(test -> {
            String before = original.getOrDefault(test, "not run");
            String after = bundled.getOrDefault(test, "not run");
            if (!before.equals(after)) {
                differences.put(test, "| `%s` | %s | %s |".formatted(test, before, after));
                if (before.equals("passed")) {
                    worse.add(test);
                }
            }
        });
        String table = original.size() + " tests\n\n| test | original | bundle |\n|---|---|---|\n"
                + String.join("\n", differences.values()) + "\n";
        System.out.println(table);
        Files.writeString(Path.of("target", "cpython-tests.md"), table);
        assertThat(original).hasSizeGreaterThan(MODULES.split(",").length);
        assertThat(worse).isSubsetOf(KNOWN.keySet());
    }

    /** The packages, installed, and what their scripts would make of /etc. */
    private static Path makeRoot(Path repository) throws IOException {
        Path root = Files.createDirectories(folder.resolve("root"));
        List<String> command = new ArrayList<>(List.of("rpm", "--root", root.toString(), "--install", "--nodeps"));
        command.addAll(List.of("--noscripts", "--notriggers", "--nosignature", "--ignorearch", "--ignoreos"));
        try (Stream<Path> packages = Files.walk(repository)) {
            packages.map(Path::toString).filter(name -> name.endsWith(".rpm")).forEach(command::add);
        }
        HostTools.run(command.toArray(String[]::new)).orFail();
        for (String directory : List.of("dev", "proc", "tmp", "opt", "mnt", "root", "etc")) {
            Files.createDirectories(root.resolve(directory));
        }
        Files.writeString(
                root.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n");
        Files.writeString(root.resolve("etc/group"), "root:x:0:\nnogroup:x:65534:\n");
        Files.writeString(root.resolve("etc/hosts"), "127.0.0.1 localhost\n::1 localhost\n");
        return root;
    }

    /** Names of tests, and what came of them. */
    private static SortedMap<String, String> run(Path root, Path bundle, String python) throws IOException {
        Path results = Files.createTempDirectory(folder, "results");
        String script = """
                set -e
                mount --rbind /dev "$1/dev"
                mount --rbind /proc "$1/proc"
                mount -t tmpfs tmpfs "$1/tmp"
                mount --bind "$3" "$1/mnt"
                mount -t tmpfs tmpfs "$1/opt"
                mkdir "$1/opt/bundle"
                mount --bind "$2" "$1/opt/bundle"
                exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM=xterm chroot "$1" "$4" -m test \\
                    -j1 --timeout 900 -u curses,subprocess --junit-xml /mnt/results.xml $(echo "$5" | tr , ' ') >"$3/output" 2>&1
                """;
        HostTools.run(
                HostTools.withOwnMounts(
                        "/bin/sh",
                        "-c",
                        script,
                        "sh",
                        root.toString(),
                        bundle.toString(),
                        results.toString(),
                        python,
                        MODULES),
                Map.of());
        Files.copy(
                results.resolve("output"),
                Path.of("target", "cpython-tests" + python.replace('/', '-') + ".txt"),
                StandardCopyOption.REPLACE_EXISTING);
        assertThat(results.resolve("results.xml"))
                .as(Files.readString(results.resolve("output")))
                .exists();
        return outcomes(results.resolve("results.xml"));
    }

    private static SortedMap<String, String> outcomes(Path file) {
        SortedMap<String, String> outcomes = new TreeMap<>();
        try {
            NodeList cases = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(file.toFile())
                    .getElementsByTagName("testcase");
            for (int i = 0; i < cases.getLength(); i++) {
                Element test = (Element) cases.item(i);
                String outcome = Stream.of("error", "failure", "skipped")
                        .filter(kind -> test.getElementsByTagName(kind).getLength() > 0)
                        .findFirst()
                        .orElse("passed");
                outcomes.merge(test.getAttribute("name"), outcome, (a, b) -> a.equals("passed") ? b : a);
            }
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException(file.toString(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return outcomes;
    }
}
