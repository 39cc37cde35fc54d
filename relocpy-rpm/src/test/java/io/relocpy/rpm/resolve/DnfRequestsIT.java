package io.relocpy.rpm.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.metadata.RepoFiles;
import io.relocpy.rpm.metadata.Repository;
import io.relocpy.rpm.metadata.RepositoryClient;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our requests to a server are those of dnf: the same URLs with the same credentials. */
class DnfRequestsIT {
    @TempDir
    Path temp;

    private Path repository;
    private final List<HttpServer> servers = new ArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private int other;

    @BeforeEach
    void makeRepository() throws IOException {
        HostTools.require("dnf", "rpmbuild", "createrepo_c");
        Path spec = Files.writeString(temp.resolve("x.spec"), """
                Name: libstdc++
                Version: 1.0~a^b
                Release: 1
                Summary: s
                License: MIT
                BuildArch: noarch
                %description
                s
                %files
                """);
        HostTools.run("rpmbuild", "-bb", "--quiet", "--define", "_topdir " + temp.resolve("top"), spec.toString())
                .orFail();
        repository = temp.resolve("top/RPMS/noarch");
        Files.move(
                repository.resolve("libstdc++-1.0~a^b-1.noarch.rpm"),
                repository.resolve("libstdc++-0:1.0~a^b 1.noarch.rpm"));
        HostTools.run("createrepo_c", "--quiet", repository.toString()).orFail();
        other = start("other");
    }

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    private int start(String name) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String given = exchange.getRequestHeaders().getFirst("Authorization");
                String credentials = given == null
                        ? "none"
                        : new String(
                                Base64.getDecoder().decode(given.replaceFirst("Basic ", "")), StandardCharsets.UTF_8);
                requests.add(name + " " + exchange.getRequestURI() + " " + credentials);
                String path = exchange.getRequestURI().getPath();
                if (path.startsWith("/away/")) {
                    exchange.getResponseHeaders()
                            .set(
                                    "Location",
                                    "http://localhost:" + other
                                            + exchange.getRequestURI()
                                                    .getRawPath()
                                                    .substring(5));
                    exchange.sendResponseHeaders(302, -1);
                    return;
                }
                Path file = repository.resolve(path.replaceFirst("^/(a\\+b/)?", ""));
                byte[] content = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
                exchange.sendResponseHeaders(
                        content.length == 0 ? 404 : 200, content.length == 0 ? -1 : content.length);
                exchange.getResponseBody().write(content);
            }
        });
        server.start();
        servers.add(server);
        return server.getAddress().getPort();
    }

    private TreeSet<String> taken() {
        TreeSet<String> taken = new TreeSet<>(requests);
        requests.clear();
        return taken;
    }

    @Test
    void sendsTheSameRequestsAsDnf() throws IOException {
        String host = "localhost:" + start("own");
        int number = 0;
        for (String settings : List.of(
                "baseurl=http://" + host + "/",
                "baseurl=http://" + host + "/a+b",
                "baseurl=http://" + host + "?token=1+2%2b",
                "baseurl=http://" + host + "/a+b/?token=1",
                "baseurl=http://us%65r:p%40w@" + host + "/",
                "baseurl=http://" + host + "/\nusername=un\npassword=p:w",
                "baseurl=http://user:pw@" + host + "/\nusername=un\npassword=p:w",
                "baseurl=http://user:pw@" + host + "/away/",
                "baseurl=http://" + host + "/away/\nusername=un\npassword=p:w")) {
            Path folder = Files.createDirectory(temp.resolve("run" + number++));
            Path repos = Files.createDirectory(folder.resolve("repos"));
            Path file = Files.writeString(
                    repos.resolve("x.repo"), "[x]\nname=x\nenabled=1\ngpgcheck=0\n" + settings + "\n");
            HostTools.run(
                            "dnf",
                            "-q",
                            "-y",
                            "--setopt=reposdir=" + repos,
                            "--setopt=cachedir=" + folder.resolve("cache"),
                            "--installroot=" + folder.resolve("root"),
                            "--releasever=9",
                            "--downloadonly",
                            "install",
                            "libstdc++")
                    .orFail();
            TreeSet<String> dnf = taken();
            Repository loaded = RepositoryClient.builder()
                    .cacheDirectory(folder.resolve("ours"))
                    .build()
                    .load(RepoFiles.read(file, Map.of()).get(0));
            PackageMetadata metadata = loaded.packages().get(0);
            loaded.files(metadata);
            loaded.fetch(metadata);
            assertThat(taken()).as(settings).isEqualTo(dnf).hasSizeGreaterThanOrEqualTo(4);
        }
    }
}
