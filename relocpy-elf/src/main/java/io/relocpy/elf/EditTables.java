package io.relocpy.elf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The contents of a file after the edits: the tables that edits change, independent of any layout. */
final class EditTables {

    /**
     * An entry of the dynamic section with its string.
     *
     * @param text the string, null for entries that have none
     */
    record Tag(long tag, long value, @Nullable String text) {
        /** Whether the meaning is the same, wherever its string is. */
        boolean means(Tag other) {
            return tag == other.tag && Objects.equals(text, other.text) && (text != null || value == other.value);
        }
    }

    /** Without flags the file leaves the choice to the system. */
    private static final int NO_STACK_SEGMENT = -1;

    private final ElfFile file;
    private final List<Tag> tags = new ArrayList<>();
    private final List<Tag> originalTags;
    private @Nullable NeededVersions neededVersions;
    private final Optional<String> originalInterpreter;
    private Optional<String> interpreter;
    private final Set<Integer> clearedVersions = new TreeSet<>();
    private final Map<Integer, String> renamedSymbols = new TreeMap<>();
    private final int originalStackFlags;
    private int stackFlags;
    private int osAbi;
    private int pageSize;
    private boolean keepsOldBytes;
    private @Nullable FileTree resolutionRoot;

    EditTables(ElfFile file) throws ElfFormatException {
        this.file = file;
        Optional<DynamicSection> dynamic = file.dynamic();
        if (dynamic.isPresent()) {
            for (DynamicEntry entry : dynamic.get().entries()) {
                String text = entry.isString() ? dynamic.get().stringTable().get(entry.value()) : null;
                tags.add(new Tag(entry.tag(), entry.value(), text));
            }
        }
        this.originalTags = List.copyOf(tags);
        this.originalInterpreter = file.interpreter();
        this.interpreter = originalInterpreter;
        this.originalStackFlags = file.segment(ElfConstants.PT_GNU_STACK)
                .map(ProgramHeader::flags)
                .orElse(NO_STACK_SEGMENT);
        this.stackFlags = originalStackFlags;
        this.osAbi = file.header().osAbi();
        this.keepsOldBytes = relocatesItself();
    }

    /**
     * Whether the file's own code finds the dynamic section at the address that the linker gave it: static-PIE programs
     * and loaders do so, before anyone could pass them another address.
     */
    boolean relocatesItself() {
        boolean pie = false;
        boolean needs = false;
        for (Tag tag : originalTags) {
            pie |= tag.tag() == ElfConstants.DT_FLAGS_1 && (tag.value() & ElfConstants.DF_1_PIE) != 0;
            needs |= tag.tag() == ElfConstants.DT_NEEDED;
        }
        return originalInterpreter.isEmpty() && file.header().entry() != 0 && (pie || !needs);
    }

    ElfFile file() {
        return file;
    }

    /** The dynamic section's entries, which edits change in place. */
    List<Tag> tags() throws ElfEditException {
        if (!hasTags()) {
            throw new ElfEditException(file.name(), "a dynamic section in a PT_DYNAMIC segment", describeKind());
        }
        return tags;
    }

    private String describeKind() {
        if (file.sectionHeaders().stream().anyMatch(s -> s.type() == ElfConstants.SHT_DYNAMIC)) {
            return "a section that no PT_DYNAMIC segment refers to";
        }
        try {
            return "none, in a file of kind " + file.kind();
        } catch (ElfFormatException e) {
            return "none";
        }
    }

    boolean hasTags() {
        return !originalTags.isEmpty();
    }

    List<Tag> currentTags() {
        return tags;
    }

    boolean tagsChanged() {
        return tags.size() != originalTags.size()
                || !IntStream.range(0, tags.size()).allMatch(i -> tags.get(i).means(originalTags.get(i)));
    }

    Optional<String> interpreter() {
        return interpreter;
    }

    boolean interpreterChanged() {
        return !interpreter.equals(originalInterpreter);
    }

    void setInterpreter(String path) throws ElfEditException {
        if (originalInterpreter.isEmpty()) {
            throw new ElfEditException(file.name(), "a PT_INTERP segment", "none");
        }
        interpreter = Optional.of(path);
    }

    /** DT_VERNEED, which edits change in place. */
    NeededVersions neededVersions() throws ElfFormatException {
        NeededVersions known = neededVersions;
        if (known == null) {
            known = new NeededVersions(file);
            neededVersions = known;
        }
        return known;
    }

    /** Whether DT_VERNEED will exist, but changed. */
    boolean neededVersionsChanged() {
        return neededVersions != null
                && neededVersions.isChanged()
                && tags.stream().anyMatch(t -> t.tag() == ElfConstants.DT_VERNEED);
    }

    /** Called after all edits: removes the versions that are no longer needed. */
    void settleVersions() throws ElfFormatException {
        boolean untouched = neededVersions == null && clearedVersions.isEmpty();
        if (untouched || !hasTags() || !has(ElfConstants.DT_VERNEED)) {
            return;
        }
        NeededVersions versions = neededVersions();
        int before = versions.count();
        versions.settle(Set.copyOf(texts(ElfConstants.DT_NEEDED)), clearedVersions);
        if (versions.count() == 0 && before > 0) {
            remove(ElfConstants.DT_VERNEED);
            remove(ElfConstants.DT_VERNEEDNUM);
            if (!has(ElfConstants.DT_VERDEF)) {
                // glibc would look the versions up in a list that it does not build
                remove(ElfConstants.DT_VERSYM);
            }
        } else if (versions.count() < before) {
            setValue(ElfConstants.DT_VERNEEDNUM, versions.count());
        }
    }

    void setPageSize(int bytes) {
        pageSize = bytes;
    }

    /** The requested page size, 0 for the default. */
    int pageSize() {
        return pageSize;
    }

    /** Indexes of the dynamic symbols whose version is to be cleared. */
    Set<Integer> clearedVersions() {
        return clearedVersions;
    }

    /** New names by index of the dynamic symbol. */
    Map<Integer, String> renamedSymbols() {
        return renamedSymbols;
    }

    /** The name that a dynamic symbol has after the edits so far. */
    String symbolName(Symbol symbol) {
        return renamedSymbols.getOrDefault(symbol.index(), symbol.name());
    }

    void renameSymbol(Symbol symbol, String name) {
        if (name.equals(symbol.name())) {
            renamedSymbols.remove(symbol.index());
        } else {
            renamedSymbols.put(symbol.index(), name);
        }
    }

    /** The flags of PT_GNU_STACK, -1 if there is no such segment. */
    int stackFlags() {
        return stackFlags;
    }

    void setStackFlags(int flags) {
        stackFlags = flags;
    }

    boolean stackFlagsChanged() {
        return stackFlags != originalStackFlags;
    }

    int osAbi() {
        return osAbi;
    }

    void setOsAbi(int value) {
        osAbi = value;
    }

    boolean keepsOldBytes() {
        return keepsOldBytes;
    }

    void keepOldBytes() {
        keepsOldBytes = true;
    }

    /** Where the libraries of a resolution cache are looked up; null if none was requested. */
    @Nullable
    FileTree resolutionRoot() {
        return resolutionRoot;
    }

    void setResolutionRoot(FileTree root) {
        resolutionRoot = root;
    }

    /** Whether the string table or the dynamic section must be written again. */
    boolean stringsChanged() {
        return tagsChanged() || neededVersionsChanged();
    }

    boolean isChanged() {
        return stringsChanged()
                || interpreterChanged()
                || stackFlagsChanged()
                || osAbi != file.header().osAbi()
                || !clearedVersions.isEmpty();
    }

    // --- building blocks of the edits

    Optional<String> text(long tag) throws ElfEditException {
        return tags().stream()
                .filter(t -> t.tag() == tag)
                .map(Tag::text)
                .map(text -> text == null ? "" : text)
                .reduce((first, second) -> second);
    }

    List<String> texts(long tag) throws ElfEditException {
        return tags().stream()
                .filter(t -> t.tag() == tag)
                .map(Tag::text)
                .map(text -> text == null ? "" : text)
                .toList();
    }

    void remove(long tag) throws ElfEditException {
        tags().removeIf(t -> t.tag() == tag);
    }

    /** Sets the tag's string: in the existing entry, otherwise in a new one at the end. */
    void setText(long tag, String text) throws ElfEditException {
        if (text(tag).equals(Optional.of(text)) && texts(tag).size() == 1) {
            return;
        }
        List<Tag> all = tags();
        // the same edits find this place again when they remove the entry and add it
        int at = 0;
        for (int i = 0; i < all.size(); i++) {
            at = all.get(i).tag() == ElfConstants.DT_NEEDED ? i + 1 : at;
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).tag() == tag) {
                at = i;
                all.remove(i);
            }
        }
        all.add(at, new Tag(tag, -1, text));
    }

    long value(long tag) throws ElfEditException {
        return tags().stream()
                .filter(t -> t.tag() == tag)
                .mapToLong(Tag::value)
                .reduce((first, second) -> second)
                .orElse(0);
    }

    boolean has(long tag) throws ElfEditException {
        return tags().stream().anyMatch(t -> t.tag() == tag);
    }

    /** Sets the tag's number: in the existing entry, otherwise in a new one at the end. */
    void setValue(long tag, long value) throws ElfEditException {
        List<Tag> all = tags();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).tag() == tag) {
                all.set(i, new Tag(tag, value, null));
                return;
            }
        }
        all.add(new Tag(tag, value, null));
    }
}
