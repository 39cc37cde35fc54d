package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HermeticLoaderTest {
    private static final String BEFORE = "\0usr/lib/other\0";
    private static final String DEBIAN = "/lib/x86_64-linux-gnu/\0/usr/lib/x86_64-linux-gnu/\0/lib/\0/usr/lib/\0";
    private static final String FEDORA = "/lib64/\0/usr/lib64/\0";
    private static final String AFTER = "x\0/etc/ld.so.cache\0glibc-ld.so.cache1.1\0/etc/ld.so.preload\0end";

    @Test
    void blanksWhatLeadsToTheHostAndNothingElse() throws Exception {
        for (String directories : new String[] {DEBIAN, FEDORA}) {
            String edited = edit(BEFORE + directories + AFTER);

            assertThat(edited)
                    .hasSize((BEFORE + directories + AFTER).length())
                    .startsWith(BEFORE + "/")
                    .endsWith("x" + "\0".repeat(18) + "glibc-ld.so.cache1.1" + "\0".repeat(20) + "end")
                    .doesNotContain("/lib", "/usr", "/etc");
            String blanked = java.util.Arrays.stream(directories.split("\0"))
                    .map(directory -> "/" + "\1".repeat(directory.length() - 2) + "/\0")
                    .collect(java.util.stream.Collectors.joining());
            assertThat(edited).contains(blanked);
        }
    }

    @Test
    void aLoaderOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> edit("/lib/ld-musl-x86_64.path\0/etc/ld.so.cache\0"))
                .isInstanceOf(BundleException.class)
                .hasMessageStartingWith("ld.so: its default library directories were not found");
    }

    private static String edit(String text) throws Exception {
        ByteBuffer loader = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        return new String(HermeticLoader.edit("ld.so", loader), StandardCharsets.ISO_8859_1);
    }
}
