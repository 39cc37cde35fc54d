package io.relocpy.deb.internal.configuration;

import io.relocpy.repository.internal.io.RegularFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which files of a directory such as {@code sources.list.d} count, as {@code GetListOfFilesInDir} of apt decides. */
final class PartFiles {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]*[A-Za-z0-9_:-]");

    private PartFiles() {}

    /**
     * The files in apt's order.
     *
     * @param extensions without dot; an empty one for names without a dot
     * @param tree has the patterns of names that are left out without a warning
     * @return empty if there is no such directory, or, with a warning, if it cannot be read
     */
    static List<Path> list(Path directory, List<String> extensions, HostRoot host, ConfigurationTree tree)
            throws IOException {
        List<String> names = new ArrayList<>();
        if (!host.isDirectory(directory)) {
            return List.of();
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(host.follow(directory))) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (FileSystemException e) {
            host.warn(directory, "cannot be read: " + RegularFile.reason(e));
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        names.sort(null);
        List<Pattern> silent = patterns(tree.list("Dir::Ignore-Files-Silently"));
        List<Path> files = new ArrayList<>();
        for (String name : names) {
            Path file = directory.resolve(name);
            if (name.startsWith(".") || host.isDirectory(file)) {
                continue;
            }
            Optional<String> fault = host.isFile(file) ? fault(name, extensions) : Optional.of("is not a regular file");
            if (fault.isEmpty() && NAME.matcher(name).matches()) {
                files.add(file);
            } else if (fault.isPresent()
                    && silent.stream().noneMatch(each -> each.matcher(name).find())) {
                host.warn(file, fault.get() + ", and is ignored");
            }
        }
        return files;
    }

    private static Optional<String> fault(String name, List<String> extensions) {
        int dot = name.lastIndexOf('.');
        if (extensions.contains(dot < 0 ? "" : name.substring(dot + 1))) {
            return Optional.empty();
        }
        return Optional.of(dot < 0 ? "has no extension" : "has an unknown extension");
    }

    private static List<Pattern> patterns(List<String> expressions) {
        List<Pattern> patterns = new ArrayList<>();
        for (String expression : expressions) {
            try {
                patterns.add(Pattern.compile(expression, Pattern.CASE_INSENSITIVE));
            } catch (PatternSyntaxException e) {
                // left out as by apt; the patterns are about warnings only
            }
        }
        return patterns;
    }
}
