package io.relocpy.rpm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests as dnf does: as a name, {@code name.arch}, {@code name-[epoch:]version[-release][.arch]}, a pattern of
 * these, a capability or boolean dependency, or a path, whatever matches first.
 */
final class RequestMatcher {
    private final Pool pool;
    private volatile @Nullable Map<Integer, int[]> obsoleters;

    RequestMatcher(Pool pool) {
        this.pool = pool;
    }

    /**
     * What the solver has to do for that request: one job for each name that a pattern matches, else one.
     *
     * @return never empty
     * @throws ResolutionException when nothing matches
     */
    List<Job> jobs(String request, BitSet excluded) throws ResolutionException {
        List<int[]> groups =
                isPattern(request) && !request.startsWith("(") ? byPattern(request) : List.of(exact(request));
        List<Job> jobs = new ArrayList<>();
        boolean any = false;
        for (int[] group : groups) {
            any |= group.length > 0;
            int[] left = filter(group, id -> !excluded.get(id));
            if (left.length > 0) {
                jobs.add(new Job(request, left));
            }
        }
        if (jobs.isEmpty()) {
            throw noMatch(request, any);
        }
        return jobs;
    }

    private ResolutionException noMatch(String request, boolean allExcluded) {
        if (allExcluded) {
            return ResolutionException.noMatch(request, "all packages that match are excluded", List.of());
        }
        Set<String> foreign = new TreeSet<>();
        for (int id = Pool.FIRST; id < pool.size(); id++) {
            if (pool.archScore(id) == 0 && pool.name(id).equals(request)) {
                foreign.add(pool.arch(id));
            }
        }
        if (!foreign.isEmpty()) {
            String why = "no package for " + pool.architecture().name() + ", only for " + String.join(", ", foreign);
            return ResolutionException.noMatch(request, why, List.of());
        }
        if (request.startsWith("/")) {
            return ResolutionException.noMatch(request, "no package has such a file", List.of());
        }
        if (isPattern(request) || request.startsWith("(")) {
            return ResolutionException.noMatch(request, "no such package", List.of());
        }
        List<String> names = request.contains("(") ? pool.providers().names() : pool.names();
        return ResolutionException.noMatch(request, "no such package", NearNames.of(request, names));
    }

    /** The packages that any of these patterns names. */
    BitSet excluded(List<String> patterns) {
        BitSet out = new BitSet();
        for (String pattern : patterns) {
            Glob glob = new Glob(pattern);
            for (int id = Pool.FIRST; id < pool.size(); id++) {
                if (matchesName(glob, id)) {
                    out.set(id);
                }
            }
        }
        return out;
    }

    private boolean matchesName(Glob glob, int id) {
        String name = pool.name(id);
        if (glob.matches(name) || glob.matches(name + "." + pool.arch(id))) {
            return true;
        }
        String version = name + "-" + pool.evr(id).version();
        String release = version + "-" + pool.evr(id).release();
        String nevra = pool.nevra(id).toString();
        return glob.matches(version)
                || glob.matches(release)
                || glob.matches(release + "." + pool.arch(id))
                || glob.matches(nevra);
    }

    private int[] exact(String request) {
        int[] named = pool.named(request);
        if (named.length > 0) {
            return withObsoleters(named);
        }
        int[] found = byArchitecture(request);
        if (found.length == 0) {
            found = byVersion(request);
        }
        return found.length == 0 ? byDependency(request) : found;
    }

    /** {@code name.arch}. */
    private int[] byArchitecture(String request) {
        int dot = request.lastIndexOf('.');
        if (dot <= 0) {
            return new int[0];
        }
        String arch = request.substring(dot + 1);
        return filter(pool.named(request.substring(0, dot)), id -> pool.arch(id).equals(arch));
    }

    /** {@code name-[epoch:]version[-release][.arch]}: each place where the name can end, the longest name last. */
    private int[] byVersion(String request) {
        for (int dash = request.indexOf('-'); dash > 0; dash = request.indexOf('-', dash + 1)) {
            int[] named = pool.named(request.substring(0, dash));
            if (named.length > 0) {
                String rest = request.substring(dash + 1);
                int[] found = filter(named, id -> matchesVersion(id, rest));
                if (found.length > 0) {
                    return found;
                }
            }
        }
        return new int[0];
    }

    private boolean matchesVersion(int id, String text) {
        Evr evr = pool.evr(id);
        String version = evr.version();
        String full = version + "-" + evr.release();
        String wanted = text;
        int colon = text.indexOf(':');
        if (colon > 0 && text.substring(0, colon).equals(Long.toString(evr.epoch()))) {
            wanted = text.substring(colon + 1);
        }
        return wanted.equals(version)
                || wanted.equals(full)
                || wanted.equals(full + "." + pool.arch(id))
                || wanted.equals(version + "." + pool.arch(id));
    }

    private int[] byDependency(String request) {
        Dependency dependency;
        try {
            dependency = Dependency.parse(request);
        } catch (RpmFormatException e) {
            return new int[0]; // not a dependency: nothing of that name
        }
        return pool.providers().of(dependency);
    }

    private List<int[]> byPattern(String request) {
        Glob glob = new Glob(request);
        Map<String, IntList> groups = new LinkedHashMap<>();
        for (int id = Pool.FIRST; id < pool.size(); id++) {
            if (pool.archScore(id) != 0 && glob.matches(pool.name(id))) {
                groups.computeIfAbsent(pool.name(id), name -> new IntList()).add(id);
            }
        }
        List<int[]> jobs = new ArrayList<>();
        for (IntList group : groups.values()) {
            jobs.add(withObsoleters(group.toArray()));
        }
        return jobs;
    }

    private int[] withObsoleters(int[] ids) {
        Map<Integer, int[]> index = obsoleters();
        BitSet all = new BitSet();
        for (int id : ids) {
            all.set(id);
            for (int obsoleter : index.getOrDefault(id, new int[0])) {
                all.set(obsoleter);
            }
        }
        return all.stream().toArray();
    }

    private Map<Integer, int[]> obsoleters() {
        Map<Integer, int[]> index = obsoleters;
        if (index == null) {
            index = new LinkedHashMap<>();
            for (int id = Pool.FIRST; id < pool.size(); id++) {
                if (pool.archScore(id) != 0 && !pool.metadata(id).obsoletes().isEmpty()) {
                    for (int obsoleted : pool.relations().of(id).obsoletes) {
                        int[] one = {id};
                        index.merge(obsoleted, one, NormalForm::union);
                    }
                }
            }
            obsoleters = index;
        }
        return index;
    }

    static boolean isPattern(String request) {
        return request.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }

    private interface IdTest {
        boolean test(int id);
    }

    private static int[] filter(int[] ids, IdTest test) {
        return Arrays.stream(ids).filter(test::test).toArray();
    }
}
