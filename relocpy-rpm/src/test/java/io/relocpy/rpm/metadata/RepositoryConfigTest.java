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
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
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

    /** Each setter of the builder, called with a value that is not its default, makes another value. */
    @Test
    void configurationsAreEqualIfAllValuesAre() {
        URI url = URI.create("https://example.org/");
        List<UnaryOperator<RepositoryConfig.Builder>> changes = List.of(
                UnaryOperator.identity(),
                each -> each.name("another"),
                each -> each.baseUrl(url.resolve("/2/")),
                each -> each.priority(1),
                each -> each.cost(1),
                each -> each.enabled(false),
                each -> each.mirrorList(url),
                each -> each.metalink(url),
                each -> each.exclude("x"),
                each -> each.include("x"),
                each -> each.moduleHotfixes(true),
                each -> each.gpgCheck(true),
                each -> each.repoGpgCheck(true),
                each -> each.gpgKey(url),
                each -> each.tolerate(SignatureWeakness.DIGEST_BROKEN),
                each -> each.tolerateBrokenDigests(true),
                each -> each.skipIfUnavailable(true),
                each -> each.metadataExpire(Duration.ZERO),
                each -> each.http(HttpSettings.DEFAULT.withMinRate(1)),
                each -> each.variables(Map.of("a", "b")));
        Set<RepositoryConfig> distinct = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            for (UnaryOperator<RepositoryConfig.Builder> change : changes) {
                distinct.add(
                        change.apply(RepositoryConfig.builder("x").baseUrl(url)).build());
            }
        }
        assertThat(distinct).hasSize(changes.size());
        assertThat(Arrays.stream(RepositoryConfig.Builder.class.getMethods())
                        .filter(method -> method.getReturnType() == RepositoryConfig.Builder.class)
                        .map(Method::getName)
                        .distinct())
                .hasSize(changes.size() - 1);
        distinct.forEach(each -> assertThat(each.toBuilder().build()).isEqualTo(each));
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
