package io.relocpy.examples;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stands for the command in help and completion; {@link RelocpyCommand#main} hands the arguments on as they are. */
@Command(
        name = PatchelfCommand.NAME,
        description = {
            "Edits ELF files as patchelf does, with its options; refuses to break a file.",
            "",
            "relocpy patchelf --help lists the options."
        })
final class PatchelfCommand extends CommandWithConsole {
    static final String NAME = "patchelf";

    @Parameters(paramLabel = "ARGUMENT", description = "As for patchelf.")
    String[] arguments = {};

    @Override
    public Integer call() {
        throw new IllegalStateException("handed on before the command line was parsed");
    }
}
