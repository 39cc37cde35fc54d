package io.relocpy.elf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Records with segments of their own, such as PT_NOTE and PT_GNU_PROPERTY, where these segments share bytes.
 *
 * @param segments indexes of the segments
 */
record NoteGroup(ElfFile file, long offset, long address, long size, long align, List<Integer> segments) {
    private static final Set<Integer> SEGMENT_TYPES = Set.of(
            ElfConstants.PT_NOTE,
            ElfConstants.PT_GNU_PROPERTY,
            ElfConstants.PT_MIPS_ABIFLAGS,
            ElfConstants.PT_MIPS_REGINFO);

    static List<NoteGroup> find(ElfFile file) throws ElfFormatException {
        List<ProgramHeader> segments = file.programHeaders();
        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            if (SEGMENT_TYPES.contains(segments.get(i).type())
                    && segments.get(i).fileSize() > 0) {
                left.add(i);
            }
        }
        left.sort(Comparator.comparingLong(i -> segments.get(i).offset()));
        List<NoteGroup> groups = new ArrayList<>();
        for (int i = 0; i < left.size(); ) {
            ProgramHeader first = segments.get(left.get(i));
            long end = first.endOffset();
            long align = first.align();
            List<Integer> group = new ArrayList<>();
            while (i < left.size() && segments.get(left.get(i)).offset() < end) {
                end = Math.max(end, segments.get(left.get(i)).endOffset());
                align = Math.max(align, segments.get(left.get(i)).align());
                group.add(left.get(i++));
            }
            groups.add(new NoteGroup(
                    file, first.offset(), first.virtualAddress(), end - first.offset(), align, List.copyOf(group)));
        }
        return groups;
    }

    long end() {
        return offset + size;
    }

    /**
     * Why the notes must stay in place: the owner of a note whose readers may find it without the segment, or whose
     * contents may depend on its place. A program may use such a note as a variable, or fill it with offsets relative
     * to it. Empty if all notes are of kinds for which that is known not to be so.
     */
    Optional<String> usedInPlace() throws ElfFormatException {
        for (int index : segments) {
            ProgramHeader segment = file.programHeaders().get(index);
            Optional<String> owner = segment.type() == ElfConstants.PT_NOTE ? usedInPlace(segment) : Optional.empty();
            if (owner.isPresent()) {
                return owner;
            }
        }
        return Optional.empty();
    }

    private Optional<String> usedInPlace(ProgramHeader segment) throws ElfFormatException {
        List<SectionHeader> sections = file.sectionHeaders().stream()
                .filter(s -> s.type() == ElfConstants.SHT_NOTE && segment.holdsOffset(s.offset(), s.size()))
                .toList();
        boolean told = sections.stream().anyMatch(s -> s.offset() == segment.offset())
                && sections.stream().anyMatch(s -> s.endOffset() == segment.endOffset());
        if (!told) {
            // mold puts notes of different alignments into one segment; GNU notes aligned to 4 can be read nevertheless
            Optional<String> owner = usedInPlace(segment.offset(), segment.fileSize(), segment.align());
            return owner.isPresent() ? usedInPlace(segment.offset(), segment.fileSize(), 4) : owner;
        }
        for (SectionHeader section : sections) {
            Optional<String> owner = usedInPlace(section.offset(), section.size(), section.addressAlign());
            if (owner.isPresent()) {
                return owner;
            }
        }
        return Optional.empty();
    }

    private Optional<String> usedInPlace(long from, long length, long noteAlign) throws ElfFormatException {
        List<Note> notes = new ArrayList<>();
        try {
            Notes.read("notes", file.read("notes", from, length), noteAlign, notes);
        } catch (ElfFormatException e) {
            return Optional.of("an unknown owner"); // perhaps not notes at all
        }
        return notes.stream()
                .filter(note -> !isPositionFree(note))
                .map(Note::name)
                .findFirst();
    }

    private static boolean isPositionFree(Note note) {
        return switch (note.name()) {
            // the ABI tag, hardware capabilities, build ID, gold's version and properties
            case "GNU" ->
                note.type() >= ElfConstants.NT_GNU_ABI_TAG && note.type() <= ElfConstants.NT_GNU_PROPERTY_TYPE_0;
            case "FDO" ->
                note.type() == ElfConstants.NT_FDO_PACKAGING_METADATA
                        || note.type() == ElfConstants.NT_FDO_DLOPEN_METADATA;
            case "Go" -> note.type() == ElfConstants.NT_GO_BUILD_ID;
            case ResolutionCache.OWNER -> note.type() == ResolutionCache.TYPE;
            default -> false;
        };
    }
}
