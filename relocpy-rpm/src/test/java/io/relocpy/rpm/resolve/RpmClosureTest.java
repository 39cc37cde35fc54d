package io.relocpy.rpm.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.rpm.metadata.RepositoryConfig;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RpmClosureTest {
    /** They go into the manifest. */
    @Test
    void urlsHoldNoSecrets() {
        RepositoryConfig config = RepositoryConfig.builder("x")
                .baseUrl(URI.create("https://user:s3cret@host:8443/a/@group/?token=s3cret"))
                .baseUrl(Path.of("/srv/repo").toUri())
                .mirrorList(URI.create("http://s3cret@lists/"))
                .metalink(URI.create("https://host/metalink?repo=x#s3cret"))
                .build();
        assertThat(RpmClosure.urls(config))
                .containsExactly("https://host:8443/a/@group/", "http://lists/", "https://host/metalink");
    }

    @ParameterizedTest
    @CsvSource({
        "libstdc++, 14.2.0-1~deb13, '', pkg:rpm/libstdc%2B%2B@14.2.0-1~deb13?arch=x86_64",
        "openssl-libs, 1:3.5.1-2.fc43, openssl-3.5.1-2.fc43.src.rpm,"
                + " pkg:rpm/openssl-libs@3.5.1-2.fc43?arch=x86_64&epoch=1&upstream=openssl-3.5.1-2.fc43.src.rpm",
        "quoted, '1^2\"-1', '', pkg:rpm/quoted@1%5E2%22-1?arch=x86_64",
    })
    void packageUrlsArePercentEncoded(String name, String version, String source, String packageUrl) {
        assertThat(RpmClosure.packageUrl(name, version, "x86_64", source)).isEqualTo(packageUrl);
    }
}
