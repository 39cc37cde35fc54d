package io.relocpy.elf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.elf.ElfFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What patchelf 0.19 has and no patchelf to compare with here: its source and manual page are what this is held to. */
class PatchelfTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String program = "";

    /** The virtual machine's own program is an ELF file that is there. */
    @BeforeEach
    void program() throws IOException {
        Path copy = Files.copy(Path.of(System.getProperty("java.home"), "bin", "java"), folder.resolve("program"));
        program = copy.toString();
        assertThat(run("--remove-rpath", program)).isZero();
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        return new Patchelf(stream(out), stream(err)).run(arguments);
    }

    private static PrintStream stream(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aResolutionCacheIsBuiltOfTheRunpathOfTheSameCommandLine() throws IOException {
        assertThat(run("--build-resolution-cache", "--set-rpath", "$ORIGIN/../lib", program))
                .isZero();

        assertThat(errors()).isEmpty();
        assertThat(ElfFile.open(Path.of(program)).notes().find("NixOS", 0x63a86cb6))
                .isPresent();
        assertThat(run("--print-rpath", program)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("$ORIGIN/../lib\n");
    }

    @Test
    void withNothingToResolveItWarns() throws IOException {
        byte[] before = Files.readAllBytes(Path.of(program));

        assertThat(run("--build-resolution-cache", program)).isZero();
        assertThat(errors())
                .isEqualTo("warning: --build-resolution-cache: no DT_NEEDED entries or run path to resolve;"
                        + " no cache written\n");
        assertThat(Files.readAllBytes(Path.of(program))).isEqualTo(before);

        String empty = Files.createDirectory(folder.resolve("empty")).toString();
        assertThat(run("--build-resolution-cache", "--set-rpath", empty, program))
                .isZero();
        assertThat(errors())
                .isEqualTo("warning: --build-resolution-cache: no libraries resolved against the run path;"
                        + " no cache written\n");
    }

    @Test
    void loadersReadNoCacheBesideAnRpath() {
        assertThat(run("--build-resolution-cache", "--force-rpath", program)).isEqualTo(1);
        assertThat(errors()).isEqualTo("patchelf: --build-resolution-cache cannot be combined with --force-rpath\n");
    }

    /** The real one ends the path with a colon, which makes the loader search the current directory. */
    @Test
    void addingAnEmptyPathChangesNothing() throws IOException {
        byte[] before = Files.readAllBytes(Path.of(program));
        assertThat(run("--add-rpath", "", program)).isZero();
        assertThat(Files.readAllBytes(Path.of(program))).isEqualTo(before);

        assertThat(run("--set-rpath", "/a", program)).isZero();
        assertThat(run("--force-rpath", "--add-rpath", "", program)).isZero();
        assertThat(ElfFile.open(Path.of(program)).rpath()).contains("/a");
        assertThat(run("--add-rpath", "/b:", program)).isZero();
        assertThat(run("--add-rpath", "/c", "--print-rpath", program)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("/a:/b:\n");
        assertThat(ElfFile.open(Path.of(program)).runpath()).contains("/a:/b::/c");
    }

    @Test
    void everyOptionOfTheManualPageIsInTheHelp() {
        assertThat(run("--help")).isZero();
        assertThat(errors().split("\\s+"))
                .contains(
                        "[--page-size",
                        "[--set-interpreter",
                        "[--print-interpreter]",
                        "[--print-os-abi]",
                        "[--set-os-abi",
                        "[--print-soname]",
                        "[--set-soname",
                        "[--set-rpath",
                        "[--add-rpath",
                        "[--remove-rpath]",
                        "[--shrink-rpath]",
                        "[--allowed-rpath-prefixes",
                        "[--print-rpath]",
                        "[--force-rpath]",
                        "[--add-needed",
                        "[--remove-needed",
                        "[--replace-needed",
                        "[--print-needed]",
                        "[--no-default-lib]",
                        "[--no-sort]",
                        "[--clear-symbol-version",
                        "[--add-debug-tag]",
                        "[--build-resolution-cache]",
                        "[--print-execstack]",
                        "[--clear-execstack]",
                        "[--set-execstack]",
                        "[--rename-dynamic-symbols",
                        "[--no-clobber-old-sections]",
                        "[--output",
                        "[--debug]",
                        "[--version]");
    }
}
