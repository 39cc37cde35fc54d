package io.relocpy.rpm.metadata;

import io.relocpy.repository.internal.text.Glob;
import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.internal.index.PackageList;
import java.util.List;

/** Applies excludepkgs and includepkgs. */
final class PackageFilter {
    private final List<String> excludes;
    private final List<String> includes;

    PackageFilter(RepositoryConfig config) {
        this.excludes = List.copyOf(config.excludes());
        this.includes = List.copyOf(config.includes());
    }

    PackageList apply(PackageList packages) {
        return excludes.isEmpty() && includes.isEmpty()
                ? packages
                : packages.filter(row -> isVisible(packages.table().nevra(row)));
    }

    private boolean isVisible(Nevra nevra) {
        return (includes.isEmpty() || matches(includes, nevra)) && !matches(excludes, nevra);
    }

    /** Matches all forms of a package name that dnf accepts, from the shortest to the longest. */
    private static boolean matches(List<String> globs, Nevra nevra) {
        String name = nevra.name();
        String versioned = name + "-" + nevra.evr().version();
        String release = versioned + "-" + nevra.evr().release().orElseThrow();
        String withEpoch = name + "-" + nevra.evr().epoch() + ":" + nevra.evr().version() + "-"
                + nevra.evr().release().orElseThrow();
        List<String> forms = List.of(
                name,
                name + "." + nevra.arch(),
                versioned,
                release,
                release + "." + nevra.arch(),
                withEpoch,
                withEpoch + "." + nevra.arch());
        return globs.stream().anyMatch(glob -> forms.stream().anyMatch(form -> Glob.matches(glob, form)));
    }
}
