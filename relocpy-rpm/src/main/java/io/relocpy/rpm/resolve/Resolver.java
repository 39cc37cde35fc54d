package io.relocpy.rpm.resolve;

import io.relocpy.repository.HostArchitecture;
import io.relocpy.repository.internal.io.Interruption;
import io.relocpy.repository.internal.text.Arguments;
import io.relocpy.rpm.RepositoryMetadata;
import io.relocpy.rpm.internal.names.Architecture;
import io.relocpy.rpm.internal.pool.Pool;
import io.relocpy.rpm.internal.pool.SearchLimitException;
import io.relocpy.rpm.internal.solver.SearchLimit;
import io.relocpy.rpm.internal.solver.Solver;
import io.relocpy.rpm.internal.solver.UnsolvableException;
import io.relocpy.rpm.metadata.RepositoryWarning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Determines exactly the packages that dnf would install into an empty root: dnf 4.14 with libdnf 0.69 and libsolv 0.7.23.
 * Newer versions are known to choose differently between {@code systemd-udev} and {@code systemd-boot-unsigned}.
 *
 * <pre>{@code
 * Resolver resolver = Resolver.builder().repositories(repositories).build();
 * Resolution resolution = resolver.resolve(List.of("python3-pyyaml", "python3dist(requests)"));
 * }</pre>
 *
 * <p>Building a resolver prepares the repositories, which takes time; each {@link #resolve} after that is quick.
 * Thread-safe.
 *
 * @see <a href="https://github.com/openSUSE/libsolv">libsolv, whose algorithm this class follows</a>
 */
public final class Resolver {
    private final Pool pool;
    private final RequestMatcher matcher;
    private final Options options;

    /** @param mustBeKnown whether rpm or a package must know the architecture; false if the caller listed architectures */
    private record Options(
            boolean mustBeKnown,
            boolean weak,
            boolean best,
            List<String> excludes,
            Duration timeLimit,
            int maxConflicts) {}

    private Resolver(Pool pool, RequestMatcher matcher, Options options) {
        this.pool = pool;
        this.matcher = matcher;
        this.options = options;
    }

    /** Creates a builder. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A builder with the values of this resolver. Unless the repositories or architectures are set, the new resolver shares the
     * prepared ones, and building it is quick.
     */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /**
     * Resolves requests.
     *
     * <p>Each request is interpreted as by dnf; the first form that matches counts: a package name (which also matches
     * packages that obsolete it), {@code name.arch}, {@code name-[epoch:]version[-release][.arch]}, a shell pattern of
     * names (every matching name is installed), a capability such as {@code python3dist(pyyaml) >= 6}, a boolean
     * dependency, or a file path. {@code @name} is a package group.
     *
     * @param requests in the order in which they would be passed to dnf, which can matter
     * @return the packages to install for all requests together
     * @throws RpmResolutionException if nothing matches a request, if there is no solution, or if the search exceeds its
     *     limits
     * @throws java.io.InterruptedIOException if the thread is interrupted
     * @throws IOException if file lists are needed but cannot be read
     */
    public Resolution resolve(List<String> requests) throws IOException {
        return Interruption.during(Interruption.resolving(requests), () -> resolution(requests));
    }

    private Resolution resolution(List<String> requests) throws IOException {
        List<RepositoryWarning.Unavailable> unavailable = Resolution.unavailable(pool.repositories());
        try {
            return new Resolution(requests, pool.architecture().name(), options.weak, packages(requests), unavailable);
        } catch (RpmResolutionException e) {
            throw e.without(unavailable);
        }
    }

    /** Whether there is a package of that name for the architecture. */
    boolean hasPackage(String name) {
        return pool.named(name).length > 0;
    }

    private List<ResolvedPackage> packages(List<String> requests) throws IOException {
        BitSet excluded = matcher.excluded(options.excludes);
        try {
            List<Job> jobs = jobs(requests, excluded);
            SearchLimit limit = new SearchLimit(options.timeLimit, options.maxConflicts);
            try {
                int[] ids = new Solver(pool, options.weak, limit).solve(Job.candidates(jobs), options.best, excluded);
                return new Explanation(pool, ids, jobs).packages(InstallOrder.of(pool, ids));
            } catch (UnsolvableException e) {
                Contradiction contradiction = new ContradictionFinder(pool, jobs, excluded).find(options.best, limit);
                throw RpmResolutionException.unsolvable(requests, contradiction);
            }
        } catch (SearchLimitException e) {
            throw RpmResolutionException.overLimit(requests, e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Of all requests; a failure names all that match nothing. */
    private List<Job> jobs(List<String> requests, BitSet excluded) throws IOException {
        List<Job> jobs = new ArrayList<>();
        List<RpmResolutionException> failures = new ArrayList<>();
        for (String request : requests) {
            Interruption.check();
            try {
                jobs.addAll(matcher.jobs(request, excluded));
            } catch (RpmResolutionException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw RpmResolutionException.all(failures);
        }
        return jobs;
    }

    /** The architecture, the repositories and the options. */
    @Override
    public String toString() {
        return "Resolver[" + pool.architecture().name() + ", "
                + pool.repositories().stream().map(RepositoryMetadata::id).toList()
                + (options.weak ? ", weak dependencies" : "") + (options.best ? ", best" : "")
                + (options.excludes.isEmpty() ? "" : ", without " + options.excludes) + "]";
    }

    /**
     * {@link #exclude} adds to what was given before, all other methods replace it. Not safe for use by several threads.
     */
    public static final class Builder {
        /** What can be shared, unless repositories or architectures are set. */
        private @Nullable Resolver prepared;

        private List<RepositoryMetadata> repositories = List.of();
        private Architecture architecture = Architecture.of(HostArchitecture.name());

        /** Whether rpm or a package must know the architecture; false if the caller lists architectures. */
        private boolean mustBeKnown = true;

        private boolean weak;
        private boolean best;
        private final List<String> excludes = new ArrayList<>();
        private Duration timeLimit = Duration.ofSeconds(60);
        private int maxConflicts = 1_000_000;

        private Builder() {}

        private Builder(Resolver from) {
            prepared = from;
            repositories = List.copyOf(from.pool.repositories());
            architecture = from.pool.architecture();
            mustBeKnown = from.options.mustBeKnown;
            weak = from.options.weak;
            best = from.options.best;
            excludes.addAll(from.options.excludes);
            timeLimit = from.options.timeLimit;
            maxConflicts = from.options.maxConflicts;
        }

        /** Sets the repositories; their order breaks ties between equal priorities and costs. */
        public Builder repositories(List<? extends RepositoryMetadata> from) {
            repositories = Arguments.copy(from, "from");
            prepared = null;
            return this;
        }

        /**
         * Sets the architecture on which the packages are to run, by rpm's name: {@code x86_64},
         * {@code aarch64}, …, or any other that packages of the repositories have; that of this Java virtual machine by default.
         */
        public Builder architecture(String name) {
            architecture = Architecture.of(Arguments.name(Objects.requireNonNull(name, "name"), "architecture"));
            mustBeKnown = true;
            prepared = null;
            return this;
        }

        /**
         * Sets the only architectures, besides {@code noarch}, whose packages may be installed. For distributions with
         * architectures of their own: a Yocto feed has packages for {@code qemux86_64}, {@code core2_64} and {@code all}.
         *
         * @param bestFirst as in the packages; as in dnf, a better architecture takes precedence over a newer version
         * @throws IllegalArgumentException if the list is empty
         */
        public Builder architectures(List<String> bestFirst) {
            architecture = Architecture.of(
                    Arguments.copyOfSome(Arguments.names(bestFirst, "bestFirst", "architectures"), "architectures"));
            mustBeKnown = false;
            prepared = null;
            return this;
        }

        /** Sets whether to install recommended and supplementing packages; disabled by default. */
        public Builder weakDependencies(boolean install) {
            weak = install;
            return this;
        }

        /** Sets whether only the best candidates for a request may be installed, as dnf's {@code best}; disabled by default. */
        public Builder best(boolean only) {
            best = only;
            return this;
        }

        /**
         * Adds packages that must not be installed, as dnf's {@code excludepkgs}.
         *
         * @param patterns names, {@code name.arch}, {@code name-[epoch:]version[-release][.arch]}, or shell patterns of these
         */
        public Builder exclude(String... patterns) {
            return exclude(Arrays.asList(Objects.requireNonNull(patterns, "patterns")));
        }

        /** As {@link #exclude(String...)}. */
        public Builder exclude(Collection<String> patterns) {
            excludes.addAll(Arguments.names(patterns, "patterns", "exclude"));
            return this;
        }

        /**
         * Sets the limits of a search.
         *
         * @param time the maximum time; 60 seconds by default
         * @param conflicts the maximum number of conflicts; 1,000,000 by default
         * @throws IllegalArgumentException unless both are positive
         */
        public Builder limit(Duration time, int conflicts) {
            timeLimit = Arguments.timeout(time, "time");
            if (conflicts <= 0) {
                throw new IllegalArgumentException("conflicts: expected a number above 0, found " + conflicts);
            }
            maxConflicts = conflicts;
            return this;
        }

        /**
         * Prepares the repositories.
         *
         * @throws IllegalArgumentException if the architecture is unknown to rpm and not used by any package
         */
        public Resolver build() {
            Options options = new Options(mustBeKnown, weak, best, List.copyOf(excludes), timeLimit, maxConflicts);
            if (prepared != null) {
                return new Resolver(prepared.pool, prepared.matcher, options);
            }
            Pool pool = new Pool(repositories, architecture);
            if (mustBeKnown) {
                pool.architecture().requireKnown(pool.architectures());
            }
            return new Resolver(pool, new RequestMatcher(pool), options);
        }
    }
}
