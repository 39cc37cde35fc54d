package io.relocpy.bundle.internal.format;

import com.kenai.jffi.ArrayFlags;
import com.kenai.jffi.Function;
import com.kenai.jffi.HeapInvocationBuffer;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.Library;
import com.kenai.jffi.Type;
import io.relocpy.elf.ElfStrings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Exchanges two directories atomically, which Java cannot do: renameat2(2) with RENAME_EXCHANGE.
 *
 * <p>It is the only native call, and jffi, JNR's foundation, is not loaded before it is needed. If it fails for any
 * reason (another system, an old kernel or C library, a file system without it, native access denied, no directory from
 * which code may be loaded), the caller continues without it.
 */
public final class DirectoryExchange {
    private static final int AT_FDCWD = -100;
    private static final int RENAME_EXCHANGE = 2;
    private static final String EXTRACT_DIRECTORY = "jffi.extract.dir";

    private DirectoryExchange() {}

    /** Loaded when the first directory is exchanged. */
    private static final class Native {
        static final Optional<Function> RENAMEAT2 = find();

        private static Optional<Function> find() {
            if (!System.getProperty("os.name").equals("Linux")) {
                return Optional.empty();
            }
            boolean unset = System.getProperty(EXTRACT_DIRECTORY) == null;
            if (unset) {
                // without it, jffi would put its library into the working directory where it cannot be loaded from here
                System.setProperty(EXTRACT_DIRECTORY, System.getProperty("java.io.tmpdir"));
            }
            try {
                return renameat2();
            } finally {
                if (unset) {
                    System.clearProperty(EXTRACT_DIRECTORY);
                }
            }
        }

        private static Optional<Function> renameat2() {
            long address = Library.getDefault().getSymbolAddress("renameat2"); // glibc from 2.28 on
            return address == 0
                    ? Optional.empty()
                    : Optional.of(new Function(
                            address, Type.SINT32, Type.SINT32, Type.POINTER, Type.SINT32, Type.POINTER, Type.UINT32));
        }

        static boolean exchange(Path one, Path other) {
            return RENAMEAT2.filter(call -> exchange(call, one, other)).isPresent();
        }

        private static boolean exchange(Function renameat2, Path one, Path other) {
            HeapInvocationBuffer arguments = new HeapInvocationBuffer(renameat2);
            arguments.putInt(AT_FDCWD);
            put(arguments, one);
            arguments.putInt(AT_FDCWD);
            put(arguments, other);
            arguments.putInt(RENAME_EXCHANGE);
            return Invoker.getInstance().invokeInt(renameat2, arguments) == 0;
        }

        private static void put(HeapInvocationBuffer arguments, Path path) {
            byte[] bytes = ElfStrings.encode(ElfStrings.of(path.toAbsolutePath()));
            arguments.putArray(bytes, 0, bytes.length, ArrayFlags.IN | ArrayFlags.NULTERMINATE);
        }
    }

    /**
     * Exchanges the two.
     *
     * @return false if that was impossible; then nothing has changed
     */
    public static boolean exchange(Path one, Path other) {
        try {
            return Native.exchange(one, other);
        } catch (LinkageError e) { // also if anything went wrong when it was loaded
            return false;
        }
    }
}
