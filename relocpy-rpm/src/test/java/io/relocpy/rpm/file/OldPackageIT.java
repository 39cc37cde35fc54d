package io.relocpy.rpm.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.repository.openpgp.VerificationPolicy;
import io.relocpy.rpm.Capability;
import io.relocpy.testing.HostTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages of older rpm versions are read as by rpm. */
class OldPackageIT {
    @TempDir
    Path folder;

    private static List<String> rpm(String... arguments) {
        HostTools.require("rpm");
        String[] command = new String[arguments.length + 1];
        command[0] = "rpm";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return HostTools.run(command)
                .orFail()
                .stdout()
                .lines()
                .map(String::strip)
                .toList();
    }

    @Test
    void whatRpm3BuiltProvidesItself() throws Exception {
        List<RpmBuilder> builders = List.of(
                new RpmBuilder(),
                new RpmBuilder().version3(),
                new RpmBuilder().version3().header(header -> header.int32(RpmTag.EPOCH, List.of(3))),
                new RpmBuilder().version3().header(header -> provide(header, "other", "2")),
                new RpmBuilder().version3().header(header -> provide(header, "sample", "1.0-1")),
                new RpmBuilder().version3().header(header -> provide(header, "sample", "0.9")));
        for (int i = 0; i < builders.size(); i++) {
            Path file = builders.get(i).write(folder.resolve(i + ".rpm"));
            assertThat(RpmFile.open(file).provides())
                    .as("package %d", i)
                    .extracting(Capability::toString)
                    .doesNotHaveDuplicates()
                    .hasSameElementsAs( // rpm adds it even where it is stated
                            rpm("-qp", "--nodigest", "--nosignature", "--provides", file.toString()));
        }
    }

    private static void provide(HeaderBuilder header, String name, String version) {
        header.strings(RpmTag.PROVIDENAME, List.of(name))
                .int32(RpmTag.PROVIDEFLAGS, List.of(8))
                .strings(RpmTag.PROVIDEVERSION, List.of(version));
    }

    @Test
    void aPackageWithOldDigestsIsIntactForRpm() throws Exception {
        RpmBuilder builder = new RpmBuilder().oldDigests();
        builder.file("/usr/a").content("first");
        Path file = builder.write(folder.resolve("old.rpm"));
        assertThat(rpm("-K", "--nosignature", file.toString()))
                .singleElement()
                .asString()
                .endsWith("digests OK");
        Verification verification = RpmFile.open(file).verify(KeyRing.EMPTY);
        assertThat(verification.complaints(VerificationPolicy.DIGESTS.toleratingBrokenDigests()))
                .isEmpty();
        assertThat(verification.complaints(VerificationPolicy.DIGESTS))
                .containsExactly(
                        "no digest of the header that cannot be forged",
                        "no digest of the payload that cannot be forged");

        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        assertThat(HostTools.run("rpm", "-K", "--nosignature", file.toString()).exitStatus())
                .isNotZero();
        assertThat(RpmFile.open(file)
                        .verify(KeyRing.EMPTY)
                        .complaints(VerificationPolicy.DIGESTS.toleratingBrokenDigests()))
                .anyMatch(complaint -> complaint.startsWith("MD5 of header and payload is "));
    }
}
