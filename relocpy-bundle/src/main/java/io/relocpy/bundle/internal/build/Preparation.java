package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.internal.format.ArchiveSignature;
import io.relocpy.bundle.internal.format.BundleSigner;
import io.relocpy.bundle.internal.format.EarlierBundle;
import io.relocpy.bundle.internal.format.TargetPlace;
import io.relocpy.bundle.internal.python.LeftOut;
import io.relocpy.bundle.internal.python.Scripts;
import io.relocpy.bundle.internal.tree.FileRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    /**
     * Checks a request as a whole.
     *
     * @throws BundleException if something in it is invalid, naming it
     * @throws IOException if a script cannot be read, or the key cannot sign
     */
    static Preparation of(BundleRequest request, Path target) throws IOException {
        TargetPlace.checkOutside(target);
        if (request.closure().lockfile().isPresent()) {
            checkLockfile(request.closure().lockfile().get(), target);
        }
        for (Path wheel : request.wheels()) {
            if (!Files.isRegularFile(wheel)) {
                throw new BundleException(wheel.toString(), "this wheel does not exist");
            }
        }
        if (request.commands().shellLaunchers()) {
            ShellLauncher.check(request.commands());
        }
        String architecture = request.closure().architecture();
        Launcher launcher = request.commands().shellLaunchers()
                ? new ShellLauncher(architecture)
                : LauncherTemplate.forArchitecture(architecture);
        if (launcher instanceof LauncherTemplate template) {
            CompileStep.check(request.bytecode(), template.head());
        }
        return new Preparation(
                scripts(request, target),
                launcher,
                new FileRules(
                        request.files().excluded(),
                        request.files().included(),
                        request.files().executables()),
                request.signingKey() == null ? null : new BundleSigner(request.signingKey()));
    }

    private static Scripts scripts(BundleRequest request, Path target) throws IOException {
        BundleRequest.ScriptSelection selection = request.scripts();
        List<Path> results = new ArrayList<>();
        results.add(TargetPlace.of(target));
        results.add(ArchiveSignature.beside(results.get(0)));
        if (request.closure().lockfile().isPresent()) {
            results.add(TargetPlace.of(request.closure().lockfile().get()));
        }
        Scripts scripts = Scripts.read(
                selection.paths(),
                new LeftOut(selection.excluded(), selection.included(), results, EarlierBundle::isAt),
                selection.others());
        Scripts withCommands =
                ScriptCommands.of(scripts, request.commands().settings().values());
        EntryPointCheck.checkScripts(request.commands().settings().values(), withCommands);
        return withCommands;
    }

    private static void checkLockfile(Path lockfile, Path target) throws IOException {
        if (TargetPlace.holds(target, lockfile)) {
            throw new BundleException(
                    lockfile.toString(),
                    "cannot be the lockfile: it would be in place of the bundle or its signature, or inside it");
        }
        Path parent = lockfile.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new BundleException(
                    lockfile.toString(), "cannot be the lockfile: its parent directory does not exist");
        }
        if (Files.notExists(lockfile) && !Files.isWritable(parent)) {
            throw new BundleException(
                    lockfile.toString(), "cannot be the lockfile: its parent directory cannot be written to");
        }
        if (Files.isDirectory(lockfile)) {
            throw new BundleException(lockfile.toString(), "cannot be the lockfile: it is a directory");
        }
    }
}
