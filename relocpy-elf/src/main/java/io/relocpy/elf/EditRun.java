package io.relocpy.elf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Applies all edits to the tables, in order, then builds the bytes and verifies them. */
final class EditRun {
    private final ElfFile file;
    private final List<Edit> edits;

    /** One edit with its operands. */
    interface Edit {
        void apply(EditTables tables) throws IOException;
    }

    EditRun(ElfFile file, List<Edit> edits) {
        this.file = file;
        this.edits = edits;
    }

    /** @param path of the file, if it was opened from one */
    EditedElf make(Optional<Path> path) throws IOException {
        EditTables tables = tables(file);
        if (ResolutionCache.isStale(tables)) {
            tables = tables(new ElfFile(ResolutionCache.remove(file)));
        }
        ElfBytes bytes = ImageWriter.write(tables);
        if (!tables.renamedSymbols().isEmpty()) {
            // a separate step, since it renumbers symbols
            EditTables names = new EditTables(new ElfFile(bytes));
            names.renamedSymbols().putAll(tables.renamedSymbols());
            names.setPageSize(tables.pageSize());
            bytes = ImageWriter.writeNames(names);
        }
        FileTree root = tables.resolutionRoot();
        if (root != null) {
            // last, since it describes the result of all other edits
            bytes = ResolutionCache.add(new ElfFile(bytes), root);
        }
        return new EditedElf(file, path, bytes, bytes == file.bytes() ? file : verified(bytes));
    }

    private EditTables tables(ElfFile of) throws IOException {
        EditTables tables = new EditTables(of);
        for (Edit edit : edits) {
            edit.apply(tables);
        }
        tables.settleVersions();
        return tables;
    }

    /** Problems that the original file already had do not count. */
    private ElfFile verified(ElfBytes bytes) throws ElfFormatException {
        ElfFile edited = new ElfFile(bytes);
        List<String> problems = new ArrayList<>(ElfVerifier.problems(edited, file));
        if (!problems.isEmpty()) {
            problems.removeAll(ElfVerifier.problems(file));
        }
        if (!problems.isEmpty()) {
            throw new ElfEditException(file.name() + ": edited", "a sound file", String.join("; ", problems));
        }
        return edited;
    }
}
