package io.relocpy.elf;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;

/**
 * Converts names and paths between bytes and {@link String} without loss.
 *
 * <p>To the ELF specification and to the kernel, names are bytes. Strings are decoded as UTF-8, which nearly all of
 * them are; each byte that is not part of valid UTF-8 becomes one character from U+DC80 (for the byte 0x80) to U+DCFF
 * (0xFF), which valid UTF-8 never produces. Python does the same with file names (PEP 383, "surrogateescape"). All
 * strings that this package returns or accepts have this form; {@link Printable} shows such bytes as {@code \xe9}.
 */
public final class ElfStrings {
    /** The character for the byte 0. */
    private static final int ESCAPE = 0xdc00;

    private static final String HEX = "0123456789ABCDEF";

    private ElfStrings() {}

    /** Decodes bytes. */
    public static String decode(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf('\ufffd') < 0 ? text : decodeSlowly(bytes);
    }

    private static String decodeSlowly(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (!result.isError()) {
                return out.flip().toString();
            }
            out.put((char) (ESCAPE + (in.get() & 0xff)));
            decoder.reset();
        }
    }

    static boolean isEscaped(int character) {
        return character >= ESCAPE + 0x80 && character <= ESCAPE + 0xff;
    }

    /**
     * Encodes a string.
     *
     * @throws IllegalArgumentException if it has a lone surrogate that stands for no byte
     */
    public static byte[] encode(String text) {
        if (!hasSurrogates(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        text.codePoints().forEach(c -> {
            if (isEscaped(c)) {
                bytes.write(c - ESCAPE);
            } else if (Character.getType(c) == Character.SURROGATE) {
                throw new IllegalArgumentException(
                        "expected characters, or bytes as U+DC80 to U+DCFF, found U+%04X".formatted(c));
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        });
        return bytes.toByteArray();
    }

    private static boolean hasSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) { // no stream: this may run for every symbol of a file
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The path with exactly these bytes in the default file system, whatever the locale; {@link Path#of} gives other
     * bytes unless the locale is UTF-8.
     *
     * @throws IllegalArgumentException if the string cannot be encoded, or contains a NUL
     */
    public static Path toPath(String text) {
        if (isAscii(text)) {
            return Path.of(text);
        }
        StringBuilder uri = new StringBuilder("file:///");
        for (byte b : encode(text)) {
            if (b != '/') {
                uri.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
            } else if (uri.charAt(uri.length() - 1) != '/') {
                uri.append('/');
            }
        }
        Path path = Path.of(URI.create(uri.toString()));
        return text.startsWith("/") ? path : path.subpath(0, path.getNameCount());
    }

    /** The path of a name in a directory, which may be in a file system whose names are characters. */
    static Path in(Path folder, String name) {
        boolean bytes = folder.getFileSystem().equals(FileSystems.getDefault());
        return bytes ? folder.resolve(toPath(name)) : folder.resolve(name);
    }

    /** The string of a path's bytes; {@link #toPath} is the inverse. */
    public static String of(Path path) {
        String text = path.toString();
        if (isAscii(text) && text.indexOf('?') < 0) {
            return text;
        }
        if (!path.getFileSystem().equals(FileSystems.getDefault())) {
            return text;
        }
        String raw = Path.of("/").resolve(path).toUri().getRawPath();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = path.isAbsolute() ? 0 : 1; i < raw.length(); i++) {
            boolean escaped = raw.charAt(i) == '%';
            bytes.write(escaped ? Integer.parseInt(raw, i + 1, i + 3, 16) : raw.charAt(i));
            i += escaped ? 2 : 0;
        }
        String exact = decode(bytes.toByteArray());
        // a URI ends with a slash if the path is known to be a directory
        return exact.endsWith("/") && exact.length() > 1 ? exact.substring(0, exact.length() - 1) : exact;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
