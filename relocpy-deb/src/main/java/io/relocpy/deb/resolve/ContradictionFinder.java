package io.relocpy.deb.resolve;

import io.relocpy.deb.PackageId;
import io.relocpy.deb.internal.index.PackageIndex;
import io.relocpy.deb.internal.index.Relations;
import io.relocpy.deb.internal.solver.Policy;
import io.relocpy.deb.internal.solver.Refutation;
import io.relocpy.deb.internal.solver.Run;
import io.relocpy.repository.internal.io.Interruption;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds out why requests could not be satisfied: as a proof if there is one, else as what apt left broken. */
final class ContradictionFinder {
    private final PackageIndex index;
    private final Policy policy;
    private final Run run;
    private final Relation relations;
    private final List<int[]> clauses = new ArrayList<>();

    /** What each clause says. */
    private final List<Contradiction.Statement> statements = new ArrayList<>();

    private final Set<Integer> reached = new HashSet<>();
    private final Deque<Integer> work = new ArrayDeque<>();

    ContradictionFinder(PackageIndex index, Policy policy, Run run) {
        this.index = index;
        this.policy = policy;
        this.run = run;
        relations = new Relation(index);
    }

    Contradiction find() throws InterruptedIOException {
        addRequests();
        while (!work.isEmpty()) {
            Interruption.check();
            addDependencies(work.remove());
        }
        for (int version : reached) {
            Interruption.check();
            addConflicts(version);
        }
        Optional<int[]> core = new Refutation(clauses).minimalCore();
        Interruption.check();
        Set<Contradiction.Statement> found = new LinkedHashSet<>();
        for (int clause : core.orElseGet(() -> new int[0])) {
            found.add(statements.get(clause));
        }
        return core.isPresent() ? new Contradiction(List.copyOf(found), true) : new Contradiction(leftBroken(), false);
    }

    private void add(Contradiction.Statement statement, int... literals) {
        clauses.add(literals);
        statements.add(statement);
    }

    private void addRequests() {
        for (Map.Entry<Integer, String> each : run.requestedVersions().entrySet()) {
            int version = each.getKey();
            add(new Contradiction.Requested(each.getValue(), index.id(version)), version + 1);
            reach(version);
        }
        for (Map.Entry<Integer, String> each : run.keptOut().entrySet()) {
            int candidate = candidate(index.packageOf(each.getKey()));
            if (candidate != PackageIndex.NONE) {
                add(new Contradiction.KeptOut(each.getValue(), index.id(candidate)), -candidate - 1);
            }
        }
    }

    private void reach(int version) {
        if (reached.add(version)) {
            work.add(version);
        }
    }

    /** What could be installed; the run itself may have discarded it. */
    private int candidate(int pkg) {
        int candidate = run.candidate(pkg);
        return candidate == PackageIndex.NONE ? policy.candidate(pkg) : candidate;
    }

    private boolean isCandidate(int version) {
        return candidate(index.packageOf(version)) == version;
    }

    private void addDependencies(int version) {
        int end = index.endDependency(version);
        for (int from = index.firstDependency(version); from < end; ) {
            int to = index.endOfGroup(from, end);
            if (Relations.isDepends(index.type(from))) {
                Contradiction.DependsOn statement = dependsOn(version, from, to);
                Set<Integer> solutions = solutions(from, to, true);
                int[] literals = new int[1 + solutions.size()];
                literals[0] = -version - 1;
                int at = 1;
                for (int solution : solutions) {
                    literals[at++] = solution + 1;
                    reach(solution);
                }
                add(statement, literals);
            }
            from = to;
        }
    }

    private Set<Integer> solutions(int from, int to, boolean candidates) {
        Set<Integer> solutions = new LinkedHashSet<>();
        for (int dependency = from; dependency < to; dependency++) {
            for (int solution : relations.satisfying(dependency)) {
                if (isCandidate(solution) == candidates) {
                    solutions.add(solution);
                }
            }
        }
        return solutions;
    }

    private Contradiction.DependsOn dependsOn(int version, int from, int to) {
        return new Contradiction.DependsOn(
                index.id(version),
                Relations.field(index.type(from)),
                relations.describe(from, to),
                ids(solutions(from, to, true)),
                ids(solutions(from, to, false)));
    }

    private List<PackageId> ids(Set<Integer> versions) {
        return versions.stream().map(index::id).toList();
    }

    private void addConflicts(int version) {
        for (int dependency = index.firstDependency(version); dependency < index.endDependency(version); dependency++) {
            if (Relations.isNegative(index.type(dependency))) {
                for (int other : run.targets(version, dependency)) {
                    if (reached.contains(other) && isCandidate(other)) {
                        add(conflict(version, dependency, other), -version - 1, -other - 1);
                    }
                }
            }
        }
    }

    private Contradiction.Statement conflict(int version, int dependency, int other) {
        return index.isImplicit(dependency)
                ? new Contradiction.NotCoInstallable(index.id(version), index.id(other))
                : new Contradiction.ConflictsWith(
                        index.id(version),
                        Relations.field(index.type(dependency)),
                        relations.describe(dependency, dependency + 1),
                        index.id(other));
    }

    private List<Contradiction.Statement> leftBroken() throws InterruptedIOException {
        Set<Contradiction.Statement> broken = new LinkedHashSet<>();
        for (Run.Unmet each : run.unmet()) {
            Interruption.check();
            if (!Relations.isNegative(index.type(each.from()))) {
                broken.add(dependsOn(each.version(), each.from(), each.to()));
                continue;
            }
            for (int other : run.targets(each.version(), each.from())) {
                if (run.isInstalled(other)) {
                    broken.add(conflict(each.version(), each.from(), other));
                }
            }
        }
        return List.copyOf(broken);
    }
}
