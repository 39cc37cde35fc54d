package io.relocpy.deb.internal.solver;

import static io.relocpy.deb.internal.index.PackageIndex.NONE;

import io.relocpy.deb.internal.index.PackageIndex;
import io.relocpy.deb.internal.index.Relations;
import io.relocpy.repository.internal.index.IntList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Takes out again what was installed for others that are not there any more. Not thread-safe. */
final class Autoremover {
    private final DependencyCache cache;
    private final PackageIndex index;
    private final Marker marker;

    /** What is needed. */
    private final BitSet marked = new BitSet();

    Autoremover(DependencyCache cache, Marker marker) {
        this.cache = cache;
        index = cache.index();
        this.marker = marker;
    }

    /** Whether nothing is broken afterwards. */
    boolean run() {
        int[] installed = Arrays.stream(cache.installedPackages())
                .filter(cache::isInstall)
                .toArray();
        for (int pkg : installed) {
            if (!cache.isAutomatic(pkg) || index.isEssential(pkg) || index.isImportant(pkg)) {
                mark(pkg);
            }
        }
        int[] garbage = Arrays.stream(installed).filter(pkg -> !marked.get(pkg)).toArray();
        for (int pkg : byName(garbage)) {
            cache.markDelete(pkg);
        }
        if (garbage.length > 0 && (cache.countBroken(false) > 0 || cache.countBroken(true) > 0)) {
            bringBack(garbage);
        }
        return cache.countBroken(false) == 0;
    }

    private List<Integer> byName(int[] packages) {
        // in the order of bytes, which for names of packages is that of characters
        return IntStream.of(packages)
                .boxed()
                .sorted(Comparator.comparing(index::packageName).thenComparingInt(pkg -> pkg))
                .toList();
    }

    private void mark(int root) {
        IntList stack = new IntList();
        stack.add(root);
        while (!stack.isEmpty()) {
            LimitReached.ifInterrupted();
            int pkg = stack.removeLast();
            if (marked.get(pkg)) {
                continue;
            }
            marked.set(pkg);
            int version = cache.installed(pkg);
            for (int dependency = index.firstDependency(version);
                    dependency < index.endDependency(version);
                    dependency++) {
                if (keeps(index.type(dependency))) {
                    follow(dependency, stack);
                }
            }
        }
    }

    private static boolean keeps(int type) {
        return Relations.isDepends(type) || type == Relations.RECOMMENDS || type == Relations.SUGGESTS;
    }

    /** Of several packages of one source, only those of its newest version are kept. */
    private void follow(int dependency, IntList stack) {
        IntList satisfying = new IntList(2);
        int target = index.target(dependency);
        if (cache.isInstall(target)
                && cache.isInstalled(target)
                && index.satisfies(index.versionText(cache.installed(target)), dependency)) {
            satisfying.add(cache.installed(target));
        }
        for (int place = index.firstProvider(target); place < index.endProvider(target); place++) {
            int provider = index.providerVersion(place);
            int owner = index.packageOf(provider);
            if (cache.isInstall(owner)
                    && cache.installed(owner) == provider
                    && index.satisfies(index.providedText(place), dependency)) {
                satisfying.add(provider);
            }
        }
        for (int i = 0; i < satisfying.size(); i++) {
            int version = satisfying.get(i);
            if (satisfying.size() == 1 || isNewestOfSource(version, satisfying)) {
                stack.add(index.packageOf(version));
            }
        }
    }

    private boolean isNewestOfSource(int version, IntList among) {
        int source = index.details().sourceName(version);
        int newest = NONE;
        for (int i = 0; i < among.size(); i++) {
            int other = among.get(i);
            if (index.details().sourceName(other) == source && (newest == NONE || isNewer(other, newest))) {
                newest = other;
            }
        }
        return index.details().sourceVersion(version) == index.details().sourceVersion(newest);
    }

    private boolean isNewer(int version, int other) {
        int comparison = index.compare(
                index.details().sourceVersion(version), index.details().sourceVersion(other));
        return comparison > 0 || (comparison == 0 && version > other);
    }

    /** Installs again what is missed, until nothing more is. */
    private void bringBack(int[] garbage) {
        IntList candidates = new IntList();
        candidates.addAll(garbage);
        boolean again = true;
        while (again) {
            again = false;
            BitSet wanted = wanted();
            IntList left = new IntList();
            for (int i = 0; i < candidates.size(); i++) {
                int pkg = candidates.get(i);
                if (!again && isWanted(pkg, wanted)) {
                    marker.markAlone(pkg, false);
                    again = true;
                } else {
                    left.add(pkg);
                }
            }
            candidates.clear();
            candidates.addAll(left);
        }
    }

    /** What important dependencies of installed packages name. */
    private BitSet wanted() {
        BitSet wanted = new BitSet();
        for (int pkg : cache.installedPackages()) {
            int version = cache.isInstall(pkg) ? cache.candidate(pkg) : NONE;
            for (int dependency = version == NONE ? 0 : index.firstDependency(version);
                    version != NONE && dependency < index.endDependency(version);
                    dependency++) {
                int type = index.type(dependency);
                if (!Relations.isNegative(type) && cache.isImportant(type)) {
                    wanted.set(index.target(dependency));
                }
            }
        }
        return wanted;
    }

    private boolean isWanted(int pkg, BitSet wanted) {
        if (wanted.get(pkg)) {
            return true;
        }
        int candidate = cache.candidate(pkg);
        for (int place = candidate == NONE ? 0 : index.firstProvided(candidate);
                candidate != NONE && place < index.endProvided(candidate);
                place++) {
            if (wanted.get(index.provided(place))) {
                return true;
            }
        }
        return false;
    }
}
