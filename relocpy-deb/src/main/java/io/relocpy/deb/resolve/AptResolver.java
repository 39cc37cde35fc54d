package io.relocpy.deb.resolve;

import io.relocpy.deb.Pin;
import io.relocpy.deb.internal.index.PackageIndex;
import io.relocpy.deb.internal.solver.Answer;
import io.relocpy.deb.internal.solver.InternalRun;
import io.relocpy.deb.internal.solver.Policy;
import io.relocpy.deb.internal.solver.Run;
import io.relocpy.deb.internal.solver.Solver3Run;
import io.relocpy.deb.internal.solver.SolverFailure;
import io.relocpy.deb.internal.solver.SolverOptions;
import io.relocpy.repository.internal.text.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Computes which packages {@code apt-get install} would install into an empty root for some requests, package for package:
 * apt 2.6 to 3.0. Essential packages are installed only if something depends on them.
 *
 * <pre>{@code
 * PackageLists lists = PackageLists.read(List.of("amd64"), files);
 * AptResolver resolver = AptResolver.builder(lists).build();
 * Resolution resolution = resolver.resolve(List.of("python3-yaml", "python3-requests"));
 * }</pre>
 *
 * <p>Building one works out the candidates of all packages, which takes some milliseconds. Immutable; safe for use by
 * several threads.
 *
 * @see <a href="https://manpages.debian.org/apt-get.8">apt-get(8)</a>
 */
public final class AptResolver {
    private final PackageIndex index;
    private final Policy policy;
    private final AptSolver solver;
    private final boolean recommends;

    private AptResolver(PackageIndex index, Policy policy, AptSolver solver, boolean recommends) {
        this.index = index;
        this.policy = policy;
        this.solver = solver;
        this.recommends = recommends;
    }

    /** What to resolve in, and how. */
    public static Builder builder(PackageLists lists) {
        return new Builder(lists);
    }

    /** The same resolver, with recommended packages installed or not. */
    public AptResolver withRecommends(boolean install) {
        return new AptResolver(index, policy, solver, install);
    }

    /** The same resolver with another solver. */
    public AptResolver withSolver(AptSolver other) {
        return new AptResolver(index, policy, other, recommends);
    }

    /**
     * The packages to install for these requests, together.
     *
     * <p>Each is read as apt-get reads it: {@code name}, {@code name:architecture}, {@code name=version}, {@code
     * name/release}, {@code name-} for what must not be installed, {@code task^}, a shell pattern or a regular expression of
     * names. A virtual package stands for its provider if there is only one.
     *
     * @param requests in the order in which apt-get would be given them; the order can matter
     * @throws AptResolutionException when nothing matches a request, or when apt would give up
     */
    public Resolution resolve(List<String> requests) throws AptResolutionException {
        SolverOptions options = new SolverOptions(recommends, false);
        Run run =
                switch (solver) {
                    case INTERNAL -> new InternalRun(policy, options);
                    case SOLVER_3 -> new Solver3Run(policy, options);
                };
        try {
            Answer answer = run.solve(requests);
            List<ResolvedPackage> packages = new Explanation(index, policy, answer).packages();
            return new Resolution(requests, index.architectures(), solver, packages);
        } catch (SolverFailure e) {
            throw new FailureReport(index, policy, requests, run).exception(e);
        }
    }

    /** Collects what an {@link AptResolver} needs. Not thread-safe. */
    public static final class Builder {
        private final PackageLists lists;
        private List<Pin> pins = List.of();
        private final List<String> excludes = new ArrayList<>();
        private @Nullable String defaultRelease;
        private boolean recommends;
        private AptSolver solver = AptSolver.INTERNAL;

        private Builder(PackageLists lists) {
            this.lists = lists;
        }

        /** The preferences, in their order; none by default. */
        public Builder pins(List<Pin> preferences) {
            pins = Arguments.copy(preferences, "preferences");
            return this;
        }

        /**
         * The release whose packages are preferred, as with {@code --target-release} and {@code APT::Default-Release}.
         *
         * @param release a suite, a codename, a version, or {@code a=…,o=…} as in pins; null for none, which is the default
         */
        public Builder defaultRelease(@Nullable String release) {
            defaultRelease = release;
            return this;
        }

        /** Whether to install what packages recommend; not by default. */
        public Builder recommends(boolean install) {
            recommends = install;
            return this;
        }

        /**
         * Adds what must not be installed, as by a pin with a negative priority.
         *
         * @param patterns each a name, {@code name:architecture}, {@code src:name}, a shell pattern, or a regular expression
         *     between slashes
         */
        public Builder exclude(String... patterns) {
            return exclude(Arrays.asList(Objects.requireNonNull(patterns, "patterns")));
        }

        /** As {@link #exclude(String...)}. */
        public Builder exclude(Collection<String> patterns) {
            excludes.addAll(Arguments.copy(patterns, "patterns"));
            return this;
        }

        /** The solver; {@link AptSolver#INTERNAL} by default. */
        public Builder solver(AptSolver which) {
            solver = Objects.requireNonNull(which, "which");
            return this;
        }

        /** Works out the candidates. */
        public AptResolver build() {
            List<Pin> all = new ArrayList<>();
            for (String pattern : excludes) {
                String ofAnyArchitecture =
                        pattern.indexOf(':') < 0 || pattern.startsWith("src:") ? pattern + ":any" : pattern;
                all.add(new Pin(List.of(ofAnyArchitecture), Pin.Kind.RELEASE, "*", Pin.NEVER));
            }
            all.addAll(pins);
            PackageIndex index = lists.index();
            return new AptResolver(index, new Policy(index, lists.origins(), defaultRelease, all), solver, recommends);
        }
    }
}
