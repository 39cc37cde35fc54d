package io.relocpy.rpm.resolve;

import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Capability.Comparison;
import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.Evr;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.RichDependency;
import io.relocpy.rpm.internal.pool.VersionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether packages can be installed together: all requirements are met, no conflicts hold, and nothing is obsoleted.
 *
 * <p>Independent of the resolver: it works directly on the metadata's dependencies.
 */
final class ConsistencyCheck {
    private final List<PackageMetadata> installed;

    private ConsistencyCheck(List<PackageMetadata> installed) {
        this.installed = installed;
    }

    /** Returns the problems; empty if there are none. */
    static List<String> problems(List<PackageMetadata> installed, List<String> excludes) {
        ConsistencyCheck check = new ConsistencyCheck(installed);
        List<String> out = new ArrayList<>();
        for (PackageMetadata each : installed) {
            if (excludes.contains(each.nevra().name())) {
                out.add(each.nevra() + " is excluded");
            }
            for (Dependency dependency : each.requires()) {
                if (!dependency.toString().startsWith("rpmlib(") && !check.holds(dependency, other -> true)) {
                    out.add(each.nevra() + " requires " + dependency);
                }
            }
            for (Dependency dependency : each.conflicts()) {
                // with a condition that the package itself fulfils, "others only" has no clear meaning
                if (!dependency.toString().contains(" if ") && check.holds(dependency, other -> !other.equals(each))) {
                    out.add(each.nevra() + " conflicts with " + dependency);
                }
            }
            for (Capability capability : each.obsoletes()) {
                for (PackageMetadata other : installed) {
                    if (other != each
                            && matches(
                                    other.nevra().name(),
                                    Comparison.EQ,
                                    other.nevra().evr(),
                                    capability)) {
                        out.add(each.nevra() + " obsoletes " + other.nevra());
                    }
                }
            }
        }
        return out;
    }

    /** Whether packages that pass the test fulfil it; conditions consider all packages. */
    private boolean holds(Dependency dependency, Predicate<PackageMetadata> of) {
        if (dependency instanceof Capability capability) {
            return installed.stream().anyMatch(each -> of.test(each) && provides(each, capability));
        }
        RichDependency rich = (RichDependency) dependency;
        Dependency otherwise = rich.otherwise().orElse(null);
        return switch (rich.operator()) {
            case AND -> holds(rich.left(), of) && holds(rich.right(), of);
            case OR -> holds(rich.left(), of) || holds(rich.right(), of);
            case IF ->
                holds(rich.right(), any -> true) ? holds(rich.left(), of) : otherwise == null || holds(otherwise, of);
            case UNLESS ->
                holds(rich.right(), any -> true) ? otherwise != null && holds(otherwise, of) : holds(rich.left(), of);
            case WITH, WITHOUT -> installed.stream().anyMatch(each -> of.test(each) && satisfies(each, rich));
        };
    }

    private static boolean satisfies(PackageMetadata each, Dependency dependency) {
        if (dependency instanceof Capability capability) {
            return provides(each, capability);
        }
        RichDependency rich = (RichDependency) dependency;
        return switch (rich.operator()) {
            case WITH -> satisfies(each, rich.left()) && satisfies(each, rich.right());
            case WITHOUT -> satisfies(each, rich.left()) && !satisfies(each, rich.right());
            default -> satisfies(each, rich.left()) || satisfies(each, rich.right());
        };
    }

    private static boolean provides(PackageMetadata each, Capability wanted) {
        return each.files().contains(wanted.name())
                || each.provides().stream()
                        .anyMatch(it ->
                                matches(it.name(), it.comparison(), it.evr().orElse(null), wanted))
                || matches(each.nevra().name(), Comparison.EQ, each.nevra().evr(), wanted);
    }

    private static boolean matches(String name, Comparison comparison, @Nullable Evr evr, Capability wanted) {
        return name.equals(wanted.name()) && VersionRange.matches(comparison, evr, wanted);
    }
}
