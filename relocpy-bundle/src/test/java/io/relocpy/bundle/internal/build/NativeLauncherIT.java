package io.relocpy.bundle.internal.build;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The native launchers, each with a configuration block written here and a static program in the place of the loader.
 * Those of other architectures run under qemu; what they execute is of this machine.
 */
@ParameterizedClass
@ValueSource(strings = {"x86_64", "aarch64", "i686", "ppc64le", "riscv64", "s390x"})
class NativeLauncherIT {
    private static final byte[] MAGIC = "relocpy-launch-1".getBytes(ISO_8859_1);
    private static final String ROOT = "\1";
    private static final String ARGV0 = "\2";
    private static final String PROGRAM = "x" + ROOT + "/libexec/ld/show";

    private static final int NOBODY = 65534;

    private final String architecture;

    @TempDir
    private static Path programs;

    @TempDir
    private Path folder;

    private Path execAs = Path.of("");
    private Path bundle = Path.of("");

    NativeLauncherIT(String architecture) {
        this.architecture = architecture;
    }

    @BeforeEach
    void makeBundle() throws IOException {
        HostTools.require("gcc");
        if (isForeign()) {
            HostTools.require(emulator());
        }
        execAs = compile("exec_as");
        bundle = bundleAt(folder.resolve("bundle"), PROGRAM, "ashow", "a--argv0", "a" + ARGV0, "a" + ROOT + "/lib");
    }

    @Test
    void executesTheProgramWithItsArgumentsFollowedByTheCallers() throws IOException {
        Started started = start(folder, bundle.resolve("bin/show").toString(), "", "two words", "");
        assertThat(started.arguments)
                .containsExactly("show", "--argv0", bundle + "/bin/show", bundle + "/lib", "", "two words", "");
    }

    @Test
    void makesRelativePathsAbsolute() throws IOException {
        assertThat(start(bundle, "bin/show").argv0()).isEqualTo(bundle + "/bin/show");
        assertThat(start(bundle.resolve("bin"), "./show").argv0()).isEqualTo(bundle + "/bin/show");
        assertThat(start(bundle.resolve("libexec"), "../bin/show").argv0()).isEqualTo(bundle + "/bin/show");
        assertThat(start(folder, bundle + "/bin/../bin//show").argv0()).isEqualTo(bundle + "/bin/show");
    }

    @Test
    void isFoundWhenTheShellFoundItOnThePath() throws IOException {
        // a shell passes the path it found to execve(2) and the bare name as argv[0]
        assertThat(startAs(folder, bundle + "/bin/show", "show").argv0()).isEqualTo(bundle + "/bin/show");
        assertThat(startAs(folder, "bundle/bin/show", "show").argv0()).isEqualTo(bundle + "/bin/show");
    }

    @Test
    void followsLinksToTheBundleButKeepsTheNameItWasCalledBy() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("usr/local/bin"));
        Files.createSymbolicLink(bin.resolve("first"), Path.of("../second"));
        Files.createSymbolicLink(folder.resolve("usr/local/second"), bundle.resolve("bin/show"));

        Started started = start(folder, bin + "/first");
        assertThat(started.argv0()).isEqualTo(bin + "/first");
        assertThat(started.root()).isEqualTo(bundle.toString());
    }

    @Test
    void goesUpFromALinkedFolderAsTheKernelDoes() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("else/where"));
        Files.createSymbolicLink(elsewhere.resolve("bin"), bundle.resolve("bin"));

        assertThat(start(folder, elsewhere + "/bin/show").argv0()).isEqualTo(elsewhere + "/bin/show");
        assertThat(start(folder, elsewhere + "/bin/show").root()).isEqualTo(bundle.toString());
        // "where/bin/../bin" is the bundle's bin by way of the link; taken literally it would be else/where/bin
        assertThat(start(elsewhere, "bin/../bin/show").argv0()).isEqualTo(bundle + "/bin/show");
    }

    @Test
    void runsFromPathsWithAnyCharacters() throws IOException {
        HostTools.missingUnless(
                "UTF-8".equals(System.getProperty("sun.jnu.encoding")), "locale that lets Java name non-ASCII files");
        Path odd =
                bundleAt(folder.resolve("größer 日本; a:b $ORIGIN %s"), PROGRAM, "ashow", "a", "a" + ARGV0, "a" + ROOT);
        Started started = start(folder, odd + "/bin/show");
        assertThat(started.argv0()).isEqualTo(odd + "/bin/show");
        assertThat(started.arguments.get(3)).isEqualTo(odd.toString());
    }

    @Test
    void runsFromLongPaths() throws IOException {
        Path deep = folder;
        while (deep.toString().length() < 3000) {
            deep = deep.resolve("d".repeat(200));
        }
        Path longest = bundleAt(deep, PROGRAM, "ashow", "a", "a" + ARGV0, "a" + ROOT + ":" + ROOT + ":" + ROOT);
        Started started = start(folder, longest + "/bin/show");
        assertThat(started.argv0()).isEqualTo(longest + "/bin/show");
        assertThat(started.arguments.get(3)).isEqualTo(longest + ":" + longest + ":" + longest);
    }

    @Test
    void doesNotBelieveAnArgv0ThatLeadsElsewhere() throws IOException {
        Path other = bundleAt(folder.resolve("other"), PROGRAM, "ashow", "aother");
        for (String lie : List.of("lie", "/no/such/file", other + "/bin/show", "")) {
            Started started = startAs(folder, bundle + "/bin/show", lie);
            assertThat(started.argv0()).as("argv[0] \"%s\"", lie).isEqualTo(bundle + "/bin/show");
            assertThat(started.root()).isEqualTo(bundle.toString());
        }
    }

    @Test
    void startsWithoutAnyArgument() throws IOException {
        HostTools.Result result = executeByKernel(List.of(execAs + "", folder + "", bundle + "/bin/show"));
        assertThat(new Started(result).arguments)
                .containsExactly("show", "--argv0", bundle + "/bin/show", bundle + "/lib");
    }

    @Test
    void interpretsScripts() throws IOException {
        Path script = executable(folder.resolve("script"), "#!" + bundle + "/bin/show -option\n");
        HostTools.Result result =
                executeByKernel(List.of(execAs + "", folder + "", script + "", "anything", "argument"));
        assertThat(new Started(result).arguments)
                .containsExactly(
                        "show", "--argv0", bundle + "/bin/show", bundle + "/lib", "-option", script + "", "argument");
    }

    @Test
    void dropsAndPutsTheVariablesOfItsConfigurationAndKeepsTheOthers() throws IOException {
        bundleAt(bundle, PROGRAM, "ashow", "dLD_PRELOAD", "dPYTHONHOME", "pADDED=" + ROOT + "/x", "pREPLACED=" + ARGV0);
        Map<String, String> variables = Map.of(
                "LD_PRELOAD", "/x.so", "PYTHONHOME", "", "PYTHONHOMES", "kept", "PYTHONHOM", "kept", "REPLACED", "old");
        assertThat(start(folder, variables, bundle + "/bin/show").variables)
                .containsExactlyEntriesOf(new TreeMap<>(Map.of(
                        "ADDED",
                        bundle + "/x",
                        "PYTHONHOM",
                        "kept",
                        "PYTHONHOMES",
                        "kept",
                        "REPLACED",
                        bundle + "/bin/show")));
    }

    @Test
    void passesOnHugeArgumentListsAndEnvironments() throws IOException {
        List<String> arguments = new ArrayList<>(Collections.nCopies(20_000, "x"));
        arguments.addAll(Collections.nCopies(5, "y".repeat(100_000)));
        Map<String, String> variables = new TreeMap<>();
        for (int i = 0; i < 5_000; i++) {
            variables.put("V" + i, "value");
        }
        Started started = start(folder, variables, bundle + "/bin/show", arguments.toArray(String[]::new));
        assertThat(started.arguments.subList(4, started.arguments.size())).isEqualTo(arguments);
        assertThat(started.variables).isEqualTo(variables);
    }

    @Test
    void needsNoWorkingDirectory() throws IOException {
        Path inDeleted = Path.of("deleted");
        assertThat(startAs(inDeleted, bundle + "/bin/show", "./show").argv0()).isEqualTo(bundle + "/bin/show");
    }

    @Test
    void runsInAnEmptyRootWithoutProc() throws IOException {
        Path root = emptyRoot();
        bundleAt(root.resolve("opt/bundle"), PROGRAM, "ashow", "a--argv0", "a" + ARGV0, "a" + ROOT + "/lib");
        bundleAt(root.resolve("other"), PROGRAM, "ashow", "aother");
        Files.createDirectories(root.resolve("links"));
        Files.createSymbolicLink(root.resolve("links/first"), Path.of("second"));
        Files.createSymbolicLink(root.resolve("links/second"), Path.of("../links/dir/../bin/show"));
        Files.createSymbolicLink(root.resolve("links/dir"), Path.of("/opt/bundle/bin"));

        record Case(String directory, String file, String argv0, String expected) {}
        for (Case c : List.of(
                new Case("/", "/opt/bundle/bin/show", "/opt/bundle/bin/show", "/opt/bundle/bin/show"),
                new Case("/opt/bundle", "bin/show", "bin/show", "/opt/bundle/bin/show"),
                new Case("/opt", "./bundle/../bundle/bin/show", "show", "/opt/bundle/bin/show"),
                new Case("/opt", "bundle/bin/show", "show", "/opt/bundle/bin/show"),
                new Case("/", "/links/first", "/links/first", "/links/first"),
                new Case("/links", "first", "first", "/links/first"),
                new Case("/links", "dir/show", "dir/show", "/links/dir/show"),
                new Case("/", "/opt/bundle/bin/show", "/no/such/file", "/opt/bundle/bin/show"),
                new Case("/", "/opt/bundle/bin/show", "/other/bin/show", "/opt/bundle/bin/show"),
                new Case("/", "/opt/bundle/bin/show", "", "/opt/bundle/bin/show"))) {
            Started started = startInRoot(root, c.directory, c.file, c.argv0);
            assertThat(started.arguments)
                    .as(c.toString())
                    .containsExactly("show", "--argv0", c.expected, "/opt/bundle/lib");
        }
    }

    @Test
    void interpretsScriptsWithoutProc() throws IOException {
        Path root = emptyRoot();
        bundleAt(root.resolve("opt/bundle"), PROGRAM, "ashow", "a--argv0", "a" + ARGV0, "a" + ROOT + "/lib");
        executable(root.resolve("script"), "#!/opt/bundle/bin/show\n");
        HostTools.Result result = executeByKernel(List.of(chroot(), root + "", "/exec_as", "/", "/script", "x"));
        assertThat(new Started(result).arguments)
                .containsExactly("show", "--argv0", "/opt/bundle/bin/show", "/opt/bundle/lib", "/script");
    }

    @Test
    void runsWhenTheBundleIsTheRootDirectory() throws IOException {
        Path root = emptyRoot();
        bundleAt(root, PROGRAM, "ashow", "a--argv0", "a" + ARGV0, "a" + ROOT + "/lib");
        assertThat(startInRoot(root, "/", "/bin/show", "/bin/show").arguments)
                .containsExactly("show", "--argv0", "//bin/show", "//lib");
        assertThat(startInRoot(root, "/", "bin/show", "bin/show").argv0()).isEqualTo("//bin/show");
        assertThat(startInRoot(root, "/", "//bin/show", "//bin/show").argv0())
                .as("as it calls itself")
                .isEqualTo("//bin/show");
    }

    /** Runs as another user than the one whose program it is; foreign ones by an emulator that has the privilege. */
    @ParameterizedTest
    @CsvSource({
        "u+s,, set-user-ID or set-group-ID",
        "g+s,, set-user-ID or set-group-ID",
        ", cap_net_raw+ep, capabilities",
        ", cap_dac_read_search+p, capabilities"
    })
    void refusesPrivilegesOfItsFile(@Nullable String mode, @Nullable String capability, String named)
            throws IOException {
        Path file = privileged(mode, capability);
        HostTools.Result result = execute(asNobody(file), Map.of("PATH", bundle + "/bin"));

        assertThat(result.stderr())
                .isEqualTo("relocpy launcher: will not run with privileges of its file: " + named + "\n");
        assertThat(result.exitStatus()).isEqualTo(126);
        assertThat(result.stdout()).isEmpty();
    }

    @Test
    void runsWithThePrivilegesOfItsCaller() throws IOException {
        Path file = privileged("u+s", null);
        assertThat(new Started(execute(callOf(file), Map.of())).argv0())
                .as("of root")
                .isEqualTo(bundle + "/bin/show");

        Files.setAttribute(file, "unix:uid", NOBODY);
        HostTools.run("chmod", "u+s", file.toString()).orFail();
        assertThat(new Started(execute(asNobody(file), Map.of())).argv0())
                .as("of the file's owner")
                .isEqualTo(bundle + "/bin/show");

        HostTools.run("chmod", "u-s", file.toString()).orFail();
        List<String> ambient = asNobody(file, "--inh-caps=+net_raw", "--ambient-caps=+net_raw");
        assertThat(new Started(execute(ambient, Map.of())).argv0())
                .as("with a capability")
                .isEqualTo(bundle + "/bin/show");
    }

    /** The launcher, or a copy of its emulator, which this machine's kernel then gives privileges to; others may reach it. */
    private Path privileged(@Nullable String mode, @Nullable String capability) throws IOException {
        HostTools.requireRoot();
        HostTools.require("setpriv", "setcap");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path file = bundle.resolve("bin/show");
        if (isForeign()) {
            file = folder.resolve("emulator");
            Files.copy(HostTools.find(emulator()).orElseThrow().toRealPath(), file, StandardCopyOption.COPY_ATTRIBUTES);
        }
        if (mode != null) {
            HostTools.run("chmod", mode, file.toString()).orFail();
        }
        if (capability != null) {
            HostTools.run("setcap", capability, file.toString()).orFail();
        }
        return file;
    }

    private List<String> callOf(Path file) {
        return isForeign()
                ? List.of(file.toString(), "-0", bundle + "/bin/show", bundle + "/bin/show")
                : List.of(file.toString());
    }

    private List<String> asNobody(Path file, String... options) {
        List<String> command = new ArrayList<>(List.of(
                HostTools.find("setpriv").orElseThrow().toString(),
                "--reuid=" + NOBODY,
                "--regid=" + NOBODY,
                "--clear-groups"));
        command.addAll(List.of(options));
        command.addAll(callOf(file));
        return command;
    }

    @Test
    void saysInOneLineWhatIsMissing() throws IOException {
        Files.delete(bundle.resolve("libexec/ld/show"));
        assertFailure(127, "the bundle is not whole: " + bundle + "/libexec/ld/show: No such file or directory");
    }

    @Test
    void saysInOneLineWhyItCannotExecute() throws IOException {
        Path program = bundle.resolve("libexec/ld/show");
        Files.writeString(program, "neither ELF nor script");
        assertFailure(126, "cannot execute: " + program + ": Exec format error (made for another architecture?)");

        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rw-r--r--"));
        assertFailure(126, "cannot execute: " + program + ": Permission denied");
    }

    @Test
    void saysInOneLineThatItsConfigurationIsBad() throws IOException {
        bundleAt(bundle, "ashow");
        assertFailure(126, "bad configuration: it names no file to execute");

        bundleAt(bundle, "x" + "y".repeat(blockSize(launcher()) - 20 - 2)); // no room for the empty entry
        assertFailure(126, "bad configuration: it has no end");
    }

    @Test
    void saysInOneLineThatItCannotFindItself() throws IOException {
        Path root = emptyRoot();
        bundleAt(root, PROGRAM, "ashow");
        Files.move(root.resolve("bin/show"), root.resolve("show"));
        HostTools.Result result = executeInRoot(root, "/", "/show", "show");
        assertThat(result.stderr()).isEqualTo("relocpy launcher: cannot find out where this program lies: show\n");
        assertThat(result.exitStatus()).isEqualTo(127);
    }

    /** What the program that the launcher executed was started with. */
    private static final class Started {
        private final List<String> arguments = new ArrayList<>();
        private final Map<String, String> variables = new TreeMap<>();

        Started(HostTools.Result result) {
            assertThat(result.stderr()).isEmpty();
            assertThat(result.exitStatus()).as("the program's own exit status").isEqualTo(42);
            for (String line : result.lines()) {
                String text = line.substring("argument ".length());
                if (line.startsWith("argument ")) {
                    arguments.add(text);
                } else {
                    int equals = text.indexOf('=');
                    variables.put(text.substring(0, equals), text.substring(equals + 1));
                }
            }
        }

        String argv0() {
            return arguments.get(2);
        }

        String root() {
            String library = arguments.get(3);
            return library.substring(0, library.length() - "/lib".length());
        }
    }

    private void assertFailure(int status, String message) {
        HostTools.Result result = execute(command(folder, bundle + "/bin/show", bundle + "/bin/show"), Map.of());
        assertThat(result.stderr()).isEqualTo("relocpy launcher: " + message + "\n");
        assertThat(result.exitStatus()).isEqualTo(status);
        assertThat(result.stdout()).isEmpty();
    }

    private Started start(Path directory, String file, String... arguments) {
        return start(directory, Map.of(), file, arguments);
    }

    private Started start(Path directory, Map<String, String> variables, String file, String... arguments) {
        return new Started(execute(command(directory, file, file, arguments), variables));
    }

    private Started startAs(Path directory, String file, String argv0, String... arguments) {
        return new Started(execute(command(directory, file, argv0, arguments), Map.of()));
    }

    private Started startInRoot(Path root, String directory, String file, String argv0) {
        return new Started(executeInRoot(root, directory, file, argv0));
    }

    private HostTools.Result executeInRoot(Path root, String directory, String file, String argv0) {
        List<String> command = new ArrayList<>(List.of(chroot(), root.toString(), "/exec_as", directory));
        command.addAll(isForeign() ? List.of("/emulator", "emulator", "-0", argv0, file) : List.of(file, argv0));
        return execute(command, Map.of());
    }

    private List<String> command(Path directory, String file, String argv0, String... arguments) {
        List<String> command = new ArrayList<>(List.of(execAs.toString(), directory.toString()));
        if (isForeign()) {
            String emulator = HostTools.find(emulator()).orElseThrow().toString();
            command.addAll(List.of(emulator, "emulator", "-0", argv0, file));
        } else {
            command.addAll(List.of(file, argv0));
        }
        command.addAll(List.of(arguments));
        return command;
    }

    /** Executes what the kernel itself must start; a kernel that has been told of qemu, if it is foreign. */
    private HostTools.Result executeByKernel(List<String> command) {
        List<String> whole = new ArrayList<>(command);
        if (isForeign()) {
            Path runForeign =
                    Path.of("../relocpy-examples/run-foreign").toAbsolutePath().normalize();
            Assumptions.assumeTrue(
                    HostTools.run(runForeign.toString(), "true").exitStatus() == 0,
                    "the kernel cannot be told of qemu");
            whole.addAll(0, List.of(runForeign.toString(), "env", "-i"));
        }
        HostTools.Result result = execute(whole, isForeign() ? Map.of("PATH", System.getenv("PATH")) : Map.of());
        // a kernel of x86-64 may have been built without; any other launcher that is refused is a failure
        Assumptions.assumeFalse(
                architecture.equals("i686") && result.stderr().contains("Exec format error"),
                "the kernel has no 32-bit programs");
        return result;
    }

    private HostTools.Result execute(List<String> command, Map<String, String> variables) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        return HostTools.run(builder);
    }

    /** A root directory with nothing in it but what starts the launcher. */
    private Path emptyRoot() throws IOException {
        HostTools.requireRoot();
        HostTools.require("chroot");
        Path root = Files.createDirectory(folder.resolve("root"));
        Files.copy(execAs, root.resolve("exec_as"), StandardCopyOption.COPY_ATTRIBUTES);
        if (isForeign()) {
            Path emulator = HostTools.find(emulator()).orElseThrow();
            Files.copy(emulator.toRealPath(), root.resolve("emulator"), StandardCopyOption.COPY_ATTRIBUTES);
        }
        return root;
    }

    private static String chroot() {
        return HostTools.find("chroot").orElseThrow().toString();
    }

    private Path bundleAt(Path root, String... entries) throws IOException {
        Path program = Files.createDirectories(root.resolve("libexec/ld")).resolve("show");
        Files.copy(compile("show_process"), program, StandardCopyOption.REPLACE_EXISTING);
        Path launcher = Files.createDirectories(root.resolve("bin")).resolve("show");
        Files.write(launcher, configured(launcher(), entries));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        return root;
    }

    private byte[] launcher() throws IOException {
        return resource(architecture);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = NativeLauncherIT.class.getResourceAsStream("launcher/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    /** A copy of the launcher, one level below the bundle's root, with these entries in its configuration block. */
    private static byte[] configured(byte[] launcher, String... entries) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (String entry : entries) {
            text.writeBytes(entry.getBytes(UTF_8));
            text.write(0);
        }
        int block = blockStart(launcher);
        assertThat(text.size()).isLessThanOrEqualTo(blockSize(launcher) - 20);
        byte[] patched = launcher.clone();
        patched[block + 18] = 1;
        System.arraycopy(text.toByteArray(), 0, patched, block + 20, text.size());
        return patched;
    }

    private static int blockStart(byte[] launcher) {
        String bytes = new String(launcher, ISO_8859_1);
        int start = bytes.indexOf(new String(MAGIC, ISO_8859_1));
        assertThat(start).as("offset of the magic").isPositive();
        assertThat(bytes.indexOf(new String(MAGIC, ISO_8859_1), start + 1))
                .as("second magic")
                .isNegative();
        return start;
    }

    private static int blockSize(byte[] launcher) {
        return ByteBuffer.wrap(launcher).getShort(blockStart(launcher) + MAGIC.length);
    }

    private static Path compile(String name) throws IOException {
        Path program = programs.resolve(name);
        if (Files.notExists(program)) {
            Path source = programs.resolve(name + ".c");
            Files.write(source, resource(name + ".c"));
            HostTools.run("gcc", "-static", "-O1", "-Wall", "-o", program.toString(), source.toString())
                    .orFail();
        }
        return program;
    }

    private static Path executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private boolean isForeign() {
        return !architecture.equals(System.getProperty("os.arch").replace("amd64", "x86_64"));
    }

    private String emulator() {
        return "qemu-" + architecture.replace("i686", "i386") + "-static";
    }
}
