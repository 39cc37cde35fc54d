package io.relocpy.deb.resolve;

import io.relocpy.repository.ResolutionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * apt would not install the requested packages, and why.
 *
 * <p>The details are not serialized with the message.
 */
public final class AptResolutionException extends ResolutionException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Contradiction contradiction;

    AptResolutionException(String message) {
        this(List.of(message), null, List.of());
    }

    private AptResolutionException(
            List<String> lines, @Nullable Contradiction contradiction, List<String> suggestions) {
        super(lines, null, suggestions);
        this.contradiction = contradiction;
    }

    static AptResolutionException unsolvable(List<String> requests, Contradiction contradiction) {
        String what = contradiction.proven() ? "no solution" : "apt finds no solution, though there may be one";
        List<String> lines = new ArrayList<>(List.of(String.join(", ", requests) + ": " + what));
        contradiction.statements().forEach(each -> lines.add("  " + each));
        return new AptResolutionException(lines, contradiction, List.of());
    }

    static AptResolutionException noMatch(String request, String why, List<String> suggestions) {
        String hint = suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?";
        return new AptResolutionException(List.of(request + ": " + why + hint), null, suggestions);
    }

    /** The statements that cannot hold together; empty if there is another reason. */
    public Optional<Contradiction> contradiction() {
        return Optional.ofNullable(contradiction);
    }
}
