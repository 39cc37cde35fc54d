package io.relocpy.deb.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.FormatException;
import org.junit.jupiter.api.Test;

class PayloadTreeTest {
    @Test
    void namesMayNotFillTheMemory() throws FormatException {
        PayloadTree tree = new PayloadTree();
        int added = 0;
        String last = "n".repeat(240);
        while (added < 250_000) {
            tree.add("./" + added++ + last, '0', "data.tar");
        }
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 50_000; i++) {
                        tree.add("./x" + i + last, '0', "data.tar");
                    }
                })
                .isInstanceOf(FormatException.class)
                .hasMessage("data.tar: expected names of at most 67108864 characters in all, found \"more\"");
    }

    @Test
    void namesAreMeasuredInBytes() throws FormatException {
        PayloadTree tree = new PayloadTree();
        assertThat(tree.add("./" + "\u20ac".repeat(85), '0', "data.tar")).hasSize(86);
        assertThatThrownBy(() -> tree.add("./" + "\u20ac".repeat(86), '0', "data.tar"))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("data.tar: expected names of at most 255 bytes");
        assertThatThrownBy(() -> tree.add("./" + "\u20ac/".repeat(1024), '5', "data.tar"))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("data.tar: expected a path of at most 4095 bytes");
    }
}
