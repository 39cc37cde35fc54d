package io.relocpy.bundle.internal.format;

import java.util.ArrayList;
import java.util.List;

/** Permission bits, as chmod(1) reads them and as text. */
public final class Modes {
    private Modes() {}

    /** Four octal digits, more if there are other bits than permissions. */
    public static String text(int mode) {
        return String.format("%04o", mode);
    }

    /** What the bits allow that they should not; empty if nothing of note. */
    static String words(int extra) {
        List<String> words = new ArrayList<>();
        if ((extra & 04000) != 0) {
            words.add("set-user-ID");
        }
        if ((extra & 02000) != 0) {
            words.add("set-group-ID");
        }
        if ((extra & 01000) != 0) {
            words.add("sticky");
        }
        if ((extra & 00020) != 0) {
            words.add("its group may write");
        }
        if ((extra & 00002) != 0) {
            words.add("everybody may write");
        }
        return String.join(", ", words);
    }

    static String inBrackets(int extra) {
        String words = words(extra);
        return words.isEmpty() ? "" : " (" + words + ")";
    }
}
