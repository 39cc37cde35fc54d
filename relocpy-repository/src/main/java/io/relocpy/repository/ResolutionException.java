package io.relocpy.repository;

import io.relocpy.repository.internal.text.Printable;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if no set of packages satisfies the requests. The message names the request and says why.
 *
 * <p>The suggestions are not serialized with the message.
 */
public class ResolutionException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable List<String> suggestions;

    /**
     * Creates an exception without suggestions.
     *
     * @param message names the request; one line, made printable
     */
    public ResolutionException(String message) {
        this(List.of(message), List.of());
    }

    /**
     * Creates an exception.
     *
     * @param lines of the message, each made printable; the first names the request
     * @param suggestions existing names similar to the one requested, the nearest first
     */
    public ResolutionException(List<String> lines, List<String> suggestions) {
        super(lines.stream().map(Printable::of).collect(Collectors.joining("\n")));
        this.suggestions = List.copyOf(suggestions);
    }

    /** Existing names similar to a requested one that does not exist, the nearest first; empty if there are none. */
    public List<String> suggestions() {
        return suggestions == null ? List.of() : suggestions;
    }
}
