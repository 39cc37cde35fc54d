package io.relocpy.elf;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The dynamic symbols of one file as a loader sees them: its definitions by name, and its references. */
final class SymbolScope {
    private static final Set<Symbol.Binding> VISIBLE =
            EnumSet.of(Symbol.Binding.GLOBAL, Symbol.Binding.WEAK, Symbol.Binding.UNIQUE);
    private static final Set<Symbol.Type> TYPES_OF_MUSL =
            EnumSet.of(Symbol.Type.NONE, Symbol.Type.OBJECT, Symbol.Type.FUNCTION, Symbol.Type.COMMON, Symbol.Type.TLS);

    /** musl does not support indirect functions. */
    private static final Set<Symbol.Type> TYPES_OF_GLIBC = EnumSet.copyOf(TYPES_OF_MUSL);

    static {
        TYPES_OF_GLIBC.add(Symbol.Type.INDIRECT_FUNCTION);
    }

    private static final long LARGEST_RATIO = 16;
    private static final long DT_MIPS_GOTSYM = 0x70000013L;

    /** A file's answer to a reference. */
    enum Answer {
        /** It defines the symbol. */
        DEFINED,
        /** It does not; others may. */
        ABSENT,
        /** It does not, although it did when the reference was linked against it. */
        GONE,
        /** It does, but no longer in that version, which ends the process. */
        UNEXPECTED
    }

    /**
     * A symbol that a relocation refers to.
     *
     * @param version empty if the reference has none
     * @param library the name of the library that had the version
     * @param hidden whether an unversioned symbol of a library does not count
     * @param isWeak whether it may stay undefined
     * @param isCopy whether the program itself must be skipped
     * @param isCall whether only a definition counts, and not the address that a program gives to another file's
     *     function
     */
    record Reference(
            String name,
            Optional<String> version,
            Optional<String> library,
            boolean hidden,
            boolean isWeak,
            boolean isCopy,
            boolean isCall) {}

    /** A symbol that can satisfy references, with its DT_VERSYM index; -1 if there is no such table. */
    private record Definition(RawSymbol symbol, int version) {}

    /** A version by its index: without a library if it is defined here, with it if it is needed. */
    private record Version(String name, Optional<String> library, boolean hidden) {}

    private final LoadedFile file;
    private final boolean isMusl;
    private final DynamicSymbols symbols;
    private final ByteBuffer table;
    private final ByteBuffer versym;
    private final Map<Integer, Version> versions = new HashMap<>();
    private final Map<String, List<Definition>> definitions = new HashMap<>();
    private boolean symbolic;
    private long lettersLeft;

    private SymbolScope(LoadedFile file, boolean isMusl) throws ElfFormatException {
        this.file = file;
        this.isMusl = isMusl;
        ElfFile elf = file.file();
        this.lettersLeft = LARGEST_RATIO * elf.size();
        this.symbols = DynamicSymbols.of(elf);
        this.table = symbols.table();
        OptionalLong at = elf.tag(ElfConstants.DT_VERSYM);
        // without any versions the loader ignores the table
        boolean versioned = at.isPresent()
                && symbols.count() > 0
                && !(elf.versionNeeds().isEmpty() && elf.versionDefinitions().isEmpty());
        this.versym =
                versioned ? elf.readAddress("DT_VERSYM", at.getAsLong(), 2L * symbols.count()) : ByteBuffer.allocate(0);
    }

    static SymbolScope of(LoadedFile file, boolean isMusl) throws ElfFormatException {
        SymbolScope scope = new SymbolScope(file, isMusl);
        scope.readVersions();
        scope.readDefinitions();
        return scope;
    }

    String path() {
        return file.path();
    }

    /** DT_SYMBOLIC: its own symbols come before those of other files. */
    boolean isSymbolic() {
        return symbolic;
    }

    private void readVersions() throws ElfFormatException {
        for (VersionNeed need : file.file().versionNeeds()) {
            for (VersionNeed.Version version : need.versions()) {
                versions.put(
                        version.index() & 0x7fff,
                        new Version(version.name(), Optional.of(need.file()), (version.index() & 0x8000) != 0));
            }
        }
        for (VersionDefinition definition : file.file().versionDefinitions()) {
            if (!definition.base()) {
                versions.put(definition.index() & 0x7fff, new Version(definition.name(), Optional.empty(), false));
            }
        }
    }

    private void readDefinitions() throws ElfFormatException {
        ElfFile elf = file.file();
        Optional<DynamicSection> dynamic = elf.dynamic();
        if (dynamic.isEmpty()) {
            return;
        }
        symbolic = dynamic.get().value(ElfConstants.DT_SYMBOLIC).isPresent()
                || (dynamic.get().flags() & 2) != 0;
        OptionalLong gnuHash = dynamic.get().value(ElfConstants.DT_GNU_HASH);
        boolean hashed =
                gnuHash.isPresent() || dynamic.get().value(ElfConstants.DT_HASH).isPresent();
        if (!hashed) {
            return;
        }
        // the symbols before are in no bucket
        long first = gnuHash.isPresent()
                ? Math.max(1, HashTables.gnu(elf, gnuHash.getAsLong()).symbolOffset())
                : 1;
        for (int i = (int) Math.min(first, symbols.count()); i < symbols.count(); i++) {
            RawSymbol symbol = symbol(i);
            if (mayServe(symbol)) {
                String name = name(symbol);
                definitions.computeIfAbsent(name, n -> new ArrayList<>(1)).add(new Definition(symbol, versionIndex(i)));
            }
        }
    }

    private RawSymbol symbol(int index) throws ElfFormatException {
        return file.file().codec().symbol(table, index * file.file().codec().symbolSize(), index);
    }

    /** Symbols share strings: each name may be the end of another. This limits what a small file can expand to. */
    private String name(RawSymbol symbol) throws ElfFormatException {
        String name = file.file().dynamic().orElseThrow().stringTable().get(symbol.nameOffset());
        lettersLeft -= name.length();
        if (lettersLeft < 0) {
            throw new ElfFormatException(
                    file.path() + ": dynamic symbols",
                    "names of at most " + LARGEST_RATIO + " times the size of the file",
                    "longer ones");
        }
        return name;
    }

    private int versionIndex(int symbol) {
        return versym.limit() >= 2 * symbol + 2 ? ElfCodec.u16(versym, 2 * symbol) : -1;
    }

    private boolean mayServe(RawSymbol symbol) {
        boolean hasValue = symbol.value() != 0
                || symbol.type() == Symbol.Type.TLS
                || (!isMusl && symbol.sectionIndex() == ElfConstants.SHN_ABS);
        boolean hasType = (isMusl ? TYPES_OF_MUSL : TYPES_OF_GLIBC).contains(symbol.type());
        return hasValue && hasType && VISIBLE.contains(symbol.binding()) && !staysInside(symbol);
    }

    /** Whether its visibility hides it from other files. */
    private static boolean staysInside(RawSymbol symbol) {
        return symbol.visibility() == Symbol.Visibility.INTERNAL || symbol.visibility() == Symbol.Visibility.HIDDEN;
    }

    /** This file's answer to a reference. */
    Answer defines(Reference reference) {
        List<Definition> named = definitions.getOrDefault(reference.name(), List.of());
        if (isMusl) {
            // the version of a reference does not matter; old versions do not count
            return named.stream()
                            .anyMatch(d -> (d.version() < 0 || (d.version() & 0x8000) == 0) && counts(d, reference))
                    ? Answer.DEFINED
                    : Answer.ABSENT;
        }
        int defaults = 0;
        for (Definition definition : named) {
            if (!counts(definition, reference)) {
                continue;
            }
            if (reference.version().isPresent() && definition.version() < 0 && isExpectedIn(reference)) {
                return Answer.UNEXPECTED;
            }
            if (reference.version().isPresent() ? hasVersion(definition, reference) : isBase(definition)) {
                return Answer.DEFINED;
            }
            defaults += (definition.version() & 0x8000) == 0 ? 1 : 0;
        }
        if (reference.version().isEmpty()) {
            // a single default version is unambiguous
            return defaults == 1 ? Answer.DEFINED : Answer.ABSENT;
        }
        return isExpectedIn(reference) ? Answer.GONE : Answer.ABSENT;
    }

    private boolean isExpectedIn(Reference reference) {
        return reference.library().filter(file::isNamed).isPresent();
    }

    private static boolean counts(Definition definition, Reference reference) {
        return !reference.isCall() || definition.symbol().isDefined();
    }

    private boolean hasVersion(Definition definition, Reference reference) {
        if (definition.version() < 0) {
            return true; // a library without versions satisfies any
        }
        Version version = versions.get(definition.version() & 0x7fff);
        if (version == null) {
            return !reference.hidden() && (definition.version() & 0x8000) == 0;
        }
        return version.name().equals(reference.version().orElse(""));
    }

    /** Whether an unversioned reference prefers it: it has no version, or the first one. */
    private static boolean isBase(Definition definition) {
        return definition.version() < 0 || (definition.version() & 0x7fff) < 3;
    }

    /** All symbols that relocations refer to and that the loader must find. */
    List<Reference> references() throws ElfFormatException {
        ElfFile elf = file.file();
        BitSet data = new BitSet();
        BitSet calls = new BitSet();
        BitSet copies = new BitSet();
        RelocationKinds kinds = RelocationKinds.of(elf.header());
        for (RelocationTable relocations : RelocationTable.all(elf)) {
            for (int i = 0; i < relocations.count(); i++) {
                long symbol = relocations.symbol(i);
                if (symbol > 0 && symbol < symbols.count()) {
                    long type = relocations.type(i);
                    (kinds.isCopy(type) ? copies : kinds.isCall(type) ? calls : data).set((int) symbol);
                }
            }
        }
        OptionalLong got = elf.tag(DT_MIPS_GOTSYM);
        if (elf.header().machine() == ElfConstants.EM_MIPS && got.isPresent() && got.getAsLong() >= 0) {
            data.set((int) Math.min(got.getAsLong(), symbols.count()), symbols.count()); // without relocations
        }
        List<Reference> all = new ArrayList<>();
        for (int i = 1; i < symbols.count(); i++) {
            if (data.get(i) || calls.get(i) || copies.get(i)) {
                RawSymbol symbol = symbol(i);
                boolean looksElsewhere = !symbol.isDefined() || copies.get(i);
                if (looksElsewhere && !symbol.isLocal() && !staysInside(symbol)) {
                    all.add(reference(symbol, copies.get(i), !data.get(i) && calls.get(i)));
                }
            }
        }
        return all;
    }

    private Reference reference(RawSymbol symbol, boolean isCopy, boolean isCall) throws ElfFormatException {
        String name = name(symbol);
        int index = versionIndex(symbol.index());
        Version version = index < 0 ? null : versions.get(index & 0x7fff);
        boolean isWeak = symbol.binding() == Symbol.Binding.WEAK;
        return version == null
                ? new Reference(name, Optional.empty(), Optional.empty(), false, isWeak, isCopy, isCall)
                : new Reference(
                        name, Optional.of(version.name()), version.library(), version.hidden(), isWeak, isCopy, isCall);
    }
}
