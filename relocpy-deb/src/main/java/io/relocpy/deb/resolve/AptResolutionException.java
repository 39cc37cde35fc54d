package io.relocpy.deb.resolve;

import io.relocpy.repository.ResolutionException;
import io.relocpy.repository.internal.text.NearNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if apt would not install the requested packages. The message says why.
 *
 * <p>Only the message is serialized, not the details.
 */
public final class AptResolutionException extends ResolutionException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable Contradiction contradiction;

    AptResolutionException(String message) {
        this(List.of(message), null, List.of());
    }

    private AptResolutionException(
            List<String> lines, @Nullable Contradiction contradiction, List<String> suggestions) {
        super(lines, suggestions);
        this.contradiction = contradiction;
    }

    static AptResolutionException unsolvable(List<String> requests, Contradiction contradiction) {
        String what = contradiction.proven() ? "no solution" : "apt finds no solution, though there may be one";
        List<String> lines = new ArrayList<>(List.of(String.join(", ", requests) + ": " + what));
        contradiction.statements().forEach(each -> lines.add("  " + each));
        return new AptResolutionException(lines, contradiction, List.of());
    }

    /** What is wrong with several requests, each in a line of its own. */
    static AptResolutionException all(List<AptResolutionException> failures) {
        return failures.size() == 1
                ? failures.get(0)
                : new AptResolutionException(
                        failures.stream().map(Throwable::getMessage).toList(),
                        null,
                        failures.stream()
                                .flatMap(each -> each.suggestions().stream())
                                .toList());
    }

    static AptResolutionException noMatch(String request, String why, List<String> suggestions) {
        String message = request + ": " + why + NearNames.didYouMean(suggestions);
        return new AptResolutionException(List.of(message), null, suggestions);
    }

    /** The statements that cannot hold together; empty if there is another reason. */
    public Optional<Contradiction> contradiction() {
        return Optional.ofNullable(contradiction);
    }
}
