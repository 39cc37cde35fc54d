package io.relocpy.rpm.resolve;

import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.internal.pool.Pool;
import io.relocpy.rpm.internal.pool.Relation;
import io.relocpy.rpm.internal.solver.BestCandidates;
import io.relocpy.rpm.internal.solver.InferiorArchitectureRules;
import io.relocpy.rpm.internal.solver.PackageRules;
import io.relocpy.rpm.internal.solver.RuleOrigin;
import io.relocpy.rpm.internal.solver.RuleOrigin.Kind;
import io.relocpy.rpm.internal.solver.RuleSet;
import io.relocpy.rpm.internal.solver.SearchLimit;
import io.relocpy.rpm.internal.solver.UnsatisfiableCore;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out why jobs cannot be fulfilled, by generating the rules again, this time with their origins. */
final class ContradictionFinder {
    private final Pool pool;
    private final List<Job> jobs;
    private final BitSet excluded;
    private final List<RuleOrigin> origins = new ArrayList<>();

    ContradictionFinder(Pool pool, List<Job> jobs, BitSet excluded) {
        this.pool = pool;
        this.jobs = jobs;
        this.excluded = excluded;
    }

    /** Returns the statements; empty if there is no contradiction. */
    Contradiction find(boolean best, SearchLimit limit) {
        PackageRules generator = new PackageRules(pool, excluded, false, origins);
        List<int[]> candidates = Job.candidates(jobs);
        generator.addReachable(candidates);
        RuleSet rules = generator.unsorted();
        for (int[] rule : InferiorArchitectureRules.of(pool, generator.considered(), candidates)) {
            add(rules, rule, Kind.INFERIOR_ARCHITECTURE, -rule[0]);
        }
        for (int i = 0; best && i < jobs.size(); i++) {
            int[] wanted = new BestCandidates(pool).keep(candidates.get(i));
            if (wanted.length < candidates.get(i).length) {
                add(rules, wanted, Kind.BEST, i);
            }
        }
        for (int i = 0; i < jobs.size(); i++) {
            add(rules, candidates.get(i), Kind.REQUEST, i);
        }
        int[] core = UnsatisfiableCore.of(rules, limit);
        Set<Contradiction.Statement> statements = new LinkedHashSet<>();
        for (int rule : core) {
            RuleOrigin origin = origins.get(rule - 1);
            if (origin.kind() == Kind.REQUEST || origin.kind() == Kind.BEST) {
                statements.add(statement(origin, rules, rule));
            }
        }
        for (int rule : core) {
            statements.add(statement(origins.get(rule - 1), rules, rule));
        }
        return new Contradiction(List.copyOf(statements));
    }

    private void add(RuleSet rules, int[] rule, Kind kind, int subject) {
        rules.add(rule);
        origins.add(new RuleOrigin(kind, subject, null));
    }

    private Contradiction.Statement statement(RuleOrigin origin, RuleSet rules, int rule) {
        int subject = origin.subject();
        Relation relation = origin.relation();
        return switch (origin.kind()) {
            case REQUEST -> new Contradiction.Requested(jobs.get(subject).request(), positive(rules, rule));
            case BEST -> new Contradiction.OnlyBest(jobs.get(subject).request(), positive(rules, rule));
            case REQUIRES -> requires(pool.nevra(subject), dependency(relation), positive(rules, rule));
            case CONFLICTS ->
                new Contradiction.Conflicts(pool.nevra(subject), dependency(relation), others(rules, rule, subject));
            case OBSOLETES -> new Contradiction.Obsoletes(pool.nevra(subject), other(rules, rule, subject));
            case SAME_NAME -> new Contradiction.SameName(pool.nevra(subject), other(rules, rule, subject));
            case INFERIOR_ARCHITECTURE ->
                new Contradiction.InferiorArchitecture(pool.nevra(subject), positive(rules, rule));
            case NOT_INSTALLABLE ->
                excluded.get(subject)
                        ? new Contradiction.Excluded(pool.nevra(subject))
                        : new Contradiction.ForeignArchitecture(
                                pool.nevra(subject), pool.architecture().name());
        };
    }

    private Contradiction.Statement requires(Nevra by, Dependency dependency, List<Nevra> providers) {
        Set<String> foreign = providers.isEmpty() ? new ForeignPackages(pool).providing(dependency) : Set.of();
        return foreign.isEmpty()
                ? new Contradiction.Requires(by, dependency, providers)
                : new Contradiction.RequiresForeign(
                        by, dependency, pool.architecture().name(), List.copyOf(foreign));
    }

    private static Dependency dependency(@Nullable Relation relation) {
        if (relation == null) {
            throw new IllegalStateException("rule without a dependency");
        }
        return relation.dependency;
    }

    private List<Nevra> positive(RuleSet rules, int rule) {
        List<Nevra> out = new ArrayList<>();
        for (int i = 0; i < rules.size(rule); i++) {
            if (rules.literal(rule, i) > 0) {
                out.add(pool.nevra(rules.literal(rule, i)));
            }
        }
        return out;
    }

    private List<Nevra> others(RuleSet rules, int rule, int subject) {
        List<Nevra> out = new ArrayList<>();
        for (int i = 0; i < rules.size(rule); i++) {
            int literal = rules.literal(rule, i);
            if (literal < 0 && literal != -subject) {
                out.add(pool.nevra(-literal));
            }
        }
        return out;
    }

    private Nevra other(RuleSet rules, int rule, int subject) {
        return others(rules, rule, subject).get(0);
    }
}
