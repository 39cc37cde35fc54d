package io.relocpy.deb.internal.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The fields of a Packages file that the index is made of. */
enum Field {
    PACKAGE("Package"),
    VERSION("Version"),
    ARCHITECTURE("Architecture"),
    MULTI_ARCH("Multi-Arch"),
    PRIORITY("Priority"),
    SECTION("Section"),
    SOURCE("Source"),
    PROVIDES("Provides"),
    ESSENTIAL("Essential"),
    IMPORTANT("Important"),
    PROTECTED("Protected"),
    INSTALLED_SIZE("Installed-Size"),
    SIZE("Size"),
    TASK("Task"),
    FILENAME("Filename"),
    SHA256("SHA256"),
    DESCRIPTION("Description"),
    PRE_DEPENDS("Pre-Depends"),
    DEPENDS("Depends"),
    CONFLICTS("Conflicts"),
    BREAKS("Breaks"),
    RECOMMENDS("Recommends"),
    SUGGESTS("Suggests"),
    REPLACES("Replaces"),
    ENHANCES("Enhances");

    private static final Field[] ALL = values();
    private static final int LONGEST = 14;
    private static final Field[] BY_TYPE = {
        PRE_DEPENDS, DEPENDS, CONFLICTS, BREAKS, RECOMMENDS, SUGGESTS, REPLACES, ENHANCES
    };
    private static final Field[][] BY_LENGTH = byLength();

    private final String lower;

    Field(String name) {
        lower = name.toLowerCase(Locale.ROOT);
    }

    private static Field[][] byLength() {
        Field[][] table = new Field[LONGEST + 1][];
        for (int length = 0; length <= LONGEST; length++) {
            List<Field> fields = new ArrayList<>();
            for (Field each : ALL) {
                if (each.lower.length() == length) {
                    fields.add(each);
                }
            }
            table[length] = fields.toArray(new Field[0]);
        }
        return table;
    }

    /** Where an array of all fields has it. */
    @SuppressWarnings("EnumOrdinal")
    int place() {
        return ordinal();
    }

    /** The field of that type of dependencies. */
    static Field ofType(int type) {
        return BY_TYPE[type];
    }

    /** The field of that name, ignoring case; null for others. */
    static @Nullable Field of(byte[] bytes, int from, int to) {
        if (to - from > LONGEST) {
            return null;
        }
        for (Field each : BY_LENGTH[to - from]) {
            if (Stanza.equalsIgnoreCase(bytes, from, to, each.lower)) {
                return each;
            }
        }
        return null;
    }
}
