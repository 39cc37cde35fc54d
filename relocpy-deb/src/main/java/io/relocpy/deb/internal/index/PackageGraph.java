package io.relocpy.deb.internal.index;

import io.relocpy.deb.internal.text.RelationParser;
import io.relocpy.repository.internal.index.IntList;
import io.relocpy.repository.internal.index.NameTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** Numbers of a link to a provider: version, version that it provides, flags. */
    static final int PROVIDER_FIELDS = 3;

    /** Numbers of a dependency: target, flags and type, version. */
    static final int DEPENDENCY_FIELDS = 3;

    final NameTable.Builder architectures = new NameTable.Builder();
    final NameTable.Builder names = new NameTable.Builder();
    final NameTable.Builder texts = new NameTable.Builder();

    /** By name: its packages, in the order of their creation. */
    final List<IntList> groups = new ArrayList<>();

    final IntList packageNames = new IntList();
    final IntList packageArchitectures = new IntList();
    final IntList packageFlags = new IntList();

    /** By package: its versions, the highest first. */
    final List<IntList> packageVersions = new ArrayList<>();

    /** By package: who provides it, the latest last. */
    final List<IntList> packageProviders = new ArrayList<>();

    /** By package: negative dependencies on it, each with its version first. */
    private final List<@Nullable IntList> negative = new ArrayList<>();

    final IntList versionPackages = new IntList();
    final IntList versionTexts = new IntList();
    final IntList versionMultiArch = new IntList();
    final List<IntList> versionDependencies = new ArrayList<>();

    /** By version: the packages that it provides. */
    final List<IntList> versionProvides = new ArrayList<>();

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
        IntList group = groups.get(name);
        if (architecture == any) {
            return group.get(0);
        }
        for (int i = 0; i < group.size(); i++) {
            if (packageArchitectures.get(group.get(i)) == architecture) {
                return group.get(i);
            }
        }
        return NONE;
    }

    /** The first package of that name, or {@link #NONE}. */
    int findAny(byte[] name, int from, int to) {
        int id = names.find(name, from, to);
        return id == NameTable.ABSENT ? NONE : groups.get(id).get(0);
    }

    /** The package, which is made if this is its first mention. */
    int packageOf(byte[] name, int from, int to, int architecture) {
        int id = names.add(name, from, to);
        if (id == groups.size()) {
            groups.add(new IntList(1));
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
        packageVersions.add(new IntList(1));
        packageProviders.add(new IntList(0));
        negative.add(null);
        linkToSiblings(pkg, groups.get(id));
        groups.get(id).add(pkg);
        if (architecture == any) {
            linkToNamedArchitecture(pkg, name, from, to);
        }
        return pkg;
    }

    /** What is said of packages of one name holds for a new one of another architecture, too. */
    private void linkToSiblings(int pkg, IntList siblings) {
        int main = siblings.isEmpty() ? NONE : mainPackage(siblings);
        if (main != NONE) {
            IntList providers = packageProviders.get(main);
            for (int i = providers.size() - PROVIDER_FIELDS; i >= 0; i -= PROVIDER_FIELDS) {
                int version = providers.get(i);
                int flags = providers.get(i + 2);
                if ((flags & (Relations.ARCH_SPECIFIC | Relations.IMPLICIT)) == 0
                        && (versionMultiArch.get(version) & Relations.FOREIGN) != 0
                        && isConfiguredPackage(versionPackages.get(version))) {
                    addProvider(version, pkg, providers.get(i + 1), flags);
                }
            }
        }
        for (int i = 0; i < siblings.size(); i++) {
            IntList versions = packageVersions.get(siblings.get(i));
            for (int j = 0; j < versions.size() && isConfiguredPackage(siblings.get(i)); j++) {
                int version = versions.get(j);
                if ((versionMultiArch.get(version) & Relations.FOREIGN) != 0) {
                    addProvider(version, pkg, versionTexts.get(version), Relations.IMPLICIT);
                }
            }
        }
        IntList dependencies = main == NONE ? null : negative.get(main);
        for (int i = 0; dependencies != null && i < dependencies.size(); i += 1 + DEPENDENCY_FIELDS) {
            addDependency(dependencies.get(i), pkg, dependencies.get(i + 2), dependencies.get(i + 3));
        }
    }

    /** The package of the native or else of the first configured architecture. */
    private int mainPackage(IntList group) {
        int best = NONE;
        for (int i = 0; i < group.size(); i++) {
            int architecture = packageArchitectures.get(group.get(i));
            boolean eligible = isConfigured(architecture) || architecture == none;
            if (eligible && (best == NONE || architecture < packageArchitectures.get(best))) {
                best = group.get(i);
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
        IntList providers = packageProviders.get(named);
        for (int i = providers.size() - PROVIDER_FIELDS; i >= 0; i -= PROVIDER_FIELDS) {
            int version = providers.get(i);
            if ((providers.get(i + 2) & Relations.IMPLICIT) == 0
                    && packageArchitectures.get(versionPackages.get(version)) == architecture) {
                addProvider(version, pkg, versionTexts.get(version), flags);
            }
        }
        IntList versions = packageVersions.get(named);
        for (int i = 0; i < versions.size(); i++) {
            addProvider(versions.get(i), pkg, versionTexts.get(versions.get(i)), flags);
        }
    }

    int addVersion(int pkg, int place, int text, int multiArch) {
        int version = versionPackages.size();
        versionPackages.add(pkg);
        versionTexts.add(text);
        versionMultiArch.add(multiArch);
        versionDependencies.add(new IntList(12));
        versionProvides.add(new IntList(1));
        packageVersions.get(pkg).insert(place, version);
        return version;
    }

    void addProvider(int version, int pkg, int text, int flags) {
        IntList providers = packageProviders.get(pkg);
        providers.add(version);
        providers.add(text);
        providers.add(flags);
        versionProvides.get(version).add(pkg);
    }

    /** Adds a dependency behind those that are there. */
    void addDependency(int version, int target, int flags, int text) {
        insertDependency(version, versionDependencies.get(version).size() / DEPENDENCY_FIELDS, target, flags, text);
    }

    void insertDependency(int version, int place, int target, int flags, int text) {
        IntList dependencies = versionDependencies.get(version);
        int at = place * DEPENDENCY_FIELDS;
        dependencies.insert(at, target);
        dependencies.insert(at + 1, flags);
        dependencies.insert(at + 2, text);
        if (Relations.reachesSiblings(flags >>> Relations.TYPE_SHIFT)
                && (flags & (Relations.ARCH_SPECIFIC | Relations.IMPLICIT)) == 0) {
            IntList list = negative.get(target);
            if (list == null) {
                list = new IntList(4);
                negative.set(target, list);
            }
            list.add(version);
            list.add(target);
            list.add(flags);
            list.add(text);
        }
    }

    /** Packages of one name and different architectures exclude each other, or must have one version. */
    void linkVersionToSiblings(int version) {
        int pkg = versionPackages.get(version);
        IntList group = groups.get(packageNames.get(pkg));
        if (packageVersions.get(pkg).size() == 1) {
            for (int i = 0; i < group.size(); i++) {
                IntList versions = packageVersions.get(group.get(i));
                for (int j = 0; group.get(i) != pkg && j < versions.size(); j++) {
                    addImplicit(versions.get(j), pkg);
                }
            }
        }
        for (int i = 0; i < group.size(); i++) {
            int sibling = group.get(i);
            if (sibling != pkg && !packageVersions.get(sibling).isEmpty()) {
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
