package io.relocpy.bundle.internal.build;

import static io.relocpy.bundle.Samples.TIME;
import static io.relocpy.bundle.Samples.bundled;
import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.internal.tree.BundleFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateAuthoritiesTest {
    private static final String A = pem("AAAA");
    private static final String B = pem("BBBB");

    @Test
    void joinsOneFileForEachAuthority() throws Exception {
        List<BundleFile> files = CertificateAuthorities.join(
                List.of(
                        bundled("share/ca-certificates/mozilla/B.crt", B + "\n"),
                        bundled("share/ca-certificates/mozilla/A.crt", A + "\n"),
                        bundled("lib/other", "x")),
                TIME);

        assertThat(files).extracting(BundleFile::path).containsExactly("lib/other", "etc/ssl/cert.pem");
        assertThat(text(files)).isEqualTo(A + "\n" + B + "\n");
    }

    @Test
    void takesOnlyTheTrustedOnesOfP11Kit() throws Exception {
        String p11kit = "# comment\n[p11-kit-object-v1]\ntrusted: true\n" + A
                + "\n\n[p11-kit-object-v1]\nx-distrusted: true\n" + B + "\n";

        List<BundleFile> files = CertificateAuthorities.join(
                List.of(bundled("share/pki/ca-trust-source/ca-bundle.trust.p11-kit", p11kit)), TIME);

        assertThat(text(files)).isEqualTo(A + "\n");
    }

    @Test
    void makesNothingOfNothing() throws Exception {
        assertThat(CertificateAuthorities.join(List.of(bundled("lib/other", "x")), TIME))
                .hasSize(1);
    }

    private static String text(List<BundleFile> files) throws Exception {
        return ((BundleFile.Regular) files.get(files.size() - 1)).content().text();
    }

    private static String pem(String body) {
        return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----";
    }
}
