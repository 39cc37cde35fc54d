package io.relocpy.bundle.internal.build;

import static io.relocpy.bundle.Samples.TIME;
import static io.relocpy.bundle.Samples.bundled;
import static io.relocpy.bundle.Samples.origin;

import io.relocpy.bundle.Samples;
import io.relocpy.bundle.internal.format.BundleSigner;
import io.relocpy.bundle.internal.format.Manifest;
import io.relocpy.bundle.internal.format.Sbom;
import io.relocpy.bundle.internal.format.Target;
import io.relocpy.bundle.internal.format.WorkingDirectory;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.BundleIdentity;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.Content;
import io.relocpy.elf.ElfEditor;
import io.relocpy.elf.ElfFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A bundle of six files that runs nothing, but is sound. */
public final class SmallBundle {
    public static final String LIBRARY = "lib64/libone.so.1";

    private static final BundleIdentity IDENTITY = new BundleIdentity("x86_64", "3.13.5", "2.41", "3.2.0", "x86-64-v2");

    private SmallBundle() {}

    public static List<BundleFile> files() throws IOException {
        return List.of(
                bundled("lib64/python3.13/os.py", "import abc\n"),
                executable(
                        "bin/python3.13",
                        LauncherTemplate.forArchitecture("x86_64").argv0Shim()),
                BundleFile.Link.made("bin/python3", "python3.13", Samples.REASON),
                executable(BundleLayout.LOADER, library("ld-linux-x86-64.so.2", editor -> editor)),
                executable(LIBRARY, library("libone.so.1", editor -> editor.addNeeded(
                                "libtwo.so.2", "ld-linux-x86-64.so.2")
                        .setRpath("$ORIGIN"))),
                executable("lib64/libtwo.so.2", library("libtwo.so.2", editor -> editor)));
    }

    /** Writes the files and their description, as a directory or, by the name, an archive. */
    public static void write(Path path, List<BundleFile> files) throws IOException {
        write(path, described(files), false, null);
    }

    /** Writes files as they are. */
    public static void write(Path path, List<BundleFile> files, boolean replace, @Nullable BundleSigner signer)
            throws IOException {
        write(Target.of(path), files, replace, signer);
    }

    /** The same for any target. */
    public static void write(Target target, List<BundleFile> files, boolean replace, @Nullable BundleSigner signer)
            throws IOException {
        target.checkExisting(replace);
        try (WorkingDirectory working = new WorkingDirectory(target.path())) {
            target.checkSignature(signer != null, replace);
            write(target, working, files, replace, signer);
        }
    }

    /** Writes files as they are, from this working directory on. */
    public static void write(
            Target target,
            WorkingDirectory working,
            List<BundleFile> files,
            boolean replace,
            @Nullable BundleSigner signer)
            throws IOException {
        new WriteStep(target, replace, working, new Progress(event -> {}), signer)
                .write(signer == null ? files : signer.sign(files, TIME), TIME);
    }

    /** The files with lockfile, bill of materials and manifest. */
    public static List<BundleFile> described(List<BundleFile> files) throws IOException {
        List<BundleFile> all = new ArrayList<>(files);
        all.add(bundled(BundleLayout.LOCK, Samples.INPUTS.lock()));
        all.add(BundleFile.Regular.made(
                BundleLayout.SBOM,
                Sbom.of("small", IDENTITY, List.of(origin("python3")), Map.of()),
                false,
                TIME,
                Samples.REASON));
        all.add(BundleFile.Regular.made(BundleLayout.MANIFEST, manifest(all), false, TIME, Samples.REASON));
        return all;
    }

    public static Content manifest(List<BundleFile> files) throws IOException {
        return Manifest.of(IDENTITY, Samples.INPUTS, List.of("lib64"), List.of(origin("python3")), files, TIME);
    }

    public static BundleFile.Regular executable(String path, Content content) {
        return BundleFile.Regular.made(path, content, true, TIME, Samples.REASON);
    }

    public static Content library(String soname, UnaryOperator<ElfEditor> edit) throws IOException {
        ElfFile elf = ElfFile.of(
                soname, LauncherTemplate.forArchitecture("x86_64").argv0Shim().buffer());
        return Content.of(edit.apply(ElfEditor.of(elf).setSoname(soname)).toBytes());
    }
}
