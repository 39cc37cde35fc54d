package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleEvent.Step;
import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.Bytecode;
import io.relocpy.bundle.FileChange;
import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.internal.format.DirectoryWriter;
import io.relocpy.bundle.internal.format.WorkingDirectory;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.BundleTree;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.RootPath;
import io.relocpy.repository.HostArchitecture;
import io.relocpy.repository.internal.io.Interruption;
import io.relocpy.repository.internal.io.Parallel;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Adds compiled modules to the bundle, or removes them. Only the bundle's own Python can compile for it, so this step
 * runs it, if requested; no other step runs anything.
 */
final class CompileStep {
    private static final Pattern COMPILED = Pattern.compile(".*/__pycache__/[^/]+\\.pyc");
    private static final Pattern MODULE =
            Pattern.compile("(?:(?:local/)?lib(?:64|32)?/python3|" + BundleLayout.SCRIPTS + ").*\\.py");

    /**
     * The number of processes, the same on any machine: what a process compiled before can influence the bytes of what
     * it compiles next.
     */
    private static final int PROCESSES = 4;

    private static final long MINUTES = 30;

    private final Bytecode bytecode;
    private final WorkingDirectory working;
    private final Progress progress;

    CompileStep(Bytecode bytecode, WorkingDirectory working, Progress progress) {
        this.bytecode = bytecode;
        this.working = working;
        this.progress = progress;
    }

    /**
     * The files with the compiled modules that were requested.
     *
     * @throws BundleException if the bundle's Python does not run on this machine
     */
    List<BundleFile> compile(List<BundleFile> files, Layout layout) throws IOException {
        if (bytecode == Bytecode.AS_PACKAGED) {
            return files;
        }
        List<BundleFile> result = new ArrayList<>(files);
        result.removeIf(file -> COMPILED.matcher(file.path()).matches());
        if (bytecode == Bytecode.NONE) {
            return result;
        }
        Path directory = working.path().resolve("compile");
        BundleTree tree = BundleTree.of(result);
        try (InputStream python =
                tree.follow(layout.python()).orElseThrow().content().open()) {
            check(bytecode, python.readNBytes(ProgramFormats.HEAD));
        }
        DirectoryWriter.write(tree, directory, layout.modified(), file -> {});
        List<String> modules = result.stream()
                .map(BundleFile::path)
                .filter(path -> tree.follow(path).isPresent()) // Python compiles a link for the place where it finds it
                .filter(MODULE.asMatchPredicate().and(Predicate.not(path -> path.contains("\n"))))
                .sorted()
                .toList();
        List<List<String>> shares = IntStream.range(0, PROCESSES)
                .mapToObj(share -> IntStream.range(0, modules.size())
                        .filter(i -> i % PROCESSES == share)
                        .mapToObj(modules::get)
                        .toList())
                .toList();
        String command = BundleLayout.COMMANDS + RootPath.fileName(layout.python());
        Parallel.map(shares, (index, share) -> run(directory, command, share)).stream()
                .flatMap(List::stream)
                .map(line -> line.split("\t", 3))
                .forEach(fields -> {
                    BundleFile.Regular source = tree.follow(fields[1]).orElseThrow();
                    if (fields[0].equals("failed")) {
                        progress.notice(Step.COMPILE, fields[1], "cannot be compiled: " + fields[2]);
                    } else {
                        result.add(compiled(directory, fields[2], source));
                    }
                });
        return result;
    }

    /**
     * Makes sure, as far as can be told, that this machine executes what would compile.
     *
     * @param program the beginning of a program of the bundle's architecture
     */
    static void check(Bytecode bytecode, byte[] program) throws IOException {
        boolean runs = bytecode != Bytecode.AS_PACKAGED && bytecode != Bytecode.NONE;
        if (runs && !ProgramFormats.ofHost().include(program)) {
            throw new BundleException(
                    "bytecode", doesNotRun("the kernel executes no such programs; qemu-user with binfmt_misc would"));
        }
    }

    private static BundleFile compiled(Path directory, String path, BundleFile.Regular source) {
        Path file = directory.resolve(path);
        return new BundleFile.Regular(
                path,
                new Content.OnDisk(file, file.toFile().length()),
                false,
                source.modified(),
                source.origin(),
                FileReason.of(FileReason.Kind.COMPILED, RootPath.fileName(source.path())),
                List.of(FileChange.of(FileChange.Kind.COMPILED)));
    }

    /** Compiles these modules; the lines that the program wrote. */
    private List<String> run(Path directory, String command, List<String> modules) throws IOException {
        Path input = Files.createTempFile(working.path(), "modules", "");
        Files.writeString(input, String.join("\n", modules) + "\n");
        Path output = Files.createTempFile(working.path(), "compiled", "");
        Path errors = Files.createTempFile(working.path(), "errors", "");
        ProcessBuilder builder = new ProcessBuilder(
                        directory.resolve(command).toString(),
                        "-S",
                        "-B",
                        "-W",
                        "ignore",
                        "-X",
                        "utf8",
                        "-c",
                        program(),
                        bytecode.name())
                .directory(directory.toFile())
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().clear();
        builder.environment().put("PYTHONHASHSEED", "0"); // the order of a set's elements in the bytecode
        int status;
        try {
            status = await(builder.start());
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw new BundleException("bytecode", doesNotRun(e.toString()), e);
        }
        if (status != 0) {
            String said = Files.readString(errors).strip();
            throw new BundleException("bytecode", doesNotRun("it ended with status " + status + ": " + said));
        }
        return Arrays.stream(Files.readString(output).split("\n"))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static String doesNotRun(String why) {
        return "modules are compiled by the bundle's own Python, which does not run on this machine ("
                + HostArchitecture.name() + "): " + why;
    }

    private static int await(Process process) throws IOException {
        try {
            if (process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                return process.exitValue();
            }
            throw new BundleException("bytecode", "the bundle's Python had not finished after " + MINUTES + " minutes");
        } catch (InterruptedException e) {
            throw Interruption.of(e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String program() throws IOException {
        try (InputStream in = CompileStep.class.getResourceAsStream("python/compile.py")) {
            if (in == null) {
                throw new IOException("resource python/compile.py is missing from relocpy-bundle");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
