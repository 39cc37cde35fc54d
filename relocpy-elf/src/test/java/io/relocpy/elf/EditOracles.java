package io.relocpy.elf;

import static org.assertj.core.api.Assertions.fail;

import io.relocpy.testing.HostTools;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks readelf, eu-elflint, GNU strip, llvm-strip, and the loader about many edited files at once: a process for each
 * question and file would take most of the time.
 */
final class EditOracles {
    /** How a file is looked at: as it is, and after either strip. */
    private static final List<String> VARIANTS = List.of("edited", "strip", "llvm-strip");

    private static final Pattern NOT_LOADED =
            Pattern.compile("section \\[ *N\\] '(.*)': alloc flag set but section not in any loaded segment");

    private static final int BATCH = 300;

    private static final String RUNNER = """
            #define _GNU_SOURCE
            #include <fcntl.h>
            #include <poll.h>
            #include <signal.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            #include <sys/wait.h>
            #include <unistd.h>
            int main(void) { /* a folder a line: runs its "main"; status and output, one line for each */
                static char folder[4096], path[4200], libraries[4300], output[1 << 16];
                while (fgets(folder, sizeof folder, stdin)) {
                    folder[strcspn(folder, "\\n")] = 0;
                    snprintf(path, sizeof path, "%s/main", folder);
                    snprintf(libraries, sizeof libraries,
                        "LD_LIBRARY_PATH=%s:/lib/x86_64-linux-gnu:/usr/lib/x86_64-linux-gnu", folder);
                    char *arguments[] = {path, NULL};
                    char *environment[] = {libraries, "LD_BIND_NOW=1", "LC_ALL=C", NULL};
                    int ends[2], got = 0, status = 0;
                    if (pipe2(ends, O_CLOEXEC)) return 1;
                    pid_t child = vfork();
                    if (child == 0) {
                        dup2(ends[1], 1);
                        dup2(ends[1], 2);
                        execve(path, arguments, environment);
                        _exit(126);
                    }
                    close(ends[1]);
                    struct pollfd wait = {ends[0], POLLIN, 0};
                    while (got < (int) sizeof output - 1) {
                        if (poll(&wait, 1, 60000) <= 0) { kill(child, SIGKILL); break; }
                        int more = read(ends[0], output + got, sizeof output - 1 - got);
                        if (more <= 0) break;
                        got += more;
                    }
                    close(ends[0]);
                    waitpid(child, &status, 0);
                    output[got] = 0;
                    for (char *c = output; *c; c++) if (*c == '\\n') *c = '|';
                    printf("%s\\t%d\\t%s\\n", folder, status, output);
                }
                return 0;
            }
            """;

    /** One state of a subject's files, and which of them the edit changed. */
    private record Snapshot(LinkedSubject subject, Path folder, List<String> changed, boolean sections, String story) {
        Path variant(String name) {
            return folder.resolve(name);
        }

        /** All files to look at, with their variant. */
        Stream<Map.Entry<String, Path>> files() {
            return VARIANTS.stream().filter(this::has).flatMap(variant -> changed.stream()
                    .map(file ->
                            Map.entry(variant + " " + file, variant(variant).resolve(file))));
        }

        boolean has(String variant) {
            return variant.equals("edited") || sections;
        }
    }

    /** What the tools say: complaints of each file, status and output of each folder. */
    private record Answers(Map<Path, Set<String>> complaints, Map<Path, String> runs) {}

    /** What the tools say of a subject that was never edited: by variant and file, and by variant. */
    private record Facts(Map<String, Set<String>> complaints, Map<String, String> runs) {}

    private final Path folder;
    private final Path runner;
    private final Map<Integer, Facts> facts = new HashMap<>();
    private final List<Snapshot> waiting = new ArrayList<>();
    private int count;
    private int runs;

    EditOracles(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        runner = folder.resolve("runner");
        Path source = folder.resolve("runner.c");
        Files.writeString(source, RUNNER);
        HostTools.run("gcc", "-O1", "-w", "-o", runner.toString(), source.toString())
                .orFail();
    }

    /** Programs that were run. */
    int runs() {
        return runs;
    }

    /**
     * Keeps a state of the subject for the next check, which may be now.
     *
     * @param files all files of the subject by name
     * @param links further names of files: name to target
     */
    void keep(
            LinkedSubject subject,
            Map<String, byte[]> files,
            Map<String, String> links,
            List<String> changed,
            String story)
            throws IOException {
        waiting.add(snapshot(subject, files, links, changed, story));
        if (waiting.size() >= BATCH) {
            check();
        }
    }

    private Snapshot snapshot(
            LinkedSubject subject,
            Map<String, byte[]> files,
            Map<String, String> links,
            List<String> changed,
            String story)
            throws IOException {
        boolean sections = true;
        for (String file : changed) {
            ElfFile elf = ElfFile.of(java.nio.ByteBuffer.wrap(files.get(file)));
            sections &= !elf.sectionHeaders().isEmpty();
        }
        Snapshot snapshot = new Snapshot(subject, folder.resolve("s" + count++), changed, sections, story);
        for (String variant : VARIANTS) {
            if (!snapshot.has(variant)) {
                continue;
            }
            Path own = Files.createDirectories(snapshot.variant(variant));
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path path = own.resolve(file.getKey());
                if (variant.equals("edited") || changed.contains(file.getKey())) {
                    Files.write(path, file.getValue());
                    path.toFile().setExecutable(true);
                } else {
                    Files.createLink(path, snapshot.variant("edited").resolve(file.getKey()));
                }
            }
            for (Map.Entry<String, String> link : links.entrySet()) {
                Files.createSymbolicLink(own.resolve(link.getKey()), Path.of(link.getValue()));
            }
        }
        return snapshot;
    }

    /** Checks all that is waiting; fails with the story of each state that is not as it should be. */
    void check() throws IOException {
        List<String> failures = new ArrayList<>();
        Set<String> failed = new TreeSet<>();
        Answers answers = ask(waiting);
        for (Snapshot snapshot : waiting) {
            Facts known = facts(snapshot.subject());
            List<String> wrong = new ArrayList<>();
            snapshot.files().forEach(file -> {
                Set<String> now = new TreeSet<>(answers.complaints().getOrDefault(file.getValue(), Set.of()));
                now.removeAll(known.complaints().getOrDefault(file.getKey(), Set.of()));
                now.removeIf(line -> isEmptySectionMoved(line, file.getValue()) || isOfOsAbi(line, file.getValue()));
                now.forEach(line -> wrong.add(file.getKey() + ": " + line));
            });
            for (String variant : VARIANTS) {
                // what strip breaks of an unedited file says nothing about the edit
                if (snapshot.has(variant)
                        && known.runs().get(variant).equals(known.runs().get("edited"))) {
                    String now = answers.runs().get(snapshot.variant(variant));
                    if (!withoutWarnings(now).equals(known.runs().get("edited"))) {
                        wrong.add(variant + ": ran with " + now + ", not with "
                                + known.runs().get("edited"));
                    }
                }
            }
            if (wrong.isEmpty()) {
                delete(snapshot.folder());
            } else if (failed.add(snapshot.story().lines().findFirst().orElse(""))) {
                // what comes later in the same sequence says little
                failures.add(snapshot.story() + "\nin " + snapshot.folder() + "\n  " + String.join("\n  ", wrong));
            }
        }
        waiting.clear();
        if (!failures.isEmpty()) {
            fail(String.join("\n\n", failures.subList(0, Math.min(10, failures.size()))));
        }
    }

    /**
     * llvm-strip takes a section of no bytes at the end of a segment for one outside all segments, and gives it an offset
     * behind the last of them; it did so before the edit, too, but then the offset of the last segment's end is that of
     * its own segment's. It is the one thing that an added segment changes, and an offset of no bytes means nothing.
     */
    private static boolean isEmptySectionMoved(String complaint, Path file) {
        Matcher matcher = NOT_LOADED.matcher(complaint);
        if (!matcher.matches() || !file.getParent().endsWith("llvm-strip")) {
            return false;
        }
        try {
            return ElfFile.open(file).sectionHeaders().stream()
                    .filter(s -> s.name().equals(matcher.group(1)))
                    .allMatch(s -> s.size() == 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bindings and types of GNU are known under its ABI only: an edit may ask for another, and eu-elflint says so. */
    private static boolean isOfOsAbi(String complaint, Path file) {
        if (!complaint.endsWith("unknown symbol binding") && !complaint.endsWith("unknown type")) {
            return false;
        }
        try {
            return ElfFile.open(file).header().osAbi() == ElfConstants.ELFOSABI_NONE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The loader warns where versions were cleared, as it should. */
    private static String withoutWarnings(String run) {
        return run.replaceAll("[^|\\t]*: no version information available \\([^|]*\\|", "");
    }

    private Facts facts(LinkedSubject subject) throws IOException {
        Facts known = facts.get(subject.number());
        if (known == null) {
            Map<String, byte[]> files = new HashMap<>();
            for (String file : subject.files()) {
                files.put(file, Files.readAllBytes(subject.folder().resolve(file)));
            }
            Snapshot unedited = snapshot(subject, files, Map.of(), subject.files(), "");
            Answers answers = ask(List.of(unedited));
            Map<String, Set<String>> complaints = new HashMap<>();
            unedited.files()
                    .forEach(file -> complaints.put(
                            file.getKey(), answers.complaints().getOrDefault(file.getValue(), Set.of())));
            Map<String, String> ran = new HashMap<>();
            VARIANTS.forEach(variant ->
                    ran.put(variant, answers.runs().getOrDefault(unedited.variant(variant), "not stripped")));
            known = new Facts(complaints, ran);
            facts.put(subject.number(), known);
            delete(unedited.folder());
        }
        return known;
    }

    private Answers ask(List<Snapshot> snapshots) throws IOException {
        Map<Path, Set<String>> complaints = new HashMap<>();
        List<Path> files = new ArrayList<>();
        snapshots.forEach(s -> s.files().forEach(f -> files.add(f.getValue())));
        if (files.isEmpty()) {
            return new Answers(complaints, Map.of());
        }
        for (String strip : VARIANTS.subList(1, 3)) {
            ailing(
                    files.stream().filter(f -> f.getParent().endsWith(strip)).toList(),
                    some -> strip(strip, some),
                    complaints);
        }
        ailing(files, EditOracles::quietReadelf, complaints);
        lint(files, complaints);
        return new Answers(complaints, execute(snapshots));
    }

    /** Keeps what a tool says of each file: asks for all at once, and for halves where it says something. */
    private static void ailing(List<Path> files, Function<List<Path>, String> tool, Map<Path, Set<String>> complaints) {
        String said = files.isEmpty() ? "" : tool.apply(files);
        if (said.isEmpty()) {
            return;
        }
        if (files.size() == 1) {
            add(complaints, files.get(0), said);
            return;
        }
        ailing(files.subList(0, files.size() / 2), tool, complaints);
        ailing(files.subList(files.size() / 2, files.size()), tool, complaints);
    }

    /** What it says if it fails; stripping a file again changes nothing. */
    private static String strip(String program, List<Path> files) {
        HostTools.Result result = HostTools.run(command(List.of(program), files), Map.of());
        return result.exitStatus() == 0 ? "" : "exit status " + result.exitStatus() + "\n" + result.stderr();
    }

    private static List<String> command(List<String> start, List<Path> files) {
        List<String> command = new ArrayList<>(start);
        files.forEach(file -> command.add(file.toString()));
        return command;
    }

    private static String quietReadelf(List<Path> files) {
        return HostTools.run(command(List.of("sh", "-c", "exec readelf -aW \"$@\" >/dev/null", "sh"), files), Map.of())
                .stderr();
    }

    private static void lint(List<Path> files, Map<Path, Set<String>> complaints) {
        // with one file it prints no name
        List<Path> two = files.size() > 1 ? files : List.of(files.get(0), files.get(0));
        Map<String, Path> byName = files.stream().collect(Collectors.toMap(f -> f + ":", f -> f, (a, b) -> a));
        HostTools.Result result = HostTools.run(command(List.of("eu-elflint", "--gnu-ld"), two), Map.of());
        Path now = null;
        int seen = 0;
        for (String line : result.lines()) {
            if (byName.containsKey(line)) {
                now = byName.get(line);
                seen++;
            } else if (!line.isEmpty() && !line.equals("No errors")) {
                add(complaints, now, line);
            }
        }
        if (seen != two.size()) {
            fail("eu-elflint named %d of %d files%n%s", seen, two.size(), result.stderr());
        }
    }

    /** A complaint without the numbers that every edit may change. */
    private static void add(Map<Path, Set<String>> complaints, Path file, String text) {
        text.lines()
                .map(line -> line.replace(file.toString(), "FILE")
                        .replaceAll("0x[0-9a-f]+|[0-9]+", "N")
                        .replace("[ N]", "[N]"))
                .forEach(line ->
                        complaints.computeIfAbsent(file, f -> new TreeSet<>()).add(line));
    }

    private Map<Path, String> execute(List<Snapshot> snapshots) throws IOException {
        List<String> folders = snapshots.stream()
                .flatMap(s ->
                        VARIANTS.stream().filter(s::has).map(v -> s.variant(v).toString()))
                .toList();
        Path list = folder.resolve("list");
        Files.write(list, folders);
        Process process = new ProcessBuilder(runner.toString())
                .redirectInput(list.toFile())
                .redirectOutput(folder.resolve("ran").toFile())
                .redirectError(new File("/dev/null"))
                .start();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Map<Path, String> ran = new HashMap<>();
        for (String line : Files.readAllLines(folder.resolve("ran"), StandardCharsets.ISO_8859_1)) {
            String[] words = line.split("\t", 2);
            ran.put(Path.of(words[0]), words[1]);
        }
        runs += folders.size();
        return ran;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
