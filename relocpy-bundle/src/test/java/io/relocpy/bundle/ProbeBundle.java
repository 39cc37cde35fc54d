package io.relocpy.bundle;

import io.relocpy.deb.resolve.DebRepositories;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A bundle whose command {@code probe} uses all that a Python offers, see {@code probe/__main__.py}, and the certificates
 * that it needs: an authority that the bundle brings, and one that hosts have.
 */
public final class ProbeBundle {
    private final Path folder;

    /** Makes certificates, and a package that has one of the authorities. */
    ProbeBundle(Path folder) throws IOException {
        HostTools.require("openssl", "rpmbuild", "createrepo_c", "dpkg-deb", "musl-gcc");
        this.folder = Files.createDirectories(folder);
        Files.createDirectories(certificates());
        Files.createDirectories(folder.resolve("probe"));
        for (String module : List.of("probe/__main__.py", "probe/ways.py")) {
            Files.write(folder.resolve(module), resource(module));
        }
        for (String authority : List.of("bundle", "host")) {
            makeCertificates(authority);
        }
        makeAuthorityPackage();
        Path source = Files.write(folder.resolve("exec_as.c"), resource("internal/build/launcher/exec_as.c"));
        HostTools.run("musl-gcc", "-o", certificates().resolve("exec_as").toString(), source.toString())
                .orFail();
    }

    Path certificates() {
        return folder.resolve("certificates");
    }

    /** Builds it from a repository, with more packages, as a directory. */
    Path build(String name, String architecture, Path repository, List<String> modules) throws IOException {
        return build(
                Bundle.builder().repositories(repository, folder.resolve("authority")), name, architecture, modules);
    }

    /** Builds it from Debian's own packages of a suite. */
    Path buildOfSuite(String suite, String name, String architecture, List<String> modules) throws IOException {
        return build(Bundle.builder().repositories(debian(suite)), name, architecture, modules);
    }

    /** A suite with the package of the authority. */
    DebRepositories debian(String suite) throws IOException {
        return DebianSuite.of(suite, folder.resolve("debian"));
    }

    private Path build(Bundle.Builder bundle, String name, String architecture, List<String> modules)
            throws IOException {
        Path target = folder.resolve(name);
        List<String> all = new ArrayList<>(
                List.of("python3dist(pyyaml)", "tzdata", "ca-certificates", "ncurses-base", "test-authority"));
        all.addAll(modules);
        bundle.architecture(architecture)
                .modules(all.toArray(String[]::new))
                .scripts(folder.resolve("probe"))
                .write(target);
        return target;
    }

    /** An authority and a server's certificate that it signed, for localhost. */
    private void makeCertificates(String authority) throws IOException {
        Path ca = certificates().resolve(authority + "-ca.pem");
        Path caKey = certificates().resolve(authority + "-ca.key");
        Path server = folder.resolve("probe/" + authority + "-server.pem");
        Path key = certificates().resolve("server.key");
        String subject = "/CN=" + authority + "-test-authority";
        openssl(ca, caKey, "-subj " + subject + " -addext keyUsage=critical,keyCertSign,cRLSign");
        openssl(
                server,
                key,
                "-subj /CN=localhost -addext subjectAltName=DNS:localhost -addext"
                        + " basicConstraints=critical,CA:FALSE -CA " + ca + " -CAkey " + caKey);
        Files.writeString(server, Files.readString(key) + Files.readString(server));
    }

    private static void openssl(Path certificate, Path key, String options) {
        List<String> command = new ArrayList<>(List.of("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes"));
        command.addAll(List.of("-days", "3650", "-keyout", key.toString(), "-out", certificate.toString()));
        command.addAll(Arrays.asList(options.split(" ")));
        HostTools.run(command.toArray(String[]::new)).orFail();
    }

    private void makeAuthorityPackage() throws IOException {
        Path root = folder.resolve("root");
        Path authorities = Files.createDirectories(root.resolve("usr/share/ca-certificates"));
        Files.copy(certificates().resolve("bundle-ca.pem"), authorities.resolve("test.crt"));
        Path spec = Files.writeString(folder.resolve("authority.spec"), """
                Name: test-authority
                Version: 1
                Release: 1
                Summary: made for a test
                License: MIT
                BuildArch: noarch
                %description
                made for a test
                %files
                /usr/share/ca-certificates/test.crt
                """);
        HostTools.run(
                        "rpmbuild",
                        "-bb",
                        "--noclean",
                        "--buildroot",
                        root.toString(),
                        "--define",
                        "_topdir " + folder.resolve("top"),
                        "--define",
                        "_rpmdir " + folder.resolve("authority"),
                        spec.toString())
                .orFail();
        HostTools.run("createrepo_c", "-q", folder.resolve("authority").toString())
                .orFail();
        Files.createDirectories(root.resolve("DEBIAN"));
        Files.writeString(root.resolve("DEBIAN/control"), """
                Package: test-authority
                Version: 1
                Architecture: all
                Maintainer: A <a@example.org>
                Description: made for a test
                """);
        Path deb = Files.createDirectories(folder.resolve("debian")).resolve("test-authority.deb");
        HostTools.run("dpkg-deb", "--root-owner-group", "-b", root.toString(), deb.toString())
                .orFail();
    }

    public static byte[] resource(String name) throws IOException {
        try (InputStream in = ProbeBundle.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("resource " + name + " is missing");
            }
            return in.readAllBytes();
        }
    }
}
