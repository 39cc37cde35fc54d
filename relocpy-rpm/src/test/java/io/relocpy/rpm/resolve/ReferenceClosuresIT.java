package io.relocpy.rpm.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.rpm.RepositoryMetadata;
import io.relocpy.rpm.metadata.Repository;
import io.relocpy.rpm.metadata.RepositoryClient;
import io.relocpy.rpm.metadata.RepositoryConfig;
import io.relocpy.testing.HostTools;
import io.relocpy.testing.JsonLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares with closures of dnf and libsolv, in large and in random repositories. */
class ReferenceClosuresIT {
    @TempDir
    Path cache;

    @Test
    void closuresInALargeRepositoryAreThoseOfDnf() throws Exception {
        Path data = HostTools.referenceData();
        Resolver resolver = Resolver.builder()
                .repositories(List.of(TestRepository.ofDirectory("scale", data.resolve("scale"))))
                .build();
        Resolver weak = resolver.toBuilder().weakDependencies(true).build();
        List<String> wrong = new ArrayList<>();
        List<Map<String, Object>> cases = JsonLines.read(data.resolve("closures.jsonl.gz"), GZIPInputStream::new);
        for (Map<String, Object> each : cases) {
            List<String> request = JsonLines.strings(each, "request");
            boolean withWeak = (Boolean) each.get("weak");
            List<String> found = resolve(withWeak ? weak : resolver, request);
            if (!String.valueOf(found).equals(String.valueOf(JsonLines.strings(each, "install")))) {
                wrong.add(request + (withWeak ? " weak" : ""));
            }
        }
        assertThat(wrong).as("of %d", cases.size()).isEmpty();
        assertThat(cases).hasSizeGreaterThan(400);
    }

    @Test
    void closuresInCentosStreamAreThoseOfDnf() throws Exception {
        Path data = HostTools.referenceData();
        List<RepositoryConfig> configs = List.of(
                RepositoryConfig.ofDirectory(data.resolve("centos-stream-9-baseos")),
                RepositoryConfig.ofDirectory(data.resolve("centos-stream-9-appstream")));
        List<Repository> repositories =
                RepositoryClient.builder().cacheDirectory(cache).build().load(configs);
        Resolver resolver =
                Resolver.builder().repositories(List.copyOf(repositories)).build();
        List<String> wrong = new ArrayList<>();
        List<Map<String, Object>> cases =
                JsonLines.read(data.resolve("centos-stream-9.closures.jsonl.gz"), GZIPInputStream::new);
        for (Map<String, Object> each : cases) {
            List<String> request = JsonLines.strings(each, "request");
            boolean weak = (Boolean) each.get("weak");
            List<String> found =
                    resolve(resolver.toBuilder().weakDependencies(weak).build(), request);
            if (!String.valueOf(found).equals(String.valueOf(JsonLines.strings(each, "install")))) {
                wrong.add(request + (weak ? " weak" : ""));
            }
        }
        assertThat(wrong).as("of %d", cases.size()).isEmpty();
        assertThat(cases).hasSize(178);
    }

    @Test
    void closuresInRandomRepositoriesAreThoseOfLibsolv() throws Exception {
        List<String> wrong = new ArrayList<>();
        List<Map<String, Object>> cases =
                JsonLines.read(HostTools.referenceData().resolve("random-repositories.jsonl.gz"), GZIPInputStream::new);
        for (Map<String, Object> each : cases) {
            List<RepositoryMetadata> repositories = new ArrayList<>();
            for (Object item : (List<?>) each.get("repos")) {
                Map<?, ?> repository = (Map<?, ?>) item;
                repositories.add(TestRepository.ofPrimary(
                        (String) repository.get("id"), -Integer.parseInt((String) repository.get("priority")), (String)
                                repository.get("primary")));
            }
            Resolver resolver = Resolver.builder().repositories(repositories).build();
            List<String> request = JsonLines.strings(each, "req");
            compare(each, "off", resolve(resolver, request), wrong);
            compare(
                    each,
                    "on",
                    resolve(resolver.toBuilder().weakDependencies(true).build(), request),
                    wrong);
        }
        assertThat(wrong).as("of %d", cases.size()).isEmpty();
        assertThat(cases).hasSizeGreaterThan(200);
    }

    private static void compare(
            Map<String, Object> reference, String mode, @Nullable List<String> found, List<String> wrong) {
        List<String> expected = JsonLines.strings(reference, mode);
        if (!String.valueOf(found).equals(String.valueOf(expected))) {
            wrong.add(reference.get("id") + " " + mode + " " + reference.get("req") + ": expected " + expected
                    + ", found " + found + "\n");
        }
    }

    @Test
    void closureOfPythonInCentosStreamIsThatOfDnf() throws Exception {
        Path folder = HostTools.referenceData().resolve("centos-stream-9-baseos");
        TestRepository baseos = TestRepository.ofDirectory("baseos", folder);
        Resolver resolver =
                Resolver.builder().repositories(List.of(baseos)).best(true).build();
        List<String> found = resolver.resolve(List.of("python3")).packages().stream()
                .map(ResolvedPackage::nevra)
                .map(nevra -> nevra.name() + " " + nevra.arch() + " " + nevra.evr())
                .sorted()
                .toList();
        assertThat(found).isEqualTo(Files.readAllLines(folder.resolve("python3.closure.txt")));
    }

    /** Returns the names in order; null if there is no solution. */
    private static @Nullable List<String> resolve(Resolver resolver, List<String> request) throws IOException {
        try {
            return resolver.resolve(request).packages().stream()
                    .map(each -> each.nevra().toString())
                    .sorted()
                    .toList();
        } catch (RpmResolutionException e) {
            return null;
        }
    }
}
