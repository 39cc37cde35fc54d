package io.relocpy.rpm;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
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

    /**
     * Makes an exception of that message.
     *
     * @param message names the request
     */
    public ResolutionException(String message) {
        this(message, null, null, null);
    }

    private ResolutionException(
            String message,
            @Nullable Throwable cause,
            @Nullable Contradiction contradiction,
            @Nullable List<String> suggestions) {
        super(message, cause);
        this.contradiction = contradiction;
        this.suggestions = suggestions;
    }

    static ResolutionException unsolvable(List<String> requests, Contradiction contradiction) {
        StringBuilder message = new StringBuilder(String.join(", ", requests)).append(": no solution");
        contradiction.statements().forEach(each -> message.append("\n  ").append(each));
        return new ResolutionException(message.toString(), null, contradiction, null);
    }

    static ResolutionException noMatch(String request, String why, List<String> suggestions) {
        String hint = suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?";
        return new ResolutionException(request + ": " + why + hint, null, null, suggestions);
    }

    static ResolutionException overLimit(List<String> requests, SearchLimitException cause) {
        return new ResolutionException(String.join(", ", requests) + ": " + cause.getMessage(), cause, null, null);
    }

    /** What can not hold together; empty when that is not why. */
    public Optional<Contradiction> contradiction() {
        return Optional.ofNullable(contradiction);
    }

    /** Names like that of a request that nothing matches, the nearest first; empty without. */
    public List<String> suggestions() {
        return suggestions == null ? List.of() : suggestions;
    }
}
