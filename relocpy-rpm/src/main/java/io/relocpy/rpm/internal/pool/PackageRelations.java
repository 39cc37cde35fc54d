package io.relocpy.rpm.internal.pool;

/** The dependencies of a package, in terms of package ids. Immutable. */
public final class PackageRelations {
    public final Relation[] requires;
    public final Relation[] conflicts;
    public final Relation[] recommends;
    public final Relation[] suggests;

    /** Ascending ids of the packages that it obsoletes by name and version, except itself. */
    public final int[] obsoletes;

    PackageRelations(
            Relation[] requires, Relation[] conflicts, Relation[] recommends, Relation[] suggests, int[] obsoletes) {
        this.requires = requires;
        this.conflicts = conflicts;
        this.recommends = recommends;
        this.suggests = suggests;
        this.obsoletes = obsoletes;
    }
}
