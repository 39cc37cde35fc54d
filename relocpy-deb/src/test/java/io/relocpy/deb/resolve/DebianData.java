package io.relocpy.deb.resolve;

import io.relocpy.deb.PackagesOrigin;
import io.relocpy.deb.Pin;
import io.relocpy.deb.ReleaseInfo;
import io.relocpy.deb.internal.configuration.HostRoot;
import io.relocpy.deb.internal.configuration.PreferencesReader;
import io.relocpy.deb.metadata.PackagesFile;
import io.relocpy.repository.internal.text.NonEmpty;
import io.relocpy.testing.JsonLines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** Repositories and answers of the reference data, in its forms. */
final class DebianData {
    private DebianData() {}

    /** A repository, and the preferences that go with it. */
    record TestRepository(PackageLists lists, List<Pin> pins) {
        AptResolver resolver(boolean recommends, @Nullable String target) {
            AptResolver.Builder builder = AptResolver.builder(lists).pins(pins).recommends(recommends);
            return (target == null ? builder : builder.defaultRelease(target)).build();
        }
    }

    /** A directory with {@code repository.json} and compressed Packages files. */
    static TestRepository ofDirectory(Path directory) throws IOException {
        String json = Files.readString(directory.resolve("repository.json")).replace('\n', ' ');
        Map<String, Object> description = JsonLines.read(
                        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)))
                .get(0);
        List<PackagesFile> files = new ArrayList<>();
        for (Object each : (List<?>) description.get("files")) {
            Map<?, ?> file = (Map<?, ?>) each;
            Path path = directory.resolve((String) file.get("file"));
            files.add(new PackagesFile(
                    origin(file.get("release"), (String) file.get("component"), (String) file.get("arch")),
                    path.toString(),
                    () -> new XZInputStream(Files.newInputStream(path))));
        }
        return new TestRepository(PackageLists.read(JsonLines.strings(description, "archs"), files), pins((String)
                description.get("preferences")));
    }

    /** A case of {@code random-repositories}: suites with a Packages file for each architecture. */
    static TestRepository ofCase(Map<String, Object> each) throws IOException {
        List<String> archs = JsonLines.strings(each, "archs");
        List<PackagesFile> files = new ArrayList<>();
        for (Object suite : (List<?>) each.get("suites")) {
            Map<?, ?> packages = (Map<?, ?>) ((Map<?, ?>) suite).get("packages");
            for (String arch : archs) {
                Object text = packages.get(arch);
                files.add(file(
                        origin(((Map<?, ?>) suite).get("release"), "main", arch), text == null ? "" : (String) text));
            }
        }
        return new TestRepository(PackageLists.read(archs, files), pins((String) each.get("preferences")));
    }

    static PackagesFile file(PackagesOrigin origin, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new PackagesFile(origin, Integer.toString(text.hashCode()), () -> in(bytes));
    }

    private static InputStream in(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    static PackagesOrigin origin(Object release, String component, String architecture) {
        Map<String, String> fields = new HashMap<>();
        ((Map<?, ?>) release).forEach((key, value) -> fields.put((String) key, (String) value));
        return new PackagesOrigin(ReleaseInfo.ofFields(fields), Optional.empty(), NonEmpty.of(component), architecture);
    }

    /** Preferences as apt_preferences(5) has them. */
    static List<Pin> pins(String preferences) throws IOException {
        return PreferencesReader.read(
                preferences, Path.of("preferences"), new HostRoot(Path.of("/"), (file, message) -> {}));
    }

    /** {@code name version architecture} of each package in order; null where apt gives up. */
    static @Nullable List<String> answer(AptResolver resolver, List<String> request) {
        try {
            return resolver.resolve(request).packages().stream()
                    .map(each -> each.id().name() + " " + each.id().version() + " "
                            + each.id().architecture())
                    .sorted()
                    .toList();
        } catch (AptResolutionException e) {
            return null;
        } catch (InterruptedIOException e) {
            throw new AssertionError(e);
        }
    }

    /** The answer that the data has, in the same form. */
    static @Nullable List<String> expected(Map<String, Object> of) {
        return of.get("answer") instanceof List<?> list
                ? list.stream()
                        .map(each ->
                                ((List<?>) each).get(0) + " " + ((List<?>) each).get(1) + " " + ((List<?>) each).get(2))
                        .sorted()
                        .toList()
                : null;
    }
}
