package io.relocpy.rpm.file;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.RootDirectory;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.RepositoryMetadata;
import io.relocpy.rpm.internal.sqlite.SqliteFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

/**
 * The packages installed on a host, read from the rpm database and usable as a repository.
 *
 * <p>Reads the SQLite database of rpm 4.16 and newer (Fedora 33, RHEL 9) without locking it: if rpm writes at the same
 * time, it is read again. Immutable and thread-safe.
 */
public final class InstalledPackages implements RepositoryMetadata {
    private static final List<String> PLACES = List.of("usr/lib/sysimage/rpm/rpmdb.sqlite", "var/lib/rpm/rpmdb.sqlite");
    private static final int ATTEMPTS = 5;

    private final Path root;
    private final List<InstalledPackage> installed;

    private InstalledPackages(Path root, List<InstalledPackage> installed) {
        this.root = root;
        this.installed = List.copyOf(installed);
    }

    /**
     * Reads the installed packages of a host.
     *
     * @param root of its file system; {@code /} for this machine
     * @throws FormatException if there is no SQLite database, or it is damaged
     * @throws IOException if it cannot be read
     */
    public static InstalledPackages read(Path root) throws IOException {
        RootDirectory host = new RootDirectory(root);
        for (String place : PLACES) {
            Path database = host.follow(host.path(place, place));
            if (Files.exists(database)) {
                return readDatabase(root, database);
            }
        }
        throw new FormatException(root.toString(), "an rpm database at one of " + PLACES, "none");
    }

    /**
     * Reads the packages in a database.
     *
     * @param root of the file system in which its packages are installed
     * @param database path of {@code rpmdb.sqlite}
     * @throws FormatException if it is not an rpm database, or damaged
     * @throws IOException if it cannot be read
     */
    public static InstalledPackages readDatabase(Path root, Path database) throws IOException {
        Path journal = Path.of(database + "-journal");
        if (Files.exists(journal) && Files.size(journal) > 0) {
            throw new FormatException(database.toString(), "no transaction to roll back", journal.toString());
        }
        IOException failure = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            State before = State.of(database);
            List<InstalledPackage> found = List.of();
            try {
                found = readOnce(database);
                failure = null;
            } catch (FormatException e) {
                failure = e;
            }
            if (before.equals(State.of(database))) {
                if (failure != null) {
                    throw failure;
                }
                return new InstalledPackages(root, found);
            }
        }
        throw new FormatException(database.toString(), "an idle database", "one that keeps changing");
    }

    /** Detects whether the database changed while it was read. */
    private record State(FileTime databaseTime, long databaseSize, FileTime logTime, long logSize) {
        static State of(Path database) throws IOException {
            Path log = Path.of(database + "-wal");
            boolean logged = Files.exists(log);
            return new State(
                    Files.getLastModifiedTime(database),
                    Files.size(database),
                    logged ? Files.getLastModifiedTime(log) : FileTime.fromMillis(0),
                    logged ? Files.size(log) : 0);
        }
    }

    private static List<InstalledPackage> readOnce(Path database) throws IOException {
        List<InstalledPackage> packages = new ArrayList<>();
        try (SqliteFile file = SqliteFile.open(database)) {
            file.scan("Packages", row -> {
                RpmHeader header = RpmHeader.ofBlob(row.bytes(1), database + ", package " + (packages.size() + 1));
                if (!header.string(RpmTag.NAME).orElse("").equals("gpg-pubkey")) { // an imported key, not a package
                    packages.add(new InstalledPackage(header));
                }
            });
        }
        return packages;
    }

    /** The packages with their files, in installation order; immutable. */
    public List<InstalledPackage> installed() {
        return installed;
    }

    /** The root of the file system in which they are installed. */
    public Path root() {
        return root;
    }

    /** {@code @System}, as dnf names it. */
    @Override
    public String id() {
        return "@System";
    }

    @Override
    public int priority() {
        return 99;
    }

    @Override
    public int cost() {
        return 1000;
    }

    @Override
    public List<PackageMetadata> packages() {
        return installed.stream().map(InstalledPackage::metadata).toList();
    }

    @Override
    public List<String> files(PackageMetadata metadata) {
        return metadata.files();
    }
}
