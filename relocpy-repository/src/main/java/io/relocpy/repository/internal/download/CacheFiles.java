package io.relocpy.repository.internal.download;

import io.relocpy.repository.CachedFile;
import io.relocpy.repository.CachedFile.Kind;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.Checksums;
import io.relocpy.repository.internal.io.Interruption;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is in a cache, and how it is removed: never what a running build has used or may be writing. */
public final class CacheFiles {
    /** What nobody continued in this time is left of a process that was killed. */
    private static final Duration LEFTOVER = Duration.ofDays(1);

    private final DownloadCache cache;

    public CacheFiles(DownloadCache cache) {
        this.cache = cache;
    }

    /** All files except locks and the small ones that tell which metadata a repository has. */
    public List<CachedFile> all() throws IOException {
        Map<Kind, Path> folders = new EnumMap<>(Kind.class);
        folders.put(Kind.METADATA, cache.files(FileKind.METADATA));
        folders.put(Kind.PACKAGE, cache.files(FileKind.PACKAGE));
        folders.put(Kind.INDEX, cache.indexes());
        List<CachedFile> entries = new ArrayList<>();
        for (Map.Entry<Kind, Path> folder : folders.entrySet()) {
            if (Files.isDirectory(folder.getValue(), LinkOption.NOFOLLOW_LINKS)) {
                Files.walkFileTree(folder.getValue(), new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        entries.add(new CachedFile(
                                file,
                                isPartial(file) ? Kind.PARTIAL : folder.getKey(),
                                attributes.size(),
                                attributes.lastModifiedTime().toInstant()));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                        if (e instanceof NoSuchFileException) { // removed by another process
                            return FileVisitResult.CONTINUE;
                        }
                        throw e;
                    }
                });
            }
        }
        return entries;
    }

    private static boolean isPartial(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".tmp") || name.endsWith(DownloadCache.PARTIAL);
    }

    /**
     * Removes the least recently used files, and all that were not used since a time.
     *
     * @param limit bytes that may remain
     * @return what was removed
     */
    public List<CachedFile> trim(long limit, Instant since) throws IOException {
        List<CachedFile> entries = new ArrayList<>(all());
        entries.sort(Comparator.comparing(CachedFile::lastUsed));
        long total = entries.stream().mapToLong(CachedFile::size).sum();
        List<CachedFile> removed = new ArrayList<>();
        for (CachedFile entry : entries) {
            Interruption.check();
            if ((total > limit || entry.lastUsed().isBefore(since)) && remove(entry)) {
                total -= entry.size();
                removed.add(entry);
            }
        }
        return removed;
    }

    private boolean remove(CachedFile entry) throws IOException {
        if (entry.kind() == Kind.PARTIAL
                && entry.lastUsed().isAfter(Instant.now().minus(LEFTOVER))) {
            return false;
        }
        return cache.whileUnused(entry.path(), () -> {
            if (Files.notExists(entry.path(), LinkOption.NOFOLLOW_LINKS)) { // removed by another process
                return false;
            }
            // asked for each file: a build may have begun meanwhile
            Instant used = Files.getLastModifiedTime(entry.path(), LinkOption.NOFOLLOW_LINKS)
                    .toInstant();
            boolean needed = !used.isBefore(CacheUse.oldest(cache.root()));
            return !needed && used.equals(entry.lastUsed()) && delete(entry.path());
        });
    }

    private static boolean delete(Path file) throws IOException {
        Files.delete(file);
        Path directory = file.resolveSibling("");
        try {
            if (directory.getFileName().toString().startsWith("sha-")) {
                Files.delete(directory);
            }
        } catch (DirectoryNotEmptyException e) {
            // another file with this checksum, under another name
        }
        return true;
    }

    /** Removes files that no longer have the checksum after which they are named, as the next build would not use them anyway. */
    public List<CachedFile> removeDamaged() throws IOException {
        List<CachedFile> damaged = new ArrayList<>();
        for (CachedFile entry : all()) {
            Optional<Checksum> checksum = checksum(entry);
            if (checksum.isPresent() && isDamaged(entry, checksum.get())) {
                cache.whileUnused(entry.path(), () -> delete(entry.path()));
                damaged.add(entry);
            }
        }
        return damaged;
    }

    private static Optional<Checksum> checksum(CachedFile entry) {
        String name = entry.path().resolveSibling("").getFileName().toString();
        int dash = name.lastIndexOf('-');
        if (dash < 0 || entry.kind() == Kind.PARTIAL || entry.kind() == Kind.INDEX) {
            return Optional.empty();
        }
        for (Checksum.Algorithm algorithm : Checksum.Algorithm.values()) {
            if (algorithm.standardName().toLowerCase(Locale.ROOT).equals(name.substring(0, dash))) {
                try {
                    return Optional.of(new Checksum(algorithm, name.substring(dash + 1)));
                } catch (IllegalArgumentException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isDamaged(CachedFile entry, Checksum checksum) throws IOException {
        try {
            Checksums.check(entry.path(), checksum, -1, entry.path().toString());
            return false;
        } catch (FormatException e) {
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
