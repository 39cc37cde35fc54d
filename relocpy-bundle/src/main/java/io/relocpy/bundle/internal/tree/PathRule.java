package io.relocpy.bundle.internal.tree;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Which paths, top directories and link targets a bundle may have: the same rule for writing and for verification. A
 * complaint is what is wrong, as text that follows the path in messages; empty if nothing is.
 */
public final class PathRule {
    /** NAME_MAX of Linux, bytes. */
    private static final int MAX_NAME = 255;

    /** PATH_MAX of Linux, bytes with the final NUL. */
    private static final int PATH_MAX = 4096;

    /** Bytes of a path, so that there is room for a top directory and a slash before it. */
    private static final int MAX_PATH = PATH_MAX - 1 - MAX_NAME - 1;

    private PathRule() {}

    /** Checks the path of a file, link or directory, relative to the bundle's directory. */
    public static String complaint(String path) {
        if (path.startsWith("/")) {
            return "is an absolute path";
        }
        int bytes = 0;
        for (String name : path.split("/", -1)) {
            int length = encodedLength(name);
            if (name.isEmpty()) {
                return "has an empty component";
            }
            if (name.equals(".") || name.equals("..")) {
                return "has the component " + name;
            }
            if (length < 0) {
                return "has a character that UTF-8 or file systems cannot represent";
            }
            if (length > MAX_NAME) {
                return "has a component of " + length + " bytes, more than " + MAX_NAME;
            }
            bytes += length + 1;
        }
        return bytes - 1 > MAX_PATH ? "has " + (bytes - 1) + " bytes, more than " + MAX_PATH : "";
    }

    /** Checks the name of the one directory that an archive holds. */
    public static String complaintOfTop(String name) {
        if (name.indexOf('/') >= 0) {
            return "is not a single directory";
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            return "has a control character";
        }
        // a tar archive begins with this name, and programs recognize a file's type by its first bytes
        return OTHER_KINDS.stream().anyMatch(name::startsWith) ? "begins like a file of another type" : complaint(name);
    }

    /** The magic numbers of bzip2, lzip, lrzip, cpio, xar, cab and rar, as text. */
    private static final List<String> OTHER_KINDS =
            List.of("BZh", "LZIP", "LRZI", "070701", "070702", "070707", "xar!", "MSCF", "Rar!");

    /** Checks the target of a link by itself; {@link BundleTree#complaint} checks where it leads. */
    static String complaintOfTarget(String target) {
        if (target.startsWith("/")) {
            return "leads to " + target + " of the host";
        }
        int length = encodedLength(target);
        if (target.isEmpty() || length < 0 || length >= PATH_MAX) {
            return "leads to \"" + target + "\", which no link can hold";
        }
        return "";
    }

    /** Bytes in UTF-8; -1 if there is a NUL or half of a surrogate pair. */
    private static int encodedLength(String text) {
        if (text.indexOf('\0') >= 0) {
            return -1;
        }
        if (isAscii(text)) {
            return text.length(); // an encoder for each name takes longer than the rest of the check
        }
        try {
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(text))
                    .remaining();
        } catch (CharacterCodingException e) {
            return -1;
        }
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
