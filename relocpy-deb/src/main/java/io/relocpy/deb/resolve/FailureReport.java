package io.relocpy.deb.resolve;

import io.relocpy.deb.internal.index.PackageIndex;
import io.relocpy.deb.internal.solver.Policy;
import io.relocpy.deb.internal.solver.Run;
import io.relocpy.deb.internal.solver.SolverFailure;
import io.relocpy.repository.internal.io.Interruption;
import io.relocpy.repository.internal.text.NearNames;
import io.relocpy.repository.internal.text.OneOf;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Describes why apt gives up. */
final class FailureReport {
    private static final int MOST_LISTED = 6;
    /** To look for near names takes as long as many a resolution. */
    private static final int MOST_COMPARED = 20;

    private final PackageIndex index;
    private final Policy policy;
    private final List<String> requests;
    private final Run run;
    private @Nullable Set<String> names;

    FailureReport(PackageIndex index, Policy policy, List<String> requests, Run run) {
        this.index = index;
        this.policy = policy;
        this.requests = requests;
        this.run = run;
    }

    /** @throws InterruptedIOException if the thread is interrupted: to find out takes longer than to give up */
    AptResolutionException exception(SolverFailure failure) throws InterruptedIOException {
        List<AptResolutionException> parts = new ArrayList<>();
        for (SolverFailure part : failure.parts()) {
            Interruption.check();
            parts.add(ofPart(part, parts.size() < MOST_COMPARED));
        }
        return AptResolutionException.all(parts);
    }

    private AptResolutionException ofPart(SolverFailure failure, boolean compared) throws InterruptedIOException {
        String request = failure.request();
        return switch (failure.kind()) {
            case UNKNOWN_PACKAGE -> unknown(request, compared);
            case NO_CANDIDATE -> new AptResolutionException(request + ": " + withoutCandidate(failure));
            case AMBIGUOUS ->
                new AptResolutionException(request + ": a virtual package, provided by " + listed(failure.providers()));
            case NO_SUCH_VERSION ->
                new AptResolutionException(request + ": no such version, only " + listed(failure.versions()));
            case UNSUPPORTED_PATTERN ->
                new AptResolutionException(
                        request + ": apt's pattern " + failure.term()
                                + " is not supported, only those of names: ?name, ?exact-name, ?x-name-fnmatch, ?and, ?or, ?not");
            case UNKNOWN_RELEASE -> new AptResolutionException(all() + ": no package list is of the default release");
            case UNMET_DEPENDENCIES ->
                AptResolutionException.unsolvable(requests, new ContradictionFinder(index, policy, run).find());
            case LIMIT -> new AptResolutionException(all() + ": the search takes too long");
        };
    }

    private String all() {
        return String.join(", ", requests);
    }

    private AptResolutionException unknown(String request, boolean compared) {
        String[] parts = request.replaceAll("[/=].*", "").split(":", 2);
        List<String> others = architecturesOf(parts[0]);
        if (others.isEmpty()) {
            return AptResolutionException.noMatch(request, "no such package", compared ? near(request) : List.of());
        }
        String wanted = parts.length > 1 ? parts[1] : index.architectures().get(0);
        if (!index.architectures().contains(wanted) && parts.length > 1) {
            return new AptResolutionException(request + ": " + wanted + " is not among the architectures "
                    + index.architectures() + "; foreign ones have to be named");
        }
        return new AptResolutionException(
                request + ": no such package for " + wanted + ", only for " + OneOf.of(others));
    }

    /** The architectures that packages of the name are for. */
    private List<String> architecturesOf(String name) {
        List<String> found = new ArrayList<>();
        int id = index.findName(name);
        int end = id == PackageIndex.NONE ? 0 : index.endOfName(id);
        for (int place = id == PackageIndex.NONE ? 0 : index.firstOfName(id); place < end; place++) {
            int pkg = index.packageOfName(place);
            if (index.hasVersions(pkg)) {
                found.add(index.architectureText(index.architecture(pkg)));
            }
        }
        return found;
    }

    /** Names of packages like that of the request, or that of the Python distribution with this name. */
    private List<String> near(String request) {
        String name = request.replaceAll("[/=:].*", "");
        Set<String> known = names();
        String today = name.replaceFirst("^python-", "python3-"); // Python 2 is gone
        return Optional.of(today)
                .filter(known::contains)
                .or(() -> Optional.ofNullable(PythonDistributions.requested("python3dist(" + name + ")"))
                        .flatMap(distribution -> PythonDistributions.packageOf(distribution, known::contains)))
                .map(List::of)
                .orElseGet(() -> NearNames.of(name, known));
    }

    private Set<String> names() {
        Set<String> known = names;
        if (known == null) {
            known = new LinkedHashSet<>();
            for (int each = 0; each < index.nameCount(); each++) {
                if (hasVersions(each)) {
                    known.add(index.nameText(each));
                }
            }
            names = known;
        }
        return known;
    }

    private boolean hasVersions(int name) {
        for (int place = index.firstOfName(name); place < index.endOfName(name); place++) {
            if (index.hasVersions(index.packageOfName(place))) {
                return true;
            }
        }
        return false;
    }

    private String withoutCandidate(SolverFailure failure) {
        return failure.versions().isEmpty()
                ? "no such package, though others name it"
                : "by priorities, pins or excludes none may be installed of " + listed(failure.versions());
    }

    private String listed(List<Integer> versions) {
        Set<String> ids = new LinkedHashSet<>();
        versions.forEach(each -> ids.add(index.id(each).toString()));
        String some = ids.stream().limit(MOST_LISTED).collect(Collectors.joining(", "));
        return ids.size() > MOST_LISTED ? some + " and " + (ids.size() - MOST_LISTED) + " more" : some;
    }
}
