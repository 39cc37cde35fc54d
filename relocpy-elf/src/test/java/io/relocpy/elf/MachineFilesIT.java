package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs and libraries that this machine has, as many linkers, compilers and languages made them: a copy of each
 * gets another interpreter, search path and needed library, and still does what an unedited copy does in its place.
 *
 * <p>Takes a sample; {@code -Drelocpy.machineFiles=all} takes all, {@code -Drelocpy.machineFolders=DIR:DIR} others than
 * {@code /usr/bin} and {@code /usr/lib}.
 */
class MachineFilesIT {
    private static final boolean ALL = "all".equals(System.getProperty("relocpy.machineFiles"));
    private static final int SAMPLE = 60;
    private static final long LARGEST_OF_SAMPLE = 8 << 20;

    /** For programs that are root's to run: without privileges and network, and ended if they wait for something. */
    private static final List<String> CONFINED = List.of(
            "timeout",
            "--kill-after=1",
            "10",
            "unshare",
            "--net",
            "setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            "--no-new-privs");

    private static final Map<String, String> ENVIRONMENT = Map.of("HOME", "/nonexistent", "LC_ALL", "C");

    @TempDir
    Path folder;

    /** All are told at the end, since all take long. */
    private final SoftAssertions softly = new SoftAssertions();

    private final List<String> refused = new ArrayList<>();

    private Path loader = Path.of("/");

    @BeforeEach
    void toolsAndLoader() throws IOException {
        HostTools.require("gcc", "timeout", "unshare", "setpriv");
        HostTools.requireRoot();
        Path real = HostTools.requireLoader();
        Files.setPosixFilePermissions(folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        loader = folder.resolve("a-loader-with-a-longer-name-than-the-one-it-stands-for.so");
        Files.createSymbolicLink(loader, real);
    }

    @Test
    void programsStillAnswerAfterEdits() throws Exception {
        List<Path> programs =
                sample(files("/usr/bin", file -> file.interpreter().isPresent()));
        int answering = 0;
        for (Path program : programs) {
            Path copy = copy(program);
            Optional<Answer> before = answer(copy);
            ElfEditor edit = edit(copy);
            if (ElfFile.open(copy).interpreter().orElse("").equals("/lib64/ld-linux-x86-64.so.2")) {
                edit = edit.setInterpreter(loader.toString());
            }
            if (write(edit, copy, program) && before.isPresent()) {
                answering++;
                softly.assertThat(ask(copy, before.get().question()))
                        .as("%s, edited", program)
                        .isEqualTo(before.get());
            }
            Files.delete(copy);
        }
        System.out.printf("%d programs edited, %d of them answer%n", programs.size() - refused.size(), answering);
        assertAll();
        assertThat(answering).isGreaterThan(programs.size() / 3);
    }

    @Test
    void librariesStillOpenAfterEdits() throws Exception {
        List<Path> libraries =
                sample(files("/usr/lib", file -> file.interpreter().isEmpty()));
        Path opener = opener();
        int opened = 0;
        // a few at a time, so that no more than their copies take room
        for (int from = 0; from < libraries.size(); from += 20) {
            Map<Path, Path> copies = new LinkedHashMap<>();
            for (Path library : libraries.subList(from, Math.min(from + 20, libraries.size()))) {
                copies.put(copy(library), library);
            }
            Map<Path, Boolean> before = open(opener, copies.keySet());
            for (Map.Entry<Path, Path> one : copies.entrySet()) {
                write(edit(one.getKey()), one.getKey(), one.getValue());
            }
            Map<Path, Boolean> after = open(opener, copies.keySet());
            for (Map.Entry<Path, Path> one : copies.entrySet()) {
                if (before.getOrDefault(one.getKey(), false)) {
                    opened++;
                    softly.assertThat(after.get(one.getKey()))
                            .as("%s, edited, opens", one.getValue())
                            .isTrue();
                }
                Files.delete(one.getKey());
            }
        }
        System.out.printf("%d libraries edited, %d of them open%n", libraries.size() - refused.size(), opened);
        assertAll();
        assertThat(opened).isGreaterThan(libraries.size() / 3);
    }

    private interface Condition {
        boolean holds(ElfFile file) throws IOException;
    }

    /** The dynamic ELF files below a folder that meet a condition, sorted by path. */
    private static List<Path> files(String standard, Condition condition) throws IOException {
        List<Path> found = new ArrayList<>();
        String folders = System.getProperty("relocpy.machineFolders", standard);
        for (String name : folders.split(":")) {
            try (Stream<Path> all = Files.walk(Path.of(name))) {
                for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                    if (isElf(file) && (ALL || Files.size(file) < LARGEST_OF_SAMPLE)) {
                        ElfFile elf = ElfFile.open(file);
                        if (elf.dynamic().isPresent() && condition.holds(elf)) {
                            found.add(file);
                        }
                    }
                }
            }
        }
        return found;
    }

    private static boolean isElf(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(64);
            return start.length == 64 && Arrays.equals(Arrays.copyOf(start, 4), new byte[] {0x7f, 'E', 'L', 'F'});
        }
    }

    private static List<Path> sample(List<Path> files) {
        int step = ALL ? 1 : Math.max(1, files.size() / SAMPLE);
        return IntStream.range(0, files.size())
                .filter(i -> i % step == 0)
                .mapToObj(files::get)
                .toList();
    }

    private Path copy(Path file) throws IOException {
        return Files.copy(
                file,
                folder.resolve(file.getFileName().toString()),
                StandardCopyOption.COPY_ATTRIBUTES,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static ElfEditor edit(Path file) throws IOException {
        return ElfEditor.open(file)
                .addRpath("$ORIGIN/../a/directory/that/is/not/there")
                .addNeeded("libm.so.6");
    }

    /** Writes it, and sees that the same edits again find nothing to do; false if the editor refuses. */
    private boolean write(ElfEditor edit, Path file, Path original) throws IOException {
        try {
            edit.write(file);
        } catch (ElfFormatException e) {
            refused.add(original + ": " + e.getMessage());
            return false;
        }
        softly.assertThat(ElfVerifier.problems(ElfFile.open(file)))
                .as("%s", original)
                .isEmpty();
        softly.assertThat(edit(file).edit().isChanged())
                .as("%s, repeated", original)
                .isFalse();
        return true;
    }

    /** Nothing is broken; a few of all that a machine may have are refused, with a reason. */
    private void assertAll() {
        refused.forEach(System.out::println);
        softly.assertAll();
        assertThat(refused).hasSizeLessThanOrEqualTo(ALL ? 20 : 0);
    }

    /** The lines are sorted: groff's version is those of two programs, of which either may be the first to tell. */
    private record Answer(String question, int exitStatus, List<String> lines) {}

    /** What the program says of itself, if it is one that does, twice the same. */
    private Optional<Answer> answer(Path program) {
        for (String question : List.of("--version", "--help")) {
            Answer answer = ask(program, question);
            if (answer.exitStatus() == 0
                    && answer.lines().stream().anyMatch(line -> !line.isBlank())
                    && answer.equals(ask(program, question))) {
                return Optional.of(answer);
            }
        }
        return Optional.empty();
    }

    private Answer ask(Path program, String question) {
        List<String> command = new ArrayList<>(CONFINED);
        command.addAll(List.of(program.toString(), question));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(ENVIRONMENT);
        HostTools.Result result = HostTools.run(builder);
        return new Answer(
                question, result.exitStatus(), result.stdout().lines().sorted().toList());
    }

    private Path opener() throws IOException {
        Path source = folder.resolve("open_libraries.c");
        try (InputStream in = MachineFilesIT.class.getResourceAsStream("open_libraries.c")) {
            Files.copy(java.util.Objects.requireNonNull(in), source);
        }
        Path program = folder.resolve("open-libraries");
        HostTools.run("gcc", "-O1", "-o", program.toString(), source.toString()).orFail();
        return program;
    }

    private Map<Path, Boolean> open(Path opener, Iterable<Path> libraries) throws IOException {
        Path list = folder.resolve("list");
        Files.write(list, (Iterable<String>) () -> {
            List<String> lines = new ArrayList<>();
            libraries.forEach(library -> lines.add(library.toString()));
            return lines.iterator();
        });
        List<String> command = new ArrayList<>(CONFINED);
        command.set(2, "300");
        command.addAll(List.of("sh", "-c", "exec " + opener + " <" + list));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(ENVIRONMENT);
        Map<Path, Boolean> opened = new LinkedHashMap<>();
        for (String line : HostTools.run(builder).lines()) {
            if (line.startsWith("ok ")) {
                opened.put(Path.of(line.substring(3)), true);
            } else if (line.startsWith("no ") && line.contains(": ")) {
                opened.put(Path.of(line.substring(3, line.indexOf(": "))), false);
            }
        }
        return opened;
    }
}
