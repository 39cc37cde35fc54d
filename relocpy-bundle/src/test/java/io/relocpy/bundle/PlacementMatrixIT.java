package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import io.relocpy.testing.HostTools.Result;
import io.relocpy.testing.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bundles of several distributions in all placements where users may put them; each cell runs {@code probe/__main__.py}.
 *
 * <p>{@code -Drelocpy.fullMatrix=true} adds bundles that take minutes to make, Debian roots by debootstrap, and numpy, lxml
 * and cryptography. {@code -Drelocpy.suites=sid,arm64} names the suites of whose own packages Debian's bundles are, {@code all}
 * all of them; bookworm and bullseye by default, while those of trixie are of converted packages. The table goes to standard output and to {@code target/placements.md}.
 */
class PlacementMatrixIT {
    private static final boolean FULL = Boolean.getBoolean("relocpy.fullMatrix");
    private static final List<String> SUITES =
            List.of(System.getProperty("relocpy.suites", "bookworm,bullseye").split(","));
    private static final Path ROOTS =
            Path.of("..", "target", "roots").toAbsolutePath().normalize();
    private static final Path EXAMPLES =
            Path.of("..", "relocpy-examples").toAbsolutePath().normalize();

    private static final Map<String, String> PLACEMENTS = new LinkedHashMap<>();

    static {
        PLACEMENTS.put("empty-root", "empty root without shell and /proc");
        PLACEMENTS.put("busybox", "busybox");
        if (FULL) {
            for (String suite : List.of("bullseye", "bookworm", "trixie", "sid")) {
                PLACEMENTS.put("debian-" + suite, "Debian " + suite);
            }
        }
        PLACEMENTS.put("musl", "musl");
        PLACEMENTS.put("read-only", "read-only mount");
        PLACEMENTS.put("other-user", "other uid, unknown to the host");
        PLACEMENTS.put("noexec-tmp", "noexec /tmp");
        PLACEMENTS.put("spaces", "path with spaces and non-ASCII letters");
        PLACEMENTS.put("separators", "path with `:` and `;`");
        PLACEMENTS.put("long", "path 3,000 bytes long");
        PLACEMENTS.put("links", "through chains of symbolic links");
        PLACEMENTS.put("moved", "moved while in use");
        PLACEMENTS.put("at-root", "the bundle is `/`");
    }

    private static final String PYTHON_39 = "Python 3.9 splits its module path at `:`";
    private static final String QEMU = "qemu runs in a user namespace with one user";

    /** What cannot work, and why. */
    private static final Map<String, String> KNOWN = Map.of(
            "BULLSEYE separators", PYTHON_39,
            "DEBIAN_BULLSEYE separators", PYTHON_39,
            "AARCH64 other-user", QEMU,
            "DEBIAN_ARM64 other-user", QEMU);

    /** The columns. */
    enum Distribution {
        TRIXIE("trixie", "x86_64"),
        BOOKWORM("bookworm", "x86_64"),
        BULLSEYE("bullseye", "x86_64"),
        AARCH64("trixie", "aarch64"),
        FEDORA_SHAPED("trixie", "x86_64"),
        DEBIAN_TRIXIE("trixie", "x86_64"),
        DEBIAN_BOOKWORM("bookworm", "x86_64"),
        DEBIAN_BULLSEYE("bullseye", "x86_64"),
        DEBIAN_SID("sid", "x86_64"),
        DEBIAN_ARM64("trixie", "aarch64");

        private final String suite;
        private final String architecture;

        Distribution(String suite, String architecture) {
            this.suite = suite;
            this.architecture = architecture;
        }

        private boolean isDebian() {
            return name().startsWith("DEBIAN_");
        }

        private Path build() throws IOException {
            return isDebian()
                    ? probe.buildOfSuite(suite, name(), architecture, modules())
                    : probe.build(name(), architecture, repository(), modules());
        }

        private Path repository() {
            if (this == FEDORA_SHAPED) {
                return DemoRepository.fedoraShaped();
            }
            List<String> command = new ArrayList<>(
                    List.of(EXAMPLES.resolve("demo-repository/make").toString(), "--suite", suite));
            command.addAll(this == AARCH64 ? List.of("--arch", "arm64") : List.of());
            command.addAll(FULL ? PACKAGES : List.of());
            return Path.of(HostTools.run(command, Map.of()).orFail().stdout().strip());
        }

        private List<String> modules() {
            if (this == FEDORA_SHAPED) {
                return List.of("glibc-minimal-langpack");
            }
            return FULL
                    ? List.of("libc-bin", "python3dist(numpy)", "python3dist(lxml)", "python3dist(cryptography)")
                    : List.of("libc-bin");
        }
    }

    /** In the full run. */
    private static final List<String> PACKAGES = List.of(
            "python3",
            "python3-yaml",
            "ca-certificates",
            "tzdata",
            "ncurses-base",
            "libc-bin",
            "python3-numpy",
            "python3-lxml",
            "python3-cryptography");

    private static final Map<String, Map<Distribution, String>> RESULTS = new TreeMap<>();

    @TempDir
    static Path shared;

    private static ProbeBundle probe;

    @BeforeAll
    static void prepare() throws IOException {
        HostTools.requireRoot();
        HostTools.require("unshare", "mount", "chroot", "busybox", "apt-get");
        probe = new ProbeBundle(shared.resolve("bundles"));
        Files.write(shared.resolve("placements.sh"), ProbeBundle.resource("probe/placements.sh"));
        if (FULL) {
            HostTools.require("debootstrap");
            Path script = Files.write(shared.resolve("debian-root"), ProbeBundle.resource("probe/debian-root"));
            for (String suite : List.of("bullseye", "bookworm", "trixie", "sid")) {
                HostTools.run(
                                "/bin/sh",
                                script.toString(),
                                suite,
                                ROOTS.resolve("debian-" + suite).toString())
                        .orFail();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "TRIXIE")
    void runsEverywhere(Distribution distribution) throws IOException {
        runIn(distribution);
    }

    @ParameterizedTest
    @EnumSource(names = {"BOOKWORM", "BULLSEYE", "AARCH64", "FEDORA_SHAPED"})
    void runsEverywhereToo(Distribution distribution) throws IOException {
        Assumptions.assumeTrue(FULL, "takes minutes: -Drelocpy.fullMatrix=true");
        runIn(distribution);
    }

    /** Of Debian's own packages. */
    @ParameterizedTest
    @EnumSource(names = "DEBIAN_.*", mode = EnumSource.Mode.MATCH_ALL)
    void runsEverywhereUnconverted(Distribution distribution) throws IOException {
        String suite = distribution.name().replace("DEBIAN_", "").toLowerCase(Locale.ROOT);
        Assumptions.assumeTrue(
                SUITES.contains(suite) || SUITES.contains("all"), "takes minutes: -Drelocpy.suites=" + suite);
        runIn(distribution);
    }

    private static void runIn(Distribution distribution) throws IOException {
        Path bundle = distribution.build();
        Map<String, String> failures = new LinkedHashMap<>();
        for (String placement : Sample.of(List.copyOf(PLACEMENTS.keySet()), distribution.name())) {
            String known = KNOWN.get(distribution + " " + placement);
            Result result = run(distribution, bundle, placement);
            String cell = cell(result);
            if (known == null && !cell.startsWith("yes")) {
                failures.put(placement, result.stdout() + result.stderr());
            }
            RESULTS.computeIfAbsent(placement, name -> new TreeMap<>())
                    .put(distribution, known == null || cell.startsWith("yes") ? cell : "no: " + known);
        }
        assertThat(failures).isEmpty();
    }

    private static Result run(Distribution distribution, Path bundle, String placement) throws IOException {
        Path work = Files.createTempDirectory(shared, placement);
        List<String> command = new ArrayList<>();
        if (distribution.architecture.equals("aarch64")) {
            command.add(EXAMPLES.resolve("run-foreign").toString());
        }
        command.addAll(HostTools.withOwnMounts(
                "/bin/sh", shared.resolve("placements.sh").toString(), placement));
        if (distribution.modules().contains("python3dist(numpy)")) {
            command.addAll(List.of("numpy", "lxml", "cryptography"));
        }
        return HostTools.run(
                command,
                Map.of(
                        "BUNDLE",
                        bundle.toString(),
                        "WORK",
                        work.toString(),
                        "CERTIFICATES",
                        probe.certificates().toString(),
                        "ROOTS",
                        ROOTS.toString()));
    }

    private static String cell(Result result) {
        if (result.exitStatus() != 0) {
            return "no";
        }
        int absent = result.stdout().indexOf("\"absent\": [");
        return absent < 0 || result.stdout().startsWith("]", absent + 11)
                ? "yes"
                : "yes, except for what the host lacks";
    }

    @AfterAll
    static void print() throws IOException {
        if (RESULTS.isEmpty()) {
            return;
        }
        List<Distribution> columns = Stream.of(Distribution.values())
                .filter(column -> RESULTS.values().stream().anyMatch(row -> row.containsKey(column)))
                .toList();
        StringBuilder table = new StringBuilder("| placement |");
        columns.forEach(column -> table.append(' ')
                .append(column.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .append(" |"));
        table.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
        PLACEMENTS.forEach((placement, name) -> {
            table.append("| ").append(name).append(" |");
            columns.forEach(column -> table.append(' ')
                    .append(RESULTS.getOrDefault(placement, Map.of()).getOrDefault(column, "–"))
                    .append(" |"));
            table.append('\n');
        });
        System.out.println(table);
        Files.writeString(Path.of("target", "placements.md"), table);
    }
}
