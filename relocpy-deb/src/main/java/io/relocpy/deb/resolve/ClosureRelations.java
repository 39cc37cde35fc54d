package io.relocpy.deb.resolve;

import io.relocpy.deb.PackageId;
import io.relocpy.deb.internal.index.PackageIndex;
import io.relocpy.deb.internal.index.Relations;
import io.relocpy.repository.internal.index.IntList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which packages of a closure satisfy each other's dependencies, as the lists tell it; those of a locked closure, which nobody
 * solves, are made of its packages.
 */
final class ClosureRelations {
    private final PackageIndex index;
    private final Relation relations;
    private final Map<PackageId, Integer> versions = new HashMap<>();
    private final BitSet among = new BitSet();

    ClosureRelations(PackageIndex index, Collection<PackageId> packages) {
        this.index = index;
        relations = new Relation(index);
        packages.forEach(this::find);
    }

    private void find(PackageId id) {
        int name = index.findName(id.name());
        if (name == PackageIndex.NONE) {
            return;
        }
        for (int i = index.firstOfName(name); i < index.endOfName(name); i++) {
            int pkg = index.packageOfName(i);
            for (int place = index.firstVersion(pkg); place < index.endVersion(pkg); place++) {
                int version = index.version(place);
                if (index.id(version).equals(id)) {
                    versions.put(id, version);
                    among.set(version);
                }
            }
        }
    }

    /** The other packages that satisfy what it depends on. */
    Set<String> requiredBy(PackageId id) {
        Set<String> required = new TreeSet<>();
        Integer version = versions.get(id);
        if (version == null) {
            return required;
        }
        for (int each = index.firstDependency(version); each < index.endDependency(version); each++) {
            if (Relations.isDepends(index.type(each))) {
                IntList found = relations.satisfying(each, among);
                for (int i = 0; i < found.size(); i++) {
                    if (found.get(i) != version) {
                        required.add(name(index.id(found.get(i))));
                    }
                }
            }
        }
        return required;
    }

    /** As {@link io.relocpy.repository.ClosurePackage#id}. */
    static String name(PackageId id) {
        return id.name() + "-" + id.version() + "." + id.architecture();
    }
}
