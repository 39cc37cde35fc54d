package io.relocpy.rpm;

import io.relocpy.rpm.internal.names.VersionComparator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Epoch, version and release, which determine which of two packages is newer.
 *
 * <p>Ordering is that of {@code rpmvercmp}: epochs as numbers, then versions, then releases. A missing release sorts
 * before every release; in a {@link Capability} it means "any" instead. Immutable.
 *
 * @param epoch not negative; 0 if the package has none
 * @param version empty only if malformed text had none
 * @param release empty if missing, as in the dependency {@code foo >= 1.2}
 * @see <a href="https://rpm-software-management.github.io/rpm/man/rpm-version.7">rpm-version(7)</a>
 */
public record Evr(long epoch, String version, Optional<String> release) implements Comparable<Evr> {
    /** Checks that the epoch is not negative. */
    public Evr {
        Objects.requireNonNull(version, "version");
        if (epoch < 0) {
            throw new IllegalArgumentException("epoch is negative: " + epoch);
        }
    }

    /** With a release. */
    public Evr(long epoch, String version, String release) {
        this(epoch, version, Optional.of(release));
    }

    /**
     * Parses {@code [epoch:]version[-release]}.
     *
     * @param text as rpm prints it; an epoch that is not a number belongs to the version, as in libsolv
     * @return never null
     */
    public static Evr parse(String text) {
        long epoch = 0;
        String rest = text;
        int colon = epochLength(text);
        if (colon > 0) {
            epoch = Long.parseLong(text.substring(0, colon));
            rest = text.substring(colon + 1);
        }
        int dash = rest.lastIndexOf('-');
        return dash < 0
                ? new Evr(epoch, rest, Optional.empty())
                : new Evr(epoch, rest.substring(0, dash), rest.substring(dash + 1));
    }

    /** The number of digits before the colon that ends the epoch; -1 if there is no epoch. */
    private static int epochLength(String text) {
        int colon = text.indexOf(':');
        boolean epoch =
                colon > 0 && colon <= 10 && text.substring(0, colon).chars().allMatch(c -> c >= '0' && c <= '9');
        return epoch ? colon : -1;
    }

    // written out: what the compiler generates for records takes milliseconds when first called
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Evr that
                && epoch == that.epoch
                && version.equals(that.version)
                && release.equals(that.release);
    }

    @Override
    public int hashCode() {
        return (Long.hashCode(epoch) * 31 + version.hashCode()) * 31 + release.hashCode();
    }

    /**
     * Compares as rpm does: 0 means that neither is newer.
     *
     * <p>This ordering is inconsistent with {@link #equals}, which compares the text: {@code 1.0} and {@code 1.00}, or
     * {@code 1.a} and {@code 1_a}, compare as 0 but are not equal. A {@link java.util.TreeSet} or {@code TreeMap} keeps
     * only one of them.
     */
    @Override
    public int compareTo(Evr other) {
        int order = Long.compare(epoch, other.epoch);
        if (order == 0) {
            order = VersionComparator.INSTANCE.compare(version, other.version);
        }
        if (order != 0) {
            return order;
        }
        return release.isEmpty() || other.release.isEmpty()
                ? Boolean.compare(release.isPresent(), other.release.isPresent())
                : VersionComparator.INSTANCE.compare(release.get(), other.release.get());
    }

    /**
     * {@code [epoch:]version[-release]}. The epoch is omitted if it is 0, unless the version looks as if it began with
     * one.
     */
    @Override
    public String toString() {
        return (epoch == 0 && epochLength(version) < 0 ? "" : epoch + ":")
                + version
                + release.map(it -> "-" + it).orElse("");
    }
}
