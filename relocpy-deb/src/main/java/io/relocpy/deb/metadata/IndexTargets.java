package io.relocpy.deb.metadata;

import io.relocpy.deb.internal.release.ReleaseFile;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.io.Warnings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which Packages files of a suite are read, in apt's order. */
final class IndexTargets {
    private static final String ALL = "all";
    private static final String FLAT = "Packages";

    private final List<String> architectures;
    private final ReleaseFile release;
    private final Warnings<RepositoryWarning> warnings;

    /**
     * A file to read.
     *
     * @param component empty for a flat repository
     * @param architecture that the file is for; {@code all} for the packages for all, if they have a file of their own
     * @param name relative to the Release file, without compression suffix
     */
    record Target(String component, String architecture, String name) {}

    /**
     * Begins.
     *
     * @param architectures that are configured, the native one first
     */
    IndexTargets(List<String> architectures, ReleaseFile release, Warnings<RepositoryWarning> warnings) {
        this.architectures = architectures;
        this.release = release;
        this.warnings = warnings;
    }

    /** The files of the lines of one suite. */
    List<Target> of(List<AptSource> lines) throws VerificationException {
        Set<Target> targets = new LinkedHashSet<>();
        for (AptSource line : lines) {
            if (line.isFlat()) {
                if (release.entry(FLAT).isPresent()) {
                    targets.add(new Target("", architectures.get(0), FLAT));
                } else {
                    skip(line, FLAT, "such file");
                }
            } else {
                addComponents(line, targets);
            }
        }
        return List.copyOf(targets);
    }

    private void addComponents(AptSource line, Set<Target> targets) throws VerificationException {
        for (String component : line.components()) {
            for (String architecture : architectures(line)) {
                String name = component + "/binary-" + architecture + "/Packages";
                if (architecture.equals(ALL) && !hasFilesForAll()) {
                    continue;
                }
                if (release.entry(name).isPresent()) {
                    targets.add(new Target(component, architecture, name));
                } else if (!architecture.equals(ALL)) {
                    skip(line, name, missing(component, architecture));
                }
            }
        }
    }

    private String missing(String component, String architecture) {
        List<String> supported = release.words("Architectures");
        List<String> components = release.words("Components");
        if (!supported.isEmpty() && !supported.contains(architecture)) {
            return "architecture " + architecture;
        }
        return components.isEmpty() || components.contains(component) ? "such file" : "component " + component;
    }

    private boolean hasFilesForAll() {
        return release.words("Architectures").contains(ALL)
                && !release.words("No-Support-for-Architecture-all").contains("Packages");
    }

    private List<String> architectures(AptSource line) {
        List<String> all = new ArrayList<>(line.architectures().isEmpty() ? architectures : line.architectures());
        if (!all.contains(ALL)) {
            all.add(ALL);
        }
        return all;
    }

    private void skip(AptSource line, String name, String reason) throws VerificationException {
        warnings.add(new RepositoryWarning.MissingIndex(line.toString(), name, reason));
    }
}
