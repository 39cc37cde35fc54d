package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.Content;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes one file of all certificate authorities of the packages, as OpenSSL reads it. */
final class CertificateAuthorities {
    /** Where hosts have such a file, in the order in which they are tried. */
    static final List<String> HOST_FILES = List.of(
            "/etc/ssl/certs/ca-certificates.crt",
            "/etc/pki/tls/certs/ca-bundle.crt",
            "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
            "/etc/ssl/ca-bundle.pem",
            "/var/lib/ca-certificates/ca-bundle.pem",
            "/etc/pki/tls/cert.pem",
            "/etc/ssl/cert.pem");

    /** Where the bundle's is; {@code python/_relocpy_authorities.py} looks there. */
    static final String PATH = "etc/ssl/cert.pem";

    /** What FileRules keeps as certificate authorities, at its place in the bundle. */
    private static final Pattern SOURCE = Pattern.compile(
            "share/ca-certificates/.*\\.crt|share/pki/ca-trust-source/.*|etc/pki/ca-trust/extracted/pem/.*");

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]+-----END (?:TRUSTED )?CERTIFICATE-----");

    /** An object of p11-kit's persistence format, see its manual "Storing trust policy"; it begins with this line. */
    private static final String P11_KIT_OBJECT = "[p11-kit-object-v1]";

    private CertificateAuthorities() {}

    /** The files with those of the packages replaced by one; unchanged if there are none. */
    static List<BundleFile> join(List<BundleFile> files, Instant modified) throws IOException {
        SortedSet<String> certificates = new TreeSet<>();
        List<BundleFile> others = new ArrayList<>();
        for (BundleFile file : files) {
            if (!SOURCE.matcher(file.path()).matches()) {
                others.add(file);
            } else if (file instanceof BundleFile.Regular regular) {
                addTrusted(regular.content().text(), certificates);
            }
        }
        if (!certificates.isEmpty()) {
            others.add(BundleFile.Regular.made(
                    PATH,
                    Content.of(String.join("\n", certificates) + "\n"),
                    false,
                    modified,
                    FileReason.of(FileReason.Kind.CERTIFICATES)));
        }
        return others;
    }

    private static void addTrusted(String text, SortedSet<String> certificates) {
        boolean annotated = text.contains(P11_KIT_OBJECT);
        for (String object : annotated ? text.split(Pattern.quote(P11_KIT_OBJECT)) : new String[] {text}) {
            if (annotated && !object.contains("\ntrusted: true")) {
                continue;
            }
            Matcher matcher = PEM.matcher(object);
            while (matcher.find()) {
                if (!matcher.group()
                        .contains(
                                "TRUSTED")) { // the same certificates with attributes, which PEM readers do not accept
                    certificates.add(matcher.group());
                }
            }
        }
    }
}
