package io.relocpy.deb.resolve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the package of a Python distribution. Debian's policy names it after the module that is imported, which is often not
 * the distribution's name: PyYAML is in python3-yaml.
 *
 * @see <a href="https://www.debian.org/doc/packaging-manuals/python-policy/">Debian Python Policy</a>
 */
final class PythonDistributions {
    /** As RPM packages provide them, with extras in brackets. */
    private static final Pattern CAPABILITY =
            Pattern.compile("python3(?:\\.\\d+)?dist\\(([A-Za-z0-9][A-Za-z0-9._-]*)(?:\\[[^\\]]*])?\\)");

    private static final Map<String, String> EXCEPTIONS = exceptions();

    private PythonDistributions() {}

    /** The distribution's name, normalized as PEP 503 says; null if the request is not for a distribution. */
    static @Nullable String requested(String request) {
        Matcher capability = CAPABILITY.matcher(request);
        return capability.matches()
                ? capability.group(1).replaceAll("[-_.]+", "-").toLowerCase(Locale.ROOT)
                : null;
    }

    /** The package with a distribution, if there is one. */
    static Optional<String> packageOf(String distribution, Predicate<String> exists) {
        return candidates(distribution).filter(exists).findFirst();
    }

    private static Stream<String> candidates(String distribution) {
        String exception = EXCEPTIONS.get(distribution);
        Stream<String> regular = Stream.of("python3-" + distribution, distribution);
        return exception == null ? regular : Stream.concat(Stream.of(exception), regular);
    }

    private static Map<String, String> exceptions() {
        try (InputStream in = PythonDistributions.class.getResourceAsStream("python-distributions.tsv")) {
            if (in == null) {
                throw new IllegalStateException("python-distributions.tsv is missing from relocpy-deb");
            }
            Map<String, String> exceptions = new HashMap<>();
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            for (String line : lines) {
                int tab = line.indexOf('\t');
                if (tab > 0) {
                    exceptions.put(line.substring(0, tab), line.substring(tab + 1));
                }
            }
            return exceptions;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
