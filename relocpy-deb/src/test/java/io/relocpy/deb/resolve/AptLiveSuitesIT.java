package io.relocpy.deb.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.repository.RepositoryListener;
import io.relocpy.testing.HostTools;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The host's own suites as its servers have them now, resolved by apt-get, with a state of its own, and by us, in the same
 * minute.
 *
 * <p>{@code -Drelocpy.live=N} chooses how many requests; none by default, since it downloads all lists twice. {@code
 * -Drelocpy.fuzz.seed=S} chooses which.
 */
class AptLiveSuitesIT {
    private static final int COUNT = Integer.getInteger("relocpy.live", 0);
    private static final long SEED = Long.getLong("relocpy.fuzz.seed", 1);

    @TempDir
    Path directory;

    @Test
    void answersAreThoseOfApt() throws Exception {
        Assumptions.assumeTrue(COUNT > 0, "relocpy.live is not set");
        HostTools.require("apt-get", "apt-cache", "dpkg");
        configure();
        run("apt-get", "-q", "update");
        AptResolver.Builder repositories = DebRepositories.builder()
                .cacheDirectory(directory.resolve("ours"))
                .refresh(true)
                .build()
                .resolver(run("dpkg", "--print-architecture").strip(), RepositoryListener.NONE);
        List<String> names = run("apt-cache", "pkgnames").lines().sorted().toList();
        assertThat(names).hasSizeGreaterThan(COUNT);
        Random random = new Random(SEED);
        List<String> wrong = new ArrayList<>();
        int solved = 0;
        for (int i = 0; i < COUNT; i++) {
            List<String> request = random.ints(1 + random.nextInt(3), 0, names.size())
                    .mapToObj(names::get)
                    .toList();
            boolean recommends = random.nextBoolean();
            List<String> command = new ArrayList<>(List.of("apt-get", "-q", "--assume-no", "-V"));
            command.add(recommends ? "--install-recommends" : "--no-install-recommends");
            command.addAll(List.of("install", "--"));
            command.addAll(request);
            @Nullable List<String> expected = named(AptOracle.installed(run(command.toArray(String[]::new))));
            @Nullable
            List<String> found = ours(repositories.recommends(recommends).build(), request);
            solved += expected == null ? 0 : 1;
            if (!Objects.equals(expected, found)) {
                wrong.add(request + (recommends ? " recommends" : "") + ": expected " + expected + ", found " + found
                        + "\n");
            }
        }
        System.out.println("live suites: " + COUNT + " requests, " + solved + " solvable, " + wrong.size() + " differ");
        assertThat(wrong).as("of %d", COUNT).isEmpty();
        assertThat(solved).as("not all unsolvable").isGreaterThan(COUNT / 4);
    }

    private static @Nullable List<String> named(@Nullable List<Matcher> installed) {
        return installed == null
                ? null
                : installed.stream()
                        .map(each -> each.group(1) + " " + each.group(3))
                        .sorted()
                        .toList();
    }

    private static @Nullable List<String> ours(AptResolver resolver, List<String> request) {
        try {
            return resolver.resolve(request).packages().stream()
                    .map(each -> each.id().name() + " " + each.id().version())
                    .sorted()
                    .toList();
        } catch (AptResolutionException e) {
            return null;
        } catch (InterruptedIOException e) {
            throw new AssertionError(e);
        }
    }

    private void configure() throws Exception {
        Files.createDirectories(directory.resolve("state/lists/partial"));
        Files.createDirectories(directory.resolve("cache/archives/partial"));
        Files.writeString(directory.resolve("state/status"), "");
        Files.writeString(directory.resolve("apt.conf"), """
                Dir::State "%1$s/state";
                Dir::State::status "%1$s/state/status";
                Dir::Cache "%1$s/cache";
                APT::Sandbox::User "root";
                Acquire::Languages "none";
                Debug::NoLocking "true";
                """.formatted(directory));
    }

    private String run(String... command) {
        return HostTools.run(
                        List.of(command),
                        Map.of("APT_CONFIG", directory.resolve("apt.conf").toString(), "LC_ALL", "C.UTF-8"))
                .stdout();
    }
}
