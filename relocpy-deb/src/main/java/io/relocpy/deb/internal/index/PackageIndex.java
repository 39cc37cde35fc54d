package io.relocpy.deb.internal.index;

import io.relocpy.deb.DebianVersion;
import io.relocpy.deb.PackageId;
import io.relocpy.deb.internal.text.RelationParser;
import io.relocpy.deb.internal.text.VersionComparator;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.index.IndexInput;
import io.relocpy.repository.internal.index.IndexInput.Range;
import io.relocpy.repository.internal.index.IndexOutput;
import io.relocpy.repository.internal.index.NameTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The packages of some Packages files as columns of numbers and texts, with all links between them resolved, as in apt's
 * cache. Packages, versions, links to providers and dependencies have numbers; those of packages are in the order of
 * their first mention. Immutable.
 */
public final class PackageIndex {
    /** No such package, version or name. */
    public static final int NONE = -1;

    private final int files;
    private final int configured;
    private final NameTable architectures;
    private final NameTable names;
    private final NameTable texts;
    private final int[] packageNames;
    private final int[] packageArchitectures;
    private final int[] packageFlags;
    private final Lists groups;
    private final Lists versions;
    private final Lists providers;
    private final int[] order;
    private final int[] ranks;
    private final int[] versionPackages;
    private final int[] versionTexts;
    private final int[] multiArch;
    private final Lists dependencies;
    private final Lists provides;
    private final DetailTable details;

    /**
     * By dependency: the version text that was last compared with it, shifted by one, and whether it satisfies it. Most are
     * compared with one version only, many times. Written without a lock: each is one number.
     */
    private final int[] satisfied;

    /** Made when first used. Written without a lock: they are immutable. */
    private final @Nullable PackageId[] ids;

    private PackageIndex(IndexInput in, int configured) throws FormatException {
        this.configured = configured;
        files = in.records(Range.NOT_NEGATIVE)[0];
        architectures = NameTable.read(in);
        names = NameTable.read(in);
        texts = NameTable.read(in);
        if (configured < 1
                || architectures.size() < configured
                || texts.size() < 1
                || !texts.get(0).isEmpty()) {
            throw in.wrong("tables of names", architectures.size() + " architectures");
        }
        packageNames = in.records(below(names.size()));
        packageArchitectures = in.records(below(architectures.size()));
        packageFlags = in.records(below(4));
        int count = packageNames.length;
        if (packageArchitectures.length != count || packageFlags.length != count) {
            throw in.wrong(count + " packages", packageArchitectures.length + ", " + packageFlags.length);
        }
        groups = Lists.read(in, names.size(), below(count));
        // the versions' count is checked when it is known
        versions = Lists.read(in, count, Range.NOT_NEGATIVE);
        providers = Lists.read(in, count, Range.NOT_NEGATIVE, below(texts.size()), below(0x80));
        order = in.records(below(count));
        versionPackages = in.records(below(count));
        int versionCount = versionPackages.length;
        versionTexts = in.records(below(texts.size()));
        multiArch = in.records(below(0x10));
        dependencies = Lists.read(in, versionCount, below(count), below(0x800), below(texts.size()));
        provides = Lists.read(in, versionCount, below(count));
        details = DetailTable.read(in, versionCount, texts.size(), files);
        in.end();
        if (versionTexts.length != versionCount || multiArch.length != versionCount || order.length != count) {
            throw in.wrong(versionCount + " versions", versionTexts.length + ", " + multiArch.length);
        }
        versions.check(in, versionCount);
        providers.check(in, versionCount);
        ranks = ranks(in);
        ids = new PackageId[versionCount];
        satisfied = new int[dependencies.size()];
        checkLinks(in);
    }

    private static Range below(int end) {
        return new Range(0, end);
    }

    private int[] ranks(IndexInput in) throws FormatException {
        int[] of = new int[order.length];
        java.util.Arrays.fill(of, NONE);
        for (int i = 0; i < order.length; i++) {
            if (of[order[i]] != NONE) {
                throw in.wrong("each package once in the order", "package " + order[i] + " twice");
            }
            of[order[i]] = i;
        }
        return of;
    }

    /** Each version is in the list of its own package, and each package in the group of its name. */
    private void checkLinks(IndexInput in) throws FormatException {
        for (int pkg = 0; pkg < packageNames.length; pkg++) {
            for (int place = versions.first(pkg); place < versions.end(pkg); place++) {
                if (versionPackages[versions.value(place)] != pkg) {
                    throw in.wrong("a version of package " + pkg, "one of another");
                }
            }
        }
        for (int name = 0; name < names.size(); name++) {
            for (int place = groups.first(name); place < groups.end(name); place++) {
                if (packageNames[groups.value(place)] != name) {
                    throw in.wrong("a package of name " + name, "one of another");
                }
            }
        }
    }

    /**
     * Reads and checks an index.
     *
     * @param configured how many of the architectures packages may be installed for
     * @throws FormatException unless every number in it can be followed
     */
    static PackageIndex read(IndexInput in, int configured) throws FormatException {
        return new PackageIndex(in, configured);
    }

    /** An index in memory. */
    static PackageIndex of(IndexBuilder builder, int configured) {
        try {
            ByteBuffer body = IndexOutput.inMemory(new IndexWriter(builder)::writeTo);
            return read(new IndexInput(body, "index"), configured);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is read from outside
        }
    }

    /** How many files it was made of. */
    public int fileCount() {
        return files;
    }

    /** The architectures that packages may be installed for, the native one first. */
    public List<String> architectures() {
        return IntStream.range(0, configured).mapToObj(architectures::get).toList();
    }

    public int packageCount() {
        return packageNames.length;
    }

    public int versionCount() {
        return versionPackages.length;
    }

    public int nameCount() {
        return names.size();
    }

    /** The number of that name, or {@link #NONE}. */
    public int findName(String name) {
        return names.find(name);
    }

    public String nameText(int name) {
        return names.get(name);
    }

    /** The places of the packages of a name. */
    public int firstOfName(int name) {
        return groups.first(name);
    }

    public int endOfName(int name) {
        return groups.end(name);
    }

    public int packageOfName(int place) {
        return groups.value(place);
    }

    /** The number of a package's name. */
    public int name(int pkg) {
        return packageNames[pkg];
    }

    public String packageName(int pkg) {
        return names.get(packageNames[pkg]);
    }

    /** The number of a package's architecture: its place among the configured ones, or more. */
    public int architecture(int pkg) {
        return packageArchitectures[pkg];
    }

    public String architectureText(int architecture) {
        return architectures.get(architecture);
    }

    public boolean isEssential(int pkg) {
        return (packageFlags[pkg] & Relations.ESSENTIAL) != 0;
    }

    public boolean isImportant(int pkg) {
        return (packageFlags[pkg] & Relations.IMPORTANT) != 0;
    }

    /** The package, or {@link #NONE}; of architecture {@code any} the first of that name. */
    public int find(String name, String architecture) {
        int id = names.find(name);
        if (id == NONE) {
            return NONE;
        }
        String wanted =
                architecture.equals("all") || architecture.equals("native") ? architectures.get(0) : architecture;
        for (int place = groups.first(id); place < groups.end(id); place++) {
            int pkg = groups.value(place);
            if (wanted.equals(Relations.ANY_ARCHITECTURE)
                    || architectures.get(packageArchitectures[pkg]).equals(wanted)) {
                return pkg;
            }
        }
        return NONE;
    }

    /** The places of the versions of a package, the highest version first. */
    public int firstVersion(int pkg) {
        return versions.first(pkg);
    }

    public int endVersion(int pkg) {
        return versions.end(pkg);
    }

    public int version(int place) {
        return versions.value(place);
    }

    public boolean hasVersions(int pkg) {
        return versions.first(pkg) < versions.end(pkg);
    }

    /** The highest version of a package, or {@link #NONE}. */
    public int highestVersion(int pkg) {
        return hasVersions(pkg) ? versions.value(versions.first(pkg)) : NONE;
    }

    /** The places of the links to versions that provide a package, the latest first. */
    public int firstProvider(int pkg) {
        return providers.first(pkg);
    }

    public int endProvider(int pkg) {
        return providers.end(pkg);
    }

    public boolean hasProviders(int pkg) {
        return providers.first(pkg) < providers.end(pkg);
    }

    public int providerVersion(int place) {
        return providers.value(place);
    }

    /** The number of the version text that is provided; 0 without one. */
    public int providedText(int place) {
        return providers.value(place, 1);
    }

    public boolean isImplicitProvider(int place) {
        return (providers.value(place, 2) & Relations.IMPLICIT) != 0;
    }

    /** apt's order of all packages. */
    public int inOrder(int rank) {
        return order[rank];
    }

    public int rank(int pkg) {
        return ranks[pkg];
    }

    public int packageOf(int version) {
        return versionPackages[version];
    }

    public int versionText(int version) {
        return versionTexts[version];
    }

    public boolean is(int version, int multiArchBit) {
        return (multiArch[version] & multiArchBit) != 0;
    }

    /** The places of the dependencies of a version. */
    public int firstDependency(int version) {
        return dependencies.first(version);
    }

    public int endDependency(int version) {
        return dependencies.end(version);
    }

    public int target(int dependency) {
        return dependencies.value(dependency);
    }

    public int type(int dependency) {
        return dependencies.value(dependency, 1) >>> Relations.TYPE_SHIFT;
    }

    public int operator(int dependency) {
        return dependencies.value(dependency, 1) & Relations.OPERATOR;
    }

    public boolean isImplicit(int dependency) {
        return (dependencies.value(dependency, 1) & Relations.IMPLICIT) != 0;
    }

    /** The number of the version text that is wanted; 0 without one. */
    public int wantedText(int dependency) {
        return dependencies.value(dependency, 2);
    }

    /** Whether two dependencies say the same. */
    public boolean isSame(int dependency, int other) {
        return dependencies.value(dependency) == dependencies.value(other)
                && dependencies.value(dependency, 1) == dependencies.value(other, 1)
                && dependencies.value(dependency, 2) == dependencies.value(other, 2);
    }

    /** Where the alternatives end that begin with this dependency of a version. */
    public int endOfGroup(int dependency, int end) {
        int at = dependency;
        while (at + 1 < end && (dependencies.value(at, 1) & Relations.OR) != 0) {
            at++;
        }
        return at + 1;
    }

    /** The packages that a version provides. */
    public int firstProvided(int version) {
        return provides.first(version);
    }

    public int endProvided(int version) {
        return provides.end(version);
    }

    public int provided(int place) {
        return provides.value(place);
    }

    public DetailTable details() {
        return details;
    }

    /** A version, a source's name, … */
    public String text(int id) {
        return texts.get(id);
    }

    /** The order of two version texts. */
    public int compare(int text, int other) {
        return text == other ? 0 : VersionComparator.compare(texts.get(text), texts.get(other));
    }

    /** Whether a version text satisfies what a dependency wants of its target. */
    public boolean satisfies(int text, int dependency) {
        int wanted = wantedText(dependency);
        if (wanted == 0) {
            return true;
        }
        if (text == 0) {
            return false;
        }
        int known = satisfied[dependency];
        if (known >>> 1 == text) {
            return (known & 1) != 0;
        }
        boolean satisfies = holds(compare(text, wanted), operator(dependency));
        satisfied[dependency] = text << 1 | (satisfies ? 1 : 0);
        return satisfies;
    }

    private static boolean holds(int comparison, int operator) {
        return switch (operator) {
            case RelationParser.LOWER_OR_EQUAL -> comparison <= 0;
            case RelationParser.HIGHER_OR_EQUAL -> comparison >= 0;
            case RelationParser.LOWER -> comparison < 0;
            case RelationParser.HIGHER -> comparison > 0;
            case RelationParser.NOT_EQUAL -> comparison != 0;
            default -> comparison == 0;
        };
    }

    /** Which package a version is. */
    public PackageId id(int version) {
        PackageId id = ids[version];
        if (id == null) {
            int pkg = versionPackages[version];
            String architecture = is(version, Relations.ALL) ? "all" : architectures.get(packageArchitectures[pkg]);
            id = new PackageId(packageName(pkg), DebianVersion.of(texts.get(versionTexts[version])), architecture);
            ids[version] = id;
        }
        return id;
    }
}
