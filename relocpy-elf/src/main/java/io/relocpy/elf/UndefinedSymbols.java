package io.relocpy.elf;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks up every symbol that the files of one process refer to. Sources: glibc's {@code elf/dl-lookup.c}, musl's {@code
 * find_sym}.
 *
 * @param scope the files in the loader's lookup order, the program first
 * @param loader the loader whose rules apply
 */
record UndefinedSymbols(List<LoadedFile> scope, SystemLoader loader) {

    List<UndefinedSymbol> find() throws ElfFormatException {
        List<SymbolScope> all = new ArrayList<>();
        for (LoadedFile file : scope) {
            all.add(SymbolScope.of(file, loader.isMusl()));
        }
        Set<UndefinedSymbol> undefined = new LinkedHashSet<>();
        for (SymbolScope user : all) {
            for (SymbolScope.Reference reference : user.references()) {
                if (!isDefined(reference, user, all)) {
                    undefined.add(new UndefinedSymbol(
                            reference.name(), reference.version(), reference.library(), user.path()));
                }
            }
        }
        return List.copyOf(undefined);
    }

    private boolean isDefined(SymbolScope.Reference reference, SymbolScope user, List<SymbolScope> all) {
        // DT_SYMBOLIC: the file's own symbols come first
        if (user.isSymbolic() && !reference.isCopy() && user.defines(reference) == SymbolScope.Answer.DEFINED) {
            return true;
        }
        for (SymbolScope library : all) {
            if (reference.isCopy() && library == all.get(0)) {
                continue; // the copy's own place
            }
            SymbolScope.Answer answer = library.defines(reference);
            if (answer == SymbolScope.Answer.DEFINED) {
                return true;
            }
            if (answer == SymbolScope.Answer.UNEXPECTED
                    || (answer == SymbolScope.Answer.GONE && loader.has(SystemLoader.Trait.INSISTS_ON_LIBRARY))) {
                return false;
            }
        }
        return reference.isWeak();
    }
}
