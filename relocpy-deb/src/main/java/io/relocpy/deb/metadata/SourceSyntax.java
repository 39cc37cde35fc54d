package io.relocpy.deb.metadata;

import io.relocpy.deb.internal.text.Syntax;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.Redaction;
import io.relocpy.repository.internal.download.RepositoryUrl;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Which sources can be used: suites and components become parts of URLs and file names. */
final class SourceSyntax {
    private static final int MAX_LENGTH = 1024;
    private static final Pattern SUITE = Pattern.compile("[A-Za-z0-9._+~:/=,@-]+");
    private static final Pattern UPWARDS = Pattern.compile("(?:.*/)?\\.\\.(?:/.*)?");
    private static final String MIRROR = "mirror+";

    private SourceSyntax() {}

    /** Why a source cannot be used; empty if it can be. */
    static Optional<String> fault(String uri, String suite, List<String> components, List<String> architectures) {
        return uriFault(uri)
                .or(() -> suiteFault(suite))
                .or(() -> mismatch(suite, components))
                .or(() -> first(components, SourceSyntax::componentFault))
                .or(() -> first(architectures, SourceSyntax::architectureFault));
    }

    static Optional<String> uriFault(String uri) {
        try {
            RepositoryUrl.parse(address(uri), "URI");
            return Optional.empty();
        } catch (FormatException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    static Optional<String> suiteFault(String suite) {
        return isSuite(suite) ? Optional.empty() : Optional.of("expected a suite, found " + Redaction.quoted(suite));
    }

    static Optional<String> componentFault(String component) {
        return isSuite(component) && !component.endsWith("/")
                ? Optional.empty()
                : Optional.of("expected a component, found " + Redaction.quoted(component));
    }

    static Optional<String> architectureFault(String name) {
        return Syntax.isArchitecture(name)
                ? Optional.empty()
                : Optional.of("expected an architecture, found " + Redaction.quoted(name));
    }

    /** Why a suite cannot have these components. */
    static Optional<String> mismatch(String suite, List<String> components) {
        if (suite.endsWith("/") == components.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                components.isEmpty()
                        ? "expected components of suite " + suite + ", found none"
                        : "expected no components, since suite " + suite + " ends in a slash");
    }

    /** The first fault of any value. */
    static Optional<String> first(List<String> values, Function<String, Optional<String>> fault) {
        return values.stream().map(fault).flatMap(Optional::stream).findFirst();
    }

    /** The URL of what is fetched first. */
    private static String address(String uri) {
        String plain = uri.startsWith(MIRROR) ? uri.substring(MIRROR.length()) : uri;
        return plain.startsWith("copy:") ? "file:" + plain.substring("copy:".length()) : plain;
    }

    private static boolean isSuite(String text) {
        return text.length() <= MAX_LENGTH
                && SUITE.matcher(text).matches()
                && !UPWARDS.matcher(text).matches()
                && !text.contains("://");
    }
}
