package io.relocpy.deb.resolve;

import io.relocpy.deb.ControlStanza;
import io.relocpy.deb.PackagesOrigin;
import io.relocpy.deb.ReleaseInfo;
import io.relocpy.deb.file.DebFile;
import io.relocpy.deb.file.DebPayload;
import io.relocpy.deb.file.PayloadEntry;
import io.relocpy.deb.file.PayloadOption;
import io.relocpy.deb.internal.text.Syntax;
import io.relocpy.deb.metadata.PackagesFile;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.RepositoryException;
import io.relocpy.repository.internal.io.Checksums;
import io.relocpy.repository.internal.io.Parallel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A directory of package files without an index: it is made of their control information. Nobody vouches for them but who
 * names the directory.
 */
final class DirectorySource implements PackageSource {
    static final String SUFFIX = ".deb";

    /** What the index says of a file, and not the package itself. */
    private static final Set<String> OF_THE_INDEX = Set.of("filename", "size", "sha256", "md5sum", "sha1", "sha512");

    private final Path directory;
    private final String id;
    private final List<String> filenames;
    private final List<PackagesFile> lists;

    private DirectorySource(Path directory, List<String> filenames, List<PackagesFile> lists) {
        this.directory = directory;
        this.id = idOf(directory);
        this.filenames = filenames;
        this.lists = lists;
    }

    static String idOf(Path directory) {
        return PackageSource.toId(
                Objects.toString(directory.toAbsolutePath().normalize().getFileName(), "root"));
    }

    /** Receives what is wrong with a file that is left out. */
    @FunctionalInterface
    interface Faults {
        void add(String repository, IOException fault) throws IOException;
    }

    /**
     * A file of the directory.
     *
     * @param stanza empty if it is no package that an index could have
     */
    private record Read(String name, Optional<String> stanza, Optional<IOException> fault) {
        static Read of(Path directory, String name, String architecture) throws IOException {
            try {
                String stanza = DirectorySource.stanza(directory.resolve(name), name);
                check(stanza, directory.resolve(name), architecture);
                return new Read(name, Optional.of(stanza), Optional.empty());
            } catch (FormatException | RepositoryException e) {
                return new Read(name, Optional.empty(), Optional.of(e));
            }
        }

        /** One stanza that cannot be read would make the whole index unusable. */
        private static void check(String stanza, Path file, String architecture) throws IOException {
            try {
                PackageLists.ofStanzas(List.of(architecture), List.of(stanza));
            } catch (FormatException e) {
                throw new RepositoryException(file.toString(), String.valueOf(e.getMessage()));
            }
        }
    }

    /**
     * Reads the packages of a directory, not of those below it. As by apt-ftparchive, files that are no packages are left out.
     *
     * @param architecture that packages are for
     * @throws FormatException if no file is a package
     */
    static DirectorySource scan(Path directory, String architecture, Faults faults) throws IOException {
        List<Read> all = Parallel.map(packageFiles(directory), (index, name) -> Read.of(directory, name, architecture));
        List<Read> usable = all.stream().filter(each -> each.stanza.isPresent()).toList();
        for (Read each : all) {
            if (each.fault.isPresent()) {
                if (usable.isEmpty()) {
                    throw each.fault.get();
                }
                faults.add("repository " + idOf(directory), each.fault.get());
            }
        }
        List<String> names = usable.stream().map(Read::name).toList();
        List<String> stanzas =
                usable.stream().flatMap(each -> each.stanza.stream()).toList();
        byte[] text = String.join("\n", stanzas).getBytes(StandardCharsets.UTF_8);
        PackagesOrigin origin =
                new PackagesOrigin(ReleaseInfo.ofFields(Map.of()), Optional.empty(), Optional.empty(), architecture);
        String key = Checksums.of(Checksum.Algorithm.SHA_256, text).toString();
        PackagesFile list = new PackagesFile(origin, key, () -> new ByteArrayInputStream(text));
        return new DirectorySource(directory, names, List.of(list));
    }

    /** Without a look into the packages. */
    static DirectorySource withoutLists(Path directory) throws IOException {
        return new DirectorySource(directory, packageFiles(directory), List.of());
    }

    /** The names of the package files in a directory, sorted. */
    static List<String> packageFiles(Path directory) throws IOException {
        Set<String> names = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(SUFFIX) && Files.isRegularFile(file)) {
                    names.add(name);
                }
            }
        }
        return List.copyOf(names);
    }

    private static String stanza(Path file, String name) throws IOException {
        if (!Syntax.isFilename(name)) {
            throw new RepositoryException(
                    PackageSource.quoted(file.toString()),
                    "a file name with control characters or backslashes cannot be used");
        }
        List<ControlStanza.Field> fields = new ArrayList<>(DebFile.open(file).control().fields().stream()
                .filter(field -> !OF_THE_INDEX.contains(ControlStanza.lowerCase(field.name())))
                .toList());
        fields.add(new ControlStanza.Field("Filename", name));
        fields.add(new ControlStanza.Field("Size", Long.toString(Files.size(file))));
        fields.add(new ControlStanza.Field(
                "SHA256", Checksums.of(Checksum.Algorithm.SHA_256, file).hex()));
        return ControlStanza.of(fields).toString();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Optional<String> location() {
        return Optional.empty();
    }

    @Override
    public List<String> urls() {
        return List.of();
    }

    @Override
    public List<String> keys() {
        return List.of();
    }

    @Override
    public List<PackagesFile> lists() {
        return lists;
    }

    @Override
    public Path fetch(String filename, long size, Checksum sha256) throws IOException {
        if (!filenames.contains(filename)) { // a lockfile may say anything
            throw new FormatException(
                    id,
                    "one of the " + filenames.size() + " packages of the directory",
                    PackageSource.quoted(filename));
        }
        Path file = directory.resolve(filename);
        Checksums.check(file, sha256, size, file.toString());
        return file;
    }

    @Override
    public boolean isDownloaded(String filename, Checksum sha256) {
        return true;
    }

    @Override
    public Map<String, Set<String>> findPaths(Collection<String> paths) throws IOException {
        Map<String, Set<String>> found = new HashMap<>();
        for (String filename : filenames) {
            DebFile file = DebFile.open(directory.resolve(filename));
            try (DebPayload payload = file.payload(PayloadOption.DEVICE_NODES)) {
                for (Optional<PayloadEntry> next = payload.next(); next.isPresent(); next = payload.next()) {
                    String path = next.get().path();
                    if (paths.contains(path)) {
                        found.computeIfAbsent(path, key -> new TreeSet<>()).add(file.name());
                    }
                }
            }
        }
        return found;
    }
}
