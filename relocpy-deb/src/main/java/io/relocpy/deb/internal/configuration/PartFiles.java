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

/** Which files of a directory such as {@code sources.list.d} count, as {@code GetListOfFilesInDir} of apt decides. */
final class PartFiles {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]*[A-Za-z0-9_:-]");

    /**
     * What apt leaves out without a notice unless {@code Dir::Ignore-Files-Silently} says more; that is not looked at, since
     * an expression of somebody else's can take forever, and it is about warnings only.
     */
    private static final Pattern SILENT = Pattern.compile(
            "(?:~|\\.(?:disabled|bak|dpkg-[a-z]+|ucf-[a-z]+|save|orig|distUpgrade))$", Pattern.CASE_INSENSITIVE);

    private PartFiles() {}

    /**
     * The files in apt's order.
     *
     * @param extensions without dot; an empty one for names without a dot
     * @return empty if there is no such directory, or, with a warning, if it cannot be read
     */
    static List<Path> list(Path directory, List<String> extensions, HostRoot host) throws IOException {
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
        List<Path> files = new ArrayList<>();
        for (String name : names) {
            Path file = directory.resolve(name);
            if (name.startsWith(".") || host.isDirectory(file)) {
                continue;
            }
            Optional<String> fault = host.isFile(file) ? fault(name, extensions) : Optional.of("is not a regular file");
            if (fault.isEmpty() && NAME.matcher(name).matches()) {
                files.add(file);
            } else if (fault.isPresent() && !SILENT.matcher(name).find()) {
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
}
