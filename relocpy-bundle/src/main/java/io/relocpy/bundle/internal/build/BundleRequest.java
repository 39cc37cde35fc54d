package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleEvent;
import io.relocpy.bundle.Bytecode;
import io.relocpy.bundle.internal.python.Scripts;
import io.relocpy.repository.ClosureRequest;
import io.relocpy.repository.Repositories;
import io.relocpy.repository.openpgp.SigningKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the caller requested of one bundle, as it was when the build began. Immutable.
 *
 * @param repositories where packages come from
 * @param closure which packages, the interpreter first
 * @param python name of the interpreter in /usr/bin
 * @param files which files of the packages
 * @param wheels files of wheels to install
 * @param scripts the caller's own files
 * @param commands how commands are made
 * @param hostLibraries whether the loader may continue to the host's directories
 * @param bytecode which compiled modules
 * @param modificationTime time of files that have none, and the latest for all others; null for that of the newest
 *     packaged file
 * @param signingKey signs the bundle; null for an unsigned one
 * @param replaceExisting whether the result may replace an earlier one
 * @param listener receives progress
 */
public record BundleRequest(
        Repositories repositories,
        ClosureRequest closure,
        String python,
        FileSelection files,
        List<Path> wheels,
        ScriptSelection scripts,
        CommandOptions commands,
        boolean hostLibraries,
        Bytecode bytecode,
        @Nullable Instant modificationTime,
        @Nullable SigningKey signingKey,
        boolean replaceExisting,
        Consumer<? super BundleEvent> listener) {
    /** Copies the lists. */
    public BundleRequest {
        wheels = List.copyOf(wheels);
    }

    /**
     * Which files of packages the caller includes or excludes, regardless of the rules.
     *
     * @param excluded globs of absolute paths, stronger than the others
     * @param included globs of absolute paths
     * @param executables names of programs in /usr/bin or /usr/sbin
     */
    public record FileSelection(List<String> excluded, List<String> included, List<String> executables) {
        /** Copies the lists. */
        public FileSelection {
            excluded = List.copyOf(excluded);
            included = List.copyOf(included);
            executables = List.copyOf(executables);
        }
    }

    /**
     * The caller's own files.
     *
     * @param paths scripts, and directories of such
     * @param excluded patterns of what is left out of directories
     * @param included patterns of what is not, although it would be by default
     * @param others files and directories that are no scripts
     */
    public record ScriptSelection(
            List<Path> paths, List<String> excluded, List<String> included, List<Scripts.Placed> others) {
        /** Copies the lists. */
        public ScriptSelection {
            paths = List.copyOf(paths);
            excluded = List.copyOf(excluded);
            included = List.copyOf(included);
            others = List.copyOf(others);
        }
    }

    /**
     * How commands in {@code bin/} are made.
     *
     * @param environment variables that every command sets for its program
     * @param shellLaunchers whether they are scripts for the host's shell
     * @param settings of single commands, by name
     */
    public record CommandOptions(
            SortedMap<String, String> environment,
            boolean shellLaunchers,
            SortedMap<String, CommandSettings> settings) {
        public CommandOptions(
                Map<String, String> environment, boolean shellLaunchers, Map<String, CommandSettings> settings) {
            this(
                    Collections.unmodifiableSortedMap(new TreeMap<>(environment)),
                    shellLaunchers,
                    Collections.unmodifiableSortedMap(new TreeMap<>(settings)));
        }
    }
}
