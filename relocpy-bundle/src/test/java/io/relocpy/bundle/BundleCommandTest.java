package io.relocpy.bundle;

import static io.relocpy.testing.BuilderCopies.faults;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleCommandTest {
    @Test
    void aVariantStartsWithAllValues() throws Exception {
        BundleCommand.Builder changed = BundleCommand.named("x")
                .script("tools")
                .entryPoint("a.b:c")
                .pythonOptions("-O")
                .environment("A", "b");

        assertThat(faults(BundleCommand.named("x"), changed, changed.build().toBuilder(), "name"))
                .isEmpty();
        assertThat(changed.build()).isEqualTo(changed.build().toBuilder().build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-x", ".x", "a/b", "a b", "a\n"})
    void aNameThatNoCommandHasIsRefused(String name) {
        assertThatThrownBy(() -> BundleCommand.named(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("command: expected a name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "a:b:c", "a.:b", "a:b()", ":b", "a:"})
    void anEntryPointIsAModuleAndAFunction(String text) {
        assertThatThrownBy(() -> BundleCommand.named("x").entryPoint(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("entryPoint: expected module:function");
    }

    @Test
    void onlyOptionsThatCanStandBeforeAScriptAreAccepted() {
        for (List<String> options :
                List.of(List.of("-c"), List.of("-m"), List.of("x.py"), List.of("-X"), List.of("-"))) {
            assertThatThrownBy(() -> BundleCommand.named("x").pythonOptions(options))
                    .as("%s", options)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("pythonOptions: ");
        }
        assertThat(BundleCommand.named("x")
                        .pythonOptions("-OO", "-X", "utf8", "-Wignore", "-W", "error::UserWarning")
                        .build()
                        .pythonOptions())
                .hasSize(6);
    }

    @Test
    void theInterpretersOwnCommandRunsNoScript() {
        assertThatThrownBy(() -> BundleCommand.named("python3").script("x.py").build())
                .hasMessage("command: python3 is the interpreter's own");
        assertThat(BundleCommand.named("python3").environment("A", "b").build().name())
                .isEqualTo("python3");
    }
}
