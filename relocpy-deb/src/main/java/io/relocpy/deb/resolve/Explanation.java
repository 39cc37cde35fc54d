package io.relocpy.deb.resolve;

import io.relocpy.deb.PackageId;
import io.relocpy.deb.internal.index.DetailTable;
import io.relocpy.deb.internal.index.PackageIndex;
import io.relocpy.deb.internal.index.Relations;
import io.relocpy.deb.internal.solver.Answer;
import io.relocpy.deb.internal.solver.Policy;
import io.relocpy.repository.internal.index.IntList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds for each package of an answer the shortest way from a request to it: along dependencies where there is one, else
 * along recommendations, else along suggestions.
 */
final class Explanation {
    private final PackageIndex index;
    private final Policy policy;
    private final int[] versions;
    private final BitSet installed = new BitSet();
    private final Map<Integer, Reason> reasons = new HashMap<>();

    /** What is still to be followed, by kinds of dependencies. */
    private final Deque<Integer> byDepends = new ArrayDeque<>();

    private final Deque<Integer> byRecommends = new ArrayDeque<>();
    private final Deque<Integer> bySuggests = new ArrayDeque<>();
    private final Relation relations;

    Explanation(PackageIndex index, Policy policy, Answer answer) {
        this.index = index;
        this.policy = policy;
        versions = answer.versions();
        relations = new Relation(index);
        for (int version : versions) {
            installed.set(version);
        }
        for (int version : versions) {
            String request = answer.requested().get(version);
            if (request != null) {
                note(version, new Reason.Requested(request));
            }
        }
        follow();
        for (int version : versions) {
            if (!reasons.containsKey(version)) {
                note(version, new Reason.Kept());
                follow();
            }
        }
    }

    /** Widens what has a reason, by the strongest kind of reason that widens it, until nothing does. */
    private void follow() {
        while (true) {
            if (!byDepends.isEmpty()) {
                followType(byDepends.remove(), Relations.DEPENDS);
            } else if (!byRecommends.isEmpty()) {
                followType(byRecommends.remove(), Relations.RECOMMENDS);
            } else if (!bySuggests.isEmpty()) {
                followType(bySuggests.remove(), Relations.SUGGESTS);
            } else {
                return;
            }
        }
    }

    private void followType(int version, int type) {
        int end = index.endDependency(version);
        for (int from = index.firstDependency(version); from < end; ) {
            int to = index.endOfGroup(from, end);
            int found = index.type(from);
            if (found == type || (type == Relations.DEPENDS && found == Relations.PRE_DEPENDS)) {
                followGroup(version, from, to);
            }
            from = to;
        }
    }

    private void followGroup(int version, int from, int to) {
        for (int dependency = from; dependency < to; dependency++) {
            IntList solutions = relations.satisfying(dependency, installed);
            for (int i = 0; i < solutions.size(); i++) {
                if (!reasons.containsKey(solutions.get(i))) {
                    note(
                            solutions.get(i),
                            new Reason.Satisfies(
                                    index.id(version),
                                    Relations.field(index.type(from)),
                                    relations.describe(from, to)));
                }
            }
        }
    }

    private void note(int version, Reason reason) {
        if (reasons.putIfAbsent(version, reason) == null) {
            byDepends.add(version);
            byRecommends.add(version);
            bySuggests.add(version);
        }
    }

    /** All packages; what a package depends on comes before it, except in cycles. */
    List<ResolvedPackage> packages() {
        List<Integer> byName = IntStream.of(versions)
                .boxed()
                .sorted((a, b) -> compareIds(index.id(a), index.id(b)))
                .toList();
        Set<Integer> visited = new HashSet<>();
        List<ResolvedPackage> ordered = new ArrayList<>();
        for (int root : byName) {
            visit(root, visited, ordered);
        }
        return ordered;
    }

    private static int compareIds(PackageId a, PackageId b) {
        int byName = a.name().compareTo(b.name());
        return byName != 0 ? byName : a.architecture().compareTo(b.architecture());
    }

    private record Visit(int version, Deque<Integer> dependencies) {}

    private void visit(int root, Set<Integer> visited, List<ResolvedPackage> ordered) {
        Deque<Visit> stack = new ArrayDeque<>();
        if (visited.add(root)) {
            stack.push(new Visit(root, dependencies(root)));
        }
        while (!stack.isEmpty()) {
            Integer next = stack.peek().dependencies.poll();
            if (next == null) {
                ordered.add(resolved(stack.pop().version));
            } else if (visited.add(next)) {
                stack.push(new Visit(next, dependencies(next)));
            }
        }
    }

    private Deque<Integer> dependencies(int version) {
        Deque<Integer> found = new ArrayDeque<>();
        for (int dependency = index.firstDependency(version); dependency < index.endDependency(version); dependency++) {
            if (Relations.isDepends(index.type(dependency))) {
                IntList solutions = relations.satisfying(dependency, installed);
                for (int i = 0; i < solutions.size(); i++) {
                    found.add(solutions.get(i));
                }
            }
        }
        return found;
    }

    private ResolvedPackage resolved(int version) {
        DetailTable details = index.details();
        int priority = details.priority(version);
        Reason reason = reasons.get(version);
        if (reason == null) {
            throw new IllegalStateException("installed without a reason: " + index.id(version));
        }
        return new ResolvedPackage(
                new PackageMetadata(new PackageMetadata.Values(
                        index.id(version),
                        policy.origin(details.file(details.firstFile(version))),
                        index.text(details.sourceName(version)),
                        index.text(details.sourceVersion(version)),
                        index.text(details.section(version)),
                        priority == 0 ? "" : Relations.PRIORITIES.get(priority - 1),
                        details.filename(version),
                        details.size(version),
                        details.installedSize(version),
                        details.sha256(version),
                        details.summary(version))),
                reason);
    }
}
