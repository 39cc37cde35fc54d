package io.relocpy.rpm;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is known so far of one package on its way into a {@link PackageTableBuilder}; used for one after the other. */
final class PackageDraft {
    String name = "";
    String arch = "";

    @Nullable
    Evr evr;

    @Nullable
    Checksum checksum;

    String location = "";
    String summary = "";
    String license = "";
    String sourceRpm = "";
    long packageSize;
    long installedSize;
    private final IntList[] plain = new IntList[DependencyKind.PLAIN];
    private final IntList[] others = new IntList[DependencyKind.OTHERS];
    /** Numbers of paths in the builder. */
    final IntList files = new IntList();

    PackageDraft() {
        Arrays.setAll(plain, kind -> new IntList());
        Arrays.setAll(others, kind -> new IntList());
        clear();
    }

    /** Numbers of dependencies in the builder. */
    IntList dependencies(DependencyKind kind) {
        return kind.isPlain() ? plain[kind.place()] : others[kind.place()];
    }

    void clear() {
        name = "";
        arch = "";
        evr = null;
        checksum = null;
        location = "";
        summary = "";
        license = "";
        sourceRpm = "";
        packageSize = 0;
        installedSize = 0;
        for (IntList each : plain) {
            each.clear();
        }
        for (IntList each : others) {
            each.clear();
        }
        files.clear();
    }
}
