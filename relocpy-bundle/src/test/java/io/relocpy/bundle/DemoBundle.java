package io.relocpy.bundle;

import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.testing.HostTools;
import io.relocpy.testing.HostTools.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The quickstart's bundle, unpacked. */
public final class DemoBundle {
    private final Path directory;
    private final BundleReport report;
    private final int closureSize;

    private DemoBundle(Path directory, BundleReport report, int closureSize) {
        this.directory = directory;
        this.report = report;
        this.closureSize = closureSize;
    }

    /** Builds hello.tar.gz from the demo repository of a suite and unpacks it with tar(1). */
    public static DemoBundle build(String suite, Path folder) throws IOException {
        HostTools.require("tar");
        Path repository = DemoRepository.of(suite);
        Path archive = folder.resolve("hello.tar.gz");
        AtomicInteger closureSize = new AtomicInteger();
        BundleReport report = Bundle.builder()
                .onEvent(event -> {
                    if (event instanceof BundleEvent.PackageDone done) {
                        closureSize.set(done.total());
                    }
                })
                .repositories(repository)
                .modules("python3dist(pyyaml)", "tzdata")
                .scripts(DemoRepository.script("hello.py"))
                .write(archive);
        HostTools.run("tar", "-xzf", archive.toString(), "-C", folder.toString())
                .orFail();
        return new DemoBundle(folder.resolve("hello"), report, closureSize.get());
    }

    /** For tests to which a bundle's content does not matter: it has a third of Python. */
    static Bundle.Builder small(Path repository) {
        return Bundle.builder()
                .repositories(repository)
                .python("python3-minimal")
                .defaultPackages(false);
    }

    Path directory() {
        return directory;
    }

    BundleReport report() {
        return report;
    }

    /** How many packages were resolved, as the progress events said. */
    int closureSize() {
        return closureSize;
    }

    /** Its files, as they lie on disk. */
    List<BundleFile> files() throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> (BundleFile) BundleFile.Regular.made(
                            directory.relativize(path).toString(),
                            new Content.OnDisk(path, path.toFile().length()),
                            Files.isExecutable(path),
                            Samples.TIME,
                            Samples.REASON))
                    .toList();
        }
    }

    /** Copies it with cp(1), so that links stay links. */
    Path copyTo(Path target) throws IOException {
        Files.createDirectories(target.getParent());
        HostTools.run("cp", "-a", directory.toString(), target.toString()).orFail();
        return target;
    }

    /** Runs a command of the bundle with just this environment. */
    public static Result run(Path command, Map<String, String> environment, String... arguments) {
        List<String> line = new ArrayList<>(List.of(command.toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return HostTools.run(builder);
    }

    /** Runs a command in an empty environment with a folder as root, from which nothing else can be reached. */
    public static Result chroot(Path root, String... command) {
        HostTools.requireRoot();
        HostTools.require("chroot", "env");
        List<String> line = new ArrayList<>(List.of(
                HostTools.find("env").orElseThrow().toString(),
                "-i",
                HostTools.find("chroot").orElseThrow().toString(),
                root.toString()));
        line.addAll(List.of(command));
        return HostTools.run(new ProcessBuilder(line));
    }
}
