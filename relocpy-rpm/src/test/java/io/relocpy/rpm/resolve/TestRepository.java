package io.relocpy.rpm.resolve;

import io.relocpy.repository.internal.index.IndexInput;
import io.relocpy.repository.internal.index.IndexOutput;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.RepositoryMetadata;
import io.relocpy.rpm.file.PackageBuilder;
import io.relocpy.rpm.internal.index.FileLists;
import io.relocpy.rpm.internal.index.PackageList;
import io.relocpy.rpm.internal.index.PackageTable;
import io.relocpy.rpm.internal.parse.FilelistsReader;
import io.relocpy.rpm.internal.parse.PrimaryReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * A repository for tests of the resolver; counts how often its file lists are loaded.
 *
 * @param fileListLoads a single number
 * @param places indices of the packages, built when file lists are loaded
 */
public record TestRepository(
        String id,
        int priority,
        int cost,
        List<PackageMetadata> packages,
        Map<Integer, List<String>> files,
        int[] fileListLoads,
        Map<PackageMetadata, Integer> places)
        implements RepositoryMetadata {
    public static TestRepository of(String id, List<PackageMetadata> packages) {
        return new TestRepository(id, 99, 1000, packages, Map.of(), new int[1], new HashMap<>());
    }

    public static TestRepository of(String id, PackageBuilder... packages) {
        return of(id, List.of(packages).stream().map(PackageBuilder::build).toList());
    }

    static TestRepository ofPrimary(String id, int priority, String primary) throws IOException {
        InputStream in = new ByteArrayInputStream(primary.getBytes(StandardCharsets.UTF_8));
        return of(id, readPrimary(in, id)).withPriority(priority);
    }

    /** Reads a directory with repodata/…primary.xml.gz and …filelists.xml.gz. */
    static TestRepository ofDirectory(String id, Path folder) throws IOException {
        PackageList packages;
        try (InputStream in = open(folder, "primary.xml.gz")) {
            packages = readPrimary(in, id);
        }
        try (InputStream in = open(folder, "filelists.xml.gz")) {
            FileLists lists =
                    FileLists.read(new IndexInput(IndexOutput.inMemory(FilelistsReader.read(in, id)::writeTo), id));
            return of(id, packages).withFiles(lists.of(packages));
        }
    }

    private static PackageList readPrimary(InputStream in, String id) throws IOException {
        return new PackageList(
                PackageTable.read(new IndexInput(IndexOutput.inMemory(PrimaryReader.read(in, id)::writeTo), id)));
    }

    TestRepository withPriority(int number) {
        return new TestRepository(id, number, cost, packages, files, fileListLoads, new HashMap<>());
    }

    TestRepository withCost(int number) {
        return new TestRepository(id, priority, number, packages, files, fileListLoads, new HashMap<>());
    }

    TestRepository withFiles(Map<Integer, List<String>> lists) {
        return new TestRepository(id, priority, cost, packages, lists, fileListLoads, new HashMap<>());
    }

    /** Adds file lists with these paths (and those in primary) for the package at the index. */
    TestRepository withFiles(int index, String... paths) {
        Map<Integer, List<String>> lists = new HashMap<>(files);
        lists.put(index, List.of(paths));
        return withFiles(lists);
    }

    private static InputStream open(Path folder, String suffix) throws IOException {
        try (var files = Files.list(folder.resolve("repodata"))) {
            Path file = files.filter(each -> each.toString().endsWith(suffix))
                    .findFirst()
                    .orElseThrow();
            return new GZIPInputStream(Files.newInputStream(file), 1 << 16);
        }
    }

    @Override
    public List<String> files(PackageMetadata metadata) {
        if (places.isEmpty()) {
            fileListLoads[0]++;
            for (int i = 0; i < packages.size(); i++) {
                places.put(packages.get(i), i);
            }
        }
        return files.getOrDefault(places.get(metadata), List.of());
    }
}
