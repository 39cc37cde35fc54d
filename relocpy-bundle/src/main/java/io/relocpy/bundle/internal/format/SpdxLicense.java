package io.relocpy.bundle.internal.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the licence that a package states as an SPDX licence expression.
 *
 * <p>An expression of known identifiers stays what it is. Names that Fedora used before, and Debian's, become the
 * identifiers of the same licences. What is none of these becomes a {@code LicenseRef-}, so that nothing is guessed and the
 * result is always an expression.
 *
 * @see <a href="https://spdx.github.io/spdx-spec/v2.3/SPDX-license-expressions/">SPDX 2.3, annex D</a>
 */
final class SpdxLicense {
    private static final Map<String, String> LICENSES = new HashMap<>();
    private static final Map<String, String> EXCEPTIONS = new HashMap<>();
    private static final Map<String, String> NAMES = new HashMap<>();

    private static final Pattern TOKEN = Pattern.compile("[()]|[^\\s()]+");
    private static final Pattern REFERENCE =
            Pattern.compile("(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+");
    private static final Pattern WITH = Pattern.compile("(\\S+) (?i:with) (\\S+)");
    private static final Pattern NOT_IN_REFERENCE = Pattern.compile("[^A-Za-z0-9.-]+");

    /** More than any package states; limits recursion. */
    private static final int MAX_DEPTH = 100;

    static {
        Map<String, String> identifiers = LICENSES;
        for (String line : lines("identifiers")) {
            if (line.isEmpty()) {
                identifiers = EXCEPTIONS;
            } else {
                identifiers.put(line.toLowerCase(Locale.ROOT), line);
            }
        }
        for (String line : lines("names.tsv")) {
            String[] columns = line.split("\t");
            NAMES.put(columns[0], columns[1]);
        }
    }

    private final List<String> tokens;
    private int next;

    private SpdxLicense(List<String> tokens) {
        this.tokens = tokens;
    }

    /** The expression for what a package states, which must not be blank. */
    static String expression(String stated) {
        List<String> tokens =
                TOKEN.matcher(stated).results().map(found -> found.group()).toList();
        SpdxLicense parser = new SpdxLicense(tokens);
        try {
            String expression = parser.alternatives(0);
            if (parser.next == tokens.size()) {
                return expression;
            }
        } catch (IllegalArgumentException e) {
            // not well-formed: one licence of its own
        }
        return reference(stated);
    }

    /** Whether the expression is the identifier of one licence of the list. */
    static boolean isIdentifier(String expression) {
        return expression.equals(LICENSES.get(expression.toLowerCase(Locale.ROOT)));
    }

    private String alternatives(int depth) {
        StringBuilder all = new StringBuilder(conjunction(depth));
        while (isNext("or")) {
            next++;
            all.append(" OR ").append(conjunction(depth));
        }
        return all.toString();
    }

    private String conjunction(int depth) {
        StringBuilder all = new StringBuilder(operand(depth));
        while (isNext("and")) {
            next++;
            all.append(" AND ").append(operand(depth));
        }
        return all.toString();
    }

    private String operand(int depth) {
        if (isNext("(") && depth < MAX_DEPTH) {
            next++;
            String inner = alternatives(depth + 1);
            if (!isNext(")")) {
                throw new IllegalArgumentException("a parenthesis is open");
            }
            next++;
            return inner.contains(" ") ? "(" + inner + ")" : inner;
        }
        List<String> words = new ArrayList<>();
        while (next < tokens.size() && !isNext("and") && !isNext("or") && !isNext("(") && !isNext(")")) {
            words.add(tokens.get(next++));
        }
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a licence is missing");
        }
        return license(String.join(" ", words));
    }

    private boolean isNext(String token) {
        return next < tokens.size() && tokens.get(next).equalsIgnoreCase(token);
    }

    private static String license(String name) {
        String known = NAMES.containsKey(name) ? NAMES.get(name) : identifier(name);
        if (known != null) {
            return known;
        }
        Matcher with = WITH.matcher(name);
        if (with.matches()) {
            String license = identifier(with.group(1));
            String exception = EXCEPTIONS.get(with.group(2).toLowerCase(Locale.ROOT));
            if (license != null && exception != null) {
                return license + " WITH " + exception;
            }
        }
        return reference(name);
    }

    /** The name in the list's own spelling, null if it is not there; {@code +} means "or a later version". */
    private static @Nullable String identifier(String name) {
        if (REFERENCE.matcher(name).matches()) {
            return name;
        }
        String whole = LICENSES.get(name.toLowerCase(Locale.ROOT));
        if (whole != null || !name.endsWith("+")) {
            return whole;
        }
        String license = LICENSES.get(name.substring(0, name.length() - 1).toLowerCase(Locale.ROOT));
        return license == null ? null : license + "+";
    }

    private static String reference(String name) {
        String text = NOT_IN_REFERENCE
                .matcher(name.strip().replace("+", "-or-later"))
                .replaceAll("-")
                .replaceAll("^-+|-+$", "");
        return "LicenseRef-" + (text.isEmpty() ? "unnamed" : text);
    }

    private static List<String> lines(String resource) {
        try (InputStream in = SpdxLicense.class.getResourceAsStream("spdx/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("resource spdx/" + resource + " is missing from relocpy-bundle");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
