package io.relocpy.rpm.internal.index;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.index.IndexInput;
import io.relocpy.repository.internal.index.IndexInput.Range;
import io.relocpy.repository.internal.index.NameTable;
import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.Evr;
import io.relocpy.rpm.RichDependency;
import io.relocpy.rpm.internal.names.PackageNames;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The versions and dependencies of a {@link PackageTable}, each stored once. Objects are created on first use. Thread-safe.
 *
 * <p>Plain capabilities are numbered from 0 upwards, boolean dependencies from -1 downwards.
 */
public final class DependencyTable {
    /** Stands for a missing number. */
    static final int NONE = -1;

    /** Stands for a missing dependency, since these can have negative numbers. */
    public static final int NO_DEPENDENCY = Integer.MIN_VALUE;

    /** Fields of a version: two halves of the epoch, name ids of version and release (or {@link #NONE}). */
    static final int VERSION_FIELDS = 4;

    /** Fields of a capability: name id, index in {@link #COMPARISONS}, version id (or {@link #NONE}). */
    static final int CAPABILITY_FIELDS = 3;

    /** Fields of a boolean dependency: operator, left, right, otherwise (or {@link #NO_DEPENDENCY}). */
    static final int RICH_FIELDS = 4;

    static final List<Capability.Comparison> COMPARISONS = List.of(
            Capability.Comparison.LT,
            Capability.Comparison.LE,
            Capability.Comparison.EQ,
            Capability.Comparison.GE,
            Capability.Comparison.GT);
    static final List<RichDependency.Operator> OPERATORS = List.of(RichDependency.Operator.values());

    private final NameTable names;
    private final int[] versions;
    private final int[] capabilities;
    private final int[] richDependencies;

    /** Written without a lock, since the elements are immutable. */
    private final @Nullable Evr[] knownVersions;

    private final @Nullable Capability[] knownCapabilities;
    private final @Nullable RichDependency[] knownRichDependencies;

    DependencyTable(NameTable names, IndexInput in) throws FormatException {
        this.names = names;
        Range name = new Range(0, names.size());
        versions = in.records(Range.NOT_NEGATIVE, Range.ANY, name, new Range(NONE, names.size()));
        knownVersions = new Evr[versions.length / VERSION_FIELDS];
        capabilities = in.records(name, new Range(0, COMPARISONS.size()), new Range(NONE, knownVersions.length));
        knownCapabilities = new Capability[capabilities.length / CAPABILITY_FIELDS];
        richDependencies = in.records(new Range(0, OPERATORS.size()), Range.ANY, Range.ANY, Range.ANY);
        knownRichDependencies = new RichDependency[richDependencies.length / RICH_FIELDS];
        checkRichDependencies(in);
    }

    /** Each may only refer to earlier ones, so there are no cycles, and nesting is limited as in the parser. */
    private void checkRichDependencies(IndexInput in) throws FormatException {
        int[] depths = new int[richCount()];
        for (int i = 0; i < depths.length; i++) {
            int record = i * RICH_FIELDS;
            int depth = Math.max(
                    depth(richDependencies[record + 1], i, depths, in),
                    depth(richDependencies[record + 2], i, depths, in));
            int otherwise = richDependencies[record + 3];
            if (otherwise != NO_DEPENDENCY) {
                depth = Math.max(depth, depth(otherwise, i, depths, in));
            }
            if (depth >= RichDependency.MAX_DEPTH) {
                throw in.wrong("at most " + RichDependency.MAX_DEPTH + " nested operators", "more");
            }
            depths[i] = depth + 1;
        }
    }

    private int depth(int dependency, int limit, int[] depths, IndexInput in) throws FormatException {
        if (dependency >= capabilityCount() || dependency < -limit) {
            throw in.wrong("an earlier dependency", Integer.toString(dependency));
        }
        return dependency < 0 ? depths[-1 - dependency] : 0;
    }

    int versionCount() {
        return knownVersions.length;
    }

    public int capabilityCount() {
        return knownCapabilities.length;
    }

    public int richCount() {
        return knownRichDependencies.length;
    }

    Evr version(int id) {
        Evr known = knownVersions[id];
        if (known == null) {
            int record = id * VERSION_FIELDS;
            int release = versions[record + 3];
            known = new Evr(
                    ((long) versions[record] << 32) | (versions[record + 1] & 0xffff_ffffL),
                    names.get(versions[record + 2]),
                    release == NONE ? Optional.empty() : Optional.of(names.get(release)));
            knownVersions[id] = known;
        }
        return known;
    }

    /** Returns whether a package can have this version; each name is checked once. */
    boolean isOfPackage(int id, TextCheck check, BitSet known) {
        int record = id * VERSION_FIELDS;
        int release = versions[record + 3];
        return versions[record] == 0
                && isVersion(versions[record + 2], check, known)
                && release != NONE
                && isVersion(release, check, known);
    }

    private static boolean isVersion(int name, TextCheck check, BitSet known) {
        boolean good = known.get(name) || check.accepts(name, PackageNames.VERSION);
        known.set(name, good);
        return good;
    }

    public Dependency dependency(int id) {
        return id < 0 ? richDependency(-1 - id) : capability(id);
    }

    public Capability capability(int id) {
        Capability known = knownCapabilities[id];
        if (known == null) {
            int record = id * CAPABILITY_FIELDS;
            String name = names.get(capabilities[record]);
            if (!PackageNames.isCapability(name)) { // only in a forged index
                name = "\ufffd";
            }
            int version = capabilities[record + 2];
            known = version == NONE
                    ? Capability.of(name)
                    : new Capability(name, COMPARISONS.get(capabilities[record + 1]), version(version));
            knownCapabilities[id] = known;
        }
        return known;
    }

    /** Returns the id of a capability's name. */
    public int capabilityName(int id) {
        return capabilities[id * CAPABILITY_FIELDS];
    }

    /** Returns whether a capability is for exactly this version. */
    boolean isExactly(int id, int version) {
        return COMPARISONS.get(capabilities[id * CAPABILITY_FIELDS + 1]) == Capability.Comparison.EQ
                && capabilities[id * CAPABILITY_FIELDS + 2] == version;
    }

    /** Returns the left operand of a boolean dependency. */
    public int left(int rich) {
        return richDependencies[(-1 - rich) * RICH_FIELDS + 1];
    }

    /** Returns the right operand of a boolean dependency. */
    public int right(int rich) {
        return richDependencies[(-1 - rich) * RICH_FIELDS + 2];
    }

    /** Returns the {@code else} operand of a boolean dependency, or {@link #NO_DEPENDENCY}. */
    public int otherwise(int rich) {
        return richDependencies[(-1 - rich) * RICH_FIELDS + 3];
    }

    /** Returns whether a dependency is a capability without a version. */
    public boolean isPlain(int id) {
        return id >= 0 && capabilities[id * CAPABILITY_FIELDS + 2] == NONE;
    }

    private RichDependency richDependency(int index) {
        RichDependency known = knownRichDependencies[index];
        if (known == null) {
            int record = index * RICH_FIELDS;
            int otherwise = richDependencies[record + 3];
            known = new RichDependency(
                    OPERATORS.get(richDependencies[record]),
                    dependency(richDependencies[record + 1]),
                    dependency(richDependencies[record + 2]),
                    otherwise == NO_DEPENDENCY ? Optional.empty() : Optional.of(dependency(otherwise)));
            knownRichDependencies[index] = known;
        }
        return known;
    }
}
