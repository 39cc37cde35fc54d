package io.relocpy.bundle;

import static io.relocpy.bundle.Tampering.compressed;
import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.internal.build.SmallBundle;
import io.relocpy.repository.internal.io.Parallel;
import io.relocpy.testing.HostTools;
import io.relocpy.testing.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Changes archives of a small bundle, and has GNU tar, busybox, bsdtar and Python unpack whatever verification accepts: it must
 * lie on disk as the manifest says, each time and by each of them.
 */
class TamperIT {
    private static final long SEED = 20_262;
    private static final int CHANGES = Boolean.getBoolean("relocpy.fullMatrix") ? 2000 : 700;
    private static final String PYTHON = """
            import sys, tarfile
            for number in range(int(sys.argv[2])):
                with tarfile.open(f"{sys.argv[1]}/{number}.tar") as tar:
                    if hasattr(tarfile, "fully_trusted_filter"):
                        tar.extraction_filter = staticmethod(tarfile.fully_trusted_filter)
                    tar.extractall(f"{sys.argv[1]}/{number}.python", numeric_owner=True)
            """;

    @TempDir
    Path folder;

    private byte[] tar;
    private final List<byte[]> accepted = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        HostTools.require("tar", "busybox", "bsdtar", "python3", "gzip", "zstd", "xz");
        HostTools.requireRoot();
        SmallBundle.write(folder.resolve("small.tar"), SmallBundle.files());
        tar = Files.readAllBytes(folder.resolve("small.tar"));
        assertThat(TarPieces.of(tar).pieces).hasSizeLessThanOrEqualTo(20);
    }

    @Test
    void everyByteOfEveryHeaderCounts() throws IOException {
        List<byte[]> changed = new Tampering(SEED).headers(tar);
        assertThat(changed).hasSizeGreaterThan(15 * 1000);

        List<Boolean> sound = Parallel.map(
                Sample.random(changed, 2000),
                (index, bytes) -> Tampering.isSound(
                        folder.resolve("tampered" + Thread.currentThread().getId()), bytes));

        assertThat(sound).as("seed " + SEED).containsOnly(false);
    }

    @Test
    void whatIsAcceptedOfChangedBytesUnpacksAsTheManifestSays() throws IOException {
        Tampering tampering = new Tampering(SEED);

        tamper(CHANGES, tampering::bytes, tar);

        assertThat(accepted).as("changes to words of the manifest").hasSizeBetween(CHANGES / 200, CHANGES / 2);
        unpack("tar");
    }

    @Test
    void whatIsAcceptedOfChangedEntriesUnpacksAsTheManifestSays() throws IOException {
        Tampering tampering = new Tampering(SEED);

        tamper(CHANGES, tampering::entries, tar);

        assertThat(accepted).as("changes that change nothing").hasSizeLessThan(CHANGES / 10);
        unpack("tar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tar.gz", "tar.zst", "tar.xz"})
    void whatIsAcceptedOfCompressedBytesUnpacksAsTheManifestSays(String suffix) throws IOException {
        Tampering tampering = new Tampering(SEED);

        tamper(CHANGES, tampering::bytes, compressed(tar, "small." + suffix));

        assertThat(accepted).as("fields of gzip's header that say nothing").hasSizeLessThan(CHANGES / 100);
        accepted.add(compressed(tar, "small." + suffix));
        unpack(suffix);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tar -C @ --format=ustar -cf",
                "tar -C @ --format=gnu -cf",
                "tar -C @ --format=pax -cf",
                "tar -C @ --format=pax --sort=name --mtime=@1700000000 --owner=0 --group=0 --numeric-owner -cf",
                "tar -C @ --format=ustar --sort=name --owner=0 --group=0 --numeric-owner -b 1 -cf",
                "tar -C @ --format=v7 -cf",
                "tar -C @ --xattrs --acls -cf",
                "bsdtar -C @ --format=ustar -cf",
                "bsdtar -C @ --format=pax -cf",
                "bsdtar -C @ --format=gnutar -cf",
                "busybox tar -C @ -cf"
            })
    void whatAnotherProgramPackedIsNotRelocpys(String command) throws IOException {
        Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
        HostTools.run(
                        "tar",
                        "-C",
                        unpacked.toString(),
                        "-xpf",
                        folder.resolve("small.tar").toString())
                .orFail();
        Path again = folder.resolve("again.tar");
        List<String> all = new ArrayList<>(
                List.of(command.replace("-C @", "-C " + unpacked).split(" ")));
        all.addAll(List.of(again.toString(), "small"));
        HostTools.run(all.toArray(String[]::new)).orFail();

        assertThat(Bundle.verify(unpacked.resolve("small")).findings()).isEmpty();
        BundleVerification verification = Bundle.verify(again);
        assertThat(verification.isSound()).isFalse();
        assertThat(verification.faults()).hasSizeLessThan(5);
    }

    /** The reason for all this: what verification once passed over is unpacked by other programs. */
    @Test
    void otherProgramsUnpackWhatIsRefused() throws IOException {
        byte[] evil = TarPieces.entry("small/bin/evil/", '2', "", entry -> entry.setLinkName("/etc"));
        Path link = Files.write(folder.resolve("link.tar"), TarPieces.of(tar).inserted("lib64/", evil));
        Path setUid = Files.write(
                folder.resolve("set-uid.tar"),
                TarPieces.of(tar).changed("bin/python3.13", block -> TarPieces.put(block, 100, "0004755 ")));

        for (String program : List.of("tar", "bsdtar", "busybox tar")) {
            Path to = Files.createDirectory(folder.resolve(program.replace(' ', '-')));
            for (Path archive : List.of(link, setUid)) {
                List<String> command = new ArrayList<>(List.of(program.split(" ")));
                command.addAll(List.of("-C", to.toString(), "-xpf", archive.toString()));
                HostTools.run(command.toArray(String[]::new));
            }
            assertThat(Files.isSymbolicLink(to.resolve("small/bin/evil")))
                    .as(program)
                    .isTrue();
            assertThat((int) Files.getAttribute(to.resolve("small/bin/python3.13"), "unix:mode") & 04000)
                    .as(program)
                    .isEqualTo(04000);
        }
        for (Path archive : List.of(link, setUid)) {
            assertThat(Bundle.verify(archive).isSound()).as(archive.toString()).isFalse();
        }
    }

    /** Each program goes on in its own way where the archive, or the compressed stream, ends for another. */
    @Test
    void someProgramUnpacksWhatStandsBehindAnEnd() throws IOException {
        byte[] evil = TarPieces.entry("small/evil.py", '0', "evil", entry -> {});
        byte[] rest = Arrays.copyOf(evil, evil.length + 1024);
        byte[] open = Arrays.copyOf(tar, tar.length - 1024);
        byte[] skippable = {0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 'e', 'v', 'i', 'l'};

        assertUnpacked("busybox tar", "lone-zero.tar", open, new byte[512], rest);
        for (String program : List.of("tar", "bsdtar")) {
            assertUnpacked(program, "members.tar.gz", compressed(open, "x.tar.gz"), compressed(rest, "x.tar.gz"));
            assertUnpacked(
                    program, "frames.tar.zst", compressed(open, "x.tar.zst"), skippable, compressed(rest, "x.tar.zst"));
            assertUnpacked(
                    program, "streams.tar.xz", compressed(open, "x.tar.xz"), new byte[4], compressed(rest, "x.tar.xz"));
        }
    }

    private void assertUnpacked(String program, String name, byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        Path archive = Files.write(folder.resolve(name), all.toByteArray());
        Path to = Files.createTempDirectory(folder, "to");
        HostTools.run("sh", "-c", program + " -C " + to + " -xf " + archive);
        assertThat(to.resolve("small/evil.py")).as(program + " " + name).exists();
        assertThat(Tampering.isSound(archive, all.toByteArray())).as(name).isFalse();
    }

    private void tamper(int count, Function<byte[], byte[]> change, byte[] original) throws IOException {
        List<byte[]> changed = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            changed.add(change.apply(original));
        }
        List<Boolean> sound = Parallel.map(
                changed,
                (index, bytes) -> Tampering.isSound(
                        folder.resolve("tampered" + Thread.currentThread().getId()), bytes));
        for (int i = 0; i < count; i++) {
            if (sound.get(i)) {
                accepted.add(changed.get(i));
            }
        }
    }

    private void unpack(String suffix) throws IOException {
        Path archives = Files.createDirectory(folder.resolve("archives"));
        for (int i = 0; i < accepted.size(); i++) {
            Files.write(archives.resolve(i + "." + suffix), accepted.get(i));
        }
        String each =
                "cd '" + archives + "' && for i in $(seq 0 " + (accepted.size() - 1) + "); do mkdir $i.gnu $i.bsdtar"
                        + " $i.busybox $i.python && tar -C $i.gnu -xpf $i." + suffix
                        + " && bsdtar -C $i.bsdtar -xpf $i." + suffix
                        + " && { test -e $i.tar || " + decompress(suffix) + " < $i." + suffix + " > $i.tar; }"
                        + " && busybox tar -C $i.busybox -xpf $i.tar || exit 1; done";
        if (!accepted.isEmpty()) {
            HostTools.run("sh", "-c", each).orFail();
            HostTools.run("python3", "-c", PYTHON, archives.toString(), "" + accepted.size())
                    .orFail();
        }
        for (int i = 0; i < accepted.size(); i++) {
            for (String program : List.of("gnu", "bsdtar", "busybox", "python")) {
                Path to = archives.resolve(i + "." + program);
                Path bundle = to.resolve("small");
                assertThat(to.toFile().list()).containsExactly("small");
                assertThat(OnDisk.in(bundle))
                        .as("seed %d, accepted archive %d by %s", SEED, i, program)
                        .isEqualTo(OnDisk.bySelfDescription(bundle));
            }
        }
    }

    private static String decompress(String suffix) {
        return switch (suffix) {
            case "tar.gz" -> "gzip -dc";
            case "tar.zst" -> "zstd -dcq";
            case "tar.xz" -> "xz -dc";
            default -> "cat";
        };
    }
}
