package io.relocpy.rpm.resolve;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.index.IntList;
import io.relocpy.repository.internal.io.Interruption;
import io.relocpy.repository.internal.text.Glob;
import io.relocpy.repository.internal.text.NearNames;
import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.PackageGroup;
import io.relocpy.rpm.RepositoryMetadata;
import io.relocpy.rpm.internal.pool.NevraPattern;
import io.relocpy.rpm.internal.pool.NormalForm;
import io.relocpy.rpm.internal.pool.Pool;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Interprets requests as {@code dnf install} does.
 *
 * <p>A request is tried, in this order, as {@code name-[epoch:]version-release.arch}, {@code name.arch}, {@code name},
 * {@code name-[epoch:]version-release} and {@code name-[epoch:]version}, where each part may be a shell pattern; then as a
 * pattern of full names, as a capability or boolean dependency, and as a file path or a pattern of paths. Packages that
 * obsolete a matching package match too, but only if the request is just a name.
 */
final class RequestMatcher {
    private final Pool pool;
    /** The prefix of a group's name. */
    private static final String GROUP = "@";

    private final Obsoleters obsoleters;

    RequestMatcher(Pool pool) {
        this.pool = pool;
        this.obsoleters = new Obsoleters(pool);
    }

    /** The packages that match a request, and the form in which they match. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Match(int[] ids, @Nullable NevraPattern pattern) {}

    /**
     * Returns the jobs for a request: one for each name that a shell pattern matches, otherwise one.
     *
     * @return never empty
     * @throws RpmResolutionException if nothing matches
     * @throws IOException if file lists are needed but cannot be read
     */
    List<Job> jobs(String request, BitSet excluded) throws IOException {
        if (request.startsWith(GROUP)) {
            return ofGroup(request, excluded);
        }
        Match match = match(request, excluded);
        if (match.ids.length == 0) {
            throw noMatch(request, excluded);
        }
        NevraPattern pattern = match.pattern;
        if (pattern != null && pattern.arch() != null && isPattern(pattern.arch())) {
            return byNameAndArchitecture(request, match.ids, excluded);
        }
        boolean justName = pattern != null && pattern.hasJustName();
        if (isPattern(request) && !isPath(request)) {
            return byName(request, match.ids, justName, excluded);
        }
        return List.of(new Job(request, justName ? obsoleters.with(match.ids, excluded) : match.ids));
    }

    /** Returns a job for each available mandatory and default package of a group, as if its name were requested. */
    private List<Job> ofGroup(String request, BitSet excluded) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        boolean found = false;
        String wanted = request.substring(GROUP.length());
        for (RepositoryMetadata repository : pool.repositories()) {
            for (PackageGroup group : repository.groups()) {
                if (group.id().equalsIgnoreCase(wanted) || group.name().equalsIgnoreCase(wanted)) {
                    found = true;
                    names.addAll(group.packages());
                }
            }
        }
        if (!found) {
            throw new RpmResolutionException(request + ": no such group");
        }
        List<Job> jobs = new ArrayList<>();
        for (String name : names) {
            IntList ids = new IntList();
            for (int id : pool.named(name)) {
                if (!excluded.get(id)) {
                    ids.add(id);
                }
            }
            if (ids.size() > 0) {
                jobs.add(new Job(request, obsoleters.with(ids.toArray(), excluded)));
            }
        }
        return jobs;
    }

    /** Returns the packages that match any of these patterns, in any form of a request. */
    BitSet excluded(List<String> patterns) {
        BitSet out = new BitSet();
        BitSet nothing = new BitSet();
        for (String pattern : patterns) {
            for (int id : byFullName(pattern, nothing).ids) {
                out.set(id);
            }
        }
        return out;
    }

    private Match match(String request, BitSet excluded) throws IOException {
        Match match = byFullName(request, excluded);
        if (match.ids.length == 0) {
            match = new Match(byDependency(request, excluded), null);
        }
        if (match.ids.length == 0 && isPath(request) && isPattern(request)) {
            match = new Match(
                    available(pool.providers().files().ownersMatching(path -> Glob.matches(request, path)), excluded),
                    null);
        }
        return match;
    }

    private Match byFullName(String request, BitSet excluded) {
        for (NevraPattern.Form form : NevraPattern.FORMS) {
            NevraPattern pattern = NevraPattern.parse(request, form);
            if (pattern != null) {
                int[] found = byPattern(pattern, excluded);
                if (found.length > 0) {
                    return new Match(found, pattern);
                }
            }
        }
        boolean possible = isPattern(request) && !request.startsWith("(");
        return new Match(possible ? all(nevra -> Glob.matches(request, nevra.toString()), excluded) : new int[0], null);
    }

    private int[] byPattern(NevraPattern pattern, BitSet excluded) {
        String name = pattern.name();
        if (name == null || isPattern(name)) {
            return all(pattern::matches, excluded);
        }
        IntList out = new IntList();
        for (int id : pool.named(name)) {
            if (!excluded.get(id) && pattern.matches(pool.nevra(id))) {
                out.add(id);
            }
        }
        return out.toArray();
    }

    /** Includes packages of foreign architectures, as dnf does; if only these match, there is no solution. */
    private int[] all(Predicate<Nevra> test, BitSet excluded) {
        IntList out = new IntList();
        for (int id = Pool.FIRST; id < pool.size(); id++) {
            boolean source = pool.arch(id).equals("src") || pool.arch(id).equals("nosrc");
            if (!source && !excluded.get(id) && test.test(pool.nevra(id))) {
                out.add(id);
            }
        }
        return out.toArray();
    }

    private int[] byDependency(String request, BitSet excluded) {
        Dependency dependency;
        try {
            dependency = Dependency.parse(request);
        } catch (FormatException e) {
            return new int[0]; // not a dependency either: no match
        }
        if (dependency instanceof Capability capability && isPattern(capability.name())) {
            int[] found = {};
            for (String name : pool.providers().names()) {
                if (Glob.matches(capability.name(), name)) {
                    Capability each = new Capability(name, capability.comparison(), capability.evr());
                    found = NormalForm.union(found, pool.providers().of(each));
                }
            }
            return available(found, excluded);
        }
        return available(pool.providers().of(dependency), excluded);
    }

    private static int[] available(int[] ids, BitSet excluded) {
        IntList out = new IntList(ids.length);
        for (int id : ids) {
            if (id != Pool.SYSTEM && !excluded.get(id)) {
                out.add(id);
            }
        }
        return out.toArray();
    }

    private List<Job> byName(String request, int[] ids, boolean withObsoleters, BitSet excluded)
            throws InterruptedIOException {
        Map<String, IntList> groups = new TreeMap<>(pool.relations().nameOrder());
        for (int id : ids) {
            groups.computeIfAbsent(pool.name(id), name -> new IntList()).add(id);
        }
        List<Job> jobs = new ArrayList<>();
        for (IntList group : groups.values()) {
            Interruption.check();
            int[] candidates = group.toArray();
            jobs.add(new Job(request, withObsoleters ? obsoleters.with(candidates, excluded) : candidates));
        }
        return jobs;
    }

    private List<Job> byNameAndArchitecture(String request, int[] ids, BitSet excluded) {
        Comparator<Integer> order = Comparator.comparing(
                        (Integer id) -> pool.name(id), pool.relations().nameOrder())
                .thenComparingInt(pool::archScore);
        Map<Integer, IntList> groups = new TreeMap<>(order);
        for (int id : ids) {
            groups.computeIfAbsent(id, first -> new IntList()).add(id);
        }
        List<Job> jobs = new ArrayList<>();
        for (IntList group : groups.values()) {
            jobs.add(new Job(request, obsoleters.with(group.toArray(), excluded)));
        }
        return jobs;
    }

    private RpmResolutionException noMatch(String request, BitSet excluded) throws IOException {
        if (!excluded.isEmpty() && match(request, new BitSet()).ids.length > 0) {
            return RpmResolutionException.noMatch(request, "all matching packages are excluded", List.of());
        }
        Set<String> foreign = foreign(request);
        if (!foreign.isEmpty()) {
            String why = "no package for " + pool.architecture().name() + ", only for " + String.join(", ", foreign);
            return RpmResolutionException.noMatch(request, why, List.of());
        }
        if (isPath(request)) {
            return RpmResolutionException.noMatch(request, "no package contains this file", List.of());
        }
        if (isPattern(request) || request.startsWith("(")) {
            return RpmResolutionException.noMatch(request, "no such package", List.of());
        }
        if (request.contains("(")) {
            return RpmResolutionException.noMatch(
                    request,
                    "no such package",
                    NearNames.of(request, pool.providers().names()));
        }
        String distribution = distribution(request);
        return RpmResolutionException.noMatch(
                request,
                "no such package",
                pool.providers().names().contains(distribution)
                        ? List.of(distribution)
                        : NearNames.of(request, pool.names()));
    }

    /** What the package of a Python distribution provides, with the name normalized as in PEP 503. */
    private static String distribution(String name) {
        return "python3dist(" + name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-") + ")";
    }

    private Set<String> foreign(String request) {
        ForeignPackages packages = new ForeignPackages(pool);
        Set<String> named = packages.named(request);
        if (!named.isEmpty()) {
            return named;
        }
        try {
            return packages.providing(Dependency.parse(request));
        } catch (FormatException e) {
            return Set.of(); // not a dependency either
        }
    }

    private static boolean isPath(String request) {
        return request.startsWith("/") || request.startsWith("*/");
    }

    private static boolean isPattern(String text) {
        return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }
}
