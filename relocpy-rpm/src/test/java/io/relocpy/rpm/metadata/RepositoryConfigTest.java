package io.relocpy.rpm.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.openpgp.SignatureWeakness;
import io.relocpy.repository.openpgp.VerificationPolicy;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RepositoryConfigTest {
    private static RepositoryConfig.Builder builder() {
        return RepositoryConfig.builder("x").baseUrl(URI.create("http://host/"));
    }

    private static Map<String, Object> values(RepositoryConfig config) throws ReflectiveOperationException {
        Map<String, Object> values = new TreeMap<>();
        for (Method method : RepositoryConfig.class.getMethods()) {
            boolean accessor = method.getDeclaringClass() == RepositoryConfig.class
                    && method.getParameterCount() == 0
                    && !Modifier.isStatic(method.getModifiers())
                    && !method.getName().matches("toBuilder|toString");
            if (accessor) {
                values.put(method.getName(), method.invoke(config));
            }
        }
        return values;
    }

    @Test
    void aKeyHasAUrlThatCanBeRead() {
        assertThatThrownBy(() -> builder().gpgKey(URI.create("ftp://host/key")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gpgKey: expected a file:, http: or https: URL");
    }

    @Test
    void toBuilderCopiesEverything() throws Exception {
        RepositoryConfig config = builder()
                .name("n")
                .priority(1)
                .cost(2)
                .enabled(false)
                .mirrorList(URI.create("http://host/mirrors"))
                .metalink(URI.create("http://host/metalink"))
                .exclude("e")
                .include("i")
                .moduleHotfixes(true)
                .gpgCheck(true)
                .repoGpgCheck(true)
                .gpgKey(URI.create("file:///key"))
                .tolerate(SignatureWeakness.KEY_EXPIRED)
                .tolerateBrokenDigests(true)
                .skipIfUnavailable(true)
                .metadataExpire(Duration.ofSeconds(3))
                .http(HttpSettings.DEFAULT.withPassword("u", "p"))
                .build();
        Map<String, Object> plain = values(builder().build());
        assertThat(values(config)).allSatisfy((name, value) -> {
            if (!name.matches("id|baseUrls|variables")) {
                assertThat(value).as("%s is another than by default", name).isNotEqualTo(plain.get(name));
            }
        });
        assertThat(values(config.toBuilder().build())).isEqualTo(values(config));
    }

    /** There is only one switch for signatures, so it cannot be overridden by accident. */
    @Test
    void signaturesAreRequiredByGpgCheckOnly() {
        assertThat(builder().build().policy()).isEqualTo(VerificationPolicy.DIGESTS);
        assertThat(builder().gpgCheck(true).build().policy()).isEqualTo(VerificationPolicy.STRICT);
        assertThat(builder()
                        .tolerate(SignatureWeakness.KEY_EXPIRED)
                        .tolerateBrokenDigests(true)
                        .gpgCheck(true)
                        .build()
                        .policy())
                .isEqualTo(VerificationPolicy.STRICT
                        .tolerating(SignatureWeakness.KEY_EXPIRED)
                        .toleratingBrokenDigests());
    }
}
