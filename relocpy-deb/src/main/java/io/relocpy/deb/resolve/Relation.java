package io.relocpy.deb.resolve;

import io.relocpy.deb.DebianDependency;
import io.relocpy.deb.DebianDependency.Alternative;
import io.relocpy.deb.DebianDependency.Constraint;
import io.relocpy.deb.DebianVersion;
import io.relocpy.deb.internal.index.PackageIndex;
import io.relocpy.deb.internal.text.RelationParser;
import io.relocpy.deb.internal.text.Syntax;
import io.relocpy.repository.internal.index.IntList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Shows dependencies of the index as control files write them, and looks up what satisfies them. */
final class Relation {
    private final PackageIndex index;

    Relation(PackageIndex index) {
        this.index = index;
    }

    /** The alternatives between those places. */
    DebianDependency describe(int from, int to) {
        List<Alternative> alternatives = new ArrayList<>();
        for (int dependency = from; dependency < to; dependency++) {
            String name = index.packageName(index.target(dependency));
            int colon = name.lastIndexOf(':');
            alternatives.add(new Alternative(
                    colon <= 0 ? name : name.substring(0, colon),
                    colon <= 0 ? Optional.empty() : Optional.of(name.substring(colon + 1)),
                    constraint(dependency)));
        }
        return new DebianDependency(alternatives);
    }

    /** Empty also for what is no version, which apt compares all the same. */
    private Optional<Constraint> constraint(int dependency) {
        String version = index.text(index.wantedText(dependency));
        if (!Syntax.isVersion(version)) {
            return Optional.empty();
        }
        DebianDependency.Relation relation =
                switch (index.operator(dependency)) {
                    case RelationParser.LOWER -> DebianDependency.Relation.LOWER;
                    case RelationParser.LOWER_OR_EQUAL -> DebianDependency.Relation.LOWER_OR_EQUAL;
                    case RelationParser.HIGHER -> DebianDependency.Relation.HIGHER;
                    case RelationParser.HIGHER_OR_EQUAL -> DebianDependency.Relation.HIGHER_OR_EQUAL;
                    default -> DebianDependency.Relation.EQUAL;
                };
        return Optional.of(new Constraint(relation, DebianVersion.of(version)));
    }

    /** The versions that satisfy one alternative, whether they are candidates or not. */
    int[] satisfying(int dependency) {
        IntList versions = new IntList(4);
        int target = index.target(dependency);
        for (int place = index.firstVersion(target); place < index.endVersion(target); place++) {
            if (index.satisfies(index.versionText(index.version(place)), dependency)) {
                versions.add(index.version(place));
            }
        }
        for (int place = index.firstProvider(target); place < index.endProvider(target); place++) {
            if (index.satisfies(index.providedText(place), dependency)) {
                versions.add(index.providerVersion(place));
            }
        }
        return versions.toArray();
    }

    /** As above, of those versions only. */
    IntList satisfying(int dependency, BitSet among) {
        IntList versions = new IntList(1);
        int target = index.target(dependency);
        for (int place = index.firstVersion(target); place < index.endVersion(target); place++) {
            int version = index.version(place);
            if (among.get(version) && index.satisfies(index.versionText(version), dependency)) {
                versions.add(version);
            }
        }
        for (int place = index.firstProvider(target); place < index.endProvider(target); place++) {
            int version = index.providerVersion(place);
            if (among.get(version) && index.satisfies(index.providedText(place), dependency)) {
                versions.add(version);
            }
        }
        return versions;
    }
}
