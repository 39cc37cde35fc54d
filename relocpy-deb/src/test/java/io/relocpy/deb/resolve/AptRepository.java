package io.relocpy.deb.resolve;

import io.relocpy.deb.Pin;
import io.relocpy.deb.metadata.PackagesFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A small repository in the forms that both apt and we read.
 *
 * @param archs the native one first
 * @param preferences as apt_preferences(5) has them
 */
record AptRepository(List<String> archs, List<Suite> suites, String preferences) {
    /**
     * A suite.
     *
     * @param release the fields of its Release file
     * @param packages by architecture, the Packages file
     */
    record Suite(Map<String, String> release, Map<String, String> packages) {}

    /** A request to a repository. */
    record Question(AptRepository repository, List<String> request, boolean recommends, String target) {
        AptResolver resolver() throws IOException {
            AptResolver.Builder builder = AptResolver.builder(repository.lists())
                    .pins(repository.pins())
                    .recommends(recommends);
            return (target.isEmpty() ? builder : builder.defaultRelease(target)).build();
        }
    }

    /** One suite of amd64 packages. */
    static AptRepository of(String packages) {
        return new AptRepository(
                List.of("amd64"),
                List.of(new Suite(Map.of("Suite", "stable", "Codename", "alpha"), Map.of("amd64", packages))),
                "");
    }

    Question question(String... request) {
        return new Question(this, List.of(request), false, "");
    }

    PackageLists lists() throws IOException {
        List<PackagesFile> files = new ArrayList<>();
        for (Suite suite : suites) {
            for (String arch : archs) {
                files.add(DebianData.file(
                        DebianData.origin(suite.release, "main", arch), suite.packages.getOrDefault(arch, "")));
            }
        }
        return PackageLists.read(archs, files);
    }

    List<Pin> pins() throws IOException {
        return DebianData.pins(preferences);
    }
}
