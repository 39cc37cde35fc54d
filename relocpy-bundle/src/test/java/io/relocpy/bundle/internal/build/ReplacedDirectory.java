package io.relocpy.bundle.internal.build;

import static io.relocpy.bundle.Samples.TIME;
import static io.relocpy.bundle.Samples.bundled;

import io.relocpy.bundle.Samples;
import io.relocpy.bundle.internal.format.DirectoryExchange;
import io.relocpy.bundle.internal.format.Manifest;
import io.relocpy.bundle.internal.format.Target;
import io.relocpy.bundle.internal.format.WorkingDirectory;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleIdentity;
import io.relocpy.bundle.internal.tree.BundleLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes a small bundle into a directory, over the one that is there; also as a program of its own. */
public final class ReplacedDirectory {
    private ReplacedDirectory() {}

    /** Writes a bundle whose file {@code lib/os.py} has this text. */
    public static void write(Path path, String text) throws IOException {
        List<BundleFile> listed = List.of(bundled("lib/os.py", text));
        List<BundleFile> all = new ArrayList<>(listed);
        BundleIdentity identity = new BundleIdentity("x86_64", "3.13.5", "2.41", null, null);
        all.add(BundleFile.Regular.made(
                BundleLayout.MANIFEST,
                Manifest.of(identity, Samples.INPUTS, List.of(), List.of(), listed, TIME),
                false,
                TIME,
                Samples.REASON));
        try (WorkingDirectory working = new WorkingDirectory(path)) {
            new WriteStep(Target.of(path), true, working, new Progress(event -> {}), null).write(all, TIME);
        }
    }

    /** Writes two of them, one after the other, and says whether they could be exchanged. */
    public static void main(String[] arguments) throws IOException {
        Path path = Path.of(arguments[0]);
        write(path, "old");
        write(path, "new");
        Path other = path.resolveSibling("other");
        write(other, "other");
        System.out.println(DirectoryExchange.exchange(path, other) ? "exchanged" : "renamed");
    }
}
