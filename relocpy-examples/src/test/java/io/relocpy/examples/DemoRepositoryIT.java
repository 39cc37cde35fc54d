package io.relocpy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the tests of the script that makes demo repositories: its pure parts, and what rpm and dnf say of the result. */
class DemoRepositoryIT {
    private static final String PYTHON = "/usr/bin/python3";

    @ParameterizedTest
    @ValueSource(strings = {"test_make.py", "test_repository.py"})
    void itsOwnTestsPass(String tests) {
        HostTools.require(PYTHON, "rpm", "rpmbuild", "createrepo_c", "dnf", "dpkg-deb", "apt-get", "file");

        HostTools.Result result =
                HostTools.run(PYTHON, "demo-repository/" + tests).orFail();

        assertThat(result.stderr()).contains("OK").doesNotContain("skipped");
    }
}
