package io.relocpy.bundle.internal.glib;

/** Type strings of GVariant, see "GVariant Format Strings" and "GVariant Serialisation" of GLib's documentation. */
final class GVariantType {
    /** As in GLib; types of values in text cannot be deeper either. */
    static final int MAX_DEPTH = 64;

    /** A signature of D-Bus, at most 255 characters, in brackets. Sizes are computed for each value, so it must be short. */
    static final int MAX_LENGTH = 257;

    private static final String BASIC = "bynqiuxthdsog";

    private GVariantType() {}

    static boolean isValid(String type) {
        return type.length() <= MAX_LENGTH && end(type, 0, 0) == type.length();
    }

    /** Where the complete type that begins at a position ends; -1 if none does. */
    static int end(String type, int start) {
        return end(type, start, 0);
    }

    private static int end(String type, int start, int depth) {
        if (start < 0 || start >= type.length() || depth > MAX_DEPTH) {
            return -1;
        }
        char first = type.charAt(start);
        if (BASIC.indexOf(first) >= 0 || first == 'v') {
            return start + 1;
        }
        if (first == 'a' || first == 'm') {
            return end(type, start + 1, depth + 1);
        }
        if (first == '{') {
            boolean basicKey = start + 1 < type.length() && BASIC.indexOf(type.charAt(start + 1)) >= 0;
            int value = basicKey ? end(type, start + 2, depth + 1) : -1;
            return value >= 0 && value < type.length() && type.charAt(value) == '}' ? value + 1 : -1;
        }
        if (first == '(') {
            int at = start + 1;
            while (at >= 0 && at < type.length() && type.charAt(at) != ')') {
                at = end(type, at, depth + 1);
            }
            return at >= 0 && at < type.length() ? at + 1 : -1;
        }
        return -1;
    }

    /** The size of every value of a type in bytes; 0 if sizes differ. */
    static int fixedSize(String type) {
        return switch (type.charAt(0)) {
            case 'b', 'y' -> 1;
            case 'n', 'q' -> 2;
            case 'i', 'u', 'h' -> 4;
            case 'x', 't', 'd' -> 8;
            case '(', '{' -> fixedSizeOfMembers(type);
            default -> 0;
        };
    }

    private static int fixedSizeOfMembers(String type) {
        int size = 0;
        for (int at = 1; at < type.length() - 1; ) {
            int end = end(type, at);
            String member = type.substring(at, end);
            int fixed = fixedSize(member);
            if (fixed == 0) {
                return 0;
            }
            size = aligned(size, alignment(member)) + fixed;
            at = end;
        }
        return Math.max(1, aligned(size, alignment(type)));
    }

    /** 1, 2, 4 or 8. */
    static int alignment(String type) {
        int alignment = 1;
        for (int i = 0; i < type.length(); i++) {
            alignment = Math.max(
                    alignment,
                    switch (type.charAt(i)) {
                        case 'n', 'q' -> 2;
                        case 'i', 'u', 'h' -> 4;
                        case 'x', 't', 'd', 'v' -> 8;
                        default -> 1;
                    });
        }
        return alignment;
    }

    static int aligned(int offset, int alignment) {
        return (offset + alignment - 1) & -alignment;
    }
}
