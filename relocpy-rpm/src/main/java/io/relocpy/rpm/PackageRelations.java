package io.relocpy.rpm;

/** What one package asks for, in terms of package ids. Immutable. */
final class PackageRelations {
    final Relation[] requires;
    final Relation[] conflicts;
    final Relation[] recommends;
    final Relation[] suggests;

    /** Ascending ids of packages whose name and version it obsoletes, itself excepted. */
    final int[] obsoletes;

    PackageRelations(
            Relation[] requires, Relation[] conflicts, Relation[] recommends, Relation[] suggests, int[] obsoletes) {
        this.requires = requires;
        this.conflicts = conflicts;
        this.recommends = recommends;
        this.suggests = suggests;
        this.obsoletes = obsoletes;
    }
}
