package io.relocpy.deb.internal.solver;

import java.util.List;

/** apt gives up; the resolver turns it into an exception with an explanation. */
public final class SolverFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** Where apt gives up. */
    public enum Kind {
        /** Nothing is named so. */
        UNKNOWN_PACKAGE,
        /** The package exists, but no version of it can be chosen. */
        NO_CANDIDATE,
        /** The package is provided by several others. */
        AMBIGUOUS,
        /** No version of that text, or in that release. */
        NO_SUCH_VERSION,
        /** The request is a pattern of apt that tells packages by more than their names. */
        UNSUPPORTED_PATTERN,
        /** No list is of the target release. */
        UNKNOWN_RELEASE,
        /** Dependencies of what would be installed are not satisfied. */
        UNMET_DEPENDENCIES,
        /** The search takes more than its bounds. */
        LIMIT
    }

    private final Kind kind;
    private final String request;
    private final String term;
    private final transient List<Integer> versions;
    private final transient List<Integer> providers;
    private final transient List<SolverFailure> parts;

    SolverFailure(Kind kind, String request) {
        this(kind, request, List.of(), List.of());
    }

    SolverFailure(Kind kind, String request, List<Integer> versions, List<Integer> providers) {
        this(kind, request, "", versions, providers);
    }

    private SolverFailure(Kind kind, String request, String term, List<Integer> versions, List<Integer> providers) {
        super(kind + " " + request, null, false, false);
        this.kind = kind;
        this.request = request;
        this.term = term;
        this.versions = List.copyOf(versions);
        this.providers = List.copyOf(providers);
        this.parts = List.of(this);
    }

    static SolverFailure unsupportedPattern(String request, String term) {
        return new SolverFailure(Kind.UNSUPPORTED_PATTERN, request, term, List.of(), List.of());
    }

    /** Failures of several requests. */
    SolverFailure(List<SolverFailure> parts) {
        super(parts.get(0).getMessage(), null, false, false);
        SolverFailure first = parts.get(0);
        this.kind = first.kind;
        this.request = first.request;
        this.term = first.term;
        this.versions = first.versions;
        this.providers = first.providers;
        this.parts = List.copyOf(parts);
    }

    /** What failed, for each request alone; the other methods tell of the first. */
    public List<SolverFailure> parts() {
        return parts;
    }

    public Kind kind() {
        return kind;
    }

    /** The request that failed; empty when it is not one alone. */
    public String request() {
        return request;
    }

    /** The unsupported term of a pattern; empty for other failures. */
    public String term() {
        return term;
    }

    /** Versions of the package. */
    public List<Integer> versions() {
        return versions;
    }

    /** Versions that provide a virtual package. */
    public List<Integer> providers() {
        return providers;
    }
}
