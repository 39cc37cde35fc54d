package io.relocpy.deb.internal.solver;

import io.relocpy.deb.internal.index.PackageIndex;
import io.relocpy.deb.internal.index.Relations;
import io.relocpy.deb.internal.solver.Clause.Group;
import io.relocpy.repository.internal.index.IntList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns packages, versions and their dependencies into clauses, with solutions in apt's order of preference. */
final class ClauseBuilder {
    private final DependencyCache cache;
    private final PackageIndex index;
    private final Policy policy;
    private final Map<Integer, Boolean> obsolete = new HashMap<>();

    ClauseBuilder(DependencyCache cache) {
        this.cache = cache;
        index = cache.index();
        policy = cache.policy();
    }

    /** A package needs one of its versions, and what all of them depend on. */
    List<Clause> ofPackage(int pkg) {
        int variable = Clause.ofPackage(pkg);
        List<Clause> clauses = new ArrayList<>();
        Clause select = Clause.select(variable, false);
        IntList versions = new IntList(2);
        for (int place = index.firstVersion(pkg); place < index.endVersion(pkg); place++) {
            versions.add(Clause.ofVersion(index.version(place)));
        }
        select.solutions.addAll(sorted(pkg, versions));
        clauses.add(select);
        if (!index.hasVersions(pkg)) {
            return clauses;
        }
        int first = index.highestVersion(pkg);
        int end = index.endDependency(first);
        for (int from = index.firstDependency(first); from < end; ) {
            int to = index.endOfGroup(from, end);
            if (allVersionsHave(pkg, from, to)) {
                clauses.add(translate(first, from, to, variable));
            }
            from = to;
        }
        return clauses;
    }

    private boolean allVersionsHave(int pkg, int from, int to) {
        for (int place = index.firstVersion(pkg) + 1; place < index.endVersion(pkg); place++) {
            if (!has(index.version(place), from, to)) {
                return false;
            }
        }
        return true;
    }

    private boolean has(int version, int from, int to) {
        int end = index.endDependency(version);
        for (int other = index.firstDependency(version); other < end; ) {
            int otherEnd = index.endOfGroup(other, end);
            if (isSame(from, to, other, otherEnd)) {
                return true;
            }
            other = otherEnd;
        }
        return false;
    }

    private boolean isSame(int from, int to, int other, int otherEnd) {
        if (to - from != otherEnd - other) {
            return false;
        }
        for (int i = 0; i < to - from; i++) {
            if (!index.isSame(from + i, other + i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * A version needs its package, excludes the others, and needs what it depends on.
     *
     * @param ofPackage the clauses of the package, whose dependencies are not repeated
     */
    List<Clause> ofVersion(int version, List<Clause> ofPackage) {
        int variable = Clause.ofVersion(version);
        int pkg = index.packageOf(version);
        List<Clause> clauses = new ArrayList<>();
        Clause own = Clause.select(variable, false);
        own.solutions.add(Clause.ofPackage(pkg));
        clauses.add(own);
        for (int place = index.firstVersion(pkg); place < index.endVersion(pkg); place++) {
            if (index.version(place) != version) {
                Clause other = Clause.select(variable, true);
                other.solutions.add(Clause.ofVersion(index.version(place)));
                clauses.add(other);
            }
        }
        int end = index.endDependency(version);
        for (int from = index.firstDependency(version); from < end; ) {
            int to = index.endOfGroup(from, end);
            if (!isAmong(ofPackage, from, to)) {
                clauses.add(translate(version, from, to, variable));
            }
            from = to;
        }
        return clauses;
    }

    private boolean isAmong(List<Clause> clauses, int from, int to) {
        for (Clause each : clauses) {
            if (each.isOfDependency() && isSame(from, to, each.from, each.to)) {
                return true;
            }
        }
        return false;
    }

    private Clause translate(int version, int from, int to, int reason) {
        int type = index.type(from);
        if (!cache.isImportant(type)) {
            return new Clause(reason, Group.SATISFY, true, false);
        }
        boolean negative = Relations.isNegative(type);
        Clause clause = new Clause(reason, Group.SATISFY_NEW, !Relations.isCritical(type), negative);
        clause.from = from;
        clause.to = to;
        int mainTarget = index.target(from);
        for (int dependency = from; dependency < to; dependency++) {
            int target = index.target(dependency);
            if (!negative && isSatisfiedByAnyVersion(target, dependency)) {
                clause.solutions.add(Clause.ofPackage(target));
                continue;
            }
            IntList versions = new IntList(2);
            for (int each : Targets.of(cache, version, dependency)) {
                versions.add(Clause.ofVersion(each));
            }
            clause.solutions.addAll(sorted(mainTarget, versions));
        }
        for (int i = 0; i < clause.solutions.size(); i++) {
            if (isObsolete(packageOf(clause.solutions.get(i)))) {
                clause.group = Group.SATISFY_OBSOLETE;
            }
        }
        return clause;
    }

    /** Whether the package itself can stand for all of its versions. */
    private boolean isSatisfiedByAnyVersion(int target, int dependency) {
        if (index.hasProviders(target) || !index.hasVersions(target)) {
            return false;
        }
        for (int place = index.firstVersion(target); place < index.endVersion(target); place++) {
            if (!index.satisfies(index.versionText(index.version(place)), dependency)) {
                return false;
            }
        }
        return true;
    }

    int packageOf(int variable) {
        int subject = Clause.subject(variable);
        return Clause.isVersion(variable) ? index.packageOf(subject) : subject;
    }

    /** Whether the source package has a newer version of equal or higher priority, without this package. */
    private boolean isObsolete(int pkg) {
        return obsolete.computeIfAbsent(pkg, this::findWhetherObsolete);
    }

    private boolean findWhetherObsolete(int pkg) {
        int candidate = policy.candidate(pkg);
        if (candidate == PackageIndex.NONE) {
            return true;
        }
        int priority = policy.priority(candidate);
        int sourceVersion = index.details().sourceVersion(candidate);
        for (int other : policy.ofSource(index.details().sourceName(candidate))) {
            int otherPackage = index.packageOf(other);
            if (otherPackage != pkg
                    && index.architecture(otherPackage) == index.architecture(pkg)
                    && index.compare(index.details().sourceVersion(other), sourceVersion) > 0
                    && policy.priority(other) != 0
                    && policy.priority(other) >= priority) {
                return true;
            }
        }
        return false;
    }

    /** In order of preference; a stable sort, whatever the preference is like. */
    private IntList sorted(int target, IntList variables) {
        IntList sorted = new IntList(variables.size());
        for (int i = 0; i < variables.size(); i++) {
            int version = best(target, variables.get(i));
            int low = 0;
            int high = sorted.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (isBetter(target, version, best(target, sorted.get(middle)))) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            sorted.insert(low, variables.get(i));
        }
        return sorted;
    }

    private int best(int target, int variable) {
        if (Clause.isVersion(variable)) {
            return Clause.subject(variable);
        }
        int pkg = Clause.subject(variable);
        int best = index.highestVersion(pkg);
        for (int place = index.firstVersion(pkg); place < index.endVersion(pkg); place++) {
            if (isBetter(target, best, index.version(place))) {
                best = index.version(place);
            }
        }
        return best;
    }

    private boolean isBetter(int target, int version, int other) {
        int pkg = index.packageOf(version);
        int otherPackage = index.packageOf(other);
        if (pkg == otherPackage) {
            return isBetterVersion(version, other);
        }
        int name = index.name(pkg);
        int otherName = index.name(otherPackage);
        if (name != otherName && (name == index.name(target) || otherName == index.name(target))) {
            return name == index.name(target);
        }
        if (index.isEssential(pkg) != index.isEssential(otherPackage)) {
            return index.isEssential(pkg);
        }
        if (index.isImportant(pkg) != index.isImportant(otherPackage)) {
            return index.isImportant(pkg);
        }
        int architectures = index.architectures().size();
        int architecture = Math.min(index.architecture(pkg), architectures);
        int otherArchitecture = Math.min(index.architecture(otherPackage), architectures);
        if (architecture != otherArchitecture) {
            return architecture < otherArchitecture;
        }
        int priority = index.details().priority(version);
        int otherPriority = index.details().priority(other);
        if (priority != otherPriority) {
            return priority < otherPriority;
        }
        return name == otherName ? pkg > otherPackage : index.nameText(name).compareTo(index.nameText(otherName)) < 0;
    }

    private boolean isBetterVersion(int version, int other) {
        if (version == other) {
            return false;
        }
        int priority = policy.priority(version);
        int otherPriority = policy.priority(other);
        return priority == otherPriority
                ? index.compare(index.versionText(version), index.versionText(other)) > 0
                : priority > otherPriority;
    }
}
