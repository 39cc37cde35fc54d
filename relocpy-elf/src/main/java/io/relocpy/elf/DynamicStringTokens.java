package io.relocpy.elf;

import java.util.Optional;

/**
 * The values of the dynamic string tokens for one file: {@code $ORIGIN}, {@code $LIB} and {@code $PLATFORM}, with or
 * without braces. Source: glibc's {@code elf/dl-load.c}, {@code is_dst} of version 2.28 and newer; musl's {@code
 * fixup_rpath}.
 *
 * @param origin directory of the file
 * @param lib the loader's own, such as {@code lib64}
 * @param platform empty if the loader has no name for the processor
 */
record DynamicStringTokens(String origin, String lib, Optional<String> platform) {

    /** The text as glibc expands it; empty if a token has no value, in which case the loader drops the text. */
    Optional<String> expand(String text) {
        if (text.indexOf('$') < 0) {
            return Optional.of(text);
        }
        StringBuilder expanded = new StringBuilder();
        for (int at = 0; at < text.length(); ) {
            int token = text.charAt(at) == '$' ? lengthOfName(text, at + 1) : 0;
            if (token == 0) {
                expanded.append(text.charAt(at++));
                continue;
            }
            Optional<String> value = value(text.charAt(at + 1) == '{' ? text.charAt(at + 2) : text.charAt(at + 1));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            expanded.append(value.get());
            at += 1 + token;
        }
        return Optional.of(expanded.toString());
    }

    private Optional<String> value(char first) {
        return switch (first) {
            case 'O' -> Optional.of(origin);
            case 'L' -> Optional.of(lib);
            default -> platform;
        };
    }

    /** Length of the name of a token that starts there, braces included; 0 if there is none. */
    private static int lengthOfName(String text, int at) {
        for (String name : new String[] {"ORIGIN", "LIB", "PLATFORM"}) {
            if (text.startsWith("{" + name + "}", at)) {
                return name.length() + 2;
            }
            int end = at + name.length();
            if (text.startsWith(name, at) && (end == text.length() || !isNamePart(text.charAt(end)))) {
                return name.length();
            }
        }
        return 0;
    }

    /** ASCII only: in {@code $ORIGINé}, the token is followed by an é. */
    private static boolean isNamePart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    /** The text as musl expands it: it knows only {@code $ORIGIN}, whatever follows; empty at any other dollar sign. */
    Optional<String> expandAsMusl(String text) {
        StringBuilder expanded = new StringBuilder();
        int at = 0;
        for (int dollar = text.indexOf('$'); dollar >= 0; dollar = text.indexOf('$', at)) {
            int length = text.startsWith("$ORIGIN", dollar) ? 7 : text.startsWith("${ORIGIN}", dollar) ? 9 : 0;
            if (length == 0) {
                return Optional.empty();
            }
            expanded.append(text, at, dollar).append(origin);
            at = dollar + length;
        }
        return Optional.of(expanded.append(text, at, text.length()).toString());
    }
}
