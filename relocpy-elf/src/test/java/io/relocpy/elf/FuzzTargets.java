package io.relocpy.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;

/** What is thrown hostile bytes at: everything that reads or edits may answer with {@link ElfFormatException} only. */
final class FuzzTargets {
    private FuzzTargets() {}

    private interface Reading {
        Object read() throws IOException;
    }

    private static void attempt(Reading reading) throws IOException {
        try {
            reading.read();
        } catch (ElfFormatException e) {
            // the one answer that is allowed
        }
    }

    static void reader(byte[] bytes) throws IOException {
        ElfFile file;
        try {
            file = ElfFile.of(ByteBuffer.wrap(bytes));
        } catch (ElfFormatException e) {
            return;
        }
        attempt(file::kind);
        attempt(file::programHeaders);
        attempt(file::sectionHeaders);
        attempt(file::interpreter);
        attempt(file::needed);
        attempt(file::soname);
        attempt(file::rpath);
        attempt(file::runpath);
        attempt(file::notes);
        attempt(() -> file.notes().gnuProperties());
        attempt(() -> file.notes().abiTag());
        attempt(file::versionNeeds);
        attempt(file::versionDefinitions);
        attempt(file::dynamicSymbols);
        attempt(file::symbols);
        attempt(file::comment);
        attempt(file::relocationCount);
        attempt(() -> file.lookup("puts"));
    }

    static void verifier(byte[] bytes) {
        try {
            ElfFile file = ElfFile.of(ByteBuffer.wrap(bytes));
            ElfVerifier.problems(file);
            ElfVerifier.notices(file);
        } catch (ElfFormatException e) {
            // no ELF file at all, or one of which nothing more can be said
        }
    }

    static void editor(byte[] bytes) throws IOException {
        ElfFile file;
        try {
            file = ElfFile.of(ByteBuffer.wrap(bytes));
        } catch (ElfFormatException e) {
            return;
        }
        ElfEditor editor = ElfEditor.of(file);
        attempt(() ->
                editor.setRpath("/some/path/that/is/rather/long:$ORIGIN/../lib").toBytes());
        attempt(() -> editor.addNeeded("liba.so", "libb.so", "libc.so", "libd.so", "libe.so")
                .toBytes());
        attempt(() -> editor.setInterpreter("/a/much/longer/path/to/ld.so").toBytes());
        attempt(() -> editor.replaceNeeded(Map.of("libc.so.6", "libother.so")).toBytes());
        attempt(() -> editor.removeNeeded("libc.so.6").toBytes());
        attempt(() -> editor.renameDynamicSymbols(Map.of("puts", "stupid")).toBytes());
        attempt(() -> editor.clearSymbolVersion("puts").setExecutableStack(true).toBytes());
        attempt(() -> editor.clearAllSymbolVersions().removeRpath().setOsAbi(3).toBytes());
    }
}
