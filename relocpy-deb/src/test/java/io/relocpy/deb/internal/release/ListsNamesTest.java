package io.relocpy.deb.internal.release;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListsNamesTest {
    /** As apt-get 2.6.1 has named them. */
    @ParameterizedTest
    @CsvSource({
        "http://deb.example.org/debian/dists/trixie/InRelease, deb.example.org_debian_dists_trixie_InRelease",
        "https://user:secret@example.org/a/dists/s/Release, example.org_a_dists_s_Release",
        "http://localhost:8080/dists/s/InRelease, localhost:8080_dists_s_InRelease",
        "http://example.org/a_b~c/dists/s/InRelease, example.org_a%5fb%7ec_dists_s_InRelease",
        "file:/srv/repo/dists/s/InRelease, _srv_repo_dists_s_InRelease",
        "file:///srv/repo/dists/s/InRelease, _srv_repo_dists_s_InRelease",
        "mirror+file:/etc/apt/list/dists/s/InRelease, _etc_apt_list_dists_s_InRelease",
    })
    void areThoseOfApt(String url, String name) {
        assertThat(ListsNames.of(url)).isEqualTo(name);
    }
}
