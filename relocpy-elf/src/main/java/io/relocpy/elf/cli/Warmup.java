package io.relocpy.elf.cli;

import io.relocpy.elf.ElfEditor;
import io.relocpy.elf.ElfFile;
import io.relocpy.elf.ElfFormatException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Loads the classes that {@link Patchelf} uses, so that the JVM can archive them for later runs. */
final class Warmup {
    private Warmup() {}

    /** Edits the JVM's own launcher in memory, an ELF file that always exists. */
    public static void main(String[] arguments) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
        Path copy = Files.createTempFile("patchelf", ".warmup");
        try {
            Patchelf patchelf = new Patchelf(nowhere, nowhere);
            patchelf.run("--print-rpath", "--print-needed", "--print-interpreter", "--print-soname", java);
            patchelf.run(
                    "--force-rpath", "--set-rpath", "$ORIGIN/../lib:".repeat(20), "--output", copy.toString(), java);
            patchelf.run("--add-needed", "libm.so.6", "--remove-rpath", copy.toString());
            patchelf.run("--print-rpath", "/");
            patchelf.run("--set-rpath", "$ORIGIN/../lib:".repeat(20), copy.toString(), copy.toString());
            ElfEditor.of(ElfFile.open(copy)).setRunpath("/").edit();
        } catch (ElfFormatException e) {
            // everything loaded up to here is archived
        } finally {
            Files.delete(copy);
        }
    }
}
