package io.relocpy.rpm.internal.index;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.internal.index.IntList;
import io.relocpy.rpm.Evr;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A package that is being read, to be added to a {@link PackageTableBuilder}; reused for the next one. */
public final class PackageDraft {
    public String name = "";
    public String arch = "";

    @Nullable
    public Evr evr;

    @Nullable
    public Checksum checksum;

    public String location = "";
    public String summary = "";
    public String license = "";
    public String sourceRpm = "";
    public long packageSize;
    public long installedSize;
    private final IntList[] plain = new IntList[DependencyKind.PLAIN];
    private final IntList[] others = new IntList[DependencyKind.OTHERS];
    /** Ids of paths in the builder. */
    public final IntList files = new IntList();

    public PackageDraft() {
        Arrays.setAll(plain, kind -> new IntList());
        Arrays.setAll(others, kind -> new IntList());
        clear();
    }

    /** Returns the ids of dependencies in the builder. */
    public IntList dependencies(DependencyKind kind) {
        return kind.isPlain() ? plain[kind.place()] : others[kind.place()];
    }

    public void clear() {
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
