package io.relocpy.rpm.resolve;

import io.relocpy.repository.ResolutionException;
import io.relocpy.repository.internal.text.NearNames;
import io.relocpy.rpm.internal.pool.SearchLimitException;
import io.relocpy.rpm.metadata.RepositoryWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if no set of RPM packages meets the requests. The message says why.
 *
 * <p>Only the message is serialized, not the details.
 */
public final class RpmResolutionException extends ResolutionException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Contradiction contradiction;
    private final transient @Nullable List<RepositoryWarning.Unavailable> unavailable;

    RpmResolutionException(String message) {
        this(List.of(message), null, null, List.of(), List.of());
    }

    private RpmResolutionException(
            List<String> lines,
            @Nullable Throwable cause,
            @Nullable Contradiction contradiction,
            List<String> suggestions,
            List<RepositoryWarning.Unavailable> unavailable) {
        super(lines, suggestions);
        if (cause != null) {
            initCause(cause);
        }
        this.contradiction = contradiction;
        this.unavailable = unavailable;
    }

    /** Returns this exception with the repositories that were not available added to it. */
    RpmResolutionException without(List<RepositoryWarning.Unavailable> repositories) {
        if (repositories.isEmpty()) {
            return this;
        }
        List<String> lines =
                new ArrayList<>(String.valueOf(getMessage()).lines().toList());
        String ids = repositories.stream()
                .map(RepositoryWarning.Unavailable::repository)
                .collect(Collectors.joining(", ", "(not available: ", ")"));
        if (lines.size() == 1) {
            lines.set(0, lines.get(0) + " " + ids);
        } else {
            lines.add("  " + ids);
        }
        RpmResolutionException extended =
                new RpmResolutionException(lines, getCause(), contradiction, suggestions(), repositories);
        extended.setStackTrace(getStackTrace());
        return extended;
    }

    static RpmResolutionException unsolvable(List<String> requests, Contradiction contradiction) {
        List<String> lines = new ArrayList<>(List.of(String.join(", ", requests) + ": no solution"));
        contradiction.statements().forEach(each -> lines.add("  " + each));
        return new RpmResolutionException(lines, null, contradiction, List.of(), List.of());
    }

    static RpmResolutionException noMatch(String request, String why, List<String> suggestions) {
        String message = request + ": " + why + NearNames.didYouMean(suggestions);
        return new RpmResolutionException(List.of(message), null, null, suggestions, List.of());
    }

    /** What is wrong with several requests, each in a line of its own. */
    static RpmResolutionException all(List<RpmResolutionException> failures) {
        return failures.size() == 1
                ? failures.get(0)
                : new RpmResolutionException(
                        failures.stream().map(Throwable::getMessage).toList(),
                        null,
                        null,
                        failures.stream()
                                .flatMap(each -> each.suggestions().stream())
                                .toList(),
                        List.of());
    }

    static RpmResolutionException overLimit(List<String> requests, SearchLimitException cause) {
        String message = String.join(", ", requests) + ": " + cause.getMessage();
        return new RpmResolutionException(List.of(message), cause, null, List.of(), List.of());
    }

    /** Returns the statements that contradict each other; empty if the reason is another. */
    public Optional<Contradiction> contradiction() {
        return Optional.ofNullable(contradiction);
    }

    /** Returns the repositories that were not available. */
    public List<RepositoryWarning.Unavailable> unavailable() {
        return unavailable == null ? List.of() : unavailable;
    }
}
