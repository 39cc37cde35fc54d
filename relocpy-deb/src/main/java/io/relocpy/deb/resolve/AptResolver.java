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
import io.relocpy.repository.internal.io.Interruption;
import io.relocpy.repository.internal.text.Arguments;
import java.io.InterruptedIOException;
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
    /** A copy that nobody changes. */
    private final Builder values;

    private final PackageIndex index;
    private final Policy policy;

    private AptResolver(Builder builder, Policy policy) {
        this.values = new Builder(builder);
        this.index = builder.lists.index();
        this.policy = policy;
        this.values.prepared = policy;
    }

    /** Creates a builder of a resolver for these packages. */
    public static Builder builder(PackageLists lists) {
        return new Builder(lists);
    }

    /**
     * A builder with the values of this resolver. Unless pins, excluded packages or the default release are set, the new resolver
     * shares the candidates, and building it takes no time.
     */
    public Builder toBuilder() {
        return new Builder(values);
    }

    /**
     * Resolves requests.
     *
     * <p>Each is read as apt-get reads it: {@code name}, {@code name:architecture}, {@code name=version}, {@code
     * name/release}, {@code name-} for what must not be installed, {@code task^}, a pattern of names such as {@code
     * ?name(^lib)}, a shell pattern or a regular expression. Other patterns of apt, such as {@code ?section(libs)}, are refused.
     * A virtual package stands for its provider if there is only one.
     *
     * @param requests in the order in which they would be passed to apt-get, which can matter
     * @return the packages to install for all requests together
     * @throws AptResolutionException if nothing matches a request, or apt would give up
     * @throws InterruptedIOException if the thread is interrupted
     */
    public Resolution resolve(List<String> requests) throws AptResolutionException, InterruptedIOException {
        SolverOptions options = new SolverOptions(values.recommends, false);
        Run run =
                switch (values.solver) {
                    case INTERNAL -> new InternalRun(policy, options);
                    case SOLVER_3 -> new Solver3Run(policy, options);
                };
        try {
            return resolution(requests, run);
        } catch (InterruptedIOException e) {
            throw (InterruptedIOException) Interruption.unified(Interruption.resolving(requests), e);
        }
    }

    private Resolution resolution(List<String> requests, Run run)
            throws AptResolutionException, InterruptedIOException {
        try {
            Answer answer = run.solve(requests);
            Interruption.check();
            List<ResolvedPackage> packages = new Explanation(index, policy, answer).packages();
            Interruption.check();
            return new Resolution(requests, index.architectures(), values.solver, packages);
        } catch (SolverFailure e) {
            AptResolutionException failure = new FailureReport(index, policy, requests, run).exception(e);
            Interruption.check();
            throw failure;
        }
    }

    /** The architectures, the number of packages, and the options. */
    @Override
    public String toString() {
        return "AptResolver[" + index.architectures() + ", " + index.versionCount() + " packages, " + values.solver
                + (values.recommends ? ", recommends" : "")
                + (values.defaultRelease == null ? "" : ", " + values.defaultRelease)
                + (values.excludes.isEmpty() ? "" : ", without " + values.excludes) + "]";
    }

    /**
     * Methods that take any number of values add to what was given before, all others replace it. Not safe for use by several threads.
     */
    public static final class Builder {
        private final PackageLists lists;

        /** The candidates of a resolver with the same pins, excluded packages and default release. */
        private @Nullable Policy prepared;

        private final List<Pin> pins = new ArrayList<>();
        private final List<String> excludes = new ArrayList<>();
        private @Nullable String defaultRelease;
        private boolean recommends;
        private AptSolver solver = AptSolver.INTERNAL;

        private Builder(PackageLists lists) {
            this.lists = Objects.requireNonNull(lists, "lists");
        }

        private Builder(Builder from) {
            lists = from.lists;
            prepared = from.prepared;
            pins.addAll(from.pins);
            excludes.addAll(from.excludes);
            defaultRelease = from.defaultRelease;
            recommends = from.recommends;
            solver = from.solver;
        }

        /** Adds preferences, in their order. */
        public Builder pins(Pin... preferences) {
            return pins(Arrays.asList(Objects.requireNonNull(preferences, "preferences")));
        }

        /** As {@link #pins(Pin...)}. */
        public Builder pins(Collection<Pin> preferences) {
            pins.addAll(Arguments.copy(preferences, "preferences"));
            prepared = null;
            return this;
        }

        /**
         * The release whose packages are preferred, as with {@code --target-release} and {@code APT::Default-Release}; none by
         * default.
         *
         * @param release a suite, a codename, a version, or {@code a=…,o=…} as in pins
         */
        public Builder defaultRelease(String release) {
            defaultRelease = Objects.requireNonNull(release, "release");
            prepared = null;
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
            excludes.addAll(Arguments.names(patterns, "patterns", "exclude"));
            prepared = null;
            return this;
        }

        /** The solver; {@link AptSolver#INTERNAL} by default. */
        public Builder solver(AptSolver which) {
            solver = Objects.requireNonNull(which, "which");
            return this;
        }

        /** Works out the candidates, unless they can be shared. */
        public AptResolver build() {
            return new AptResolver(this, prepared == null ? policy() : prepared);
        }

        private Policy policy() {
            List<Pin> all = new ArrayList<>();
            for (String pattern : excludes) {
                String ofAnyArchitecture =
                        pattern.indexOf(':') < 0 || pattern.startsWith("src:") ? pattern + ":any" : pattern;
                all.add(new Pin(List.of(ofAnyArchitecture), Pin.Kind.RELEASE, "*", Pin.NEVER));
            }
            all.addAll(pins);
            return new Policy(lists.index(), lists.origins(), defaultRelease, all);
        }
    }
}
