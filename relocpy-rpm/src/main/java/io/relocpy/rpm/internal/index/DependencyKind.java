package io.relocpy.rpm.internal.index;

import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.PackageMetadata;
import java.util.List;

/** The kinds of a package's dependency lists, in the order in which an index stores them. */
public enum DependencyKind {
    PROVIDES(true, 0),
    OBSOLETES(true, 1),
    REQUIRES(false, 0),
    CONFLICTS(false, 1),
    RECOMMENDS(false, 2),
    SUGGESTS(false, 3),
    SUPPLEMENTS(false, 4),
    ENHANCES(false, 5);

    /** The number of kinds that only contain plain capabilities. */
    static final int PLAIN = 2;

    /** The number of kinds that can also contain boolean dependencies. */
    static final int OTHERS = 6;

    private final boolean plain;
    private final int place;

    DependencyKind(boolean plain, int place) {
        this.plain = plain;
        this.place = place;
    }

    /** Returns whether it only contains plain capabilities. */
    public boolean isPlain() {
        return plain;
    }

    /** Returns its index among the plain kinds or among the others. */
    int place() {
        return place;
    }

    List<? extends Dependency> of(PackageMetadata metadata) {
        return switch (this) {
            case PROVIDES -> metadata.provides();
            case OBSOLETES -> metadata.obsoletes();
            case REQUIRES -> metadata.requires();
            case CONFLICTS -> metadata.conflicts();
            case RECOMMENDS -> metadata.recommends();
            case SUGGESTS -> metadata.suggests();
            case SUPPLEMENTS -> metadata.supplements();
            case ENHANCES -> metadata.enhances();
        };
    }
}
