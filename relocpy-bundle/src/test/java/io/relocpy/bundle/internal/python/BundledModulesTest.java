package io.relocpy.bundle.internal.python;

import static io.relocpy.bundle.Samples.bundled;
import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.internal.tree.BundleFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class BundledModulesTest {
    private final List<BundleFile> files = List.of(
            bundled("lib/python3.13/os.py", ""),
            bundled("lib64/python3.13/lib-dynload/_ssl.cpython-313-x86_64-linux-gnu.so", ""),
            bundled("lib/python3.13/__pycache__/gone.cpython-313.pyc", ""),
            bundled("lib/python3/dist-packages/yaml/__init__.py", ""),
            bundled("lib/python3/dist-packages/yaml/loader.py", ""),
            bundled("lib64/python3.13/site-packages/google/cloud/storage.abi3.so", ""),
            bundled("lib/other/stray.py", ""));

    @Test
    void findsFilesOfEverySearchedDirectory() throws Exception {
        BundledModules modules = BundledModules.of(files, "libexec/relocpy/bin/python3.13");

        assertThat(List.of("os", "_ssl", "yaml", "yaml.loader", "google", "google.cloud", "google.cloud.storage"))
                .allMatch(modules::has);
        assertThat(List.of("gone", "stray", "yaml.dumper", "google.auth", "dist-packages.yaml", "yam"))
                .noneMatch(modules::has);
    }

    @Test
    void aModuleThatIsNoPackageMayMakeOthers() throws Exception {
        assertThat(BundledModules.of(files, "").has("os.path")).isTrue();
    }

    @Test
    void knowsWhatEveryInterpreterHasBuiltIn() throws Exception {
        assertThat(List.of("sys", "builtins", "marshal", "_warnings", "__main__"))
                .allMatch(BundledModules.of(List.of(), "")::has);
    }

    @Test
    void aFolderGivesItsOwnModules() {
        BundledModules modules = BundledModules.ofDirectory(
                List.of(bundled("libexec/scripts/tools/helpers.py", ""), bundled("libexec/scripts/other.py", "")),
                "libexec/scripts/tools/");

        assertThat(modules.has("helpers")).isTrue();
        assertThat(modules.has("other")).isFalse();
    }
}
