package io.relocpy.deb.file;

import io.relocpy.deb.ControlStanza;
import java.util.List;

/**
 * One library of a package's {@code symbols} file.
 *
 * @param soname of the library
 * @param dependencies templates in which {@code #MINVER#} stands for the version; the first is the main one
 * @param fields metadata fields, such as {@code Build-Depends-Package}
 * @param symbols that it exports
 * @see <a href="https://manpages.debian.org/deb-symbols.5">deb-symbols(5)</a>
 */
public record LibrarySymbols(
        String soname, List<String> dependencies, List<ControlStanza.Field> fields, List<Symbol> symbols) {
    /** Copies the lists. */
    public LibrarySymbols {
        dependencies = List.copyOf(dependencies);
        fields = List.copyOf(fields);
        symbols = List.copyOf(symbols);
    }

    /**
     * One exported symbol.
     *
     * @param name with its version, such as {@code memcpy@GLIBC_2.14}
     * @param since the version of the package that is needed for it
     * @param dependency index in {@link LibrarySymbols#dependencies()}
     */
    public record Symbol(String name, String since, int dependency) {}
}
