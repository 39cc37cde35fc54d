package io.relocpy.rpm.internal.index;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.index.IndexInput;
import io.relocpy.repository.internal.index.IndexInput.Range;
import io.relocpy.repository.internal.index.IntList;
import io.relocpy.repository.internal.index.NameTable;
import io.relocpy.repository.internal.index.TextTable;
import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.Evr;
import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.internal.names.PackageNames;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The packages of a repository as columns of numbers, most of which refer to other columns, with precomputed lookups by
 * name. Read from the bytes that {@link PackageTableBuilder} wrote; objects are only created for packages that are
 * accessed. Thread-safe.
 *
 * <p>A row is the position of a package in the metadata.
 */
public final class PackageTable {
    /** Fields of a package that are name ids. */
    static final int NAME = 0;

    static final int ARCH = 1;
    static final int LICENSE = 2;
    static final int SOURCE_RPM = 3;

    /** Index in {@link ChecksumTable#ALGORITHMS}. */
    static final int CHECKSUM_TYPE = 4;

    static final int VERSION = 5;

    /** Two ints each. */
    static final int PACKAGE_SIZE = 6;

    static final int INSTALLED_SIZE = 8;
    static final int FIELDS = 10;

    /** Texts of a package, which need no lookup. */
    static final int SUMMARY = 0;

    static final int LOCATION = 1;
    static final int TEXTS = 2;

    private final NameTable names;
    private final TextTable texts;
    private final DependencyTable dependencies;
    private final int[] packages;
    private final ChecksumTable checksums;

    /** For each package and kind, the end of its list in the column of plain capabilities or of other dependencies. */
    private final int[] plainEnds;

    private final int[] plain;
    private final int[] otherEnds;
    private final int[] other;
    private final int[] fileEnds;
    private final int[] files;
    private final Postings named;
    private final Postings providing;
    private final Postings obsoleting;
    private final Postings owning;
    private final TextTable faults;

    private PackageTable(IndexInput in) throws FormatException {
        names = NameTable.read(in);
        texts = TextTable.read(in);
        dependencies = new DependencyTable(names, in);
        Range name = new Range(0, names.size());
        packages = in.records(
                name,
                name,
                name,
                name,
                new Range(0, ChecksumTable.ALGORITHMS.size()),
                new Range(0, dependencies.versionCount()),
                Range.NOT_NEGATIVE,
                Range.ANY,
                Range.NOT_NEGATIVE,
                Range.ANY);
        checkNames(in);
        checksums = ChecksumTable.read(in, size(), row -> field(row, CHECKSUM_TYPE));
        Range capability = new Range(0, dependencies.capabilityCount());
        plain = in.records(capability);
        plainEnds = in.ends(plain.length, size() * DependencyKind.PLAIN);
        other = in.records(new Range(-dependencies.richCount(), dependencies.capabilityCount()));
        otherEnds = in.ends(other.length, size() * DependencyKind.OTHERS);
        files = in.records(name);
        fileEnds = in.ends(files.length, size());
        if (texts.size() != size() * TEXTS) {
            throw in.wrong(size() * TEXTS + " texts", Integer.toString(texts.size()));
        }
        Range row = new Range(0, size());
        named = new Postings(in, names.size(), row);
        providing = new Postings(in, names.size(), row, capability);
        obsoleting = new Postings(in, names.size(), row, capability);
        owning = new Postings(in, names.size(), row);
        faults = TextTable.read(in);
        in.end();
    }

    /** Checks all names, so that a {@link Nevra} can be created for every package. */
    private void checkNames(IndexInput in) throws FormatException {
        NameCheck check = new NameCheck();
        for (int row = 0; row < size(); row++) {
            if (!check.accepts(row)) { // a separate method, so that it is compiled while this loop runs
                throw in.wrong(PackageNames.EXPECTED, "others in row " + row);
            }
        }
    }

    /** Checks each architecture and version, which many packages share, only once. */
    private final class NameCheck {
        private final TextCheck texts = new TextCheck(names);
        private final BitSet archs = new BitSet();
        private final BitSet versions = new BitSet();

        boolean accepts(int row) {
            int arch = field(row, ARCH);
            if (!archs.get(arch)) {
                archs.set(arch, texts.accepts(arch, PackageNames.ARCH));
            }
            return archs.get(arch)
                    && texts.accepts(field(row, NAME), PackageNames.NAME)
                    && dependencies.isOfPackage(field(row, VERSION), texts, versions);
        }
    }

    /**
     * Reads and checks a table.
     *
     * @throws FormatException if any number in it is out of range
     */
    public static PackageTable read(IndexInput in) throws FormatException {
        return new PackageTable(in);
    }

    public int size() {
        return packages.length / FIELDS;
    }

    public NameTable names() {
        return names;
    }

    public DependencyTable dependencies() {
        return dependencies;
    }

    private int field(int row, int field) {
        return packages[row * FIELDS + field];
    }

    /** Returns the id of a package's name. */
    int nameId(int row) {
        return field(row, NAME);
    }

    public String name(int row) {
        return names.get(field(row, NAME));
    }

    public Evr evr(int row) {
        return dependencies.version(field(row, VERSION));
    }

    /** Returns the name id of a package's architecture. */
    public int archId(int row) {
        return field(row, ARCH);
    }

    public String arch(int row) {
        return names.get(field(row, ARCH));
    }

    public Nevra nevra(int row) {
        return new Nevra(name(row), evr(row), arch(row));
    }

    public String license(int row) {
        return names.get(field(row, LICENSE));
    }

    public String sourceRpm(int row) {
        return names.get(field(row, SOURCE_RPM));
    }

    /** Returns the checksum of the package file. */
    Checksum checksum(int row) {
        return checksums.get(row, field(row, CHECKSUM_TYPE));
    }

    private long size(int row, int field) {
        return ((long) field(row, field) << 32) | (field(row, field + 1) & 0xffff_ffffL);
    }

    /** Returns the ids of the dependencies of one kind in the {@link DependencyTable}. */
    public int[] dependencyIds(int row, DependencyKind kind) {
        return kind.isPlain() ? piece(plain, plainEnds, list(row, kind)) : piece(other, otherEnds, list(row, kind));
    }

    /** Returns the rows of the packages that have dependencies of this kind, ascending. */
    public int[] rowsWith(DependencyKind kind) {
        int[] ends = kind.isPlain() ? plainEnds : otherEnds;
        IntList rows = new IntList();
        for (int row = 0; row < size(); row++) {
            int list = list(row, kind);
            if (start(ends, list) < ends[list]) {
                rows.add(row);
            }
        }
        return rows.toArray();
    }

    private static int list(int row, DependencyKind kind) {
        return row * (kind.isPlain() ? DependencyKind.PLAIN : DependencyKind.OTHERS) + kind.place();
    }

    private static int start(int[] ends, int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    private static int[] piece(int[] values, int[] ends, int index) {
        return Arrays.copyOfRange(values, start(ends, index), ends[index]);
    }

    public List<Dependency> dependencies(int row, DependencyKind kind) {
        int[] ids = dependencyIds(row, kind);
        Dependency[] list = new Dependency[ids.length];
        for (int i = 0; i < ids.length; i++) {
            list[i] = dependencies.dependency(ids[i]);
        }
        return List.of(list);
    }

    /** As above, for a kind that only contains plain capabilities. */
    public List<Capability> capabilities(int row, DependencyKind kind) {
        int[] ids = dependencyIds(row, kind);
        Capability[] list = new Capability[ids.length];
        for (int i = 0; i < ids.length; i++) {
            list[i] = dependencies.capability(ids[i]);
        }
        return List.of(list);
    }

    /**
     * Returns the id of the capability that every package provides, its own name with its own version; {@link
     * DependencyTable#NO_DEPENDENCY} if a foreign table lacks it.
     */
    public int selfProvided(int row) {
        for (int place = providing.first(nameId(row)); place < providing.end(nameId(row)); place++) {
            if (providing.row(place) == row && dependencies.isExactly(providing.value(place), field(row, VERSION))) {
                return providing.value(place);
            }
        }
        return DependencyTable.NO_DEPENDENCY;
    }

    /** Returns the paths that primary metadata lists. */
    public List<String> files(int row) {
        int[] ids = piece(files, fileEnds, row);
        String[] list = new String[ids.length];
        for (int i = 0; i < ids.length; i++) {
            list[i] = names.get(ids[i]);
        }
        return List.of(list);
    }

    /** Returns, by name id, the rows of the packages with this name. */
    public Postings named() {
        return named;
    }

    /** Returns, by name id, the rows of packages that provide it, with the capabilities. */
    public Postings providing() {
        return providing;
    }

    /** Returns, by name id, the rows of packages that obsolete it, with the capabilities. */
    public Postings obsoleting() {
        return obsoleting;
    }

    /** Returns, by the name id of a path in primary metadata, the rows of the packages that own it. */
    public Postings owning() {
        return owning;
    }

    /** Returns descriptions of the invalid entries that were skipped. */
    public List<String> faults() {
        return IntStream.range(0, faults.size()).mapToObj(faults::get).toList();
    }

    PackageMetadata metadata(int row) {
        return PackageMetadata.builder(nevra(row), checksum(row), texts.get(row * TEXTS + LOCATION))
                .summary(texts.get(row * TEXTS + SUMMARY))
                .license(license(row))
                .sourceRpm(sourceRpm(row))
                .packageSize(size(row, PACKAGE_SIZE))
                .installedSize(size(row, INSTALLED_SIZE))
                .provides(capabilities(row, DependencyKind.PROVIDES))
                .requires(dependencies(row, DependencyKind.REQUIRES))
                .conflicts(dependencies(row, DependencyKind.CONFLICTS))
                .obsoletes(capabilities(row, DependencyKind.OBSOLETES))
                .recommends(dependencies(row, DependencyKind.RECOMMENDS))
                .suggests(dependencies(row, DependencyKind.SUGGESTS))
                .supplements(dependencies(row, DependencyKind.SUPPLEMENTS))
                .enhances(dependencies(row, DependencyKind.ENHANCES))
                .files(files(row))
                .build();
    }
}
