package io.relocpy.rpm;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * No set of packages fulfils the requests; the message names the request and says why.
 *
 * <p>What is known besides the message is not serialized with it.
 */
public class ResolutionException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Contradiction contradiction;
    private final transient @Nullable List<String> suggestions;
    private final transient @Nullable List<RepositoryWarning.Unavailable> unavailable;

    /**
     * Makes an exception of that message, of which each line is made printable.
     *
     * @param message names the request
     */
    public ResolutionException(String message) {
        this(printable(message.lines()), null, null, null, null);
    }

    private ResolutionException(
            String message,
            @Nullable Throwable cause,
            @Nullable Contradiction contradiction,
            @Nullable List<String> suggestions,
            @Nullable List<RepositoryWarning.Unavailable> unavailable) {
        super(message, cause);
        this.contradiction = contradiction;
        this.suggestions = suggestions;
        this.unavailable = unavailable;
    }

    /** The same with a word on the repositories that were not available; this one if all were. */
    ResolutionException without(List<RepositoryWarning.Unavailable> repositories) {
        if (repositories.isEmpty()) {
            return this;
        }
        String message = String.valueOf(getMessage());
        String ids = repositories.stream()
                .map(RepositoryWarning.Unavailable::repository)
                .collect(Collectors.joining(", "));
        ResolutionException told = new ResolutionException(
                message + (message.contains("\n") ? "\n  " : " ") + "(not available: " + Printable.of(ids) + ")",
                getCause(),
                contradiction,
                suggestions,
                repositories);
        told.setStackTrace(getStackTrace());
        return told;
    }

    static ResolutionException unsolvable(List<String> requests, Contradiction contradiction) {
        Stream<String> statements = contradiction.statements().stream().map(each -> "  " + each);
        Stream<String> lines = Stream.concat(Stream.of(String.join(", ", requests) + ": no solution"), statements);
        return new ResolutionException(printable(lines), null, contradiction, null, null);
    }

    static ResolutionException noMatch(String request, String why, List<String> suggestions) {
        String hint = suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?";
        return new ResolutionException(Printable.of(request + ": " + why + hint), null, null, suggestions, null);
    }

    static ResolutionException overLimit(List<String> requests, SearchLimitException cause) {
        String message = String.join(", ", requests) + ": " + cause.getMessage();
        return new ResolutionException(Printable.of(message), cause, null, null, null);
    }

    private static String printable(Stream<String> lines) {
        return lines.map(Printable::of).collect(Collectors.joining("\n"));
    }

    /** What cannot hold together; empty when that is not why. */
    public Optional<Contradiction> contradiction() {
        return Optional.ofNullable(contradiction);
    }

    /** Names like that of a request that nothing matches, the nearest first; empty without. */
    public List<String> suggestions() {
        return suggestions == null ? List.of() : suggestions;
    }

    /** Repositories that were not there to be looked in; empty when all were. */
    public List<RepositoryWarning.Unavailable> unavailable() {
        return unavailable == null ? List.of() : unavailable;
    }
}
