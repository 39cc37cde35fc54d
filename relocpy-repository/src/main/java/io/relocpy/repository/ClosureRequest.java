package io.relocpy.repository;

import io.relocpy.repository.internal.text.Arguments;
import io.relocpy.repository.internal.text.Printable;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a {@link Closure} is computed from, apart from the repositories. Immutable. */
public final class ClosureRequest {
    private final List<String> requests;
    private final List<String> additions;
    private final String architecture;
    private final boolean weakDependencies;
    private final boolean strict;
    private final @Nullable Path lockfile;

    private ClosureRequest(Builder builder) {
        requests = builder.requests;
        additions = builder.additions;
        architecture = builder.architecture;
        weakDependencies = builder.weakDependencies;
        strict = builder.strict;
        lockfile = builder.lockfile;
    }

    /**
     * Starts a request.
     *
     * @param requests names of packages, capabilities, or absolute paths of files, as the package manager accepts them
     * @param architecture as the packages name it, such as {@code x86_64}
     * @throws IllegalArgumentException if a request or the architecture is blank
     */
    public static Builder builder(Collection<String> requests, String architecture) {
        return new Builder(requests, architecture);
    }

    /** A builder with the values of this request. */
    public Builder toBuilder() {
        Builder builder = new Builder(requests, architecture)
                .additions(additions)
                .weakDependencies(weakDependencies)
                .strict(strict);
        builder.lockfile = lockfile;
        return builder;
    }

    /** Names of packages, capabilities, or absolute paths of files. */
    public List<String> requests() {
        return requests;
    }

    /**
     * Names of packages that are also requested, if a repository has them and they can be installed together with the
     * others. They follow the others in {@link ClosureInputs#requests()}.
     */
    public List<String> additions() {
        return additions;
    }

    /** Whether these are the requests, followed by any of the additions: what a lockfile for this request may state. */
    public boolean covers(List<String> stated) {
        return stated.size() >= requests.size()
                && stated.subList(0, requests.size()).equals(requests)
                && additions.containsAll(stated.subList(requests.size(), stated.size()));
    }

    /** The architecture that the packages are for, as they name it. */
    public String architecture() {
        return architecture;
    }

    /** Whether packages that are only recommended are included. */
    public boolean weakDependencies() {
        return weakDependencies;
    }

    /** Whether to fail where there would be a warning. */
    public boolean strict() {
        return strict;
    }

    /** The lockfile to follow if it exists. */
    public Optional<Path> lockfile() {
        return Optional.ofNullable(lockfile);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClosureRequest that
                && requests.equals(that.requests)
                && additions.equals(that.additions)
                && architecture.equals(that.architecture)
                && weakDependencies == that.weakDependencies
                && strict == that.strict
                && Objects.equals(lockfile, that.lockfile);
    }

    @Override
    public int hashCode() {
        return Objects.hash(requests, additions, architecture, weakDependencies, strict, lockfile);
    }

    /** Requests, architecture and options, for messages. */
    @Override
    public String toString() {
        return requests + " on " + architecture + (weakDependencies ? ", weak dependencies" : "")
                + (strict ? ", strict" : "") + (lockfile == null ? "" : ", " + lockfile);
    }

    /** Each method replaces what was set before. Not safe for use by several threads. */
    public static final class Builder {
        private final List<String> requests;
        private final String architecture;
        private List<String> additions = List.of();
        private boolean weakDependencies;
        private boolean strict;
        private @Nullable Path lockfile;

        private Builder(Collection<String> requests, String architecture) {
            this.requests = Arguments.copy(requests, "requests");
            this.requests.forEach(request -> requireText(request, "requests"));
            this.architecture = requireText(architecture, "architecture");
        }

        private static String requireText(String text, String name) {
            if (Objects.requireNonNull(text, name).isBlank()) {
                throw new IllegalArgumentException(name + ": expected a name, found " + Printable.quote(text));
            }
            return Arguments.line(text, name); // of a lockfile, too
        }

        /** Whether to include packages that are only recommended; not by default. */
        public Builder weakDependencies(boolean include) {
            weakDependencies = include;
            return this;
        }

        /** Whether to fail where there would be a warning; not by default. */
        public Builder strict(boolean fail) {
            strict = fail;
            return this;
        }

        /** Names of packages to request as well, where they are available; none by default. */
        public Builder additions(Collection<String> names) {
            additions = Arguments.copy(names, "names");
            return this;
        }

        /** The lockfile to follow if it exists; none by default. */
        public Builder lockfile(Path file) {
            lockfile = Arguments.path(Objects.requireNonNull(file, "file"), "lockfile");
            return this;
        }

        /** Follows no lockfile, whatever was set before. */
        public Builder withoutLockfile() {
            lockfile = null;
            return this;
        }

        /** The request; the builder can be used again. */
        public ClosureRequest build() {
            return new ClosureRequest(this);
        }
    }
}
