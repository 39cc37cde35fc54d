package io.relocpy.bundle.internal.places;

import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.FileReason.Kind;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.Content;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The policy for TLS of Red Hat's distributions, see crypto-policies(7). Their {@code openssl.cnf} includes it by way of a link
 * that installing crypto-policies makes; a bundle's OpenSSL reads no such file of hosts, but one of the bundle.
 */
final class CryptoPolicy {
    /** Where it is; {@link LibraryCatalogue} lets OpenSSL read it. */
    static final String PATH = "etc/crypto-policies/openssl.cnf";

    /** What the link leads to unless an administrator changes the policy. */
    private static final String DEFAULT = "share/crypto-policies/DEFAULT/opensslcnf.txt";

    private CryptoPolicy() {}

    /** The files with the policy, if packages have one. */
    static List<BundleFile> addTo(List<BundleFile> files, Instant modified) throws IOException {
        Optional<BundleFile.Regular> policy = files.stream()
                .filter(file -> file.path().equals(DEFAULT) && file instanceof BundleFile.Regular)
                .map(BundleFile.Regular.class::cast)
                .findFirst();
        if (policy.isEmpty()) {
            return files;
        }
        String text = """
                # as Red Hat's openssl.cnf includes /etc/crypto-policies/back-ends/opensslcnf.config
                openssl_conf = openssl_init

                [openssl_init]
                ssl_conf = ssl_module
                alg_section = evp_properties

                [evp_properties]

                [ssl_module]
                system_default = crypto_policy

                [crypto_policy]
                """;
        List<BundleFile> all = new ArrayList<>(files);
        all.add(BundleFile.Regular.made(
                PATH,
                Content.of(text + policy.get().content().text()),
                false,
                modified,
                FileReason.of(Kind.INSTALLED, "crypto-policies")));
        return all;
    }
}
