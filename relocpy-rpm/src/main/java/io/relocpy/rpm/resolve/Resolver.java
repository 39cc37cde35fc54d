package io.relocpy.rpm.resolve;

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
import java.util.BitSet;
import java.util.List;

/**
 * Works out which packages dnf would install into an empty root for some requests, package for package: dnf 4.14 with libdnf 0.69
 * and libsolv 0.7.23. Newer ones are known to choose otherwise between {@code systemd-udev} and
 * {@code systemd-boot-unsigned}.
 *
 * <pre>{@code
 * Resolver resolver = Resolver.builder().repositories(repositories).build();
 * Resolution resolution = resolver.resolve(List.of("python3-pyyaml", "python3dist(requests)"));
 * }</pre>
 *
 * <p>Building one prepares the repositories, which takes its time; each {@link #resolve} after that is quick. Safe for
 * use by several threads.
 *
 * @see <a href="https://github.com/openSUSE/libsolv">libsolv, whose decision procedure this follows</a>
 */
public final class Resolver {
    private final Pool pool;
    private final RequestMatcher matcher;
    private final Options options;

    private record Options(boolean weak, boolean best, List<String> excludes, Duration timeLimit, int maxConflicts) {
        Options withWeak(boolean install) {
            return new Options(install, best, excludes, timeLimit, maxConflicts);
        }
    }

    private Resolver(Pool pool, RequestMatcher matcher, Options options) {
        this.pool = pool;
        this.matcher = matcher;
        this.options = options;
    }

    /** What to resolve in, and how. */
    public static Builder builder() {
        return new Builder();
    }

    /** The same resolver, on the same prepared repositories, with weak dependencies installed or not. */
    public Resolver withWeakDependencies(boolean install) {
        return new Resolver(pool, matcher, options.withWeak(install));
    }

    /**
     * The packages to install for these requests, together.
     *
     * <p>Each is read as dnf reads it, whatever matches first: a package name (then also what obsoletes it), {@code
     * name.arch}, {@code name-[epoch:]version[-release][.arch]}, a shell pattern of names (each name that matches), a
     * capability such as {@code python3dist(pyyaml) >= 6} or a boolean dependency, the path of a file; {@code @name} is a group of packages.
     *
     * @param requests in the order in which dnf would be given them; the order can matter
     * @return never null
     * @throws RpmResolutionException when nothing matches a request, when there is no solution, or when the search takes
     *     more than its bounds
     * @throws IOException when file lists are needed and cannot be read
     */
    public Resolution resolve(List<String> requests) throws IOException {
        List<RepositoryWarning.Unavailable> unavailable = Resolution.unavailable(pool.repositories());
        try {
            return new Resolution(requests, pool.architecture().name(), packages(requests), unavailable);
        } catch (RpmResolutionException e) {
            throw e.without(unavailable);
        }
    }

    private List<ResolvedPackage> packages(List<String> requests) throws IOException {
        BitSet excluded = matcher.excluded(options.excludes);
        try {
            List<Job> jobs = new ArrayList<>();
            for (String request : requests) {
                jobs.addAll(matcher.jobs(request, excluded));
            }
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

    /** Collects what a {@link Resolver} needs. Not thread-safe. */
    public static final class Builder {
        private List<RepositoryMetadata> repositories = List.of();
        private Architecture architecture = Architecture.of("x86_64");

        /** Whether rpm or a package must know it; not so where the caller lists what packages have. */
        private boolean mustBeKnown = true;

        private boolean weak;
        private boolean best;
        private List<String> excludes = List.of();
        private Duration timeLimit = Duration.ofSeconds(60);
        private int maxConflicts = 1_000_000;

        private Builder() {}

        /** Where packages come from; the order breaks ties between repositories of equal priority and cost. */
        public Builder repositories(List<? extends RepositoryMetadata> from) {
            repositories = List.copyOf(from);
            return this;
        }

        /**
         * What the packages shall run on, in rpm's name: {@code x86_64} (the default), {@code aarch64}, …, or one that packages
         * of the repositories have.
         */
        public Builder architecture(String name) {
            architecture = Architecture.of(name);
            mustBeKnown = true;
            return this;
        }

        /**
         * The only architectures whose packages shall be taken, besides {@code noarch}, for distributions that have their own: a
         * feed of Yocto has packages for {@code qemux86_64}, {@code core2_64} and {@code all}.
         *
         * @param bestFirst as packages name them; a better one is preferred before a newer version, as for dnf
         * @throws IllegalArgumentException when there are none
         */
        public Builder architectures(List<String> bestFirst) {
            if (bestFirst.isEmpty()) {
                throw new IllegalArgumentException("no architectures");
            }
            architecture = Architecture.of(bestFirst);
            mustBeKnown = false;
            return this;
        }

        /** Whether to install what packages recommend and what supplements them; not by default. */
        public Builder weakDependencies(boolean install) {
            weak = install;
            return this;
        }

        /** Whether only the best version of what is requested will do, as with dnf's {@code best}; not by default. */
        public Builder best(boolean only) {
            best = only;
            return this;
        }

        /**
         * What must not be installed, as with dnf's {@code excludepkgs}.
         *
         * @param patterns each a name, {@code name.arch}, {@code name-[epoch:]version[-release][.arch]} or a shell pattern
         *     of these
         */
        public Builder excludes(List<String> patterns) {
            excludes = List.copyOf(patterns);
            return this;
        }

        /**
         * When to give up a search.
         *
         * @param time 60 seconds by default
         * @param conflicts 1,000,000 by default
         */
        public Builder limit(Duration time, int conflicts) {
            timeLimit = time;
            maxConflicts = conflicts;
            return this;
        }

        /**
         * Prepares the repositories.
         *
         * @throws IllegalArgumentException when neither rpm nor any package knows the architecture
         */
        public Resolver build() {
            Pool pool = new Pool(repositories, architecture);
            if (mustBeKnown) {
                pool.architecture().requireKnown(pool.architectures());
            }
            return new Resolver(
                    pool, new RequestMatcher(pool), new Options(weak, best, excludes, timeLimit, maxConflicts));
        }
    }
}
