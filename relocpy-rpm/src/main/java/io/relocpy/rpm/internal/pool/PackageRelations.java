package io.relocpy.rpm.internal.pool;

/** What one package asks for, in terms of package ids. Immutable. */
public final class PackageRelations {
    public final Relation[] requires;
    public final Relation[] conflicts;
    public final Relation[] recommends;
    public final Relation[] suggests;

    /** Ascending ids of packages whose name and version it obsoletes, itself excepted. */
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
