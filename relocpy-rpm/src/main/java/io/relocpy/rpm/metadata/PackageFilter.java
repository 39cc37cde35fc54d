package io.relocpy.rpm.metadata;

import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.internal.index.PackageList;
import io.relocpy.rpm.internal.names.Glob;
import java.util.List;

/** Applies excludepkgs and includepkgs. */
final class PackageFilter {
    private final List<Glob> excludes;
    private final List<Glob> includes;

    PackageFilter(RepositoryConfig config) {
        this.excludes = config.excludes().stream().map(Glob::new).toList();
        this.includes = config.includes().stream().map(Glob::new).toList();
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
    private static boolean matches(List<Glob> globs, Nevra nevra) {
        String name = nevra.name();
        String versioned = name + "-" + nevra.evr().version();
        String release = versioned + "-" + nevra.evr().release();
        String withEpoch = name + "-" + nevra.evr().epoch() + ":" + nevra.evr().version() + "-"
                + nevra.evr().release();
        List<String> forms = List.of(
                name,
                name + "." + nevra.arch(),
                versioned,
                release,
                release + "." + nevra.arch(),
                withEpoch,
                withEpoch + "." + nevra.arch());
        return globs.stream().anyMatch(glob -> forms.stream().anyMatch(glob::matches));
    }
}
