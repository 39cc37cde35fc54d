package io.relocpy.deb.internal.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContentsReaderTest {
    private static Map<String, Set<String>> find(String text, String... paths) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ContentsReader.find(new ByteArrayInputStream(bytes), "Contents", Set.of(paths));
    }

    @Test
    void packagesAreFoundWithoutTheirSections() throws IOException {
        assertThat(find("usr/bin/a    misc/a,contrib/misc/b,c\nusr/bin/b\tb\n", "usr/bin/a", "usr/bin/b", "usr/bin/c"))
                .isEqualTo(Map.of("usr/bin/a", Set.of("a", "b", "c"), "usr/bin/b", Set.of("b")));
    }

    @Test
    void pathsMayContainSpacesAndAnyLetter() throws IOException {
        assertThat(find("usr/share/a  b/ä x/y\nlast x/z", "usr/share/a  b/ä", "last"))
                .isEqualTo(Map.of("usr/share/a  b/ä", Set.of("y"), "last", Set.of("z")));
    }

    @Test
    void linesMayBeLong() throws IOException {
        String path = "a".repeat(200_000);

        assertThat(find("x y\n" + path + " s/p\nx y\n", path)).isEqualTo(Map.of(path, Set.of("p")));
        assertThatThrownBy(() -> find("a".repeat(2 << 20), "a")).isInstanceOf(FormatException.class);
    }
}
