package io.relocpy.rpm.file;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.text.Printable;
import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.Evr;
import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.internal.names.PackageNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads the dependencies in a main header, where names, flags and versions are parallel arrays. */
final class HeaderDependencies {
    private static final int LESS = 1 << 1;
    private static final int GREATER = 1 << 2;
    private static final int EQUAL = 1 << 3;
    /** Marks a requirement that may be missing, the predecessor of recommendations. */
    private static final int MISSING_OK = 1 << 19;
    /** Distinguishes recommendations from suggestions in the old format. */
    private static final int STRONG = 1 << 27;

    private static final int OLD_SUGGESTS = 1156;
    private static final int OLD_ENHANCES = 1159;

    private HeaderDependencies() {}

    /** Like rpm, adds the package's own name for packages built by rpm 3 ({@code providePackageNVR}). */
    static List<Capability> provides(RpmHeader header, Nevra nevra) throws FormatException {
        List<Capability> stated =
                readCapabilities(header, RpmTag.PROVIDENAME, RpmTag.PROVIDEFLAGS, RpmTag.PROVIDEVERSION);
        Capability self = new Capability(nevra.name(), Capability.Comparison.EQ, nevra.evr());
        boolean source = nevra.arch().equals("src") || nevra.arch().equals("nosrc");
        if (header.hasRegion() || source || stated.contains(self)) {
            return stated;
        }
        List<Capability> all = new ArrayList<>(stated);
        all.add(self);
        return Collections.unmodifiableList(all);
    }

    static List<Dependency> requires(RpmHeader header) throws FormatException {
        return read(header, RpmTag.REQUIRENAME, RpmTag.REQUIREFLAGS, RpmTag.REQUIREVERSION);
    }

    static List<Dependency> conflicts(RpmHeader header) throws FormatException {
        return read(header, RpmTag.CONFLICTNAME, RpmTag.CONFLICTFLAGS, RpmTag.CONFLICTVERSION);
    }

    static List<Capability> obsoletes(RpmHeader header) throws FormatException {
        return readCapabilities(header, RpmTag.OBSOLETENAME, RpmTag.OBSOLETEFLAGS, RpmTag.OBSOLETEVERSION);
    }

    static List<Dependency> recommends(RpmHeader header) throws FormatException {
        return read(header, RpmTag.RECOMMENDNAME, RpmTag.RECOMMENDFLAGS, RpmTag.RECOMMENDVERSION);
    }

    static List<Dependency> suggests(RpmHeader header) throws FormatException {
        return read(header, RpmTag.SUGGESTNAME, RpmTag.SUGGESTFLAGS, RpmTag.SUGGESTVERSION);
    }

    static List<Dependency> supplements(RpmHeader header) throws FormatException {
        return read(header, RpmTag.SUPPLEMENTNAME, RpmTag.SUPPLEMENTFLAGS, RpmTag.SUPPLEMENTVERSION);
    }

    static List<Dependency> enhances(RpmHeader header) throws FormatException {
        return read(header, RpmTag.ENHANCENAME, RpmTag.ENHANCEFLAGS, RpmTag.ENHANCEVERSION);
    }

    /** The requirements without those marked as recommendations. */
    static List<Dependency> firmRequires(RpmHeader header) throws FormatException {
        return marked(requires(header), header, RpmTag.REQUIREFLAGS, MISSING_OK, false);
    }

    /** Recommendations in the format used before rpm 4.12. */
    static List<Dependency> oldRecommends(RpmHeader header) throws FormatException {
        List<Dependency> recommends =
                new ArrayList<>(marked(requires(header), header, RpmTag.REQUIREFLAGS, MISSING_OK, true));
        recommends.addAll(marked(oldSuggests(header), header, OLD_SUGGESTS + 2, STRONG, true));
        return recommends;
    }

    /** Suggestions and recommendations in the format of SUSE's rpm before 4.12. */
    static List<Dependency> oldSuggests(RpmHeader header) throws FormatException {
        return read(header, OLD_SUGGESTS, OLD_SUGGESTS + 2, OLD_SUGGESTS + 1);
    }

    /** Supplements in that format. */
    static List<Dependency> oldSupplements(RpmHeader header) throws FormatException {
        return marked(oldEnhances(header), header, OLD_ENHANCES + 2, STRONG, true);
    }

    /** Enhances and supplements in that format. */
    static List<Dependency> oldEnhances(RpmHeader header) throws FormatException {
        return read(header, OLD_ENHANCES, OLD_ENHANCES + 2, OLD_ENHANCES + 1);
    }

    private static List<Dependency> marked(List<Dependency> all, RpmHeader header, int flagsTag, int flag, boolean set)
            throws FormatException {
        long[] flags = header.integers(flagsTag);
        List<Dependency> marked = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if ((flags.length > 0 && (flags[i] & flag) != 0) == set) {
                marked.add(all.get(i));
            }
        }
        return marked;
    }

    private static List<Dependency> read(RpmHeader header, int nameTag, int flagsTag, int versionTag)
            throws FormatException {
        List<String> names = header.strings(nameTag);
        long[] flags = header.integers(flagsTag);
        List<String> versions = header.strings(versionTag);
        if ((flags.length != names.size() && flags.length != 0) || versions.size() != flags.length) {
            throw header.bad(
                    "tag " + nameTag, names.size() + " flags and versions", flags.length + " and " + versions.size());
        }
        List<Dependency> dependencies = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.startsWith("(")) {
                dependencies.add(rich(header, nameTag, name));
            } else if (!PackageNames.isCapability(name)) {
                throw header.bad("tag " + nameTag, "the name of a capability", Printable.quote(name));
            } else {
                dependencies.add(flags.length == 0 ? Capability.of(name) : capability(name, flags[i], versions.get(i)));
            }
        }
        return Collections.unmodifiableList(dependencies);
    }

    private static List<Capability> readCapabilities(RpmHeader header, int nameTag, int flagsTag, int versionTag)
            throws FormatException {
        List<Capability> capabilities = new ArrayList<>();
        for (Dependency dependency : read(header, nameTag, flagsTag, versionTag)) {
            if (!(dependency instanceof Capability capability)) {
                throw header.bad("tag " + nameTag, "a capability without boolean operators", dependency.toString());
            }
            capabilities.add(capability);
        }
        return Collections.unmodifiableList(capabilities);
    }

    private static Dependency rich(RpmHeader header, int tag, String text) throws FormatException {
        try {
            return Dependency.parse(text);
        } catch (FormatException e) {
            throw header.bad("tag " + tag, "a boolean dependency", String.valueOf(e.getMessage()));
        }
    }

    private static Capability capability(String name, long flags, String version) {
        Capability.Comparison comparison = comparison(flags);
        return comparison == Capability.Comparison.ANY || version.isEmpty()
                ? Capability.of(name)
                : new Capability(name, comparison, Evr.parse(version));
    }

    private static Capability.Comparison comparison(long flags) {
        return switch ((int) flags & (LESS | GREATER | EQUAL)) {
            case LESS -> Capability.Comparison.LT;
            case GREATER -> Capability.Comparison.GT;
            case EQUAL -> Capability.Comparison.EQ;
            case LESS | EQUAL -> Capability.Comparison.LE;
            case GREATER | EQUAL -> Capability.Comparison.GE;
            default -> Capability.Comparison.ANY;
        };
    }
}
