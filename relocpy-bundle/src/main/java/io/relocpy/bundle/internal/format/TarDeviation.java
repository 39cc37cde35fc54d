package io.relocpy.bundle.internal.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Describes how bytes between the contents of an archive differ from those that {@link TarLayout} gives. */
final class TarDeviation {
    /** Appended to a finding: the usual reason, and what to do. */
    static final String HINT =
            "; an archive that another program packed is not relocpy's: verify the directory that it unpacks to";

    /** Flags of headers that only say more of the next entry; of ustar, pax, GNU and Solaris. */
    private static final String EXTENSIONS = "xgXALKNVM";

    private TarDeviation() {}

    /**
     * The first difference.
     *
     * @param expected the padding of the content before, and the blocks after it
     */
    static Optional<String> of(List<byte[]> expected, byte[] found) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        expected.forEach(all::writeBytes);
        byte[] wanted = all.toByteArray();
        int at = Arrays.mismatch(wanted, found);
        if (at < 0) {
            return Optional.empty();
        }
        int padding = expected.get(0).length;
        if (at < padding) {
            return Optional.of("expected zeros behind the content before it");
        }
        boolean isEnd = wanted.length > padding && wanted[padding] == 0;
        if (isEnd) {
            return Optional.of("expected " + (wanted.length - padding) + " zeros and nothing else, found "
                    + (found.length - padding) + " bytes"
                    + (at < found.length && found[at] != 0 ? ", not all zeros" : ""));
        }
        int block = padding + (at - padding) / TarLayout.BLOCK * TarLayout.BLOCK;
        if (found.length >= padding + TarLayout.BLOCK) {
            char flag = (char) (found[padding + TarLayout.Field.TYPE.offset] & 0xff);
            if (EXTENSIONS.indexOf(flag) >= 0 && (wanted.length != found.length || block > padding)) {
                return Optional.of("its extended header (type " + flag + ") is not one that relocpy writes");
            }
        }
        if (at == found.length || at == wanted.length) {
            return Optional.of(
                    "expected " + (wanted.length - padding) + " bytes of header, found " + (found.length - padding));
        }
        TarLayout.Field field = TarLayout.Field.at((at - padding) % TarLayout.BLOCK);
        return Optional.of("its header is not as relocpy writes it: expected " + text(wanted, block, field) + " as "
                + field.words + ", found " + text(found, block, field));
    }

    private static String text(byte[] bytes, int block, TarLayout.Field field) {
        int from = Math.min(bytes.length, block + field.offset);
        int to = Math.min(bytes.length, from + field.length);
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        return "\"" + text.replaceFirst("\0+$", "").replace("\0", "\\0") + "\"";
    }
}
