package io.relocpy.rpm.internal.index;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.internal.index.IndexInput;
import io.relocpy.repository.internal.index.IndexOutput;
import io.relocpy.repository.internal.index.IntList;
import io.relocpy.repository.internal.index.NameTable;
import io.relocpy.repository.internal.index.TextTable;
import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.Evr;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.RichDependency;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * Collects the packages of a repository and writes them as a {@link PackageTable}.
 *
 * <p>Most of the millions of names and dependencies of a large repository are repeated; each is stored once, as numbers
 * and bytes without objects.
 */
public final class PackageTableBuilder {
    private static final DependencyKind[] KINDS = DependencyKind.values();

    /** The maximum number of faults kept, out of possibly millions. */
    private static final int MOST_FAULTS = 100;

    private final NameTable.Builder names = new NameTable.Builder();
    private final TextTable.Builder texts = new TextTable.Builder();
    private final RecordTableBuilder versions = new RecordTableBuilder(DependencyTable.VERSION_FIELDS);
    private final RecordTableBuilder capabilities = new RecordTableBuilder(DependencyTable.CAPABILITY_FIELDS);
    private final RecordTableBuilder richDependencies = new RecordTableBuilder(DependencyTable.RICH_FIELDS);
    private final IntList packages = new IntList();
    private final ChecksumTable.Builder checksums = new ChecksumTable.Builder();
    private final IntList plain = new IntList();
    private final IntList plainEnds = new IntList();
    private final IntList other = new IntList();
    private final IntList otherEnds = new IntList();
    private final IntList files = new IntList();
    private final IntList fileEnds = new IntList();
    private final TextTable.Builder faults = new TextTable.Builder();
    private final Postings.Builder named = new Postings.Builder(1);
    private final Postings.Builder providing = new Postings.Builder(2);
    private final Postings.Builder obsoleting = new Postings.Builder(2);
    private final Postings.Builder owning = new Postings.Builder(1);

    /** Returns a table of existing package objects. */
    static PackageTable tableOf(List<PackageMetadata> list) {
        PackageTableBuilder builder = new PackageTableBuilder();
        PackageDraft draft = new PackageDraft();
        for (PackageMetadata each : list) {
            draft.clear();
            builder.fill(draft, each);
            builder.add(draft);
        }
        try {
            return PackageTable.read(new IndexInput(IndexOutput.inMemory(builder::writeTo), "packages"));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot fail: nothing is read from outside
        }
    }

    private void fill(PackageDraft draft, PackageMetadata metadata) {
        draft.name = metadata.nevra().name();
        draft.arch = metadata.nevra().arch();
        draft.evr = metadata.nevra().evr();
        draft.checksum = metadata.checksum();
        draft.location = metadata.location();
        draft.summary = metadata.summary().orElse("");
        draft.license = metadata.license().orElse("");
        draft.sourceRpm = metadata.sourceRpm().orElse("");
        draft.packageSize = metadata.packageSize();
        draft.installedSize = metadata.installedSize();
        for (DependencyKind kind : KINDS) {
            for (Dependency each : kind.of(metadata)) {
                draft.dependencies(kind).add(dependency(each));
            }
        }
        for (String path : metadata.files()) {
            draft.files.add(name(path));
        }
    }

    /** Returns the id of a name. */
    public int name(String text) {
        return names.add(text);
    }

    /** Returns the id of a version. */
    public int version(Evr evr) {
        return versions.add(
                (int) (evr.epoch() >>> 32),
                (int) evr.epoch(),
                name(evr.version()),
                evr.release().map(this::name).orElse(DependencyTable.NONE));
    }

    /** Returns the id of a capability without a version. */
    public int capability(String name) {
        return capabilities.add(name(name), 0, DependencyTable.NONE);
    }

    public int capability(String name, Capability.Comparison comparison, int version) {
        return capabilities.add(name(name), DependencyTable.COMPARISONS.indexOf(comparison), version);
    }

    /** Returns the id of a dependency: negative for a boolean one. */
    public int dependency(Dependency dependency) {
        if (dependency instanceof RichDependency rich) {
            return -1
                    - richDependencies.add(
                            DependencyTable.OPERATORS.indexOf(rich.operator()),
                            dependency(rich.left()),
                            dependency(rich.right()),
                            rich.otherwise().map(this::dependency).orElse(DependencyTable.NO_DEPENDENCY));
        }
        Capability capability = (Capability) dependency;
        return capability
                .evr()
                .map(evr -> capability(capability.name(), capability.comparison(), version(evr)))
                .orElseGet(() -> capability(capability.name()));
    }

    /** Adds a description of an invalid entry that is skipped. */
    public void addFault(String fault) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(fault);
        } else if (faults.size() == MOST_FAULTS) {
            faults.add("more entries were skipped");
        }
    }

    /** Adds a package; its name, architecture, version and checksum must be set and valid. */
    public void add(PackageDraft draft) {
        int row = fileEnds.size();
        int name = name(draft.name);
        int version = version(Objects.requireNonNull(draft.evr));
        Checksum checksum = Objects.requireNonNull(draft.checksum);
        packages.add(name);
        packages.add(name(draft.arch));
        packages.add(name(draft.license));
        packages.add(name(draft.sourceRpm));
        packages.add(ChecksumTable.ALGORITHMS.indexOf(checksum.algorithm()));
        packages.add(version);
        addLong(draft.packageSize);
        addLong(draft.installedSize);
        texts.add(draft.summary);
        texts.add(draft.location);
        checksums.add(checksum);
        named.add(name, row);
        addDependencies(draft, row, version);
        for (int i = 0; i < draft.files.size(); i++) {
            int path = draft.files.get(i);
            files.add(path);
            owning.add(path, row);
        }
        fileEnds.add(files.size());
    }

    private void addLong(long value) {
        packages.add((int) (value >>> 32));
        packages.add((int) value);
    }

    private void addDependencies(PackageDraft draft, int row, int version) {
        for (DependencyKind kind : KINDS) {
            IntList target = kind.isPlain() ? plain : other;
            target.addAll(draft.dependencies(kind));
            (kind.isPlain() ? plainEnds : otherEnds).add(target.size());
        }
        IntList provides = draft.dependencies(DependencyKind.PROVIDES);
        post(providing, provides, row);
        int self = capability(draft.name, Capability.Comparison.EQ, version);
        if (!provides.contains(self)) { // every package provides its own name, even if it does not list it
            providing.add(nameOf(self), row, self);
        }
        post(obsoleting, draft.dependencies(DependencyKind.OBSOLETES), row);
    }

    private void post(Postings.Builder postings, IntList ids, int row) {
        for (int i = 0; i < ids.size(); i++) {
            postings.add(nameOf(ids.get(i)), row, ids.get(i));
        }
    }

    private int nameOf(int capability) {
        return capabilities.get(capability, 0);
    }

    public void writeTo(IndexOutput out) throws IOException {
        names.writeTo(out);
        texts.writeTo(out);
        versions.writeTo(out);
        capabilities.writeTo(out);
        richDependencies.writeTo(out);
        out.ints(packages);
        checksums.writeTo(out);
        out.ints(plain);
        out.ints(plainEnds);
        out.ints(other);
        out.ints(otherEnds);
        out.ints(files);
        out.ints(fileEnds);
        named.writeTo(out, names.size());
        providing.writeTo(out, names.size());
        obsoleting.writeTo(out, names.size());
        owning.writeTo(out, names.size());
        faults.writeTo(out);
    }
}
