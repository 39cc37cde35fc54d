package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a build would do, without doing it. */
class PlanIT {
    @TempDir
    Path folder;

    @Test
    void tellsThePackagesAndDownloadsNone() throws Exception {
        Path cache = folder.resolve("cache");
        try (TestServer server = new TestServer(DemoRepository.of("trixie"))) {
            Bundle.Builder builder = Bundle.builder()
                    .repositoryUrls(server.url())
                    .cacheDirectory(cache)
                    .modules("python3dist(pyyaml)");

            BundlePlan plan = builder.plan();

            assertThat(plan.requests()).contains("python3", "python3dist(pyyaml)", "tzdata");
            assertThat(plan.packages())
                    .extracting(ClosurePackage::name)
                    .contains("python3", "python3-yaml", "libyaml-0-2");
            assertThat(plan.downloads()).isEqualTo(plan.packages());
            assertThat(plan.downloadSize()).isGreaterThan(20_000_000);
            assertThat(plan)
                    .hasToString(plan.packages().size() + " packages, "
                            + plan.packages().size() + " of them to download (" + plan.downloadSize() + " bytes)");
            assertThat(server.requests()).noneMatch(request -> request.endsWith(".rpm"));
            assertThat(folder).isDirectoryNotContaining("glob:**/relocpy*");
            builder.write(folder.resolve("out"));
            assertThat(builder.plan().downloads()).isEmpty();
        }
        assertThat(Bundle.builder()
                        .repositories(DemoRepository.of("trixie"))
                        .plan()
                        .downloads())
                .isEmpty();
    }
}
