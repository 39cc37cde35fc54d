package io.relocpy.rpm.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.relocpy.repository.Closure;
import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.ClosureRequest;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.PackageReader;
import io.relocpy.repository.PackageReason;
import io.relocpy.repository.RepositoryListener;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RpmClosureIT {
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

    private static List<String> read(Closure closure) throws IOException {
        List<String> contents = new ArrayList<>();
        try (PackageReader reader = closure.open(closure.packages().get(0))) {
            while (reader.next().isPresent()) {
                contents.add(new String(reader.content().readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return contents;
    }

    private Closure resolve(Path repository, RepositoryListener listener) throws IOException {
        return RpmRepositories.builder()
                .directories(repository)
                .cacheDirectory(temp.resolve("cache"))
                .build()
                .resolve(ClosureRequest.builder(List.of("one"), "x86_64").build(), listener);
    }

    private Path repository() throws IOException {
        HostTools.require("rpmbuild", "createrepo_c");
        Path file = build("right");
        HostTools.run("createrepo_c", "--quiet", file.getParent().toString()).orFail();
        return file;
    }

    @Test
    void unpacksNothingButWhatWasFetched() throws IOException {
        Path file = repository();
        Path stranger = build("another");
        Closure closure = resolve(file.getParent(), RepositoryListener.NONE);
        closure.fetch(arrived -> {});
        assertThat(read(closure)).containsExactly("right\n");
        Files.write(file, Files.readAllBytes(stranger)); // a directory that somebody else may write to
        assertThatThrownBy(() -> read(closure))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("one-1-1.noarch.rpm, payload: expected SHA-256");
    }

    @Test
    void opensWhatWasNotFetchedBefore() throws IOException {
        Closure closure = resolve(repository().getParent(), RepositoryListener.NONE);

        assertThat(read(closure)).containsExactly("right\n");
        assertThat(read(closure)).containsExactly("right\n");
    }

    @Test
    void aReaderRefusesWhatComesTooSoonOrTooLate() throws IOException {
        Closure closure = resolve(repository().getParent(), RepositoryListener.NONE);
        PackageReader reader = closure.open(closure.packages().get(0));

        assertThatThrownBy(reader::content).isInstanceOf(IllegalStateException.class);
        assertThat(reader.next()).isPresent();
        InputStream before = reader.content();
        assertThat(before.read()).isEqualTo('r');
        assertThat(reader.next()).isEmpty();
        assertThatThrownBy(before::read).isInstanceOf(IOException.class).hasMessage("Stream closed");
        assertThatThrownBy(reader::content).isInstanceOf(IllegalStateException.class);
        reader.close();
        assertThatThrownBy(reader::next).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(reader::content).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> closure.fetch(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void packagesOfAnotherClosureAreRefused() throws IOException {
        Closure closure = resolve(repository().getParent(), RepositoryListener.NONE);
        ClosurePackage other = ClosurePackage.builder("one", "1-1", "noarch").build();

        assertThatThrownBy(() -> closure.open(other)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyPackageIsDescribed() throws IOException {
        Closure closure = resolve(repository().getParent(), RepositoryListener.NONE);

        ClosurePackage one = closure.packages().get(0);
        assertThat(one.id()).isEqualTo("one-1-1.noarch");
        assertThat(one.license()).contains("MIT");
        assertThat(one.reason()).isEqualTo(new PackageReason.Requested("one"));
        assertThat(one.packageUrl()).contains("pkg:rpm/one@1-1?arch=noarch&upstream=one-1-1.src.rpm");
        assertThat(closure.inputs().requests()).containsExactly("one");
        assertThat(closure.inputs().lock()).contains("one");
    }
}
