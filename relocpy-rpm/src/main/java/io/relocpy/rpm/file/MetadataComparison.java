package io.relocpy.rpm.file;

import io.relocpy.repository.FormatException;
import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.internal.names.VersionComparator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a repository says of a package, from which closures are computed, with what the package's header says.
 *
 * <p>createrepo_c leaves out of primary.xml what it takes for needless (src/parsehdr.c), as yum's createrepo did before it:
 * requirements on features of rpm, those that the package meets itself, duplicates, and all of the C library but the
 * highest version. What is left out so is no difference, and neither is what other tools leave in.
 */
final class MetadataComparison {
    private static final String LIBC = "libc.so.6";

    /** The higher stands for the lower; which of equal ones stays is left to the tool. */
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
        compare("provides", metadata.provides(), known, others); // each package provides itself, whatever is stated
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
        compare("license", metadata.license(), rpm.license());
        compare("source package", metadata.sourceRpm(), rpm.sourceRpm());
    }

    /** @param tolerated what metadata may state besides */
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

    /** The manifest and the bill of materials repeat these; metadata may lack them. */
    private void compare(String field, String stated, String packaged) {
        String normal = normal(stated);
        if (!normal.isEmpty() && !normal.equals(normal(packaged))) {
            note(field, Set.of(normal), Set.of(), Set.of(normal(packaged)));
        }
    }

    /** XML has no control characters, and other line ends. */
    private static String normal(String text) {
        return text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    }

    /**
     * Notes what differs.
     *
     * @param stated by the metadata
     * @param known all that the package has
     * @param needed what of that metadata must not lack
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

    /** createrepo_c states no release of {@code 1.0-}. */
    private static String text(Dependency dependency) {
        boolean emptyRelease = dependency instanceof Capability capability
                && capability.evr() != null
                && "".equals(capability.evr().release());
        String text = dependency.toString();
        return emptyRelease ? text.substring(0, text.length() - 1) : text;
    }

    private Set<String> paths() {
        Set<String> paths = new LinkedHashSet<>();
        rpm.files().forEach(file -> paths.add(file.path()));
        return paths;
    }

    /** The paths that every createrepo has put into primary.xml. */
    private static boolean isPrimary(String path) {
        return path.startsWith("/etc/") || path.contains("bin/") || path.equals("/usr/lib/sendmail");
    }

    /** The requirements that metadata must state. */
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
                        || (capability.evr() == null && provided.contains(capability.name()))));
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

    /** {@code 2.34} of {@code libc.so.6(GLIBC_2.34)(64bit)}; null where there is none in the first parentheses. */
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
