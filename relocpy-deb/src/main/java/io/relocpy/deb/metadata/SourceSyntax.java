package io.relocpy.deb.metadata;

import io.relocpy.deb.internal.text.Syntax;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.Redaction;
import io.relocpy.repository.internal.download.RepositoryUrl;
import java.util.List;
import java.util.Optional;
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
        try {
            RepositoryUrl.parse(address(uri), "URI");
        } catch (FormatException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        if (!isSuite(suite)) {
            return Optional.of("expected a suite, found " + Redaction.quoted(suite));
        }
        if (suite.endsWith("/") != components.isEmpty()) {
            return Optional.of(
                    components.isEmpty()
                            ? "expected components of suite " + suite + ", found none"
                            : "expected no components, since suite " + suite + " ends in a slash");
        }
        for (String component : components) {
            if (!isSuite(component) || component.endsWith("/")) {
                return Optional.of("expected a component, found " + Redaction.quoted(component));
            }
        }
        return architectures.stream()
                .filter(each -> !Syntax.isArchitecture(each))
                .findFirst()
                .map(each -> "expected an architecture, found " + Redaction.quoted(each));
    }

    /** The URL of what is fetched first. */
    private static String address(String uri) {
        String plain = uri.startsWith(MIRROR) ? uri.substring(MIRROR.length()) : uri;
        return plain.startsWith("copy:") ? "file:" + plain.substring("copy:".length()) : plain;
    }

    private static boolean isSuite(String text) {
        return text.length() <= MAX_LENGTH
                && SUITE.matcher(text).matches()
                && !text.contains("://")
                && !UPWARDS.matcher(text).matches();
    }
}
