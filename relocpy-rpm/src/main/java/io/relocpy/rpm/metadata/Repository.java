package io.relocpy.rpm.metadata;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.download.Fetcher;
import io.relocpy.repository.internal.download.FileKind;
import io.relocpy.repository.internal.download.RepositoryUrl;
import io.relocpy.repository.internal.io.Warnings;
import io.relocpy.rpm.PackageGroup;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.RepositoryMetadata;
import io.relocpy.rpm.file.MetadataDifference;
import io.relocpy.rpm.file.RpmFile;
import io.relocpy.rpm.internal.index.FileLists;
import io.relocpy.rpm.internal.index.MetadataIndex;
import io.relocpy.rpm.internal.index.PackageList;
import io.relocpy.rpm.internal.index.PackageTable;
import io.relocpy.rpm.internal.parse.CompsReader;
import io.relocpy.rpm.internal.parse.FilelistsReader;
import io.relocpy.rpm.internal.parse.MetadataStream;
import io.relocpy.rpm.internal.parse.ModuleColumns;
import io.relocpy.rpm.internal.parse.Modules;
import io.relocpy.rpm.internal.parse.PrimaryReader;
import io.relocpy.rpm.internal.parse.Repomd;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A loaded repository: its packages and access to their files.
 *
 * <p>Thread-safe.
 *
 * @see RepositoryClient#load(RepositoryConfig)
 */
public final class Repository implements RepositoryMetadata {
    /** Older tools write comps.xml twice, the compressed one with a type of its own. */
    private static final List<String> GROUP_TYPES = List.of("group_gz", "group_xz", "group_zst", "group");

    private final RepositoryConfig config;
    private final Fetcher fetcher;
    private final RepositoryKeys keys;
    private final Warnings<RepositoryWarning> warnings;
    private final List<RepositoryUrl> places; // the source of repomd.xml first
    private final Repomd repomd;
    private final PackageChecksums checksums;
    private final PackageList packages;
    private final @Nullable String unavailable;
    private final Object lock = new Object();
    private @Nullable FileLists allFiles;

    Repository(
            RepositoryConfig config,
            Fetcher fetcher,
            RepositoryKeys keys,
            Warnings<RepositoryWarning> warnings,
            List<RepositoryUrl> places,
            Repomd repomd)
            throws IOException {
        this.config = config;
        this.fetcher = fetcher;
        this.keys = keys;
        this.warnings = warnings;
        this.places = List.copyOf(places);
        this.repomd = repomd;
        this.checksums = new PackageChecksums(fetcher.cache(), where("primary"), () -> open("primary"));
        this.unavailable = null;
        PackageTable table = readPackages();
        for (String fault : repomd.faults()) {
            warnings.add(new RepositoryWarning.IgnoredEntry(config.id(), fault));
        }
        for (String fault : table.faults()) {
            warnings.add(new RepositoryWarning.IgnoredEntry(config.id(), fault));
        }
        this.packages = new PackageFilter(config).apply(new PackageList(table, this::allFiles));
    }

    /** A repository without metadata. */
    private Repository(
            RepositoryConfig config,
            Fetcher fetcher,
            RepositoryKeys keys,
            Warnings<RepositoryWarning> warnings,
            List<RepositoryUrl> places,
            List<PackageMetadata> packages,
            @Nullable String unavailable) {
        this.config = config;
        this.fetcher = fetcher;
        this.keys = keys;
        this.warnings = warnings;
        this.places = List.copyOf(places);
        this.repomd = Repomd.NONE;
        this.checksums = new PackageChecksums(fetcher.cache(), where("primary"), () -> open("primary"));
        this.checksums.parsed();
        this.unavailable = unavailable;
        this.packages = new PackageFilter(config).apply(PackageList.of(packages));
    }

    /** A repository that could not be loaded. */
    static Repository unavailable(
            RepositoryConfig config, Fetcher fetcher, Warnings<RepositoryWarning> warnings, String reason) {
        return new Repository(config, fetcher, RepositoryKeys.none(config), warnings, List.of(), List.of(), reason);
    }

    /** A repository of which the packages were read from their files. */
    static Repository ofFiles(
            RepositoryConfig config,
            Fetcher fetcher,
            RepositoryKeys keys,
            Warnings<RepositoryWarning> warnings,
            List<RepositoryUrl> places,
            List<PackageMetadata> packages) {
        return new Repository(config, fetcher, keys, warnings, places, packages, null);
    }

    private PackageTable readPackages() throws IOException {
        return MetadataIndex.readOrMake(
                fetcher.cache(), item("primary").checksum(), where("primary"), PackageTable::read, () -> {
                    try (InputStream in = open("primary")) {
                        checksums.parsed();
                        return PrimaryReader.read(in, where("primary"))::writeTo;
                    }
                });
    }

    private Repository(Repository other, PackageList packages) {
        this.config = other.config;
        this.fetcher = other.fetcher;
        this.keys = other.keys;
        this.warnings = other.warnings;
        this.places = other.places;
        this.repomd = other.repomd;
        this.checksums = other.checksums;
        this.unavailable = other.unavailable;
        this.packages = packages;
    }

    PackageTable table() {
        return packages.table();
    }

    /** Returns this repository with only the packages whose rows in the table pass the test. */
    Repository filter(IntPredicate test) {
        return new Repository(this, packages.filter(test));
    }

    /** The content of modules.yaml; empty if there is none. Without it, packages of the wrong streams would be visible. */
    Modules modules() throws IOException {
        if (!repomd.mentions("modules")) {
            return Modules.NONE;
        }
        Modules modules = MetadataIndex.readOrMake(
                fetcher.cache(), item("modules").checksum(), where("modules"), ModuleColumns::read, () -> {
                    try (InputStream in = open("modules")) {
                        return ModuleColumns.of(Modules.read(in, where("modules")));
                    }
                });
        for (String fault : modules.faults()) {
            warnings.add(new RepositoryWarning.IgnoredEntry(config.id(), fault));
        }
        return modules;
    }

    /** Read from comps.xml on every call. */
    @Override
    public List<PackageGroup> groups() throws IOException {
        for (String type : GROUP_TYPES) {
            if (repomd.item(type).isPresent()) {
                try (InputStream in = open(type)) {
                    return CompsReader.read(in, where(type));
                }
            }
        }
        return List.of();
    }

    /** The configuration from which it was loaded. */
    public RepositoryConfig config() {
        return config;
    }

    /**
     * Fingerprints of the keys that verify its signatures, in hexadecimal digits; empty if no signatures are required.
     */
    public List<String> keyFingerprints() {
        return keys.fingerprints();
    }

    @Override
    public String id() {
        return config.id();
    }

    @Override
    public int priority() {
        return config.priority();
    }

    @Override
    public int cost() {
        return config.cost();
    }

    @Override
    public List<PackageMetadata> packages() {
        return packages;
    }

    @Override
    public Optional<String> unavailable() {
        return Optional.ofNullable(unavailable);
    }

    private FileLists readFileLists() throws IOException {
        return MetadataIndex.readOrMake(
                fetcher.cache(), item("filelists").checksum(), where("filelists"), FileLists::read, () -> {
                    try (InputStream in = open("filelists")) {
                        return FilelistsReader.read(in, where("filelists"))::writeTo;
                    }
                });
    }

    @Override
    public List<String> files(PackageMetadata metadata) throws IOException {
        return repomd.items().isEmpty() ? metadata.files() : allFiles().of(metadata.checksum());
    }

    private FileLists allFiles() throws IOException {
        synchronized (lock) {
            if (allFiles == null) {
                allFiles = readFileLists();
            }
            return allFiles;
        }
    }

    /**
     * Fetches the file of a package: the original file of a local repository, else one in the cache.
     *
     * <p>If the header has other relations, files, license or source package than the metadata, there is a
     * {@link RepositoryWarning.DifferentRelations}; omissions of createrepo_c are not differences.
     *
     * @param metadata one of {@link #packages()}
     * @return a package file that matches the metadata in size, checksum, and the header's name, epoch, version,
     *     release and architecture
     * @throws TransferException if it is not available
     * @throws FormatException if it is not a package, or not the one in the metadata
     * @throws VerificationException if signatures are required and the policy is not satisfied; if the checksum in the
     *     metadata is MD5 or SHA-1 and the policy does not accept them; and in strict mode for a warning
     */
    public Path fetch(PackageMetadata metadata) throws IOException {
        BrokenChecksums.require(metadata.checksum(), config.policy(), where("package " + metadata.nevra()));
        long size = metadata.packageSize() > 0 ? metadata.packageSize() : -1; // some tools omit it
        Path file = fetcher.fetch(places, metadata.location(), FileKind.PACKAGE, metadata.checksum(), size);
        checksums.require(metadata); // after the download, to overlap with other downloads
        RpmFile rpm = RpmFile.open(file, metadata.checksum());
        keys.checkPackage(rpm);
        compare(metadata, rpm, config.id(), warnings);
        return file;
    }

    /** Whether {@link #fetch} would find the package on this machine, in a local repository or in the cache. */
    public boolean isDownloaded(PackageMetadata metadata) throws IOException {
        return fetcher.isDownloaded(places, metadata.location(), metadata.checksum());
    }

    /** Rejects a package with another name than in the metadata, and warns about all other differences. */
    static void compare(PackageMetadata metadata, RpmFile rpm, String repository, Warnings<RepositoryWarning> warnings)
            throws IOException {
        if (!rpm.nevra().equals(metadata.nevra())) {
            throw new FormatException(
                    rpm.path().toString(),
                    "the package " + metadata.nevra() + " of the repository " + repository,
                    rpm.nevra().toString());
        }
        for (MetadataDifference each : rpm.differences(metadata)) {
            warnings.add(new RepositoryWarning.DifferentRelations(
                    repository, metadata.nevra(), each.relation(), each.onlyInMetadata(), each.onlyInPackage()));
        }
    }

    private Repomd.Item item(String type) throws IOException {
        Repomd.Item item = repomd.item(type)
                .orElseThrow(() -> new FormatException(
                        where(Repomd.PATH), "data of type " + type + " with location and checksum", "none"));
        BrokenChecksums.require(item.checksum(), config.policy(), where(type));
        return item;
    }

    private InputStream open(String type) throws IOException {
        Repomd.Item item = item(type);
        Path file = fetcher.fetch(places, item.location(), FileKind.METADATA, item.checksum(), item.size());
        return MetadataStream.open(file, where(type), item.openSize());
    }

    private String where(String type) {
        return "repository " + config.id() + ", " + type;
    }

    @Override
    public String toString() {
        return config.id() + ": " + (unavailable == null ? packages.size() + " packages" : "not available");
    }
}
