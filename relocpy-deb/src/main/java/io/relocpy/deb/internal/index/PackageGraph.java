package io.relocpy.deb.internal.index;

import io.relocpy.deb.internal.text.RelationParser;
import io.relocpy.repository.internal.index.IntColumn;
import io.relocpy.repository.internal.index.NameTable;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Packages and what links them, as apt's cache generator makes them: a package is a name and an architecture, and gets the
 * next number when it is first mentioned, in whatever field. The numbers and the order in which links are made show in apt's
 * choices. {@code name:any} and {@code name:architecture} are packages of the architecture {@code any}.
 *
 * @see <a href="https://salsa.debian.org/apt-team/apt/-/blob/main/apt-pkg/pkgcachegen.cc">pkgcachegen.cc</a>
 */
final class PackageGraph {
    static final int NONE = -1;

    /** The native architecture's number. */
    static final int NATIVE = 0;

    private static final byte[] NO_BYTES = new byte[0];

    final NameTable.Builder architectures = new NameTable.Builder();
    final NameTable.Builder names = new NameTable.Builder();
    final NameTable.Builder texts = new NameTable.Builder();

    /** By name: its packages, in the order of their creation. */
    final RecordLists groups = new RecordLists(1);

    final IntColumn packageNames = new IntColumn();
    final IntColumn packageArchitectures = new IntColumn();
    final IntColumn packageFlags = new IntColumn();

    /** By package: its versions, the highest first. */
    final RecordLists packageVersions = new RecordLists(1);

    /** By package: who provides it, the latest first: version, version that it provides, flags. */
    final RecordLists packageProviders = new RecordLists(3);

    /** By package: negative dependencies on it, each a version and a record of its dependencies. */
    private final RecordLists negative = new RecordLists(2);

    final IntColumn versionPackages = new IntColumn();
    final IntColumn versionTexts = new IntColumn();
    final IntColumn versionMultiArch = new IntColumn();

    /** By version: target, flags and type, version. */
    final RecordLists versionDependencies = new RecordLists(3);

    /** By version: the packages that it provides. */
    final RecordLists versionProvides = new RecordLists(1);

    private final int configured;
    private final int any;
    private final int none;

    PackageGraph(List<String> configuredArchitectures) {
        configuredArchitectures.forEach(architectures::add);
        configured = architectures.size();
        any = architectures.add(Relations.ANY_ARCHITECTURE);
        none = architectures.add("none");
        texts.add(NO_BYTES, 0, 0);
    }

    int any() {
        return any;
    }

    /** The number of that architecture; {@code all} and {@code native} are the native one. */
    int architecture(byte[] text, int from, int to) {
        if (isText(text, from, to, "all") || isText(text, from, to, "native")) {
            return NATIVE;
        }
        return architectures.add(text, from, to);
    }

    static boolean isText(byte[] bytes, int from, int to, String ascii) {
        if (to - from != ascii.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (bytes[i] != ascii.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    /** Whether packages of that architecture can be installed. */
    boolean isConfigured(int architecture) {
        return architecture < configured;
    }

    boolean isConfiguredPackage(int pkg) {
        return isConfigured(packageArchitectures.get(pkg));
    }

    private int find(int name, int architecture) {
        int member = groups.first(name);
        if (architecture == any) {
            return groups.get(member);
        }
        while (member != RecordLists.END && packageArchitectures.get(groups.get(member)) != architecture) {
            member = groups.next(member);
        }
        return member == RecordLists.END ? NONE : groups.get(member);
    }

    /** The first package of that name, or {@link #NONE}. */
    int findAny(byte[] name, int from, int to) {
        int id = names.find(name, from, to);
        return id == NameTable.ABSENT ? NONE : groups.get(groups.first(id));
    }

    /** The package, which is made if this is its first mention. */
    int packageOf(byte[] name, int from, int to, int architecture) {
        int id = names.add(name, from, to);
        if (id == groups.lists()) {
            groups.addList();
        } else {
            int found = find(id, architecture);
            if (found != NONE) {
                return found;
            }
        }
        int pkg = packageNames.size();
        packageNames.add(id);
        packageArchitectures.add(architecture);
        packageFlags.add(0);
        packageVersions.addList();
        packageProviders.addList();
        negative.addList();
        linkToSiblings(pkg, id);
        groups.append(id, pkg);
        if (architecture == any) {
            linkToNamedArchitecture(pkg, name, from, to);
        }
        return pkg;
    }

    /** What is said of packages of one name holds for a new one of another architecture, too. */
    private void linkToSiblings(int pkg, int name) {
        int main = mainPackage(name);
        if (main != NONE) {
            for (int at = packageProviders.first(main); at != RecordLists.END; at = packageProviders.next(at)) {
                int version = packageProviders.get(at);
                int flags = packageProviders.get(at, 2);
                if ((flags & (Relations.ARCH_SPECIFIC | Relations.IMPLICIT)) == 0
                        && (versionMultiArch.get(version) & Relations.FOREIGN) != 0
                        && isConfiguredPackage(versionPackages.get(version))) {
                    addProvider(version, pkg, packageProviders.get(at, 1), flags);
                }
            }
        }
        for (int member = groups.first(name); member != RecordLists.END; member = groups.next(member)) {
            int sibling = groups.get(member);
            for (int at = isConfiguredPackage(sibling) ? packageVersions.first(sibling) : RecordLists.END;
                    at != RecordLists.END;
                    at = packageVersions.next(at)) {
                int version = packageVersions.get(at);
                if ((versionMultiArch.get(version) & Relations.FOREIGN) != 0) {
                    addProvider(version, pkg, versionTexts.get(version), Relations.IMPLICIT);
                }
            }
        }
        if (main != NONE) {
            for (int at = negative.first(main); at != RecordLists.END; at = negative.next(at)) {
                int dependency = negative.get(at, 1);
                int flags = versionDependencies.get(dependency, 1);
                addDependency(negative.get(at), pkg, flags, versionDependencies.get(dependency, 2));
            }
        }
    }

    /** The package of a name of the native or else of the first configured architecture. */
    private int mainPackage(int name) {
        int best = NONE;
        for (int member = groups.first(name); member != RecordLists.END; member = groups.next(member)) {
            int architecture = packageArchitectures.get(groups.get(member));
            boolean eligible = isConfigured(architecture) || architecture == none;
            if (eligible && (best == NONE || architecture < packageArchitectures.get(best))) {
                best = groups.get(member);
            }
        }
        return best;
    }

    /** Each version of a package provides {@code name:architecture} once somebody names that. */
    private void linkToNamedArchitecture(int pkg, byte[] name, int from, int to) {
        int colon = to - 1;
        while (colon >= from && name[colon] != ':') {
            colon--;
        }
        if (colon <= from || isText(name, colon + 1, to, Relations.ANY_ARCHITECTURE)) {
            return;
        }
        int architecture = architecture(name, colon + 1, to);
        int named = packageOf(name, from, colon, architecture);
        int flags = Relations.IMPLICIT | Relations.ARCH_SPECIFIC;
        for (int at = packageProviders.first(named); at != RecordLists.END; at = packageProviders.next(at)) {
            int version = packageProviders.get(at);
            if ((packageProviders.get(at, 2) & Relations.IMPLICIT) == 0
                    && packageArchitectures.get(versionPackages.get(version)) == architecture) {
                addProvider(version, pkg, versionTexts.get(version), flags);
            }
        }
        for (int at = packageVersions.first(named); at != RecordLists.END; at = packageVersions.next(at)) {
            addProvider(packageVersions.get(at), pkg, versionTexts.get(packageVersions.get(at)), flags);
        }
    }

    /** Adds a version behind the record of a higher one; before all others without. */
    int addVersion(int pkg, int higher, int text, int multiArch) {
        int version = versionPackages.size();
        versionPackages.add(pkg);
        versionTexts.add(text);
        versionMultiArch.add(multiArch);
        versionDependencies.addList();
        versionProvides.addList();
        packageVersions.insert(pkg, higher, version);
        return version;
    }

    void addProvider(int version, int pkg, int text, int flags) {
        packageProviders.insert(pkg, RecordLists.END, version, text, flags);
        versionProvides.append(version, pkg);
    }

    /** Adds a dependency behind those that are there. */
    private void addDependency(int version, int target, int flags, int text) {
        noteNegative(version, versionDependencies.append(version, target, flags, text));
    }

    /** Adds a dependency behind the record of another one, or before the first; its record. */
    int insertDependency(int version, int before, int target, int flags, int text) {
        int dependency = versionDependencies.insert(version, before, target, flags, text);
        noteNegative(version, dependency);
        return dependency;
    }

    private void noteNegative(int version, int dependency) {
        int flags = versionDependencies.get(dependency, 1);
        if (Relations.reachesSiblings(flags >>> Relations.TYPE_SHIFT)
                && (flags & (Relations.ARCH_SPECIFIC | Relations.IMPLICIT)) == 0) {
            negative.append(versionDependencies.get(dependency), version, dependency);
        }
    }

    /** Packages of one name and different architectures exclude each other, or must have one version. */
    void linkVersionToSiblings(int version) {
        int pkg = versionPackages.get(version);
        int name = packageNames.get(pkg);
        boolean first = !packageVersions.hasSeveral(pkg);
        for (int member = first ? groups.first(name) : RecordLists.END;
                member != RecordLists.END;
                member = groups.next(member)) {
            int sibling = groups.get(member);
            for (int at = sibling == pkg ? RecordLists.END : packageVersions.first(sibling);
                    at != RecordLists.END;
                    at = packageVersions.next(at)) {
                addImplicit(packageVersions.get(at), pkg);
            }
        }
        for (int member = groups.first(name); member != RecordLists.END; member = groups.next(member)) {
            int sibling = groups.get(member);
            if (sibling != pkg && !packageVersions.isEmpty(sibling)) {
                addImplicit(version, sibling);
            }
        }
    }

    private void addImplicit(int version, int sibling) {
        if ((versionMultiArch.get(version) & Relations.SAME) != 0) {
            int text = versionTexts.get(version);
            addDependency(version, sibling, implicit(Relations.REPLACES, RelationParser.LOWER), text);
            addDependency(version, sibling, implicit(Relations.BREAKS, RelationParser.NOT_EQUAL), text);
        } else {
            addDependency(version, sibling, implicit(Relations.CONFLICTS, RelationParser.ANY), 0);
        }
    }

    private static int implicit(int type, int operator) {
        return type << Relations.TYPE_SHIFT | Relations.IMPLICIT | operator;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
