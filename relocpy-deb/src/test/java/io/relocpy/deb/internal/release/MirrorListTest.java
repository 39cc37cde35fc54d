package io.relocpy.deb.internal.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MirrorListTest {
    private static List<MirrorList.Mirror> parse(String text) throws FormatException {
        return MirrorList.parse(text.getBytes(StandardCharsets.UTF_8), "list");
    }

    /** The example of apt-transport-mirror(1). */
    @Test
    void mirrorsAreInTheOrderOfTheirPriority() throws FormatException {
        List<MirrorList.Mirror> mirrors = parse("""
                # comment

                http://ftp.example.org/debian/\ttype:deb
                http://partial.example.org/mirror/\tpriority:2 arch:amd64 arch:all type:deb
                file:/srv/local/debian/mirror/\tpriority:1 type:index
                https://deb.example.org/debian/
                """);

        assertThat(mirrors)
                .extracting(MirrorList.Mirror::uri)
                .containsExactly(
                        "file:/srv/local/debian/mirror/",
                        "http://partial.example.org/mirror/",
                        "http://ftp.example.org/debian/",
                        "https://deb.example.org/debian/");
        MirrorList.Mirror partial = mirrors.get(1);
        assertThat(partial.serves("arch", "amd64")).isTrue();
        assertThat(partial.serves("arch", "all")).isTrue();
        assertThat(partial.serves("arch", "arm64")).isFalse();
        assertThat(partial.serves("type", "index")).isFalse();
        assertThat(partial.serves("component", "main")).isTrue();
    }

    @Test
    void listsWithoutMirrorsAreRefused() {
        assertThatThrownBy(() -> parse("# none\n\n")).isInstanceOf(FormatException.class);
        assertThatThrownBy(() -> parse(" ".repeat(MirrorList.MAX_SIZE + 1))).isInstanceOf(FormatException.class);
    }
}
