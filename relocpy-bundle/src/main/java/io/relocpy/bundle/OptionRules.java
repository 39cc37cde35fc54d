package io.relocpy.bundle;

import io.relocpy.bundle.internal.format.TarEntry;
import io.relocpy.bundle.internal.format.TargetPlace;
import io.relocpy.bundle.internal.python.LeftOut;
import io.relocpy.bundle.internal.python.WheelName;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.FileRules;
import io.relocpy.bundle.internal.tree.PathRule;
import io.relocpy.repository.internal.text.ArchitectureNames;
import io.relocpy.repository.internal.text.Arguments;
import io.relocpy.repository.internal.text.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** What values the options of a {@link Bundle.Builder} can have, so that a mistake is reported where it is made. */
final class OptionRules {
    private static final Pattern NAME = Pattern.compile("[^/\\s\\p{Cntrl}]+");

    private static final Pattern ARCHITECTURE = Pattern.compile("[A-Za-z0-9_]+");

    /** What others call the architectures of our launchers. */
    private static final Map<String, String> OTHER_NAMES =
            Map.of("x86-64", "x86_64", "x64", "x86_64", "i386", "i686", "x86", "i686");

    private OptionRules() {}

    static String architecture(String name) {
        String kernel = ArchitectureNames.kernel(name);
        String meant = OTHER_NAMES.getOrDefault(kernel, "");
        if (!meant.isEmpty() || !ARCHITECTURE.matcher(kernel).matches()) {
            throw new IllegalArgumentException("architecture: no such architecture: "
                    + (kernel.isEmpty() ? "\"\"" : Printable.of(kernel))
                    + (meant.isEmpty() ? "" : "; did you mean " + meant + "?"));
        }
        return kernel;
    }

    /** The name of a file in a directory of programs. */
    static String command(String name, String option, String directories) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    option + ": expected the name of a command in " + directories + ", found " + Printable.quote(name));
        }
        return name;
    }

    /** Names of programs of packages. */
    static List<String> executables(Collection<String> names) {
        List<String> copy = Arguments.copy(names, "names");
        copy.forEach(name -> command(name, "executables", "/usr/bin or /usr/sbin"));
        return copy;
    }

    static List<String> requests(Collection<String> requests) {
        List<String> copy = Arguments.copy(requests, "requests");
        for (String request : copy) {
            if (request.isBlank()) {
                throw new IllegalArgumentException("modules: expected the name of a package, a capability or a path,"
                        + " found " + Printable.quote(request));
            }
            Arguments.line(request, "modules");
        }
        return copy;
    }

    /** Globs of absolute paths. */
    static List<String> globs(Collection<String> patterns, String option) {
        List<String> copy = Arguments.copy(patterns, "patterns");
        for (String pattern : copy) {
            if (!pattern.startsWith("/")) {
                throw new IllegalArgumentException(option
                        + ": expected a glob of absolute paths, which begins with /, found "
                        + Printable.quote(pattern));
            }
            try {
                FileRules.glob(pattern);
            } catch (PatternSyntaxException e) {
                throw noGlob(pattern, option, e);
            }
        }
        return copy;
    }

    /** Globs of names or relative paths. */
    static List<String> patterns(Collection<String> patterns, String option) {
        List<String> copy = Arguments.copy(patterns, "patterns");
        for (String pattern : copy) {
            if (pattern.replace("/", "").isBlank()) {
                throw noGlob(pattern, option, null);
            }
            try {
                new LeftOut(List.of(pattern), List.of(), List.of(), path -> false);
            } catch (PatternSyntaxException e) {
                throw noGlob(pattern, option, e);
            }
        }
        return copy;
    }

    private static IllegalArgumentException noGlob(String pattern, String option, @Nullable Exception cause) {
        return new IllegalArgumentException(option + ": expected a glob, found " + Printable.quote(pattern), cause);
    }

    /** @param name of the parameter */
    static List<Path> paths(Collection<Path> paths, String name, String option) {
        List<Path> copy = Arguments.copy(paths, name);
        copy.forEach(path -> path(path, option));
        return copy;
    }

    static Path path(Path path, String option) {
        try {
            TargetPlace.checkFileSystem(path);
        } catch (IOException e) {
            throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
        }
        return Arguments.path(path, option);
    }

    static List<Path> wheels(Collection<Path> files) {
        List<Path> copy = paths(files, "files", "wheels");
        for (Path file : copy) {
            try {
                WheelName.of(
                        file.getFileName() == null
                                ? file.toString()
                                : file.getFileName().toString());
            } catch (IOException e) {
                throw new IllegalArgumentException("wheels: " + e.getMessage(), e);
            }
        }
        return copy;
    }

    /** Where a file of the caller can be in a bundle. */
    static String place(String path) {
        String normal = Arguments.line(path, "files").replaceFirst("/+$", "");
        String complaint = PathRule.complaint(normal);
        if (!complaint.isEmpty()) {
            throw new IllegalArgumentException(
                    "files: expected a path in the bundle, but " + Printable.quote(path) + " " + complaint);
        }
        String below = normal + "/";
        if (BundleLayout.isReserved(normal)
                || List.of(BundleLayout.COMMANDS, BundleLayout.LICENSES, "libexec/")
                        .contains(below)
                || BundleLayout.isReserved(below)
                || below.startsWith(BundleLayout.COMMANDS)
                || below.startsWith(BundleLayout.LICENSES)) {
            throw new IllegalArgumentException(
                    "files: " + Printable.quote(path) + " is reserved for what the build makes");
        }
        return normal;
    }

    /** What an archive can hold. */
    static Instant time(Instant time) {
        if (time.getEpochSecond() < 0 || time.getEpochSecond() > TarEntry.MAX_TIME) {
            throw new IllegalArgumentException("modificationTime: expected a time from 1970-01-01 to "
                    + Instant.ofEpochSecond(TarEntry.MAX_TIME) + ", found " + time);
        }
        return time;
    }
}
