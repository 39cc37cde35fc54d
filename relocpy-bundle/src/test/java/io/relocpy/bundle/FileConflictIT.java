package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two packages that rpmbuild made have different files at one path. */
class FileConflictIT {
    @TempDir
    Path folder;

    private Path demo;

    @BeforeEach
    void findDemo() {
        HostTools.require("rpmbuild", "createrepo_c");
        demo = DemoRepository.of("trixie");
    }

    /** A package whose files come about by this script, which has the name and the place of the root. */
    private void make(String name, String script) throws IOException {
        Path spec = Files.writeString(folder.resolve(name + ".spec"), """
                %%global debug_package %%{nil}
                %%global __os_install_post %%{nil}
                %%global _build_id_links none
                Name: %1$s
                Version: 1
                Release: 1
                Summary: x
                License: MIT
                BuildArch: noarch
                AutoReqProv: no
                %%description
                x
                %%install
                cd %%{buildroot}
                name=%1$s
                %2$s
                %%files
                /*
                """.formatted(name, script));
        HostTools.run(
                        "rpmbuild",
                        "-bb",
                        "--define",
                        "_topdir " + folder.resolve("top"),
                        "--define",
                        "_rpmdir " + folder.resolve("repo"),
                        spec.toString())
                .orFail();
    }

    private Bundle.Builder bundle(String script) throws IOException {
        make("one", script);
        make("two", script);
        HostTools.run("createrepo_c", folder.resolve("repo").toString()).orFail();
        return Bundle.builder().repositories(demo, folder.resolve("repo")).modules("one", "two");
    }

    private static final String MODULE =
            "mkdir -p usr/lib/python3/dist-packages; echo 1 > usr/lib/python3/dist-packages/$name.py;";

    @Test
    void whatDoesNotStayDoesNotStopABuild() throws IOException {
        Path target = folder.resolve("bundle.tar");
        bundle(MODULE + """
                mkdir -p usr/lib/.build-id/ab usr/share/man usr/bin var/lib
                ln -s ../../../bin/$name usr/lib/.build-id/ab/cd
                echo $name > usr/share/man/page
                echo $name > usr/bin/tool
                [ $name = one ] && echo x > var/lib/both || mkdir -p var/lib/both/below
                """).write(target);
        assertThat(Bundle.verify(target).faults()).isEmpty();
    }

    @Test
    void aRealConflictSaysWhichPackagesAndWhatDiffers() throws IOException {
        Bundle.Builder builder = bundle(MODULE + "echo $name$name > usr/lib/python3/dist-packages/both.py");
        assertThatThrownBy(() -> builder.write(folder.resolve("bundle.tar")))
                .isInstanceOf(BundleException.class)
                .hasMessage(
                        "/usr/lib/python3/dist-packages/both.py: one-1-1.noarch and two-1-1.noarch do not agree on it:"
                                + " both of 7 bytes, which differ from byte 0 on");
        builder.exclude("/usr/lib/python3/dist-packages/both.py").write(folder.resolve("bundle.tar"));
    }
}
