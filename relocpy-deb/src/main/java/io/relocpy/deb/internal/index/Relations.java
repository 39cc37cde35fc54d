package io.relocpy.deb.internal.index;

import io.relocpy.deb.DependencyField;
import java.util.List;

/** The numbers that the index has for dependencies, packages and versions. */
public final class Relations {
    /** The types, in the order of {@link DependencyField}. */
    public static final int PRE_DEPENDS = 0;

    public static final int DEPENDS = 1;
    public static final int CONFLICTS = 2;
    public static final int BREAKS = 3;
    public static final int RECOMMENDS = 4;
    public static final int SUGGESTS = 5;
    public static final int REPLACES = 6;

    /** How many types there are. */
    static final int TYPES = 8;

    /** The operator's bits of a dependency's flags. */
    static final int OPERATOR = 0xf;

    /** The next dependency is another alternative of this one. */
    public static final int OR = 0x10;

    /** Multi-arch implies it. */
    public static final int IMPLICIT = 0x20;

    /** It is about one architecture, which is named. */
    public static final int ARCH_SPECIFIC = 0x40;

    /** Where the type begins in a dependency's number. */
    static final int TYPE_SHIFT = 8;

    /** Package flag: Essential. */
    public static final int ESSENTIAL = 1;

    /** Package flag: Important, which is also called Protected. */
    public static final int IMPORTANT = 2;

    /** Multi-arch bits of a version; no bit: not multi-arch. */
    public static final int ALL = 1;

    public static final int FOREIGN = 2;
    public static final int SAME = 4;
    public static final int ALLOWED = 8;

    /** The architecture of {@code name:any} and {@code name:architecture}. */
    static final String ANY_ARCHITECTURE = "any";

    /** The numbers of {@code Priority}, from 1; 0 without. */
    public static final List<String> PRIORITIES = List.of("required", "important", "standard", "optional", "extra");

    private static final DependencyField[] FIELDS = DependencyField.values();

    private Relations() {}

    /** The field of that type. */
    public static DependencyField field(int type) {
        return FIELDS[type];
    }

    /** Conflicts and Breaks. */
    public static boolean isNegative(int type) {
        return type == CONFLICTS || type == BREAKS;
    }

    /** What must hold for a package to be installed. */
    public static boolean isCritical(int type) {
        return type <= BREAKS;
    }

    /** Depends and Pre-Depends. */
    public static boolean isDepends(int type) {
        return type <= DEPENDS;
    }

    /** Those that also hit packages of other architectures. */
    static boolean reachesSiblings(int type) {
        return type == CONFLICTS || type == BREAKS || type == REPLACES;
    }
}
