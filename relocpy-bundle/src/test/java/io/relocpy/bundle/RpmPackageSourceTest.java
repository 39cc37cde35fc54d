package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.rpm.RepositoryConfig;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RpmPackageSourceTest {
    /** They go into the manifest. */
    @Test
    void urlsHoldNoSecrets() {
        RepositoryConfig config = RepositoryConfig.builder("x")
                .baseUrl(URI.create("https://user:s3cret@host:8443/a/@group/?token=s3cret"))
                .baseUrl(Path.of("/srv/repo").toUri())
                .mirrorList(URI.create("http://s3cret@lists/"))
                .metalink(URI.create("https://host/metalink?repo=x#s3cret"))
                .build();
        assertThat(RpmPackageSource.urls(config))
                .containsExactly("https://host:8443/a/@group/", "http://lists/", "https://host/metalink");
    }
}
