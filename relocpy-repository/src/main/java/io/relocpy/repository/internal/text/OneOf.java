package io.relocpy.repository.internal.text;

import java.util.Collection;
import java.util.stream.Collectors;

/** Lists alternatives in a message. */
public final class OneOf {
    private static final int MOST = 4; // there may be hundreds

    private OneOf() {}

    /** {@code a or b}; of more than four, how many more there are. */
    public static String of(Collection<?> alternatives) {
        String listed = alternatives.stream().limit(MOST).map(Object::toString).collect(Collectors.joining(" or "));
        int more = alternatives.size() - MOST;
        return more > 0 ? listed + " or " + more + " more" : listed;
    }
}
