package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.internal.tree.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * The native launcher of one architecture, a template for the configuration of a command.
 *
 * <p>{@code src/main/c/launcher.c} is its source and specifies the configuration block.
 */
final class LauncherTemplate implements Launcher {
    /** Stands for the bundle's root in a text of the configuration. */
    static final char ROOT = 1;
    /** Stands for the absolute path under which the command was called. */
    static final char ARGV0 = 2;

    /** Those that there is a launcher for, as rpm names them. */
    private static final Set<String> ARCHITECTURES = Set.of("x86_64", "aarch64", "i686", "ppc64le", "riscv64", "s390x");

    private static final byte[] MAGIC = "relocpy-launch-1".getBytes(StandardCharsets.US_ASCII);
    private static final int ENTRIES_OFFSET = 20;

    private final String architecture;
    private final byte[] binary;
    private final int block;
    private final int blockSize;

    private LauncherTemplate(String architecture, byte[] binary, int block, int blockSize) {
        this.architecture = architecture;
        this.binary = binary;
        this.block = block;
        this.blockSize = blockSize;
    }

    /**
     * What a command does.
     *
     * @param program path of the file to execute
     * @param arguments from argv[0] on; the caller's follow
     * @param droppedVariables names of environment variables that the program must not see
     * @param variables environment variables that it sees instead of the caller's
     */
    record Command(
            String program,
            List<String> arguments,
            List<String> droppedVariables,
            SortedMap<String, String> variables) {}

    /**
     * The launcher for an architecture.
     *
     * @throws BundleException if there is none
     */
    static LauncherTemplate forArchitecture(String architecture) throws IOException {
        byte[] binary = resource(architecture, "");
        int block = indexOf(binary, MAGIC);
        int size = ByteBuffer.wrap(binary).getShort(block + MAGIC.length);
        return new LauncherTemplate(architecture, binary, block, size);
    }

    @Override
    public Content argv0Shim() throws IOException {
        return argv0Shim(architecture);
    }

    /** The beginning of the program. */
    byte[] head() {
        return Arrays.copyOf(binary, ProgramFormats.HEAD);
    }

    /** The library that puts argv[0] right where the loader cannot; {@code src/main/c/argv0_shim.c} is its source. */
    static Content argv0Shim(String architecture) throws IOException {
        return Content.of(resource(architecture, "-argv0-shim.so"));
    }

    private static byte[] resource(String architecture, String kind) throws IOException {
        if (!ARCHITECTURES.contains(architecture)) {
            throw new BundleException(
                    architecture,
                    "there is no launcher for this architecture, only for "
                            + String.join(", ", new TreeSet<>(ARCHITECTURES))
                            + "; launchers can be scripts for /bin/sh instead");
        }
        String name = "launcher/" + architecture + kind;
        try (InputStream in = LauncherTemplate.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    @Override
    public Content configure(String directory, Command command) throws IOException {
        ByteArrayOutputStream entries = new ByteArrayOutputStream();
        put(entries, 'x', command.program);
        for (String argument : command.arguments) {
            put(entries, 'a', argument);
        }
        for (String variable : command.droppedVariables) {
            put(entries, 'd', variable);
        }
        for (Map.Entry<String, String> variable : command.variables.entrySet()) {
            put(entries, 'p', variable.getKey() + "=" + variable.getValue());
        }
        entries.write(0);
        if (entries.size() > blockSize - ENTRIES_OFFSET) {
            throw new BundleException(
                    command.program,
                    "its launcher needs " + entries.size() + " bytes of configuration and has "
                            + (blockSize - ENTRIES_OFFSET));
        }
        byte[] configured = binary.clone();
        configured[block + MAGIC.length + 2] = (byte) directory.split("/").length;
        System.arraycopy(entries.toByteArray(), 0, configured, block + ENTRIES_OFFSET, entries.size());
        return Content.of(configured);
    }

    private static void put(ByteArrayOutputStream entries, char kind, String text) {
        entries.write(kind);
        entries.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        entries.write(0);
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int i = 0; i <= bytes.length - wanted.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw new IllegalStateException("the launcher has no configuration block");
    }
}
