package io.relocpy.elf;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * One symbol of a symbol table, its name and version looked up (gABI, "Symbol Table"; LSB Core, "Symbol Versioning").
 *
 * <p>Values that this library has no name for are {@code OTHER}; {@link #info} and {@link #other} have them as they are in the
 * file. Immutable.
 */
public final class Symbol {

    /** Who sees a symbol, and what happens where two have the same name ({@code STB_}, the upper half of {@code st_info}). */
    public enum Binding {
        /** STB_LOCAL: not visible outside of its file. */
        LOCAL,
        /** STB_GLOBAL: visible to all files. */
        GLOBAL,
        /** STB_WEAK: as global, but may stay undefined, and gives way when a linker finds a global one. */
        WEAK,
        /** STB_GNU_UNIQUE: the dynamic loader makes sure that the process has only one. */
        UNIQUE,
        /** A number without a name here. */
        OTHER
    }

    /** What a symbol stands for ({@code STT_}, the lower half of {@code st_info}). */
    public enum Type {
        /** STT_NOTYPE: not said. */
        NONE,
        /** STT_OBJECT: data. */
        OBJECT,
        /** STT_FUNC: code. */
        FUNCTION,
        /** STT_SECTION: a section, for relocations. */
        SECTION,
        /** STT_FILE: the source file's name. */
        FILE,
        /** STT_COMMON: data that a linker has yet to place. */
        COMMON,
        /** STT_TLS: thread-local data. */
        TLS,
        /** STT_GNU_IFUNC: code that returns the address of the function. */
        INDIRECT_FUNCTION,
        /** A number without a name here. */
        OTHER
    }

    /** How far other files may use a symbol ({@code STV_}, the lowest two bits of {@code st_other}). */
    public enum Visibility {
        /** STV_DEFAULT: as the binding says. */
        DEFAULT,
        /** STV_INTERNAL: as hidden, and meaning more on some machines. */
        INTERNAL,
        /** STV_HIDDEN: not visible to other files. */
        HIDDEN,
        /** STV_PROTECTED: visible, but references from its own file stay in the file. */
        PROTECTED
    }

    private final RawSymbol fields;
    private final String name;
    private final Optional<String> version;
    private final boolean isDefaultVersion;
    private final OptionalInt section;

    Symbol(RawSymbol fields, String name, Optional<String> version, boolean isDefaultVersion, OptionalInt section) {
        this.fields = fields;
        this.name = name;
        this.version = version;
        this.isDefaultVersion = isDefaultVersion;
        this.section = section;
    }

    /** The symbol's number in its table, by which relocations name it; see {@link SymbolTable#get}. */
    public int index() {
        return fields.index();
    }

    /** The name; empty for symbols that have none. */
    public String name() {
        return name;
    }

    /** The version, such as {@code GLIBC_2.34}; empty for unversioned symbols and outside of the dynamic symbol table. */
    public Optional<String> version() {
        return version;
    }

    /**
     * Whether the name without a version leads here, which {@code nm -D} shows as {@code @@}. Never true of what another file
     * defines, of which an executable may hold a copy.
     */
    public boolean isDefaultVersion() {
        return isDefaultVersion;
    }

    /** Who sees the symbol. */
    public Binding binding() {
        return fields.binding();
    }

    /** What the symbol stands for. */
    public Type type() {
        return fields.type();
    }

    /** How far other files may use the symbol. */
    public Visibility visibility() {
        return fields.visibility();
    }

    /** {@code st_value}: an address in linked files, an offset into the section in relocatable ones. */
    public long value() {
        return fields.value();
    }

    /** {@code st_size}: bytes of what the symbol stands for, 0 if unknown. */
    public long size() {
        return fields.size();
    }

    /** Whether this file defines the symbol. */
    public boolean isDefined() {
        return fields.isDefined();
    }

    /** Whether the value is a plain number (SHN_ABS), which does not move with the file. */
    public boolean isAbsolute() {
        return fields.sectionIndex() == ElfConstants.SHN_ABS;
    }

    /** Whether a linker has yet to give it a place (SHN_COMMON). */
    public boolean isCommon() {
        return fields.sectionIndex() == ElfConstants.SHN_COMMON;
    }

    /**
     * Index of the section that the symbol lies in, also where {@code st_shndx} is too small for it; empty for symbols that are
     * undefined, absolute or common, or otherwise in none.
     */
    public OptionalInt section() {
        return section;
    }

    /** {@code st_info} as it is in the file, 0 to 255: binding and type. */
    public int info() {
        return fields.info();
    }

    /** {@code st_other} as it is in the file, 0 to 255: visibility, and on some machines more. */
    public int other() {
        return fields.other();
    }

    /** {@code st_shndx} as it is in the file: a section's index, or one of the {@code SHN_} constants. */
    int sectionIndex() {
        return fields.sectionIndex();
    }

    /** The name as {@code nm -D} writes it. */
    @Override
    public String toString() {
        return version.map(v -> name + (isDefaultVersion ? "@@" : "@") + v).orElse(name);
    }
}
