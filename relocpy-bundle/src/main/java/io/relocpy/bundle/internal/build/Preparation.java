package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.internal.format.BundleSigner;
import io.relocpy.bundle.internal.format.TargetPlace;
import io.relocpy.bundle.internal.python.Scripts;
import io.relocpy.bundle.internal.python.WheelName;
import io.relocpy.bundle.internal.tree.FileRules;
import io.relocpy.repository.ClosureRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A request whose mistakes, as far as they can be known before any long work, have been reported.
 *
 * @param scripts the caller's scripts, read
 * @param launcher for the architecture
 * @param rules which files are kept
 * @param signer with a key that can sign; null for an unsigned bundle
 */
record Preparation(
        Scripts scripts,
        Launcher launcher,
        FileRules rules,
        @Nullable BundleSigner signer) {
    private static final Pattern NAME = Pattern.compile("[^/\\s\\p{Cntrl}]+");

    private static final Pattern ARCHITECTURE = Pattern.compile("[A-Za-z0-9_]+");

    /** What others call the architectures of our launchers. */
    private static final Map<String, String> OTHER_NAMES =
            Map.of("x86-64", "x86_64", "x64", "x86_64", "i386", "i686", "x86", "i686");

    /** The name of a variable, as shells accept it. */
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** The end of a string, and what stands for paths in the configuration of a launcher. */
    private static final Pattern RESERVED = Pattern.compile("[\\x00-\\x02]");

    /**
     * Checks a request as a whole.
     *
     * @throws BundleException if something in it is invalid, naming it
     * @throws IOException if a script cannot be read, or the key cannot sign
     */
    static Preparation of(BundleRequest request, Path target) throws IOException {
        TargetPlace.checkOutside(target);
        check(request.closure(), target);
        if (!NAME.matcher(request.python()).matches()) {
            throw new BundleException(
                    "python", "expected the name of a command in /usr/bin, found \"" + request.python() + "\"");
        }
        check(request.commands());
        if (request.modificationTime() != null) {
            WriteStep.checkTime("modification time", request.modificationTime());
        }
        FileRules rules = rules(request.files());
        for (Path script : request.scripts()) {
            TargetPlace.checkFileSystem(script);
        }
        for (Path wheel : request.wheels()) {
            TargetPlace.checkFileSystem(wheel);
            WheelName.of(
                    wheel.getFileName() == null
                            ? wheel.toString()
                            : wheel.getFileName().toString());
            if (!Files.isRegularFile(wheel)) {
                throw new BundleException(wheel.toString(), "this wheel does not exist");
            }
        }
        Launcher launcher = request.commands().shellLaunchers()
                ? new ShellLauncher(request.closure().architecture())
                : LauncherTemplate.forArchitecture(request.closure().architecture());
        return new Preparation(
                Scripts.read(request.scripts()),
                launcher,
                rules,
                request.signingKey() == null ? null : new BundleSigner(request.signingKey()));
    }

    private static void check(ClosureRequest closure, Path target) throws IOException {
        String architecture = closure.architecture();
        String meant = OTHER_NAMES.getOrDefault(architecture, "");
        if (!meant.isEmpty() || !ARCHITECTURE.matcher(architecture).matches()) {
            throw new BundleException(
                    "architecture",
                    "no such architecture: " + (architecture.isEmpty() ? "\"\"" : architecture)
                            + (meant.isEmpty() ? "" : "; did you mean " + meant + "?"));
        }
        if (closure.lockfile().isPresent()) {
            checkLockfile(closure.lockfile().get(), target);
        }
        for (String request : closure.requests()) {
            if (request.isBlank()) {
                throw new BundleException(
                        "modules", "expected the name of a package, a capability or a path, found \"" + request + "\"");
            }
        }
    }

    private static void checkLockfile(Path lockfile, Path target) throws IOException {
        TargetPlace.checkFileSystem(lockfile);
        if (TargetPlace.holds(target, lockfile)) {
            throw new BundleException(
                    lockfile.toString(),
                    "cannot be the lockfile: it would be in place of the bundle or its signature, or inside it");
        }
        Path parent = lockfile.toAbsolutePath().normalize().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new BundleException(
                    lockfile.toString(), "cannot be the lockfile: its parent directory does not exist");
        }
        if (Files.isDirectory(lockfile)) {
            throw new BundleException(lockfile.toString(), "cannot be the lockfile: it is a directory");
        }
    }

    private static void check(BundleRequest.CommandOptions commands) throws BundleException {
        for (Map.Entry<String, String> variable : commands.environment().entrySet()) {
            if (!VARIABLE.matcher(variable.getKey()).matches()) {
                throw new BundleException(
                        "environment",
                        "expected the name of a variable, of letters, digits and \"_\", found \"" + variable.getKey()
                                + "\"");
            }
            if (RESERVED.matcher(variable.getValue()).find()) {
                throw new BundleException(
                        "environment",
                        "the value of " + variable.getKey() + " has a control character that cannot be passed on");
            }
        }
    }

    private static FileRules rules(BundleRequest.FileSelection files) throws BundleException {
        for (List<String> patterns : List.of(files.excluded(), files.included())) {
            for (String pattern : patterns) {
                if (!pattern.startsWith("/")) {
                    throw new BundleException(
                            "pattern",
                            "expected a glob of absolute paths, which begins with /, found \"" + pattern + "\"");
                }
                try {
                    FileRules.glob(pattern);
                } catch (PatternSyntaxException e) {
                    throw new BundleException("pattern", "expected a glob, found \"" + pattern + "\"", e);
                }
            }
        }
        for (String executable : files.executables()) {
            if (!NAME.matcher(executable).matches()) {
                throw new BundleException(
                        "executables",
                        "expected the name of a program in /usr/bin or /usr/sbin, found \"" + executable + "\"");
            }
        }
        return new FileRules(files.excluded(), files.included(), files.executables());
    }
}
