package io.relocpy.deb.resolve;

import io.relocpy.deb.internal.text.Printable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * apt would not install the requests; the message names the request and says why.
 *
 * <p>What is known besides the message is not serialized with it.
 */
public class ResolutionException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Contradiction contradiction;
    private final transient @Nullable List<String> suggestions;

    /**
     * Makes an exception of that message, of which each line is made printable.
     *
     * @param message names the request
     */
    public ResolutionException(String message) {
        this(printable(message.lines()), null, null);
    }

    private ResolutionException(
            String message, @Nullable Contradiction contradiction, @Nullable List<String> suggestions) {
        super(message);
        this.contradiction = contradiction;
        this.suggestions = suggestions;
    }

    static ResolutionException unsolvable(List<String> requests, Contradiction contradiction) {
        String what = contradiction.proven() ? "no solution" : "apt finds no solution, though there may be one";
        Stream<String> statements = contradiction.statements().stream().map(each -> "  " + each);
        Stream<String> lines = Stream.concat(Stream.of(String.join(", ", requests) + ": " + what), statements);
        return new ResolutionException(printable(lines), contradiction, null);
    }

    static ResolutionException noMatch(String request, String why, List<String> suggestions) {
        String hint = suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?";
        return new ResolutionException(Printable.of(request + ": " + why + hint), null, suggestions);
    }

    private static String printable(Stream<String> lines) {
        return lines.map(Printable::of).collect(Collectors.joining("\n"));
    }

    /** What cannot hold together; empty when that is not why. */
    public Optional<Contradiction> contradiction() {
        return Optional.ofNullable(contradiction);
    }

    /** Names near that of a request that nothing matches, the nearest first; empty without. */
    public List<String> suggestions() {
        return suggestions == null ? List.of() : suggestions;
    }
}
