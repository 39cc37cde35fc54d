package io.relocpy.bundle.internal.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Which ELF programs the kernel of this machine executes: those that are like Java itself, and those for which somebody registered
 * an interpreter, such as qemu. No other must be started: where the kernel refuses, Java lets {@code /bin/sh} read the file, as
 * execvp(3) does.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/binfmt-misc.html">Kernel support for miscellaneous binary formats</a>
 */
final class ProgramFormats {
    /** More than the offset, the magic number and the mask of a format can name. */
    static final int HEAD = 256;

    private static final Path OWN = Path.of("/proc/self/exe");
    private static final Path REGISTERED = Path.of("/proc/sys/fs/binfmt_misc");
    private static final int CLASS = 4;
    private static final int DATA = 5;
    private static final int MACHINE = 18;
    private static final int EM_386 = 3;
    private static final int EM_X86_64 = 62;

    private final byte[] own;
    private final Path registered;

    /**
     * @param own the beginning of a program that the kernel executes
     * @param registered has a file for each format that somebody registered
     */
    ProgramFormats(byte[] own, Path registered) {
        this.own = own;
        this.registered = registered;
    }

    static ProgramFormats ofHost() throws IOException {
        try (InputStream in = Files.newInputStream(OWN)) {
            return new ProgramFormats(in.readNBytes(HEAD), REGISTERED);
        }
    }

    /** Whether the kernel executes a program that begins with these bytes. */
    boolean include(byte[] head) throws IOException {
        return isOwn(head) || isRegistered(head);
    }

    private boolean isOwn(byte[] head) {
        if (head.length <= MACHINE + 1 || own.length <= MACHINE + 1 || head[DATA] != own[DATA]) {
            return false;
        }
        boolean same =
                head[CLASS] == own[CLASS] && head[MACHINE] == own[MACHINE] && head[MACHINE + 1] == own[MACHINE + 1];
        return same || (own[MACHINE] == EM_X86_64 && head[MACHINE] == EM_386);
    }

    private boolean isRegistered(byte[] head) throws IOException {
        if (!Files.isDirectory(registered)) {
            return false;
        }
        try (DirectoryStream<Path> formats = Files.newDirectoryStream(registered)) {
            for (Path format : formats) {
                // status says whether all of them are used, register can only be written
                if (Files.isReadable(format) && !format.endsWith("register") && matches(format, head)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean matches(Path format, byte[] head) throws IOException {
        List<String> lines = Files.readAllLines(format);
        byte[] magic = bytes(lines, "magic ");
        if (!lines.contains("enabled") || magic.length == 0) {
            return false;
        }
        byte[] mask = bytes(lines, "mask ");
        int offset = lines.stream()
                .filter(line -> line.startsWith("offset "))
                .mapToInt(line -> Integer.parseInt(line.substring("offset ".length())))
                .findFirst()
                .orElse(0);
        if (offset + magic.length > head.length) {
            return false;
        }
        byte[] found = Arrays.copyOfRange(head, offset, offset + magic.length);
        for (int i = 0; i < found.length; i++) {
            byte bits = mask.length == magic.length ? mask[i] : -1;
            if ((found[i] & bits) != (magic[i] & bits)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> HexFormat.of().parseHex(line.substring(key.length())))
                .findFirst()
                .orElse(new byte[0]);
    }
}
