package io.relocpy.elf;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random edits on programs and libraries of random make: whatever was edited, in whatever order, tools accept the file
 * and it runs, also after strip; the file does not grow without end, an edit made again changes nothing, and the inverse
 * edits bring back what was.
 *
 * <p>{@code -Drelocpy.sequences=N} runs more, {@code -Drelocpy.seed=N} others, {@code -Drelocpy.subjects=N} on more
 * link lines. A failure says how to have it again. {@code -Djava.io.tmpdir} best names a folder in memory.
 */
class RandomEditsIT {
    /**
     * What edits may add in all, however many they were: the tables that moved, a name of each length that was tried, and
     * alignment.
     */
    private static final long GROWTH = 24 * 1024;

    private static final int SUBJECTS = Integer.getInteger("relocpy.subjects", 30);

    /** Code behind the program headers, as some of gold's segments have it; a static-PIE that would have to look elsewhere. */
    private static final List<String> REFUSALS = List.of(
            "bytes after the program headers: expected room for one more", "dynamic section: expected room for");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    private LinkedSubject.Pool pool;
    private EditOracles oracles;
    private final List<AssertionError> failures = new ArrayList<>();
    private int edits;
    private int refused;
    private long growth;

    @Test
    void editedFilesAreAcceptedAndRun() throws Exception {
        HostTools.require("gcc", "g++", "clang", "readelf", "eu-elflint", "strip", "llvm-strip");
        HostTools.requireLoader();
        pool = new LinkedSubject.Pool(Files.createDirectories(folder.resolve("pool")));
        oracles = new EditOracles(folder.resolve("work"));
        int sequences = Integer.getInteger("relocpy.sequences", 40);
        long seed = Long.getLong("relocpy.seed", 1);
        long start = System.nanoTime();
        for (int i = 0; i < sequences; i++) {
            try {
                sequence(seed + i);
            } catch (AssertionError e) {
                failures.add(e);
            }
            if (failures.size() >= 10) {
                break;
            }
            if (i % 250 == 249) {
                oracles.check();
                report(seed + i, i + 1, start);
            }
        }
        failures.forEach(RandomEditsIT::tell);
        oracles.check();
        assertThat(failures).isEmpty();
        report(seed + sequences - 1, sequences, start);
        assertThat(edits).isGreaterThanOrEqualTo(sequences);
        assertThat(refused).as("sequences ended by a refusal").isLessThanOrEqualTo(1 + sequences / 10);
    }

    private static void tell(AssertionError failure) {
        System.out.println(failure.getMessage());
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            System.out.println(cause);
        }
    }

    private void report(long seed, int sequences, long start) {
        if (sequences >= 250) {
            System.out.printf(
                    "%d sequences (to seed %d), %d edits, %d sequences ended by a refusal, %d runs, growth up to %d bytes, %.0f s%n",
                    sequences, seed, edits, refused, oracles.runs(), growth, (System.nanoTime() - start) / 1e9);
        }
    }

    /** Mostly short: 3 of 4 have one or two edits, one in 50 up to 50. */
    private static int length(Random random) {
        int kind = random.nextInt(100);
        return kind < 74
                ? 1 + random.nextInt(2)
                : kind < 92 ? 3 + random.nextInt(4) : kind < 98 ? 7 + random.nextInt(9) : 16 + random.nextInt(35);
    }

    private void sequence(long seed) throws Exception {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        LinkedSubject subject = pool.get(random.nextInt(SUBJECTS));
        Map<String, byte[]> originals = new HashMap<>();
        Map<String, ElfFile> files = new HashMap<>();
        for (String file : subject.files()) {
            originals.put(file, Files.readAllBytes(subject.folder().resolve(file)));
            files.put(file, ElfFile.of(ByteBuffer.wrap(originals.get(file))));
        }
        Map<String, byte[]> now = new HashMap<>(originals);
        RandomEdits randomEdits = new RandomEdits(subject, random);
        int length = length(random);
        List<String> log = new ArrayList<>();
        String replay = "-Drelocpy.sequences=1 -Drelocpy.seed=%d -Drelocpy.subjects=%d%n%s%n"
                .formatted(seed, SUBJECTS, subject.line());
        for (int i = 0; i <= length; i++) {
            RandomEdits.Step step = i < length ? randomEdits.next() : randomEdits.inverse(files);
            int way = random.nextInt(3);
            log.add(step.story() + " (way " + way + ")");
            String story = replay + String.join("\n", log);
            for (Map.Entry<String, UnaryOperator<ElfEditor>> edit : step.edits().entrySet()) {
                byte[] before = now.get(edit.getKey());
                byte[] after = edit(before, edit.getValue(), way, story);
                if (after.length == 0) {
                    refused++;
                    return;
                }
                now.put(edit.getKey(), after);
                sound(subject, edit, originals.get(edit.getKey()), after, story);
            }
            edits++;
            oracles.keep(
                    subject, now, randomEdits.links(), List.copyOf(step.edits().keySet()), story);
        }
        for (String file : subject.files()) {
            assertThat(RandomEdits.settings(ElfFile.of(ByteBuffer.wrap(now.get(file)))))
                    .as("%s of %s", file, replay + String.join("\n", log))
                    .isEqualTo(RandomEdits.settings(files.get(file)));
        }
    }

    /** In memory, to another file, or in place; no bytes if it was refused for a reason that such files give. */
    private static byte[] edit(byte[] before, UnaryOperator<ElfEditor> edit, int way, String story) throws Exception {
        try {
            if (way == 0) {
                return edit.apply(ElfEditor.of(ElfFile.of(ByteBuffer.wrap(before))))
                        .toBytes();
            }
            Path from = Files.write(folder.resolve("from"), before);
            if (way == 1) {
                Path to = folder.resolve("to");
                edit.apply(ElfEditor.open(from)).write(to);
                assertThat(from).hasBinaryContent(before);
                return Files.readAllBytes(to);
            }
            edit.apply(ElfEditor.open(from)).write(from);
            return Files.readAllBytes(from);
        } catch (ElfEditException e) {
            boolean expected = REFUSALS.stream().anyMatch(e.getMessage()::contains);
            if (!expected || way > 0 && !Arrays.equals(Files.readAllBytes(folder.resolve("from")), before)) {
                throw new AssertionError(story, e);
            }
            return new byte[0];
        } catch (Exception e) {
            throw new AssertionError(story, e);
        }
    }

    private void sound(
            LinkedSubject subject,
            Map.Entry<String, UnaryOperator<ElfEditor>> edit,
            byte[] original,
            byte[] after,
            String story)
            throws Exception {
        growth = Math.max(growth, after.length - original.length);
        assertThat(after.length - original.length).as("growth, %s", story).isLessThanOrEqualTo((int) GROWTH);
        byte[] again = edit(after, edit.getValue(), 0, story);
        if (!Arrays.equals(after, again)) {
            throw new AssertionError("the same edit again, " + story);
        }
        if (subject.payload() > 0 && edit.getKey().equals(LinkedSubject.PROGRAM)) {
            byte[] end = Arrays.copyOfRange(after, after.length - subject.payload(), after.length);
            assertThat(end).as("payload, %s", story).isEqualTo(LinkedSubject.Pool.payload(subject.payload()));
        }
    }
}
