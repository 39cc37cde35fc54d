package io.relocpy.bundle.internal.build;

import static io.relocpy.bundle.Samples.bundled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.bundle.BundleEvent;
import io.relocpy.bundle.BundleEvent.Step;
import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.internal.python.BundledModules;
import io.relocpy.bundle.internal.python.LeftOut;
import io.relocpy.bundle.internal.python.Scripts;
import io.relocpy.bundle.internal.tree.BundleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntryPointCheckTest {
    private static final String SITE = "lib64/python3.13/site-packages/";
    private static final String SCRIPTS = "libexec/scripts/";
    private static final String MAIN = "def main(): pass\n";

    @TempDir
    Path folder;

    @Test
    void theModuleMustBeThere() {
        BundleFile[] files = {
            bundled(SITE + "vendor/cli.py", MAIN),
            bundled(SCRIPTS + "tools/own/main.py", MAIN),
            bundled(SCRIPTS + "tools/b.py", "")
        };

        assertThatCode(checking("vendor.cli:main", null, files)).doesNotThrowAnyException();
        assertThatCode(checking("own.main:main", "tools", files)).doesNotThrowAnyException();
        assertThatThrownBy(checking("vendor.cil:main", null, files))
                .isInstanceOf(BundleException.class)
                .hasMessage("command c: its module vendor.cil is not in the bundle; did you mean vendor.cli?");
        assertThatThrownBy(checking("own.main:x", null, files))
                .as("scripts of a directory that is not given")
                .hasMessageStartingWith("command c: its module own.main is not in the bundle");
    }

    @Test
    void ownModulesAreCheckedBeforeAnyPackageIsKnown() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools/vendor"));
        Files.writeString(tools.resolve("__init__.py"), "");
        Files.writeString(tools.resolve("cli.py"), MAIN);
        Files.writeString(folder.resolve("tools/single.py"), MAIN);

        assertThatThrownBy(checkingScripts("vendor.cli:mian"))
                .isInstanceOf(BundleException.class)
                .hasMessage("command c: its module vendor.cli does not define mian; did you mean main?");
        assertThatThrownBy(checkingScripts("vendor.clii:main"))
                .hasMessage("command c: its module vendor.clii is not in the bundle; did you mean vendor.cli?");
        assertThatThrownBy(checkingScripts("single:mian"))
                .hasMessage("command c: its module single does not define mian; did you mean main?");
        assertThatThrownBy(checkingScripts("single.py:main"))
                .as("a file instead of a module")
                .hasMessage("command c: its module single.py is not in the bundle: single is a file and no package;"
                        + " did you mean single:main?");
        assertThatThrownBy(checkingScripts("vendor.cli.commands:main"))
                .hasMessageEndingWith("vendor.cli is a file and no package; did you mean vendor.cli:main?");
        assertThatCode(checkingScripts("vendor.cli:main")).doesNotThrowAnyException();
        assertThatCode(checkingScripts("yaml:dump")).as("a package may have it").doesNotThrowAnyException();
    }

    /** Lines of CPython's {@code os} and of {@code six}. */
    @Test
    void modulesMayMakeOthers() {
        BundleFile[] files = {
            bundled("lib64/python3.13/os.py", "sys.modules['os.path'] = path\n"),
            bundled(SITE + "six.py", "__path__ = []  # required for PEP 302 and PEP 451\n"),
            bundled(SITE + "single.py", MAIN)
        };
        for (String function : List.of("os.path:join", "six.moves:input")) {
            assertThatCode(checking(function, null, files)).as(function).doesNotThrowAnyException();
        }
        assertThatThrownBy(checking("single.py:main", null, files)).hasMessageEndingWith("did you mean single:main?");
    }

    private ThrowingCallable checkingScripts(String function) throws IOException {
        Scripts scripts = Scripts.read(
                List.of(folder.resolve("tools")),
                new LeftOut(List.of(), List.of(), List.of(), path -> false),
                List.of());
        CommandSettings command = new CommandSettings("c", "tools", function, List.of(), new TreeMap<>());
        return () -> EntryPointCheck.checkScripts(List.of(command), scripts);
    }

    @Test
    void theModuleMustDefineTheFunction() {
        BundleFile[] files = {
            bundled(SITE + "vendor/__init__.py", ""),
            bundled(SITE + "vendor/cli.py", MAIN + "class App:\n    def run(self): pass\n"),
            bundled(SCRIPTS + "tools/vendor/cli.py", "def start(): pass\n")
        };

        assertThatThrownBy(checking("vendor.cli:mian", null, files))
                .isInstanceOf(BundleException.class)
                .hasMessage("command c: its module vendor.cli does not define mian; did you mean main?");
        assertThatThrownBy(checking("vendor.cli:run", null, files))
                .as("a method")
                .hasMessage("command c: its module vendor.cli does not define run");
        assertThatThrownBy(checking("vendor.cli:main", "tools", files))
                .as("the script's own module comes first")
                .hasMessage("command c: its module vendor.cli does not define main");
        assertThatThrownBy(checking("vendor:main", null, files))
                .as("a package")
                .hasMessage("command c: its module vendor does not define main");
        assertThatCode(checking("vendor.cli:App.run", null, files)).doesNotThrowAnyException();
        assertThatCode(checking("vendor:cli.main", null, files))
                .as("a submodule")
                .doesNotThrowAnyException();
        assertThatCode(checking("vendor.cli:start", "tools", files)).doesNotThrowAnyException();
    }

    @Test
    void modulesWithoutSourceAreTrusted() {
        assertThatCode(checking("fast:main", null, bundled(SITE + "fast.cpython-313-x86_64-linux-gnu.so", "")))
                .doesNotThrowAnyException();
        assertThatCode(checking("old:main", null, bundled(SITE + "old.pyc", "")))
                .doesNotThrowAnyException();
        assertThatCode(checking("both:main", null, bundled(SITE + "both.py", ""), bundled(SITE + "both.so", "")))
                .doesNotThrowAnyException();
        assertThatCode(checking("space:main", null, bundled(SITE + "space/x.py", "")))
                .doesNotThrowAnyException();
    }

    @Test
    void whatPackagesDeclareIsOnlyTold() throws IOException {
        String declared = "[console_scripts]\ngood = a:main\nbad = a:mian\ngone = bbb:main\nunused = c:d\n";
        List<BundleFile> files = List.of(
                bundled(SITE + "a.py", MAIN),
                bundled(SITE + "a-1.dist-info/entry_points.txt", declared),
                bundled("libexec/relocpy/entry-points/good", ""),
                bundled("libexec/relocpy/entry-points/bad", ""),
                bundled("libexec/relocpy/entry-points/gone", ""));
        List<BundleEvent> events = new ArrayList<>();

        new EntryPointCheck(files).check(List.of(), modules(files), new Progress(events::add));

        assertThat(events)
                .containsExactly(
                        new BundleEvent.Notice(
                                Step.VERIFY, "command bad", "its module a does not define mian; did you mean main?"),
                        new BundleEvent.Notice(Step.VERIFY, "command gone", "its module bbb is not in the bundle"));
    }

    private static ThrowingCallable checking(String function, @Nullable String script, BundleFile... files) {
        CommandSettings command = new CommandSettings("c", script, function, List.of(), new TreeMap<>());
        List<BundleFile> all = List.of(files);
        return () -> new EntryPointCheck(all).check(List.of(command), modules(all), new Progress(event -> {}));
    }

    private static BundledModules modules(List<BundleFile> files) throws IOException {
        return BundledModules.of(files, "libexec/relocpy/bin/python3.13");
    }
}
