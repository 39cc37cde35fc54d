package io.relocpy.bundle.internal.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.bundle.BundleException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPathsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/lib/x86_64-linux-gnu/ /usr/lib/x86_64-linux-gnu/ /lib/ /usr/lib/ ",
                "/lib64/ /usr/lib64/ ",
                "/lib/ld-linux-aarch64/ /usr/lib64/ "
            })
    void blanksTheLoadersDefaultDirectoriesKeepingTheirLengths(String words) throws Exception {
        String directories = words.replace(' ', '\0');
        String before = "\0usr/lib/other\0";
        String after = "x\0/etc/ld.so.cache\0glibc-ld.so.cache1.1\0/etc/ld.so.preload\0/etc/ld.so.conf";
        String blanked = Arrays.stream(directories.split("\0"))
                .map(directory -> "/" + "\1".repeat(directory.length() - 2) + "/\0")
                .collect(Collectors.joining());

        String edited = text(HostPaths.blankLoader("ld.so", bytes(before + directories + after)));

        assertThat(edited)
                .isEqualTo(before + blanked + "x\0/" + "\1".repeat(15) + "\0glibc-ld.so.cache1.1\0/" + "\1".repeat(17)
                        + "\0/etc/ld.so.conf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/lib64/gconv", "/usr/lib/x86_64-linux-gnu/gconv"})
    void blanksWhereTheLibraryFindsModulesAndLocales(String gconv) throws Exception {
        String libc = "\0%s\0%s/gconv-modules.cache\0/usr/lib/locale\0/usr/lib/locale/locale-archive\0/usr/lib/x\0"
                .formatted(gconv, gconv);

        String edited = text(HostPaths.blankLibc("libc.so.6", bytes(libc)));

        assertThat(edited).hasSameSizeAs(libc).endsWith("\0/usr/lib/x\0");
        assertThat(edited.replaceAll("\1+", "*")).isEqualTo("\0/*\0/*\0/*\0/*\0/usr/lib/x\0");
    }

    @Test
    void opensslFindsItsModulesBesideItselfAndNoConfiguration() {
        String crypto = "\0/usr/lib/x86_64-linux-gnu/ossl-modules\0/usr/lib64/engines-3\0openssl.cnf\0x-openssl.cnf\0";

        String edited = text(HostPaths.ownModules(bytes(crypto)));

        assertThat(edited)
                .hasSameSizeAs(crypto)
                .contains("\0$ORIGIN/ossl-modules\0", "\0$ORIGIN/engines-3\0", "\0x-openssl.cnf\0")
                .doesNotContain("/usr", "\0openssl.cnf");
    }

    @Test
    void aLoaderOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> HostPaths.blankLoader("ld.so", bytes("/lib/ld-musl-x86_64.path\0/etc/ld.so.cache\0")))
                .isInstanceOf(BundleException.class)
                .hasMessage("ld.so: its list of default directories was not found,"
                        + " so it cannot be made to ignore the host's");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
