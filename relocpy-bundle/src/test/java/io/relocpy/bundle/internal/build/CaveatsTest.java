package io.relocpy.bundle.internal.build;

import static io.relocpy.bundle.Samples.TIME;
import static io.relocpy.bundle.Samples.bundled;
import static io.relocpy.bundle.Samples.origin;
import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.BundleEvent;
import io.relocpy.bundle.BundleEvent.Step;
import io.relocpy.bundle.Samples;
import io.relocpy.bundle.internal.python.BundledModules;
import io.relocpy.bundle.internal.python.UnresolvedImport;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.bundle.internal.tree.Glibc;
import io.relocpy.bundle.internal.tree.Origin;
import io.relocpy.bundle.internal.tree.SourcePackage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CaveatsTest {
    private static final String SITE = "lib64/python3.13/site-packages/";

    @Test
    void packagesThatGiveNoLicenceFileAreNamed() throws IOException {
        SourcePackage licensed = origin("yaml");
        SourcePackage bare = origin("yam");
        List<BundleFile> files = List.of(bundled("licenses/yaml/COPYING", "MIT"), bundled(SITE + "yaml.py", ""));

        Caveats caveats = caveats(files, layout(Map.of()), List.of(licensed, bare));

        assertThat(caveats.packagesWithoutLicense()).containsExactly(bare);
    }

    @Test
    void importsThatNothingSatisfiesAreNamedWithScriptAndLine() throws IOException {
        List<BundleFile> files = List.of(
                bundled(SITE + "yaml.py", "import not_looked_at"),
                script("hello.py", "import sys, yaml\nimport numpy\n"),
                script("README", "import nothing"),
                script("data/run", "#!/usr/bin/env python3\nimport scipy"));

        assertThat(caveats(files, layout(Map.of()), List.of()).missingImports())
                .containsExactly(
                        new UnresolvedImport("hello.py", 2, "numpy"), new UnresolvedImport("data/run", 2, "scipy"));
    }

    @Test
    void aCommandIsPythonWhateverItsName() throws IOException {
        List<BundleFile> files = List.of(script("hello", "import numpy"));

        assertThat(caveats(files, layout(Map.of("hello", "hello")), List.of()).missingImports())
                .containsExactly(new UnresolvedImport("hello", 1, "numpy"));
    }

    @Test
    void scriptsSatisfyEachOther() throws IOException {
        List<BundleFile> files = List.of(
                script("tools/run.py", "import helpers, parts.one\n"),
                script("tools/helpers.py", ""),
                script("tools/parts/one.py", "import helpers, parts, two\n"),
                script("tools/parts/two.py", "import tools.helpers\n"),
                script("other.py", "import helpers\n"));

        assertThat(caveats(files, layout(Map.of()), List.of()).missingImports())
                .containsExactly(new UnresolvedImport("other.py", 1, "helpers"));
    }

    private static Caveats caveats(List<BundleFile> files, Layout layout, List<SourcePackage> contributing)
            throws IOException {
        return Caveats.of(files, layout, BundledModules.of(files, layout.python()), contributing);
    }

    @Test
    void eachIsToldAsANotice() {
        List<BundleEvent> events = new ArrayList<>();

        new Caveats(List.of(new UnresolvedImport("a.py", 3, "b")), List.of(origin("c")))
                .report(new Progress(events::add));

        assertThat(events)
                .containsExactly(
                        new BundleEvent.Notice(Step.VERIFY, "a.py:3", "imports b, which is not in the bundle"),
                        new BundleEvent.Notice(
                                Step.VERIFY, "c-1-1.x86_64", "gives files to the bundle, but no licence file"));
    }

    private static BundleFile script(String path, String text) {
        return new BundleFile.Regular(
                BundleLayout.SCRIPTS + path,
                Content.of(text),
                false,
                TIME,
                Origin.WithoutPackage.SCRIPT,
                Samples.REASON,
                List.of());
    }

    private static Layout layout(Map<String, String> commands) {
        return new Layout(
                "libexec/relocpy/bin/python3.13",
                List.of("lib64"),
                new Glibc("lib64/libc.so.6", "2.41", null),
                TIME,
                commands,
                Map.of());
    }
}
