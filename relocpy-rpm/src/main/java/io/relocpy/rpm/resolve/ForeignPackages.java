package io.relocpy.rpm.resolve;

import io.relocpy.repository.internal.index.NameTable;
import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.RichDependency;
import io.relocpy.rpm.internal.index.PackageList;
import io.relocpy.rpm.internal.index.PackageTable;
import io.relocpy.rpm.internal.index.Postings;
import io.relocpy.rpm.internal.pool.NevraPattern;
import io.relocpy.rpm.internal.pool.Pool;
import io.relocpy.rpm.internal.pool.VersionRange;
import java.util.Set;
import java.util.TreeSet;

/** Finds the architectures of packages that would match if they ran here; used only for messages. */
final class ForeignPackages {
    private static final Set<String> SOURCES = Set.of("src", "nosrc");

    private final Pool pool;

    ForeignPackages(Pool pool) {
        this.pool = pool;
    }

    /** Returns the architectures of packages that provide any part of it but do not run here, by primary metadata only. */
    Set<String> providing(Dependency dependency) {
        Set<String> out = new TreeSet<>();
        add(dependency, out);
        return out;
    }

    private void add(Dependency dependency, Set<String> out) {
        if (dependency instanceof RichDependency rich) {
            add(rich.left(), out);
            add(rich.right(), out);
        } else if (dependency instanceof Capability capability) {
            for (PackageList list : pool.lists()) {
                add(capability, list, out);
            }
        }
    }

    private void add(Capability capability, PackageList list, Set<String> out) {
        PackageTable table = list.table();
        int name = table.names().find(capability.name());
        if (name == NameTable.ABSENT) {
            return;
        }
        Postings providing = table.providing();
        for (int place = providing.first(name); place < providing.end(name); place++) {
            Capability provided = table.dependencies().capability(providing.value(place));
            if (VersionRange.matches(provided.comparison(), provided.evr().orElse(null), capability)) {
                addForeign(list, providing.row(place), out);
            }
        }
        Postings owning = table.owning();
        for (int place = owning.first(name); place < owning.end(name); place++) {
            addForeign(list, owning.row(place), out);
        }
    }

    private void addForeign(PackageList list, int row, Set<String> out) {
        String arch = list.table().arch(row);
        if (list.indexOfRow(row) >= 0 && pool.architecture().score(arch) == 0 && !SOURCES.contains(arch)) {
            out.add(arch);
        }
    }

    /** Returns the architectures of packages that match a request in any of its forms but do not run here. */
    Set<String> named(String request) {
        for (NevraPattern.Form form : NevraPattern.FORMS) {
            NevraPattern pattern = NevraPattern.parse(request, form);
            Set<String> out = new TreeSet<>();
            for (int id = Pool.FIRST; pattern != null && id < pool.size(); id++) {
                if (pool.archScore(id) == 0
                        && (pattern.name() == null || pattern.name().equals(pool.name(id)))
                        && pattern.matches(pool.nevra(id))) {
                    out.add(pool.arch(id));
                }
            }
            if (!out.isEmpty()) {
                return out;
            }
        }
        return Set.of();
    }
}
