package io.relocpy.deb.internal.configuration;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.Redaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * All entries of sources about the same Release file. They have to agree on how it is checked. Not thread-safe while entries
 * are added.
 */
public final class SourceRelease {
    private static final List<String> TRUTHS = List.of("trusted", "check-valid-until", "check-date");
    private static final List<String> TIMES = List.of("valid-until-min", "valid-until-max", "date-max-future");
    private static final Map<String, String> ALLOWANCES = Map.of(
            "allow-insecure", "Acquire::AllowInsecureRepositories",
            "allow-weak", "Acquire::AllowWeakRepositories",
            "allow-downgrade-to-insecure", "Acquire::AllowDowngradeToInsecureRepositories");
    private static final String ARMOR = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9A-F]{40}!?");

    private final List<SourceEntry> entries = new ArrayList<>();

    /** By option, in a form that is the same for the same meaning; empty for what is not set. */
    private final Map<String, String> checks = new HashMap<>();

    private SourceRelease() {}

    /**
     * Groups entries by their release, in the order of each one's first entry.
     *
     * @throws FormatException if entries disagree, or name keys in no valid form
     */
    public static List<SourceRelease> group(List<SourceEntry> entries, ConfigurationTree tree) throws FormatException {
        Map<String, SourceRelease> releases = new LinkedHashMap<>();
        for (SourceEntry entry : entries) {
            releases.computeIfAbsent(entry.releaseFile(), key -> new SourceRelease())
                    .add(entry, tree);
        }
        return List.copyOf(releases.values());
    }

    private void add(SourceEntry entry, ConfigurationTree tree) throws FormatException {
        entries.add(entry);
        for (String option : TRUTHS) {
            check(
                    entry,
                    option,
                    entry.option(option)
                            .map(text -> String.valueOf(AptWords.bool(text).orElse(false)))
                            .orElse(""),
                    false);
        }
        for (String option : TIMES) {
            long seconds = entry.option(option)
                    .flatMap(text -> AptWords.number(text, 10, false))
                    .orElse(0L);
            check(entry, option, seconds == 0 ? "" : String.valueOf(seconds), true);
        }
        for (Map.Entry<String, String> each : ALLOWANCES.entrySet()) {
            boolean absent = tree.bool(each.getValue(), false);
            boolean allowed =
                    entry.option(each.getKey()).flatMap(AptWords::bool).orElse(absent);
            check(entry, each.getKey(), String.valueOf(allowed), false);
        }
        check(entry, "inrelease-path", entry.option("inrelease-path").orElse(""), false);
        Optional<String> signedBy = entry.option("signed-by").filter(text -> !text.isEmpty());
        if (signedBy.isPresent() || !checks.containsKey("signed-by")) { // apt 2.6 refuses none behind one, 3.0 does not
            check(entry, "signed-by", signedBy.isEmpty() ? "" : signers(signedBy.get(), entry.where()), true);
        }
    }

    /**
     * Requires that an entry says the same as those before it.
     *
     * @param later whether it may say something where they say nothing
     */
    private void check(SourceEntry entry, String option, String value, boolean later) throws FormatException {
        String before = checks.get(option);
        if (before != null && !before.equals(value) && !(later && before.isEmpty())) {
            throw new FormatException(
                    entry.where(),
                    "the same " + option + " as in " + entries.get(0).where() + " for "
                            + entry.uri().withoutLogin() + " " + entry.suite(),
                    value.isEmpty() ? "none" : value);
        }
        checks.put(option, value);
    }

    /** The items of {@code Signed-By} with commas between; of a key block, its lines. */
    private static String signers(String text, String where) throws FormatException {
        if (text.contains(ARMOR)) {
            StringBuilder block = new StringBuilder();
            for (String line : text.split("\n", -1)) {
                String stripped = AptWords.strip(line);
                block.append(stripped.equals(".") ? "" : stripped).append('\n');
            }
            return block.toString();
        }
        List<String> items = new ArrayList<>();
        for (String item : AptWords.split(text.replace(',', ' '))) {
            String upper = item.toUpperCase(Locale.ROOT);
            if (!item.startsWith("/") && !FINGERPRINT.matcher(upper).matches()) {
                throw new FormatException(
                        where + ", signed-by",
                        "absolute paths of keyrings, or fingerprints of 40 digits",
                        Redaction.quoted(item));
            }
            items.add(item.startsWith("/") ? item : upper);
        }
        if (items.isEmpty()) {
            throw new FormatException(where + ", signed-by", "a keyring or fingerprint", "none");
        }
        return String.join(",", items);
    }

    /** In their order; those after the first one have its URI for apt. */
    public List<SourceEntry> entries() {
        return List.copyOf(entries);
    }

    /** What all entries together say of {@code trusted}, {@code check-valid-until} or {@code check-date}. */
    public Optional<Boolean> truth(String option) {
        return value(option).map(Boolean::valueOf);
    }

    /** Seconds: what all entries together say of {@code valid-until-min} and the like. */
    public Optional<Long> seconds(String option) {
        return value(option).map(Long::valueOf);
    }

    /** The options that no apt would need for a well-kept repository. */
    public Collection<String> unusual() {
        List<String> unusual = new ArrayList<>(ALLOWANCES.keySet());
        unusual.removeIf(option -> !truth(option).orElse(false));
        value("inrelease-path").ifPresent(path -> unusual.add("inrelease-path"));
        return unusual;
    }

    /** The armored key of {@code signed-by}; empty if it has another form. */
    public Optional<String> keyBlock() {
        return value("signed-by").filter(text -> text.contains(ARMOR));
    }

    /** The keyrings, which start with a slash, and fingerprints of {@code signed-by}. */
    public List<String> signers() {
        return value("signed-by")
                .filter(text -> !text.contains(ARMOR))
                .map(text -> List.of(text.split(",")))
                .orElse(List.of());
    }

    private Optional<String> value(String option) {
        return Optional.ofNullable(checks.get(option)).filter(text -> !text.isEmpty());
    }
}
