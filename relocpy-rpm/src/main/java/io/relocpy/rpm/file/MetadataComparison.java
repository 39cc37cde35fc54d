package io.relocpy.rpm.file;

import io.relocpy.repository.FormatException;
import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.Evr;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.internal.names.VersionComparator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares the repository metadata of a package, from which dependencies are resolved, with the package's header.
 *
 * <p>createrepo_c omits some requirements from primary.xml (src/parsehdr.c), as yum's createrepo did before it: rpm
 * features, requirements that the package provides itself, duplicates, and all but the highest version of the C
 * library. Such omissions are not differences, and neither is keeping them, as other tools do.
 */
final class MetadataComparison {
    private static final String LIBC = "libc.so.6";

    /** The highest version implies the others; which of equal ones is kept depends on the tool. */
    private static final Comparator<Capability> BY_VERSION_OF_LIBC =
            Comparator.comparing(each -> versionOfLibc(each.name()), Comparator.nullsFirst(VersionComparator.INSTANCE));

    private final PackageMetadata metadata;
    private final RpmFile rpm;
    private final List<MetadataDifference> differences = new ArrayList<>();

    private MetadataComparison(PackageMetadata metadata, RpmFile rpm) {
        this.metadata = metadata;
        this.rpm = rpm;
    }

    static List<MetadataDifference> of(PackageMetadata metadata, RpmFile rpm) throws FormatException {
        MetadataComparison comparison = new MetadataComparison(metadata, rpm);
        comparison.compare();
        return List.copyOf(comparison.differences);
    }

    private void compare() throws FormatException {
        RpmHeader header = rpm.header();
        Set<String> provides = texts(rpm.provides());
        String itself = new Capability(
                        rpm.nevra().name(),
                        Capability.Comparison.EQ,
                        rpm.nevra().evr())
                .toString();
        Set<String> known = new LinkedHashSet<>(provides);
        known.add(itself);
        Set<String> others = new LinkedHashSet<>(provides);
        others.remove(itself);
        compare("provides", metadata.provides(), known, others); // each package implicitly provides itself
        Set<String> requires = texts(rpm.requires());
        compare("requires", metadata.requires(), requires, needed(provides));
        compare("conflicts", metadata.conflicts(), rpm.conflicts(), List.of());
        compare("obsoletes", metadata.obsoletes(), rpm.obsoletes(), List.of());
        compare("recommends", metadata.recommends(), rpm.recommends(), HeaderDependencies.oldRecommends(header));
        compare("suggests", metadata.suggests(), rpm.suggests(), HeaderDependencies.oldSuggests(header));
        compare("supplements", metadata.supplements(), rpm.supplements(), HeaderDependencies.oldSupplements(header));
        compare("enhances", metadata.enhances(), rpm.enhances(), HeaderDependencies.oldEnhances(header));
        Set<String> paths = paths();
        Set<String> primary = new LinkedHashSet<>(paths);
        primary.removeIf(path -> !isPrimary(path));
        note("files", new LinkedHashSet<>(metadata.files()), paths, primary);
        compare("license", metadata.license().orElse(""), rpm.license().orElse(""));
        compare(
                "source package",
                metadata.sourceRpm().orElse(""),
                rpm.sourceRpm().orElse(""));
    }

    /** @param tolerated additional dependencies that metadata may contain */
    private void compare(
            String relation,
            List<? extends Dependency> stated,
            List<? extends Dependency> packaged,
            List<Dependency> tolerated) {
        Set<String> needed = texts(packaged);
        Set<String> known = texts(tolerated);
        known.addAll(needed);
        compare(relation, stated, known, needed);
    }

    private void compare(String relation, List<? extends Dependency> stated, Set<String> known, Set<String> needed) {
        note(relation, texts(stated), known, needed);
    }

    /** Compares a field that the manifest and the bill of materials contain; it may be missing from metadata. */
    private void compare(String field, String stated, String packaged) {
        String normal = normal(stated);
        if (!normal.isEmpty() && !normal.equals(normal(packaged))) {
            note(field, Set.of(normal), Set.of(), Set.of(normal(packaged)));
        }
    }

    /** XML has no control characters and different line ends. */
    private static String normal(String text) {
        return text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    }

    /**
     * Records the differences.
     *
     * @param stated in the metadata
     * @param known all that the package contains
     * @param needed what must not be missing from metadata
     */
    private void note(String relation, Set<String> stated, Set<String> known, Set<String> needed) {
        List<String> onlyInMetadata = without(stated, known);
        List<String> onlyInPackage = without(needed, stated);
        if (!onlyInMetadata.isEmpty() || !onlyInPackage.isEmpty()) {
            differences.add(new MetadataDifference(relation, onlyInMetadata, onlyInPackage));
        }
    }

    private static List<String> without(Set<String> texts, Set<String> others) {
        List<String> left = new ArrayList<>();
        for (String each : texts) {
            if (!others.contains(each)) {
                left.add(each);
            }
        }
        return left;
    }

    private static Set<String> texts(Collection<? extends Dependency> dependencies) {
        Set<String> texts = new LinkedHashSet<>();
        dependencies.forEach(each -> texts.add(text(each)));
        return texts;
    }

    /** createrepo_c omits the empty release of {@code 1.0-}. */
    private static String text(Dependency dependency) {
        boolean emptyRelease = dependency instanceof Capability capability
                && capability.evr().flatMap(Evr::release).equals(Optional.of(""));
        String text = dependency.toString();
        return emptyRelease ? text.substring(0, text.length() - 1) : text;
    }

    private Set<String> paths() {
        Set<String> paths = new LinkedHashSet<>();
        rpm.files().forEach(file -> paths.add(file.path()));
        return paths;
    }

    /** The paths that every version of createrepo puts into primary.xml. */
    private static boolean isPrimary(String path) {
        return path.startsWith("/etc/") || path.contains("bin/") || path.equals("/usr/lib/sendmail");
    }

    /** The requirements that must not be missing from metadata. */
    private Set<String> needed(Set<String> provides) throws FormatException {
        Set<String> provided = new HashSet<>();
        rpm.provides().forEach(each -> provided.add(each.name()));
        Set<String> paths = paths();
        List<Dependency> requires = HeaderDependencies.firmRequires(rpm.header());
        List<Dependency> left = new ArrayList<>(requires);
        left.removeIf(each -> each instanceof Capability capability
                && (capability.name().startsWith("rpmlib(")
                        || paths.contains(capability.name())
                        || provides.contains(text(capability))
                        || (capability.evr().isEmpty() && provided.contains(capability.name()))));
        Set<String> stated = texts(metadata.requires());
        List<Capability> statedOfLibc = ofLibc(requires).stream()
                .filter(each -> stated.contains(text(each)))
                .toList();
        for (Capability each : ofLibc(left)) {
            if (statedOfLibc.stream().anyMatch(other -> BY_VERSION_OF_LIBC.compare(other, each) >= 0)) {
                left.remove(each);
            }
        }
        return texts(left);
    }

    private static List<Capability> ofLibc(List<Dependency> dependencies) {
        return dependencies.stream()
                .filter(Capability.class::isInstance)
                .map(Capability.class::cast)
                .filter(each -> each.name().startsWith(LIBC))
                .toList();
    }

    /** {@code 2.34} for {@code libc.so.6(GLIBC_2.34)(64bit)}; null if the first parentheses contain no version. */
    private static @Nullable String versionOfLibc(String name) {
        int open = name.indexOf('(');
        int close = name.indexOf(')', open);
        for (int i = open; open >= 0 && i < close; i++) {
            if (Character.isDigit(name.charAt(i))) {
                return name.substring(i, close);
            }
        }
        return null;
    }
}
