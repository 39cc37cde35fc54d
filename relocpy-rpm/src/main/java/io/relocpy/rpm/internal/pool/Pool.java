package io.relocpy.rpm.internal.pool;

import io.relocpy.repository.internal.index.IntList;
import io.relocpy.repository.internal.index.NameTable;
import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.Evr;
import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.RepositoryMetadata;
import io.relocpy.rpm.internal.index.DependencyKind;
import io.relocpy.rpm.internal.index.PackageList;
import io.relocpy.rpm.internal.index.PackageTable;
import io.relocpy.rpm.internal.index.Postings;
import io.relocpy.rpm.internal.names.Architecture;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All packages of all repositories, numbered as dnf loads them: repositories by priority, then by cost, then in the given
 * order; packages in the order of the metadata.
 *
 * <p>The solver decides on the number (id) of a package; a negative literal means "not installed". Id 1 is the system itself,
 * which provides {@code rpmlib(...)}; packages begin at {@link #FIRST}. A pool is prepared once and shared by all searches.
 * Thread-safe.
 */
public final class Pool {
    /** The system itself, which is always installed. */
    public static final int SYSTEM = 1;

    /** The first package's id. */
    public static final int FIRST = 2;

    /** Packages of which dnf allows several versions side by side (installonlypkgs, dnf.conf(5)). */
    private static final List<String> INSTALL_ONLY = List.of(
            "kernel",
            "kernel-PAE",
            "installonlypkg(kernel)",
            "installonlypkg(kernel-module)",
            "installonlypkg(vm)",
            "multiversion(kernel)");

    private final Architecture architecture;
    private final List<RepositoryMetadata> repositories;
    private final List<PackageList> lists;
    private final int[] firstIdOf;
    private final int[] repositoryOf;
    private final int[] archScore;
    private final boolean severalArchitectures;
    private final Map<String, int[]> byName = new ConcurrentHashMap<>();
    private final ProviderIndex providers;
    private final RelationIndex relations;
    private final BitSet installOnly = new BitSet();

    public Pool(List<RepositoryMetadata> repositories, Architecture architecture) {
        this.repositories =
                repositories.stream().sorted(Pool::comparePreference).toList();
        this.architecture = architecture;
        lists = this.repositories.stream()
                .map(each -> PackageList.of(each.packages()))
                .toList();
        firstIdOf = new int[lists.size() + 1];
        firstIdOf[0] = FIRST;
        for (int r = 0; r < lists.size(); r++) {
            firstIdOf[r + 1] = firstIdOf[r] + lists.get(r).size();
        }
        repositoryOf = new int[size()];
        archScore = new int[size()];
        BitSet scores = new BitSet();
        for (int r = 0; r < lists.size(); r++) {
            Arrays.fill(repositoryOf, firstIdOf[r], firstIdOf[r + 1], r);
            scoreArchitectures(r, scores);
        }
        scores.clear(0, Architecture.SCORE_NOARCH + 1);
        severalArchitectures = scores.cardinality() > 1;
        providers = new ProviderIndex(this);
        relations = new RelationIndex(this, providers);
        for (String each : INSTALL_ONLY) {
            for (int provider : providers.of(Capability.of(each))) {
                installOnly.set(provider);
            }
        }
    }

    private static int comparePreference(RepositoryMetadata a, RepositoryMetadata b) {
        int order = Integer.compare(a.priority(), b.priority());
        return order == 0 ? Integer.compare(a.cost(), b.cost()) : order;
    }

    /** Returns the architectures of all packages. */
    public Set<String> architectures() {
        Set<String> names = new HashSet<>();
        for (PackageList list : lists) {
            int last = -1;
            for (int i = 0; i < list.size(); i++) {
                int arch = list.table().archId(list.row(i));
                if (arch != last) {
                    last = arch;
                    names.add(list.table().names().get(arch));
                }
            }
        }
        return names;
    }

    private void scoreArchitectures(int repository, BitSet scores) {
        PackageList list = lists.get(repository);
        PackageTable table = list.table();
        int last = -1; // there are few architectures
        int score = 0;
        for (int i = 0; i < list.size(); i++) {
            int arch = table.archId(list.row(i));
            if (arch != last) {
                last = arch;
                score = architecture.score(table.names().get(arch));
                scores.set(score);
            }
            archScore[firstIdOf[repository] + i] = score;
        }
    }

    /** Returns one more than the highest id. */
    public int size() {
        return firstIdOf[lists.size()];
    }

    public Architecture architecture() {
        return architecture;
    }

    /** Returns the metadata of a package, as a new object. */
    public PackageMetadata metadata(int id) {
        return repository(id).packages().get(id - firstIdOf[repositoryOf[id]]);
    }

    /** Returns the table that contains a package. */
    public PackageTable table(int id) {
        return list(id).table();
    }

    /** Returns the row of a package in its {@link #table}. */
    public int row(int id) {
        return list(id).row(id - firstIdOf[repositoryOf[id]]);
    }

    private PackageList list(int id) {
        return lists.get(repositoryOf[id]);
    }

    /** Returns the id of the package in this row of a repository's table; 0 if it is hidden or cannot run here. */
    public int runnable(int repository, int row) {
        int index = lists.get(repository).indexOfRow(row);
        int id = firstIdOf[repository] + index;
        return index < 0 || archScore[id] == 0 ? 0 : id;
    }

    public Nevra nevra(int id) {
        return table(id).nevra(row(id));
    }

    public String name(int id) {
        return table(id).name(row(id));
    }

    public Evr evr(int id) {
        return table(id).evr(row(id));
    }

    public String arch(int id) {
        return table(id).arch(row(id));
    }

    List<Dependency> dependencies(int id, DependencyKind kind) {
        return table(id).dependencies(row(id), kind);
    }

    public List<RepositoryMetadata> repositories() {
        return repositories;
    }

    public RepositoryMetadata repository(int id) {
        return repositories.get(repositoryOf[id]);
    }

    int repositoryIndex(int id) {
        return repositoryOf[id];
    }

    /** Returns the packages of each repository, in the order of the repositories. */
    public List<PackageList> lists() {
        return lists;
    }

    /** Returns the first id of a repository; for the index after the last one, {@link #size()}. */
    int firstIdOf(int repository) {
        return firstIdOf[repository];
    }

    /** Lower is better. */
    public int priority(int id) {
        return repositories.get(repositoryOf[id]).priority();
    }

    /** Lower is better. */
    public int cost(int id) {
        return repositories.get(repositoryOf[id]).cost();
    }

    /** Lower is better, see {@link Architecture}. */
    public int archScore(int id) {
        return archScore[id];
    }

    /** Returns whether one replaces the other if they have the same name: not for i686 and x86_64. */
    public boolean colorsMatch(int a, int b) {
        return (Architecture.color(arch(a)) & Architecture.color(arch(b))) != 0;
    }

    /** Returns whether there are packages of several architectures (besides {@code noarch}) that run here. */
    public boolean hasSeveralArchitectures() {
        return severalArchitectures;
    }

    /** Returns the ascending ids of the packages with this name that can run here. */
    public int[] named(String name) {
        int[] known = byName.get(name);
        if (known == null) {
            IntList ids = new IntList();
            for (int r = 0; r < lists.size(); r++) {
                PackageTable table = lists.get(r).table();
                addRunnable(r, table.named(), table.names().find(name), ids);
            }
            known = ids.toArray();
            byName.put(name, known);
        }
        return known;
    }

    /** Adds the ids of the packages that postings list for a name, if it exists, each once. */
    void addRunnable(int repository, Postings postings, int name, IntList ids) {
        if (name != NameTable.ABSENT) {
            for (int place = postings.first(name); place < postings.end(name); place++) {
                int id = runnable(repository, postings.row(place));
                if (id != 0 && (ids.isEmpty() || ids.last() != id)) {
                    ids.add(id);
                }
            }
        }
    }

    /** Returns the ascending ids of all packages with the same name that can run here. */
    public int[] sameName(int id) {
        return named(name(id));
    }

    /** Returns whether several versions can be installed side by side, as of a kernel. */
    public boolean installOnly(int id) {
        return installOnly.get(id);
    }

    public ProviderIndex providers() {
        return providers;
    }

    public RelationIndex relations() {
        return relations;
    }

    /** Returns the names of all packages that can run here. */
    public List<String> names() {
        Set<String> names = new HashSet<>();
        for (int id = FIRST; id < size(); id++) {
            if (archScore[id] != 0) {
                names.add(name(id));
            }
        }
        return List.copyOf(names);
    }

    /** Returns the packages whose name and version match the capability, as for {@code Obsoletes}. */
    int[] matchingName(Capability capability) {
        int[] group = named(capability.name());
        if (capability.comparison() == Capability.Comparison.ANY || group.length == 0) {
            return group;
        }
        IntList out = new IntList(group.length);
        for (int id : group) {
            if (VersionRange.matches(Capability.Comparison.EQ, evr(id), capability)) {
                out.add(id);
            }
        }
        return out.toArray();
    }

    /** Returns the package's name as dnf prints it, or "the system". */
    public String describe(int id) {
        return id == SYSTEM ? "the system" : nevra(id).toString();
    }
}
