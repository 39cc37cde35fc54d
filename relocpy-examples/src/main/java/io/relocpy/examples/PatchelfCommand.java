package io.relocpy.examples;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Represents the command in help and completion; {@link RelocpyCommand#main} passes its arguments on unparsed. */
@Command(
        name = PatchelfCommand.NAME,
        description = {
            "Edits ELF files like patchelf, with the same options; refuses edits that would break a file.",
            "",
            "relocpy patchelf --help lists the options."
        })
final class PatchelfCommand extends CommandWithConsole {
    static final String NAME = "patchelf";

    @Parameters(paramLabel = "ARGUMENT", description = "As for patchelf.")
    String[] arguments = {};

    @Override
    public Integer call() {
        throw new IllegalStateException("must be dispatched before the command line is parsed");
    }
}
