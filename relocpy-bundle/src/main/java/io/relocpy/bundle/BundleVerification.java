package io.relocpy.bundle;

import io.relocpy.elf.Printable;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@link Bundle#verify} found. Immutable; equal if all values are. */
public final class BundleVerification {
    private final Path path;
    private final int fileCount;
    private final List<Finding> findings;
    private final Optional<Signature> signature;

    BundleVerification(Path path, int fileCount, List<Finding> findings, Optional<Signature> signature) {
        this.path = path;
        this.fileCount = fileCount;
        this.findings = findings.stream()
                .sorted(Comparator.comparing(Finding::severity)
                        .thenComparing(Finding::path)
                        .thenComparing(Finding::check)
                        .thenComparing(Finding::what))
                .toList();
        this.signature = signature;
    }

    /** The directory or archive that was verified. */
    public Path path() {
        return path;
    }

    /** How many files and links it has. */
    public int fileCount() {
        return fileCount;
    }

    /** Everything that was found: by severity, faults first, then by path. */
    public List<Finding> findings() {
        return findings;
    }

    /**
     * Who signed the manifest, and so everything that it lists; empty if no keys were given, or if none of them
     * signed it, which is a fault.
     */
    public Optional<Signature> signature() {
        return signature;
    }

    /** The result of a verification. */
    public enum Outcome {
        /** As it was written; there are no findings other than notes. */
        SOUND,
        /** As it was written, but with code that was added later and that Python would run. */
        NOT_VOUCHED_FOR,
        /** There are faults. */
        NOT_SOUND
    }

    /** How serious a finding is. */
    public enum Severity {
        /** The bundle is not as it was written, or does not run everywhere. */
        FAULT,
        /**
         * Code that was added to a directory later: compiled modules in {@code __pycache__}, as Python writes them when
         * it runs. Only Python itself could determine whether they match the modules beside them.
         */
        UNVOUCHED,
        /** Worth knowing; the bundle is sound. */
        NOTE,
        /** To be expected of many bundles, such as a {@code #!} line that no one uses: counted, not printed. */
        ROUTINE
    }

    /** What was checked. */
    public enum Check {
        /** {@code relocpy.json} is readable, and of a known format. */
        MANIFEST,
        /** The archive's entries have names and types that a bundle's files have. */
        ENTRY,
        /**
         * An archive is byte for byte what relocpy writes for its manifest, compression aside; a directory has no rights,
         * owners and directories other than those that follow from the manifest.
         */
        FORM,
        /** Each listed file is there as it was written, and no other. */
        FILE,
        /** Symbolic links lead to something inside the bundle. */
        LINK,
        /** Each library that an ELF file needs is in the bundle, with the symbol versions. */
        LIBRARY,
        /** No search path for libraries, ELF interpreter or {@code #!} line names a file of the host. */
        HOST_PATH,
        /** The manifest, and the archive if there is a signature beside it, are signed by one of the given keys. */
        SIGNATURE
    }

    /**
     * A valid signature of the manifest by one of the given keys.
     *
     * @param fingerprint of the primary key of the signer's certificate, hexadecimal: what its owner publishes
     * @param signingKey fingerprint of the key that signed: the same, or that of a subkey
     * @param userId the name that its owner gave the certificate, with any characters; empty if there is none
     * @param time when it was made, as the signature states
     */
    public record Signature(String fingerprint, String signingKey, Optional<String> userId, Instant time) {
        /** Who and when in one line; control characters of the name are shown as {@code \}{@code uXXXX}. */
        @Override
        public String toString() {
            return userId.map(name -> Printable.of(name) + ", ").orElse("") + "key " + fingerprint + ", "
                    + DateTimeFormatter.ISO_INSTANT.format(time.truncatedTo(ChronoUnit.SECONDS));
        }
    }

    /**
     * One thing that was found.
     *
     * @param severity how serious it is
     * @param check what was checked
     * @param path in the bundle, without a leading slash; of an archive's entry as the archive names it
     * @param what what was expected and what was found, as text
     */
    public record Finding(Severity severity, Check check, String path, String what) {
        /** The path and what was found, {@linkplain Printable printable}. */
        @Override
        public String toString() {
            return Printable.of(path + ": " + what);
        }
    }

    /** The result of all findings. */
    public Outcome outcome() {
        if (!faults().isEmpty()) {
            return Outcome.NOT_SOUND;
        }
        return unvouched().isEmpty() ? Outcome.SOUND : Outcome.NOT_VOUCHED_FOR;
    }

    /** Whether {@link #outcome} is {@link Outcome#SOUND}. */
    public boolean isSound() {
        return outcome() == Outcome.SOUND;
    }

    /** The findings that are faults. */
    public List<Finding> faults() {
        return of(Severity.FAULT);
    }

    /** The findings about code that was added later, see {@link Severity#UNVOUCHED}. */
    public List<Finding> unvouched() {
        return of(Severity.UNVOUCHED);
    }

    /** The findings that are notes. */
    public List<Finding> notes() {
        return of(Severity.NOTE);
    }

    /** The findings that are to be expected, see {@link Severity#ROUTINE}. */
    public List<Finding> routine() {
        return of(Severity.ROUTINE);
    }

    private List<Finding> of(Severity severity) {
        return findings.stream().filter(finding -> finding.severity == severity).toList();
    }

    /**
     * Who signed the bundle and when, or that none of the given keys did, or that no key was given; one line without a
     * line feed.
     */
    public String origin() {
        if (signature.isPresent()) {
            return "Signed by " + signature.get();
        }
        return findings.stream().anyMatch(finding -> finding.check() == Check.SIGNATURE)
                ? "Not signed by one of the given keys"
                : "Integrity only, not origin: no key was given to verify a signature with";
    }

    /**
     * One line for each finding that is not {@linkplain Severity#ROUTINE routine}, then a summary; each ends in a line
     * feed. Does not say who made the bundle, see {@link #origin}.
     */
    public String toText() {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            if (finding.severity == Severity.ROUTINE) {
                continue;
            }
            text.append(
                            switch (finding.severity) {
                                case FAULT -> "fault  ";
                                case UNVOUCHED -> "unvouched  ";
                                case NOTE, ROUTINE -> "note   ";
                            })
                    .append(finding)
                    .append('\n');
        }
        return text.append(Printable.of(path.toString()))
                .append(
                        switch (outcome()) {
                            case SOUND -> ": sound, ";
                            case NOT_VOUCHED_FOR -> ": not vouched for, ";
                            case NOT_SOUND -> ": not sound, " + counted(faults().size(), "fault") + ", ";
                        })
                .append(counted(notes().size(), "note"))
                .append(routine().isEmpty() ? "" : " and " + routine().size() + " routine")
                .append(" in ")
                .append(counted(fileCount, "file"))
                .append('\n')
                .toString();
    }

    private static String counted(int count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BundleVerification that
                && path.equals(that.path)
                && fileCount == that.fileCount
                && findings.equals(that.findings)
                && signature.equals(that.signature);
    }

    @Override
    public int hashCode() {
        return Objects.hash(path, fileCount, findings, signature);
    }

    /** The last line of {@link #toText}. */
    @Override
    public String toString() {
        String text = toText().stripTrailing();
        return text.substring(text.lastIndexOf('\n') + 1);
    }
}
