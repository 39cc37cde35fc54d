package io.relocpy.repository.internal.text;

import java.util.Optional;

/** Texts of formats in which an empty text and none are the same. */
public final class NonEmpty {
    private NonEmpty() {}

    /** The text; empty if it is the empty text. */
    public static Optional<String> of(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
