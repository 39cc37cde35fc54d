package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.rpm.RpmFormatException;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RpmPackageSourceIT {
    @TempDir
    Path temp;

    private Path build(String content) throws IOException {
        Path spec = Files.writeString(temp.resolve("one.spec"), """
                Name: one
                Version: 1
                Release: 1
                Summary: s
                License: MIT
                BuildArch: noarch
                %%description
                s
                %%install
                mkdir -p %%{buildroot}/usr/share/one
                echo %s > %%{buildroot}/usr/share/one/file
                %%files
                /usr/share/one/file
                """.formatted(content));
        Path top = temp.resolve(content);
        HostTools.run("rpmbuild", "-bb", "--quiet", "--define", "_topdir " + top, spec.toString())
                .orFail();
        return top.resolve("RPMS/noarch/one-1-1.noarch.rpm");
    }

    private static List<String> read(PackageSource source, SourcePackage one) throws IOException {
        List<String> contents = new ArrayList<>();
        source.read(one, (entry, content) -> contents.add(new String(content.readAllBytes(), StandardCharsets.UTF_8)));
        return contents;
    }

    @Test
    void unpacksNothingButWhatWasFetched() throws IOException {
        HostTools.require("rpmbuild", "createrepo_c");
        Path file = build("right");
        Path stranger = build("another");
        HostTools.run("createrepo_c", "--quiet", file.getParent().toString()).orFail();
        RpmPackageSource source = new RpmPackageSource(
                Bundle.builder()
                        .repositories(file.getParent())
                        .architecture("x86_64")
                        .cacheDirectory(temp.resolve("cache")),
                new Progress(event -> {}));
        List<SourcePackage> packages = source.resolve(List.of("one"), (name, bytes, total) -> {});
        source.fetch(packages, one -> {}, (name, bytes, total) -> {});
        assertThat(read(source, packages.get(0))).containsExactly("right\n");
        Files.write(file, Files.readAllBytes(stranger)); // a folder that somebody else may write to
        assertThatThrownBy(() -> read(source, packages.get(0)))
                .isInstanceOf(RpmFormatException.class)
                .hasMessageContaining("one-1-1.noarch.rpm, payload: expected SHA-256");
    }
}
