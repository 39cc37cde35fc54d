package io.relocpy.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.BundleVerification.Outcome;
import io.relocpy.bundle.internal.build.SmallBundle;
import io.relocpy.bundle.internal.format.Modes;
import io.relocpy.bundle.internal.format.WorkingDirectory;
import io.relocpy.bundle.internal.tree.BundleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes a small bundle in a directory at random; {@code TamperIT} does so with archives. */
class TamperTest {
    private static final long SEED = 20_261;
    private static final int DIRECTORIES = 200;

    @TempDir
    Path folder;

    @Test
    void aDirectoryThatIsAcceptedIsAsItsManifestSays() throws IOException {
        Random random = new Random(SEED);
        List<BundleFile> files = SmallBundle.described(SmallBundle.files());
        int accepted = 0;
        for (int i = 0; i < DIRECTORIES; i++) {
            Path bundle = folder.resolve("bundle" + i);
            SmallBundle.write(bundle, files, false, null);
            String what = change(bundle, random);
            boolean sound;
            try {
                sound = Bundle.verify(bundle).outcome() == Outcome.SOUND;
            } catch (BundleException e) {
                sound = false;
            }
            if (sound) {
                accepted++;
                SortedMap<String, String> found = OnDisk.in(bundle);
                SortedMap<String, String> expected = OnDisk.bySelfDescription(bundle);
                found.replaceAll((path, line) -> withoutRights(line));
                expected.replaceAll((path, line) -> withoutRights(line));
                assertThat(found).as("seed %d, %d: %s", SEED, i, what).isEqualTo(expected);
                assertThat(OnDisk.in(bundle).values()).as(what).allSatisfy(line -> assertThat(line)
                        .doesNotContainPattern(" [1-7][0-7]{3} ")
                        .doesNotContainPattern(" 0[0-7]?[2367][0-7] | 0[0-7]{2}[2367] "));
            }
            WorkingDirectory.delete(bundle);
        }
        assertThat(accepted)
                .as("changes to the manifest's words, and fewer rights")
                .isBetween(1, DIRECTORIES / 2);
    }

    /** Rights that a umask takes, and the owner, which is whoever runs this test. */
    private static String withoutRights(String line) {
        return line.replaceFirst(" 0[0-7]{3}", "").replaceFirst(" of \\d+$", "");
    }

    private static String change(Path bundle, Random random) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(bundle)) {
            all = walk.sorted().toList();
        }
        Path path = all.get(random.nextInt(all.size()));
        List<Path> files = all.stream()
                .filter(each -> Files.isRegularFile(each) && !Files.isSymbolicLink(each))
                .toList();
        Path file = files.get(random.nextInt(files.size()));
        Path directory = all.stream()
                .filter(Files::isDirectory)
                .skip(random.nextInt(4))
                .findFirst()
                .orElseThrow();
        switch (random.nextInt(9)) {
            case 0, 1 -> {
                byte[] bytes = Files.readAllBytes(file);
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
                Files.write(file, bytes);
                return "a byte of " + file;
            }
            case 2, 3 -> {
                int mode = random.nextInt(4096);
                if (!Files.isSymbolicLink(path)) {
                    Files.setAttribute(path, "unix:mode", mode | 0400 | (Files.isDirectory(path) ? 0700 : 0));
                }
                return "mode " + Modes.text(mode) + " of " + path;
            }
            case 4 -> Files.writeString(directory.resolve("new" + random.nextInt(3) + ".py"), "evil");
            case 5 -> Files.createDirectory(directory.resolve("new"));
            case 6 -> Files.createSymbolicLink(directory.resolve("new"), Path.of("/etc"));
            case 7 -> Files.delete(file);
            default -> Files.move(file, directory.resolve("moved"));
        }
        return "something in " + directory + " or " + file;
    }
}
