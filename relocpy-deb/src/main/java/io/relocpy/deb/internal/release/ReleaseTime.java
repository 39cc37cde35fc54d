package io.relocpy.deb.internal.release;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as Release files have them: RFC 1123, of UTC only, as for apt. */
final class ReleaseTime {
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
    private static final Pattern FORMAT =
            Pattern.compile("(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), +([0-9]{1,2}) +([A-Z][a-z]{2})"
                    + " +([0-9]{4}) +([0-9]{1,2}):([0-9]{2}):([0-9]{2}) +(?:UTC|GMT|Z|[+-]0{1,4})");

    private ReleaseTime() {}

    /** The time; empty if it is not one. */
    static Optional<Instant> parse(String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches() || !MONTHS.contains(matcher.group(2))) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.of(
                            Integer.parseInt(matcher.group(3)),
                            MONTHS.indexOf(matcher.group(2)) + 1,
                            Integer.parseInt(matcher.group(1)),
                            Integer.parseInt(matcher.group(4)),
                            Integer.parseInt(matcher.group(5)),
                            Integer.parseInt(matcher.group(6)))
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) { // such as the 31st of June
            return Optional.empty();
        }
    }
}
