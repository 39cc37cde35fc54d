package io.relocpy.rpm.internal.index;

import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.PackageMetadata;
import java.util.List;

/** The lists of dependencies that a package has, in the order in which an index keeps them. */
public enum DependencyKind {
    PROVIDES(true, 0),
    OBSOLETES(true, 1),
    REQUIRES(false, 0),
    CONFLICTS(false, 1),
    RECOMMENDS(false, 2),
    SUGGESTS(false, 3),
    SUPPLEMENTS(false, 4),
    ENHANCES(false, 5);

    /** How many kinds hold plain capabilities only. */
    static final int PLAIN = 2;

    /** How many may hold boolean dependencies, too. */
    static final int OTHERS = 6;

    private final boolean plain;
    private final int place;

    DependencyKind(boolean plain, int place) {
        this.plain = plain;
        this.place = place;
    }

    /** Whether it holds plain capabilities only. */
    public boolean isPlain() {
        return plain;
    }

    /** Its place among the plain ones or among the others. */
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
