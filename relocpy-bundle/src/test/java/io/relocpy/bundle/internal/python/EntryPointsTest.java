package io.relocpy.bundle.internal.python;

import static io.relocpy.bundle.Samples.bundled;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class EntryPointsTest {
    @Test
    void consoleScriptsOfInstalledDistributionsAreFound() throws Exception {
        String text = """
                [other]
                plugin = a.b:c

                [console_scripts]
                pip3 = pip._internal.cli.main:main
                with-extra = tool.cli : App.run [fast]
                no module
                ..=a:b
                .hidden = a:b
                -rf = a:b
                a/b = a:b
                x\\y = a:b
                tab\tbed = a:b
                \u00e4 = a:b
                esc\033[2J = a:b
                """;

        SortedMap<String, EntryPoint> scripts = EntryPoints.of(List.of(
                bundled("lib/python3/dist-packages/pip-25.dist-info/entry_points.txt", text),
                bundled("share/doc/entry_points.txt", "[console_scripts]\nx = y:z\n")));

        assertThat(scripts).containsOnlyKeys("pip3", "with-extra");
        assertThat(scripts.get("pip3").script("pip3", "").text())
                .contains("from pip._internal.cli.main import main\n", "'pip3')", "sys.exit(main())\n");
        assertThat(scripts.get("with-extra").script("with-extra", "").text())
                .contains("from tool.cli import App\n", "sys.exit(App.run())\n");
    }
}
