package io.relocpy.bundle;

import io.relocpy.elf.Printable;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * What {@link Bundle#verify} found. Immutable.
 *
 * @param path the directory or archive that was verified
 * @param files how many files and links it has
 * @param findings faults first, then by path
 */
public record BundleVerification(Path path, int files, List<Finding> findings) {
    /** Copies and sorts the list. */
    public BundleVerification {
        findings = findings.stream()
                .sorted(Comparator.comparing(Finding::severity)
                        .thenComparing(Finding::path)
                        .thenComparing(Finding::check)
                        .thenComparing(Finding::what))
                .toList();
    }

    /** How bad a finding is. */
    public enum Severity {
        /** The bundle is not what was written, or does not run everywhere. */
        FAULT,
        /** To be known; the bundle is sound. */
        NOTE
    }

    /** What was checked. */
    public enum Check {
        /** {@code relocpy.json} is readable, and of a known format. */
        MANIFEST,
        /** The archive's entries have names and types that a bundle's files have. */
        ENTRY,
        /** Each listed file is there as it was written, and no other. */
        FILE,
        /** Symbolic links lead to something in the bundle. */
        LINK,
        /** Each library that an ELF file needs is in the bundle, with the symbol versions. */
        LIBRARY,
        /** No search path for libraries, ELF interpreter or {@code #!} line names a file of the host. */
        HOST_PATH
    }

    /**
     * One thing that was found.
     *
     * @param severity how bad it is
     * @param check what was checked
     * @param path in the bundle, without a leading slash; of an archive's entry as the archive names it
     * @param what what was expected and what was found, in words
     */
    public record Finding(Severity severity, Check check, String path, String what) {
        static Finding fault(Check check, String path, String what) {
            return new Finding(Severity.FAULT, check, path, what);
        }

        static Finding note(Check check, String path, String what) {
            return new Finding(Severity.NOTE, check, path, what);
        }

        /** Path and words, {@linkplain Printable printable}. */
        @Override
        public String toString() {
            return Printable.of(path + ": " + what);
        }
    }

    /** Whether there is no fault. */
    public boolean isSound() {
        return faults().isEmpty();
    }

    /** What keeps the bundle from being sound. */
    public List<Finding> faults() {
        return of(Severity.FAULT);
    }

    /** What does not. */
    public List<Finding> notes() {
        return of(Severity.NOTE);
    }

    private List<Finding> of(Severity severity) {
        return findings.stream().filter(finding -> finding.severity == severity).toList();
    }

    /** One line for each finding, then one that sums up; each ends in a line feed. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            text.append(finding.severity == Severity.FAULT ? "fault  " : "note   ")
                    .append(finding)
                    .append('\n');
        }
        int faults = faults().size();
        return text.append(Printable.of(path.toString()))
                .append(faults == 0 ? ": sound, " : ": not sound, " + counted(faults, "fault") + ", ")
                .append(counted(notes().size(), "note"))
                .append(" in ")
                .append(counted(files, "file"))
                .append('\n')
                .toString();
    }

    private static String counted(int count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
