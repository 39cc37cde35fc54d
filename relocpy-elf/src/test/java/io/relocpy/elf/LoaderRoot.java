package io.relocpy.elf;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A root file system with a real loader and libc and whatever a test puts there, in which the loader itself is asked what it
 * would load, and programs are run.
 */
final class LoaderRoot {
    static final String GLIBC = "/lib64/ld-linux-x86-64.so.2";
    static final String MUSL = "/lib/ld-musl-x86_64.so.1";
    static final String LIBRARIES = "/usr/lib/x86_64-linux-gnu";

    /** A line of what a loader lists: a name and where it is, or the path alone. */
    private static final Pattern LINE = Pattern.compile("\\s*(\\S.*?)(?: => (.+?))?(?: \\([0-9a-fx]+\\))?");

    private final Path folder;
    private final Path root;
    private final Map<String, String> environment = new TreeMap<>();
    private String directory = "/";

    /** Everything lies below the folder, tools and stubs beside the root. */
    LoaderRoot(Path folder, String name) throws IOException {
        this.folder = folder;
        this.root = folder.resolve(name);
        Files.createDirectories(root.resolve("proc"));
    }

    /** What the loader said: paths of what it would load, without itself, and names that it did not find. */
    record Listing(Set<String> paths, Set<String> missing, boolean failed, String text) {}

    Path path() {
        return root;
    }

    Path path(String inside) {
        return root.resolve(inside.substring(1));
    }

    LoaderRoot withGlibc() throws IOException {
        copy(GLIBC, GLIBC);
        return copy("/lib/x86_64-linux-gnu/libc.so.6", LIBRARIES + "/libc.so.6")
                .link("/lib/x86_64-linux-gnu", ".." + LIBRARIES);
    }

    LoaderRoot withMusl() throws IOException {
        return copy(MUSL, MUSL);
    }

    LoaderRoot copy(String from, String to) throws IOException {
        HostTools.missingUnless(Files.exists(Path.of(from)), from + " is not there");
        Files.createDirectories(path(to).getParent());
        Files.copy(Path.of(from).toRealPath(), path(to), StandardCopyOption.COPY_ATTRIBUTES);
        return this;
    }

    LoaderRoot link(String path, String target) throws IOException {
        Files.createDirectories(path(path).getParent());
        Files.createSymbolicLink(path(path), Path.of(target));
        return this;
    }

    LoaderRoot hardLink(String path, String existing) throws IOException {
        Files.createDirectories(path(path).getParent());
        Files.createLink(path(path), path(existing));
        return this;
    }

    LoaderRoot directory(String path) throws IOException {
        Files.createDirectories(path(path));
        return this;
    }

    LoaderRoot text(String path, String text) throws IOException {
        Files.createDirectories(path(path).getParent());
        Files.writeString(path(path), text);
        return this;
    }

    LoaderRoot environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Where programs are started; the root itself unless told. */
    LoaderRoot startedIn(String path) throws IOException {
        directory = path;
        return directory(path);
    }

    /** A library of nothing, with that soname, for others to be linked with. */
    private Path stub(String soname) throws IOException {
        Path stub = folder.resolve("stubs").resolve(soname.replace('/', '!') + ".stub");
        if (Files.notExists(stub)) {
            Files.createDirectories(stub.getParent());
            HostTools.run(
                            "gcc",
                            "-nostdlib",
                            "-shared",
                            "-o",
                            stub.toString(),
                            "-Wl,-soname," + soname,
                            "-x",
                            "c",
                            "/dev/null")
                    .orFail();
        }
        return stub;
    }

    private void build(String compiler, String path, String code, List<String> options, String... needed)
            throws IOException {
        Files.createDirectories(path(path).getParent());
        Path source = folder.resolve("source.c");
        Files.writeString(source, code);
        List<String> command = new ArrayList<>(
                List.of(compiler, "-o", path(path).toString(), source.toString(), "-Wl,--no-as-needed"));
        command.addAll(options);
        if (options.contains("-fuse-ld=lld")) {
            HostTools.require("ld.lld");
        }
        for (String name : needed) {
            command.add(stub(name).toString());
        }
        command.add("-Wl,--allow-shlib-undefined,--unresolved-symbols=ignore-all");
        HostTools.run(command, Map.of()).orFail();
    }

    /** A library with code of its own that needs nothing but what is named. */
    LoaderRoot library(String path, String code, List<String> options, String... needed) throws IOException {
        List<String> all = new ArrayList<>(List.of("-nostdlib", "-shared", "-fPIC"));
        all.addAll(options);
        build("gcc", path, code, all, needed);
        return this;
    }

    /** An empty library whose soname is its file's name. */
    LoaderRoot library(String path, String... needed) throws IOException {
        return library(path, "", List.of("-Wl,-soname," + path.substring(path.lastIndexOf('/') + 1)), needed);
    }

    /** {@code /app/main}, which does nothing and ends well. */
    LoaderRoot program(List<String> options, String... needed) throws IOException {
        return program("int main(void) { return 0; }\n", options, needed);
    }

    LoaderRoot program(String code, List<String> options, String... needed) throws IOException {
        build("gcc", "/app/main", code, options, needed);
        return this;
    }

    LoaderRoot muslProgram(List<String> options, String... needed) throws IOException {
        build("musl-gcc", "/app/main", "int main(void) { return 0; }\n", options, needed);
        return this;
    }

    LoaderRoot ldconfig(String... directories) throws IOException {
        HostTools.require("/sbin/ldconfig");
        text("/etc/ld.so.conf", String.join("\n", directories) + "\n");
        HostTools.run("/sbin/ldconfig", "-r", root.toString()).orFail();
        return this;
    }

    LoaderRoot copyInside(String from, String to) throws IOException {
        return copy(path(from).toString(), to);
    }

    /** A library with a version script. */
    LoaderRoot versioned(String path, String code, String script, List<String> options, String... needed)
            throws IOException {
        Path map = Files.writeString(folder.resolve("versions.map"), script);
        List<String> all = new ArrayList<>(options);
        all.add("-Wl,--version-script=" + map);
        return library(path, code, all, needed);
    }

    /** {@code /app/main}, linked with a library of the root itself, whose versions it then needs. */
    LoaderRoot linked(String code, List<String> options, String library, String... needed) throws IOException {
        List<String> all = new ArrayList<>(options);
        all.add(path(library).toString());
        return program(code, all, needed);
    }

    LoaderRoot withoutNeeded(String name) throws IOException {
        HostTools.require("patchelf");
        HostTools.run("patchelf", "--remove-needed", name, path("/app/main").toString())
                .orFail();
        return this;
    }

    LoaderRoot withNeeded(String name) throws IOException {
        HostTools.require("patchelf");
        HostTools.run("patchelf", "--add-needed", name, path("/app/main").toString())
                .orFail();
        return this;
    }

    LoaderRoot remove(String path) throws IOException {
        Files.deleteIfExists(path(path));
        return this;
    }

    /**
     * Runs a program inside, with a {@code /proc} as loaders want it for {@code $ORIGIN}, and with the variables of the test
     * and more, of which the launcher itself sees nothing.
     */
    HostTools.Result run(Map<String, String> more, String... command) throws IOException {
        Path launcher = folder.resolve("launcher");
        if (Files.notExists(launcher)) {
            Path source = Files.writeString(folder.resolve("launcher.c"), """
                    #define _GNU_SOURCE
                    #include <sched.h>
                    #include <stdlib.h>
                    #include <string.h>
                    #include <sys/mount.h>
                    #include <unistd.h>
                    int main(int argc, char **argv) {
                        int i = 3;
                        for (; strcmp(argv[i], "--"); i++) putenv(argv[i]);
                        if (unshare(CLONE_NEWNS) || mount(0, "/", 0, MS_REC | MS_PRIVATE, 0)) return 123;
                        if (chroot(argv[1]) || chdir("/") || mount("proc", "/proc", "proc", 0, 0)) return 124;
                        if (chdir(argv[2])) return 125;
                        execv(argv[i + 1], argv + i + 1);
                        return 126;
                    }
                    """);
            HostTools.run("gcc", "-o", launcher.toString(), source.toString()).orFail();
        }
        List<String> all = new ArrayList<>(List.of(launcher.toString(), root.toString(), directory));
        Map<String, String> set = new TreeMap<>(environment);
        set.putAll(more);
        set.forEach((name, value) -> all.add(name + "=" + value));
        all.add("--");
        all.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(all);
        builder.environment().keySet().removeIf(name -> name.startsWith("LD_"));
        HostTools.Result result = HostTools.run(builder);
        boolean mounted = result.exitStatus() != 123 && result.exitStatus() != 124;
        HostTools.missingUnless(mounted, "right to mount in a namespace of its own is missing");
        return result;
    }

    /** What glibc's loader would load for the program, which the kernel starts. */
    Listing listGlibc() throws IOException {
        return listing(run(Map.of("LD_TRACE_LOADED_OBJECTS", "1"), "/app/main"));
    }

    /** The same with options of the loader, which starts the program then. */
    Listing listGlibc(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(GLIBC));
        command.addAll(List.of(options));
        command.addAll(List.of("--list", "/app/main"));
        return listing(run(Map.of(), command.toArray(String[]::new)));
    }

    Listing listMusl() throws IOException {
        return listing(run(Map.of(), MUSL, "--list", "/app/main"));
    }

    private Listing listing(HostTools.Result result) {
        Set<String> paths = new TreeSet<>();
        Set<String> missing = new TreeSet<>();
        for (String line : result.lines()) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches() && !line.contains("linux-vdso")) {
                String path = matcher.group(2) == null ? matcher.group(1) : matcher.group(2);
                if (path.equals("not found")) {
                    missing.add(matcher.group(1));
                } else {
                    paths.add(path.startsWith("/") ? path : (directory.equals("/") ? "" : directory) + "/" + path);
                }
            }
        }
        boolean failed = result.exitStatus() != 0;
        return new Listing(paths, missing, failed, result.stdout() + result.stderr());
    }

    /** How a real run of the program ends. */
    HostTools.Result start() throws IOException {
        return run(Map.of(), "/app/main");
    }

    /** The symbols that the loader says nothing defines, as {@code ldd -r} has it say; empty if an assertion ended it. */
    Optional<Set<String>> undefinedSymbols() throws IOException {
        HostTools.Result result =
                run(Map.of("LD_TRACE_LOADED_OBJECTS", "1", "LD_WARN", "yes", "LD_BIND_NOW", "yes"), "/app/main");
        if (result.stderr().contains("Inconsistency detected")) {
            return Optional.empty();
        }
        Set<String> symbols = new TreeSet<>();
        Pattern undefined = Pattern.compile("undefined symbol: (\\S+?)(?:, version (\\S+))?\\s+\\((\\S+)\\)");
        Pattern relocation = Pattern.compile("symbol (\\S+),? version (\\S+) not defined in file \\S+ .*\\((\\S+)\\)");
        for (String line : (result.stdout() + result.stderr()).split("\n", -1)) {
            for (Pattern pattern : List.of(undefined, relocation)) {
                Matcher matcher = pattern.matcher(line);
                if (matcher.find()) {
                    String version = matcher.group(2) == null ? "" : "@" + matcher.group(2);
                    symbols.add(matcher.group(1) + version + " in " + matcher.group(3));
                }
            }
        }
        return Optional.of(symbols);
    }

    /** Changes bytes of a file. */
    LoaderRoot patch(String path, int at, int... bytes) throws IOException {
        byte[] all = Files.readAllBytes(path(path));
        for (int i = 0; i < bytes.length; i++) {
            all[at + i] = (byte) bytes[i];
        }
        Files.write(path(path), all);
        return this;
    }

    /** Cuts a file, or lengthens it by a hole. */
    LoaderRoot resize(String path, long size) throws IOException {
        try (var channel = Files.newByteChannel(path(path), java.nio.file.StandardOpenOption.WRITE)) {
            if (size < channel.size()) {
                channel.truncate(size);
            } else {
                channel.position(size - 1);
                channel.write(java.nio.ByteBuffer.wrap("\0".getBytes(StandardCharsets.US_ASCII)));
            }
        }
        return this;
    }
}
