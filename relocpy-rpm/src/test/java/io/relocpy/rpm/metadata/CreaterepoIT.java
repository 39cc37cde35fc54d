package io.relocpy.rpm.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.rpm.PackageGroup;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.file.RpmBuilder;
import io.relocpy.rpm.file.RpmFile;
import io.relocpy.rpm.file.RpmTag;
import io.relocpy.rpm.internal.index.FileLists;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metadata written by the real createrepo_c, and the large reference repositories. */
public class CreaterepoIT {
    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"gz", "xz", "bz2"})
    void readsWhatCreaterepoWrites(String compression) throws IOException {
        HostTools.require("createrepo_c");
        Path folder = Files.createDirectory(temp.resolve("repo"));
        RpmBuilder builder = new RpmBuilder().header(header -> header.string(RpmTag.SUMMARY, "One & <only>")
                .strings(RpmTag.REQUIRENAME, List.of("glibc", "(a if b)"))
                .int32(RpmTag.REQUIREFLAGS, List.of(12, 0))
                .strings(RpmTag.REQUIREVERSION, List.of("1:2.34", "")));
        builder.file("/usr/bin/x").content("run");
        builder.file("/usr/share/x/data^1~2").content("data");
        Path rpm = builder.write(folder.resolve("sample-1.0^x~1.rpm"));
        HostTools.run(
                        "createrepo_c",
                        "--quiet",
                        "--general-compress-type=" + compression,
                        "--no-database",
                        folder.toString())
                .orFail();
        Repository repository = RepositoryClient.builder()
                .cacheDirectory(temp.resolve("cache"))
                .build()
                .load(RepositoryConfig.ofDirectory(folder));
        PackageMetadata metadata = repository.packages().get(0);
        RpmFile file = RpmFile.open(rpm);
        assertThat(metadata.nevra()).isEqualTo(file.nevra());
        assertThat(metadata.summary()).contains("One & <only>");
        assertThat(metadata.requires()).isEqualTo(file.requires());
        assertThat(metadata.files()).containsExactly("/usr/bin/x");
        assertThat(FileLists.of(repository).get(0)).containsExactly("/usr/bin/x", "/usr/share/x/data^1~2");
        assertThat(repository.fetch(metadata)).isEqualTo(rpm);
    }

    @Test
    void readsTheReferenceRepositories() throws IOException {
        Path data = HostTools.referenceData();
        RepositoryClient client =
                RepositoryClient.builder().cacheDirectory(temp).build();
        Repository scale = client.load(RepositoryConfig.ofDirectory(data.resolve("scale")));
        assertThat(scale.packages()).hasSize(63_440);
        Repository indexed = client.load(RepositoryConfig.ofDirectory(data.resolve("scale")));
        assertThat(indexed.packages()).isEqualTo(scale.packages());
        Repository baseOs = client.load(RepositoryConfig.ofDirectory(data.resolve("centos-stream-9-baseos")));
        assertThat(baseOs.packages()).hasSize(1_125);
        assertThat(FileLists.of(baseOs)).hasSize(1_125);
        assertThat(baseOs.groups()).extracting(PackageGroup::id).contains("core");
    }
}
