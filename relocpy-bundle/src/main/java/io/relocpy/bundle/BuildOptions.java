package io.relocpy.bundle;

import io.relocpy.bundle.internal.build.BundleRequest;
import io.relocpy.bundle.internal.build.CommandSettings;
import io.relocpy.bundle.internal.python.Scripts;
import io.relocpy.repository.ClosureRequest;
import io.relocpy.repository.HostArchitecture;
import io.relocpy.repository.openpgp.SigningKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a {@link Bundle.Builder} has been told so far, and its defaults. */
final class BuildOptions {
    /** Debian's names, and those of Fedora and its relatives. */
    static final List<String> DEFAULT_PACKAGES =
            List.of("ca-certificates", "tzdata", "libc-bin", "glibc-minimal-langpack");

    final RepositoryChoice repositories = new RepositoryChoice();
    final List<String> modules = new ArrayList<>();
    String architecture = HostArchitecture.name();
    String python = "python3";
    boolean defaultPackages = true;
    boolean weakDependencies;
    boolean strict;

    @Nullable
    Path lockfile;

    final List<String> excluded = new ArrayList<>();
    final List<String> included = new ArrayList<>();
    final List<String> executables = new ArrayList<>();
    final List<Path> wheels = new ArrayList<>();
    final List<Path> scripts = new ArrayList<>();
    final List<String> excludedScripts = new ArrayList<>();
    final List<String> includedScripts = new ArrayList<>();
    final List<Scripts.Placed> files = new ArrayList<>();
    final Map<String, CommandSettings> commands = new TreeMap<>();
    boolean hostLibraries;
    boolean shellLaunchers;
    final Map<String, String> environment = new TreeMap<>();
    Bytecode bytecode = Bytecode.AS_PACKAGED;

    @Nullable
    Instant modificationTime;

    @Nullable
    SigningKey signingKey;

    boolean replaceExisting;
    Consumer<? super BundleEvent> listener = event -> {};

    private List<String> additions(List<String> requests) {
        return defaultPackages
                ? DEFAULT_PACKAGES.stream()
                        .filter(name -> !requests.contains(name))
                        .toList()
                : List.of();
    }

    /** A copy, to be validated as a whole. */
    BundleRequest request() throws BundleException {
        List<String> requests = new ArrayList<>(List.of(python));
        requests.addAll(modules);
        ClosureRequest.Builder closure = ClosureRequest.builder(requests, architecture)
                .additions(additions(requests))
                .weakDependencies(weakDependencies)
                .strict(strict);
        if (lockfile != null) {
            closure.lockfile(lockfile);
        }
        return new BundleRequest(
                repositories.choose(Path.of("/")),
                closure.build(),
                python,
                new BundleRequest.FileSelection(excluded, included, executables),
                wheels,
                new BundleRequest.ScriptSelection(scripts, excludedScripts, includedScripts, files),
                new BundleRequest.CommandOptions(environment, shellLaunchers, commands),
                hostLibraries,
                bytecode,
                modificationTime,
                signingKey,
                replaceExisting,
                listener);
    }
}
