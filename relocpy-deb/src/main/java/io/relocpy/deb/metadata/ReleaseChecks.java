package io.relocpy.deb.metadata;

import io.relocpy.deb.internal.release.ReleaseFile;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.io.Warnings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * What apt requires of a Release file with a good signature: its time, and that it is still the same suite.
 *
 * @param source that it is for
 * @param options what holds unless the source says otherwise
 * @param now the time to compare with
 */
record ReleaseChecks(AptSource source, Options options, Instant now) {
    /** The fields that say what a suite is. */
    static final List<String> INFO = List.of("Origin", "Label", "Version", "Suite", "Codename");

    /**
     * What holds for sources that do not say otherwise.
     *
     * @param date whether the date is checked
     * @param validUntil whether the end is checked
     * @param maxFuture how far ahead the date may be
     * @param mayChange the fields that may change
     * @param limits the source with the limits of time that are for Release files with a label
     */
    record Options(
            boolean date,
            boolean validUntil,
            Duration maxFuture,
            Set<String> mayChange,
            BiFunction<AptSource, String, AptSource> limits) {
        static final Options DEFAULTS =
                new Options(true, true, Duration.ofSeconds(10), Set.of("Version", "Suite"), (source, label) -> source);
    }

    /** Requires that the file is valid now. */
    void checkTimes(ReleaseFile release, String where) throws FormatException, VerificationException {
        if (!source.checkDate().orElse(options.date)) {
            return;
        }
        AptSource limited = options.limits.apply(source, release.field("Label"));
        Instant latest = now.plus(limited.dateMaxFuture().orElse(options.maxFuture));
        Instant date = release.dateOrFirst();
        if (date.isAfter(latest)) {
            throw new VerificationException(where, "not valid yet: its date is " + date);
        }
        Optional<Instant> end = end(release, limited);
        if (source.checkValidUntil().orElse(options.validUntil)
                && end.isPresent()
                && !end.get().isAfter(now)) {
            throw new VerificationException(where, "expired: it was valid until " + end.get());
        }
    }

    private static Optional<Instant> end(ReleaseFile release, AptSource limited) throws FormatException {
        Optional<Instant> end = release.validUntil();
        Optional<Instant> earliest = limited.validUntilMin().map(release.dateOrFirst()::plus);
        if (end.isPresent() && earliest.isPresent() && earliest.get().isAfter(end.get())) {
            end = earliest;
        }
        Optional<Instant> latest = limited.validUntilMax().map(release.dateOrFirst()::plus);
        return latest.isPresent() && (end.isEmpty() || end.get().isAfter(latest.get())) ? latest : end;
    }

    /** Requires that the file is about the same suite as the former one. */
    void checkChange(ReleaseFile former, ReleaseFile release, String where, Warnings<RepositoryWarning> warnings)
            throws VerificationException {
        for (String field : INFO) {
            String before = former.field(field);
            String after = release.field(field);
            if (!before.equals(after)) {
                RepositoryWarning change =
                        new RepositoryWarning.ReleaseInfoChange(source.toString(), field, before, after);
                if (!options.mayChange.contains(field)) {
                    throw new VerificationException(where, change.message() + "; this must be allowed explicitly");
                }
                warnings.add(change);
            }
        }
    }

    /** Warns when the file is about another suite than the source. */
    void checkDistribution(ReleaseFile release, Warnings<RepositoryWarning> warnings) throws VerificationException {
        String expected = source.isFlat() ? "" : source.suite();
        String codename = release.field("Codename");
        Set<String> names = Set.copyOf(List.of(codename, release.field("Suite")));
        if (!names.contains(expected)
                && !names.contains(transformed(expected))
                && !transformed(expected).isEmpty()) {
            warnings.add(new RepositoryWarning.ConflictingDistribution(source.toString(), expected, codename));
        }
    }

    /** {@code trixie/updates} also is {@code trixie}. */
    private static String transformed(String suite) {
        if (suite.equals("../project/experimental")) {
            return "experimental";
        }
        int slash = suite.lastIndexOf('/');
        String first = slash < 0 ? suite : suite.substring(0, slash);
        return first.equals(".") ? "" : first;
    }
}
