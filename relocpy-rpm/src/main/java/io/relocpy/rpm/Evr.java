package io.relocpy.rpm;

import io.relocpy.rpm.internal.names.VersionComparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Epoch, version and release: what RPM compares to tell the older package from the newer.
 *
 * <p>Ordering is that of {@code rpmvercmp}: epochs as numbers, then versions, then releases. A missing release sorts
 * before every release; {@link Capability} says where a missing one means "any" instead. Values are immutable.
 *
 * @param epoch not negative; 0 when the package states none
 * @param version never empty
 * @param release null when not stated, as in the dependency {@code foo >= 1.2}
 * @see <a href="https://rpm-software-management.github.io/rpm/man/rpm-version.7">rpm-version(7)</a>
 */
public record Evr(long epoch, String version, @Nullable String release) implements Comparable<Evr> {
    /** Checks the parts. */
    public Evr {
        Objects.requireNonNull(version, "version");
        if (epoch < 0) {
            throw new IllegalArgumentException("epoch is negative: " + epoch);
        }
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
                ? new Evr(epoch, rest, null)
                : new Evr(epoch, rest.substring(0, dash), rest.substring(dash + 1));
    }

    /** Digits before the colon that ends an epoch; -1 without one. */
    private static int epochLength(String text) {
        int colon = text.indexOf(':');
        boolean epoch =
                colon > 0 && colon <= 10 && text.substring(0, colon).chars().allMatch(c -> c >= '0' && c <= '9');
        return epoch ? colon : -1;
    }

    /**
     * Compares as rpm does: 0 means that rpm takes neither for newer.
     *
     * <p>This order is not consistent with {@link #equals}, which compares the texts: {@code 1.0} and {@code 1.00}, or {@code 1.a}
     * and {@code 1_a}, compare as 0 and are not equal. A {@link java.util.TreeSet} or {@code TreeMap} keeps one of them.
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
        return release == null || other.release == null
                ? Boolean.compare(release != null, other.release != null)
                : VersionComparator.INSTANCE.compare(release, other.release);
    }

    /** {@code [epoch:]version[-release]}, the epoch only when it is not 0 or the version would be read as beginning with one. */
    @Override
    public String toString() {
        return (epoch == 0 && epochLength(version) < 0 ? "" : epoch + ":")
                + version
                + (release == null ? "" : "-" + release);
    }
}
