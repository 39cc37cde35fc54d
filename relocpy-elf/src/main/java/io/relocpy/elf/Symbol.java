package io.relocpy.elf;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * One symbol of a symbol table, with its name and version (gABI, "Symbol Table"; LSB Core, "Symbol Versioning").
 *
 * <p>Unknown values are {@code OTHER}; {@link #info} and {@link #other} return them as stored in the file. Immutable.
 */
public final class Symbol {

    /**
     * The scope of a symbol, and what happens if two have the same name ({@code STB_}, the upper half of {@code
     * st_info}).
     */
    public enum Binding {
        /** STB_LOCAL: not visible outside its file. */
        LOCAL,
        /** STB_GLOBAL: visible to all files. */
        GLOBAL,
        /** STB_WEAK: like global, but may stay undefined, and a global symbol takes precedence when linking. */
        WEAK,
        /** STB_GNU_UNIQUE: the dynamic loader makes sure that the process has only one. */
        UNIQUE,
        /** An unknown value. */
        OTHER
    }

    /** What a symbol refers to ({@code STT_}, the lower half of {@code st_info}). */
    public enum Type {
        /** STT_NOTYPE: unspecified. */
        NONE,
        /** STT_OBJECT: data. */
        OBJECT,
        /** STT_FUNC: code. */
        FUNCTION,
        /** STT_SECTION: a section, for relocations. */
        SECTION,
        /** STT_FILE: the name of the source file. */
        FILE,
        /** STT_COMMON: data that a linker has yet to allocate. */
        COMMON,
        /** STT_TLS: thread-local data. */
        TLS,
        /** STT_GNU_IFUNC: code that returns the address of the function. */
        INDIRECT_FUNCTION,
        /** An unknown value. */
        OTHER
    }

    /** How far other files may use a symbol ({@code STV_}, the lowest two bits of {@code st_other}). */
    public enum Visibility {
        /** STV_DEFAULT: as the binding says. */
        DEFAULT,
        /** STV_INTERNAL: like hidden, with a machine-specific meaning. */
        INTERNAL,
        /** STV_HIDDEN: not visible to other files. */
        HIDDEN,
        /** STV_PROTECTED: visible, but references from its own file always use its own definition. */
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

    /** The symbol's index in its table, by which relocations refer to it; see {@link SymbolTable#get}. */
    public int index() {
        return fields.index();
    }

    /** The name; empty for unnamed symbols. */
    public String name() {
        return name;
    }

    /** The version, such as {@code GLIBC_2.34}; empty for unversioned symbols and outside the dynamic symbol table. */
    public Optional<String> version() {
        return version;
    }

    /**
     * Whether this is the default version of the name, which {@code nm -D} shows as {@code @@}. Never true for symbols
     * that another file defines, even if an executable has a copy.
     */
    public boolean isDefaultVersion() {
        return isDefaultVersion;
    }

    /** The scope of the symbol. */
    public Binding binding() {
        return fields.binding();
    }

    /** What the symbol refers to. */
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

    /** {@code st_size}: size in bytes, 0 if unknown. */
    public long size() {
        return fields.size();
    }

    /** Whether this file defines the symbol. */
    public boolean isDefined() {
        return fields.isDefined();
    }

    /** Whether the value is absolute (SHN_ABS), so that it does not move with the file. */
    public boolean isAbsolute() {
        return fields.sectionIndex() == ElfConstants.SHN_ABS;
    }

    /** Whether a linker has yet to allocate it (SHN_COMMON). */
    public boolean isCommon() {
        return fields.sectionIndex() == ElfConstants.SHN_COMMON;
    }

    /**
     * Index of the symbol's section, even if it does not fit into {@code st_shndx}; empty for symbols that are
     * undefined, absolute, common, or otherwise in no section.
     */
    public OptionalInt section() {
        return section;
    }

    /** {@code st_info} as stored in the file, 0 to 255: binding and type. */
    public int info() {
        return fields.info();
    }

    /** {@code st_other} as stored in the file, 0 to 255: visibility, and more on some machines. */
    public int other() {
        return fields.other();
    }

    /** {@code st_shndx} as stored in the file: a section index, or one of the {@code SHN_} constants. */
    int sectionIndex() {
        return fields.sectionIndex();
    }

    /** The name as {@code nm -D} writes it. */
    @Override
    public String toString() {
        return version.map(v -> name + (isDefaultVersion ? "@@" : "@") + v).orElse(name);
    }
}
