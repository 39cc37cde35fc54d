package io.relocpy.rpm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All packages of all repositories, numbered: repositories by priority, then by cost, then in the order in which
 * they are given, as dnf loads them; packages in the order of the metadata.
 *
 * <p>The number (id) of a package is what the solver decides on; as a literal it is negative for "not installed". Id 1 is
 * the system itself, which provides {@code rpmlib(...)}; packages begin at {@link #FIRST}. Prepared once, then shared by
 * all searches; safe for use by several threads.
 */
final class Pool {
    /** The system: always installed. */
    static final int SYSTEM = 1;

    /** The first package's id. */
    static final int FIRST = 2;

    private static final int[] NO_IDS = {};

    /** What dnf lets be installed in several versions side by side (installonlypkgs, dnf.conf(5)). */
    private static final List<String> INSTALL_ONLY = List.of(
            "kernel",
            "kernel-PAE",
            "installonlypkg(kernel)",
            "installonlypkg(kernel-module)",
            "installonlypkg(vm)",
            "multiversion(kernel)");

    private final Architecture architecture;
    private final List<RepositoryMetadata> repositories;
    private final PackageMetadata[] packages;
    private final int[] repositoryOf;
    private final int[] firstIdOf;
    private final int[] archScore;
    private final byte[] color;
    private final int[][] sameName;
    private final Map<String, int[]> byName;
    private final boolean severalArchitectures;
    private final ProviderIndex providers;
    private final RelationIndex relations;
    private final BitSet installOnly = new BitSet();

    Pool(List<RepositoryMetadata> repositories, Architecture architecture) {
        this.repositories = repositories.stream()
                .sorted(Comparator.comparingInt(RepositoryMetadata::priority)
                        .thenComparingInt(RepositoryMetadata::cost))
                .toList();
        this.architecture = architecture;
        int count = FIRST;
        for (RepositoryMetadata repository : this.repositories) {
            count += repository.packages().size();
        }
        packages = new PackageMetadata[count];
        repositoryOf = new int[count];
        archScore = new int[count];
        color = new byte[count];
        firstIdOf = new int[this.repositories.size() + 1];
        int id = FIRST;
        for (int r = 0; r < this.repositories.size(); r++) {
            firstIdOf[r] = id;
            for (PackageMetadata each : this.repositories.get(r).packages()) {
                packages[id] = each;
                repositoryOf[id] = r;
                archScore[id] = architecture.score(each.nevra().arch());
                color[id] = (byte) Architecture.color(each.nevra().arch());
                id++;
            }
        }
        firstIdOf[this.repositories.size()] = id;
        severalArchitectures = severalArchitectures();
        byName = groupByName();
        sameName = new int[count][];
        for (int[] group : byName.values()) {
            for (int each : group) {
                sameName[each] = group;
            }
        }
        providers = new ProviderIndex(this);
        relations = new RelationIndex(this, providers);
        for (String each : INSTALL_ONLY) {
            for (int provider : providers.of(Capability.of(each))) {
                installOnly.set(provider);
            }
        }
    }

    private boolean severalArchitectures() {
        String first = null;
        for (int id = FIRST; id < packages.length; id++) {
            String arch = packages[id].nevra().arch();
            if (archScore[id] > Architecture.SCORE_NOARCH) {
                if (first == null) {
                    first = arch;
                } else if (!first.equals(arch)) {
                    return true;
                }
            }
        }
        return false;
    }

    private Map<String, int[]> groupByName() {
        Map<String, int[]> groups = new HashMap<>(packages.length * 2);
        for (int id = FIRST; id < packages.length; id++) {
            if (archScore[id] != 0) {
                int[] single = {id};
                groups.merge(packages[id].nevra().name(), single, Pool::append);
            }
        }
        return groups;
    }

    private static int[] append(int[] group, int[] single) {
        int[] longer = Arrays.copyOf(group, group.length + 1);
        longer[group.length] = single[0];
        return longer;
    }

    /** One more than the highest id. */
    int size() {
        return packages.length;
    }

    Architecture architecture() {
        return architecture;
    }

    PackageMetadata metadata(int id) {
        return packages[id];
    }

    Nevra nevra(int id) {
        return packages[id].nevra();
    }

    String name(int id) {
        return packages[id].nevra().name();
    }

    Evr evr(int id) {
        return packages[id].nevra().evr();
    }

    String arch(int id) {
        return packages[id].nevra().arch();
    }

    List<RepositoryMetadata> repositories() {
        return repositories;
    }

    RepositoryMetadata repository(int id) {
        return repositories.get(repositoryOf[id]);
    }

    int repositoryIndex(int id) {
        return repositoryOf[id];
    }

    /** The first id of that repository; that of one behind the last is {@link #size()}. */
    int firstIdOf(int repository) {
        return firstIdOf[repository];
    }

    /** Lower is better. */
    int priority(int id) {
        return repositories.get(repositoryOf[id]).priority();
    }

    /** Lower is better. */
    int cost(int id) {
        return repositories.get(repositoryOf[id]).cost();
    }

    /** See {@link Architecture}. */
    int archScore(int id) {
        return archScore[id];
    }

    /** Whether one replaces the other when installed under the same name: not i686 and x86_64. */
    boolean colorsMatch(int a, int b) {
        return (color[a] & color[b]) != 0;
    }

    /** Whether packages of more than one architecture (besides noarch) that run here are there. */
    boolean hasSeveralArchitectures() {
        return severalArchitectures;
    }

    /** Ascending ids of the packages of that name that can run here. */
    int[] named(String name) {
        return byName.getOrDefault(name, NO_IDS);
    }

    /** Ascending ids of the packages of the same name that can run here, with the package itself if it can. */
    int[] sameName(int id) {
        int[] group = sameName[id];
        return group == null ? named(name(id)) : group;
    }

    /** Whether several versions of it may be installed side by side, such as a kernel. */
    boolean installOnly(int id) {
        return installOnly.get(id);
    }

    ProviderIndex providers() {
        return providers;
    }

    RelationIndex relations() {
        return relations;
    }

    /** All names of packages that can run here. */
    List<String> names() {
        return new ArrayList<>(byName.keySet());
    }

    /** The ids of packages whose name and version that capability names: what an {@code Obsoletes} matches. */
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

    /** The package as dnf prints it, or the system. */
    String describe(int id) {
        @Nullable PackageMetadata metadata = packages[id];
        return metadata == null ? "the system" : metadata.nevra().toString();
    }
}
