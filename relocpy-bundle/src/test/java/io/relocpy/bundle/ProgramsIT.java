package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.repository.Repositories;
import io.relocpy.rpm.resolve.RpmRepositories;
import io.relocpy.testing.HostTools;
import io.relocpy.testing.HostTools.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Programs that people run, of Debian's own packages, each in a bundle of its own in a root with only the bundle, {@code /tmp} and
 * {@code /etc/hosts}. Each script in {@code programs/} asserts a result and prints one; {@code docs/compatibility.md} has the
 * table.
 *
 * <p>Those marked as quick are run; {@code -Drelocpy.programs=all} runs all, {@code =pip,psycopg2} those. They are of trixie, or of
 * {@code -Drelocpy.programs.suite=bookworm}; {@code =fedora} takes those that the RPM repository in Fedora's layout has.
 */
class ProgramsIT {
    private static final String CHOSEN = System.getProperty("relocpy.programs", "quick");
    private static final String SUITE = System.getProperty("relocpy.programs.suite", "trixie");

    /** The programs: the packages of each, and what it prints. */
    private enum Program {
        REQUESTS(true, "200 from the bundle's authority", "python3-requests"),
        PIP(false, "demo 1.0 from an index over TLS", "python3-pip"),
        VENV(true, "pip in an environment", "python3-venv"),
        VIRTUALENV(false, "pip in an environment", "python3-virtualenv"),
        NUMPY(true, "[2.0, 3.0]", "python3-numpy"),
        PANDAS(false, "2026-07-01T09:00:00+09:00", "python3-pandas"),
        MATPLOTLIB(false, "(640, 480), 4 colours of 4", "python3-matplotlib"),
        BABEL(true, "Japan, Japon, 日本", "python3-babel"),
        TKINTER(true, "3 from Tcl", "python3-tk"),
        HTTPLIB2(false, "200 from the bundle's authority", "python3-httplib2"),
        AIOHTTP(false, "200 from the bundle's authority", "python3-aiohttp"),
        BOTOCORE(false, "200 from the bundle's authority", "python3-botocore"),
        DOCUTILS(false, "a heading and a list", "python3-docutils"),
        PSYCOPG2(false, "[(1, 'Grüße')] and no server", "python3-psycopg2"),
        FLASK(false, "Hello WORLD, ended with 0", "python3-flask", "python3-gunicorn"),
        UVICORN(false, "Hello /world, ended", "python3-uvicorn"),
        GSSAPI(false, "No Kerberos credentials available", "python3-gssapi"),
        PYODBC(false, "no driver", "python3-pyodbc"),
        ODBC(false, "[(1, 'text')] and no server", "python3-pyodbc", "libsqliteodbc", "odbc-postgresql"),
        SQLALCHEMY(false, "2 rows", "python3-sqlalchemy"),
        MAGIC(true, "PNG image data, 1 x 1, 8-bit/color RGB, non-interlaced", "python3-magic"),
        LXML(true, "Привет", "python3-lxml"),
        WAND(false, "(8, 4) srgb(255,0,0)", "python3-wand"),
        ENCHANT(false, "True False True", "python3-enchant", "hunspell-en-us"),
        GDAL(false, "WGS 84", "python3-gdal"),
        PYCURL(true, "200 from the bundle's authority", "python3-pycurl"),
        LDAP(false, "True and no server", "python3-ldap", "libsasl2-modules"),
        QT5(false, "xcb DejaVu Sans True", "python3-pyqt5"),
        QT6(false, "xcb DejaVu Sans True", "python3-pyqt6"),
        GTK(false, "True name True ሃ Print to File", "python3-gi", "gir1.2-gtk-3.0", "glib-networking"),
        GTK4(false, "True True 4", "python3-gi", "gir1.2-gtk-4.0"),
        GSTREAMER(false, "eos", "python3-gi", "gir1.2-gstreamer-1.0", "gstreamer1.0-plugins-base"),
        TKINTER_WINDOW(true, "DejaVu Sans True", "python3-tk"),
        CRYPTOGRAPHY(true, "text ssh-rsa", "python3-cryptography", "python3-paramiko"),
        GEVENT(false, "text 3", "python3-gevent", "python3-zmq"),
        PILLOW(false, "(255, 0, 0)", "python3-pil"),
        SCIPY(false, "2.0 3.0 [1.0, 3.0] [2.0, 5.0]", "python3-scipy"),
        OPENCV(false, "1 rectangle of (40, 20)", "python3-opencv"),
        IPYTHON(false, "/tmp import os", "python3-ipython"),
        ANSIBLE(false, "pong /bundle/bin", "ansible-core"),
        SUPERVISOR(false, "sleeper RUNNING 0", "supervisor"),
        BOTO3(false, "an object", "python3-boto3"),
        SPHINX(false, "a page in German", "python3-sphinx"),
        GRPC(false, "Hello world", "python3-grpcio", "python3-protobuf"),
        DJANGO(false, "True 200 True", "python3-django", "libjs-jquery"),
        PYGIT2(
                true,
                "a commit; failed to connect to localhost: Connection refused",
                "python3-pygit2",
                "python3-dulwich"),
        CAIROSVG(true, "(200, 50) (255, 0, 0, 255) True", "python3-cairosvg"),
        WEASYPRINT(false, "%PDF- True True", "weasyprint"),
        TESSEROCR(false, "['eng'] HELLO", "python3-tesserocr", "python3-pil", "tesseract-ocr-eng", "fonts-dejavu-core"),
        SMBC(false, "no server", "python3-smbc"),
        RDKIT(false, "46.1 2 True", "python3-rdkit", "python3-openbabel"),
        ALSA(false, "['null']", "python3-alsaaudio");

        /** Those that draw. */
        private static final Set<Program> WITH_DISPLAY = EnumSet.of(QT5, QT6, GTK, GTK4, TKINTER_WINDOW);

        /** Those that start processes: with a shell, a user, {@code /dev/null} and {@code /dev/shm}. */
        private static final Set<Program> ON_A_SYSTEM = EnumSet.of(ANSIBLE, SUPERVISOR);

        /** Those whose versions in a suite open {@code /dev/null}. */
        private static final Map<String, Set<Program>> WITH_NULL_DEVICE =
                Map.of("bookworm", EnumSet.of(IPYTHON), "bullseye", EnumSet.of(PIP, VENV, IPYTHON));

        /** Those that the repository in Fedora's layout has; its venv brings upstream's pip, with authorities of its own. */
        private static final EnumSet<Program> OF_FEDORA = EnumSet.of(REQUESTS, PIP, BABEL, HTTPLIB2, DOCUTILS, FLASK);

        /** Those that a suite lacks, or has in a version that cannot be led into a bundle. */
        private static final Map<String, Set<Program>> ABSENT = Map.of(
                "bullseye", EnumSet.of(QT6, GTK4, ANSIBLE, WEASYPRINT), "fedora", EnumSet.complementOf(OF_FEDORA));

        private final boolean quick;
        private final String expected;
        private final List<String> packages;

        Program(boolean quick, String expected, String... packages) {
            this.quick = quick;
            this.expected = expected;
            this.packages = List.of(packages);
        }

        boolean isChosen() {
            return switch (CHOSEN) {
                case "all" -> true;
                case "quick" -> quick;
                default -> List.of(CHOSEN.split(",")).contains(id());
            };
        }

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @TempDir
    static Path folder;

    private static Repositories repositories;

    @BeforeAll
    static void findPackages() throws IOException {
        HostTools.requireRoot();
        ProbeBundle probe = new ProbeBundle(folder.resolve("probe"));
        repositories = SUITE.equals("fedora")
                ? RpmRepositories.builder()
                        .directories(DemoRepository.fedoraShaped(), folder.resolve("probe/authority"))
                        .build()
                : probe.debian(SUITE);
    }

    @ParameterizedTest
    @EnumSource
    void worksInAnEmptyRoot(Program program) throws IOException {
        Assumptions.assumeTrue(program.isChosen(), "-Drelocpy.programs does not choose it");
        Assumptions.assumeFalse(
                Program.ABSENT.getOrDefault(SUITE, Set.of()).contains(program),
                SUITE + " has none that works in a bundle");
        Path root = Files.createDirectories(folder.resolve(program.id()));
        Files.createDirectories(root.resolve("tmp"));
        Files.writeString(Files.createDirectories(root.resolve("etc")).resolve("hosts"), "127.0.0.1 localhost\n");
        if (Program.ON_A_SYSTEM.contains(program)) {
            Path programs = Files.createDirectories(root.resolve("bin"));
            Files.copy(HostTools.find("busybox").orElseThrow(), programs.resolve("busybox"));
            for (String name : List.of("sh", "chmod", "ls", "mkdir", "rm", "sleep")) {
                Files.createSymbolicLink(programs.resolve(name), Path.of("busybox"));
            }
            Files.writeString(root.resolve("etc/passwd"), "root:x:0:0:root:/tmp:/bin/sh\n");
            Files.createDirectories(root.resolve("dev/shm"));
        }
        if (Program.ON_A_SYSTEM.contains(program)
                || Program.WITH_NULL_DEVICE.getOrDefault(SUITE, Set.of()).contains(program)) {
            Path devices = Files.createDirectories(root.resolve("dev"));
            HostTools.run("mknod", devices.resolve("null").toString(), "c", "1", "3")
                    .orFail();
        }
        List<String> packages = new ArrayList<>(program.packages);
        packages.add("test-authority");
        Path directory = Files.createDirectories(folder.resolve("scripts-" + program.id() + "/run"));
        Files.write(directory.resolve("__main__.py"), ProbeBundle.resource("programs/" + program.id() + ".py"));
        Files.write(directory.resolve("tls.py"), ProbeBundle.resource("programs/tls.py"));
        Files.copy(folder.resolve("probe/probe/bundle-server.pem"), directory.resolve("server.pem"));
        BundleReport report = Bundle.builder()
                .repositories(repositories)
                .modules(packages)
                .scripts(directory)
                .include(program == Program.LXML ? List.of("/usr/lib/*/gconv/**") : List.of())
                .write(root.resolve("bundle"));

        assertThat(Bundle.verify(root.resolve("bundle")).faults()).isEmpty();

        Result result = run(root, program);

        assertThat(result.stdout().strip()).as(result.stderr()).isEqualTo(program.expected);
        if (!SUITE.equals("fedora")) { // root may write its packages' compiled modules anew
            assertThat(Bundle.verify(root.resolve("bundle")).faults()).isEmpty();
        }
        System.out.printf("| %s | %d MB | %s |%n", program.id(), report.unpackedSize() / 1_000_000, program.expected);
    }

    private static Result run(Path root, Program program) throws IOException {
        if (program == Program.PSYCOPG2) {
            try (DatabaseServer server = DatabaseServer.start()) {
                return run(root, Map.of("PGPORT", server.port()));
            }
        }
        if (!Program.WITH_DISPLAY.contains(program)) {
            return run(root, Map.of());
        }
        try (VirtualDisplay display = VirtualDisplay.start()) {
            return run(root, Map.of("DISPLAY", display.name()));
        }
    }

    private static Result run(Path root, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(
                HostTools.find("chroot").orElseThrow().toString(), root.toString(), "/bundle/bin/run");
        builder.environment().clear();
        builder.environment().putAll(Map.of("HOME", "/tmp", "LC_ALL", "C.UTF-8"));
        builder.environment().putAll(environment);
        return HostTools.run(builder);
    }
}
