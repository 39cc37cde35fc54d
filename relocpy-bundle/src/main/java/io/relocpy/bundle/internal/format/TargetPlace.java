package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.internal.tree.BundleLayout;
import io.relocpy.bundle.internal.tree.Sha256;
import io.relocpy.repository.internal.io.FileFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Where a target is, compared with other files that are written; links in the paths of both are followed. */
public final class TargetPlace {
    /** So that a number of 20 digits can follow: names have at most 255 bytes on Linux. */
    private static final int MAX_NAME = 200;

    private TargetPlace() {}

    /** Whether a file is the target, inside it, or the signature beside it. */
    public static boolean holds(Path target, Path file) throws IOException {
        Path place = location(file);
        Path taken = location(target);
        return place.startsWith(taken) || (taken.getFileName() != null && place.equals(ArchiveSignature.beside(taken)));
    }

    /**
     * The beginning of the names of hidden files beside a target: a dot, its name, and another dot. Of a name that would leave
     * no space for more, its digest stands for it.
     *
     * @param target as {@link #of} returns it
     */
    static String hidden(Path target) {
        String name = String.valueOf(target.getFileName());
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return "." + (bytes.length <= MAX_NAME ? name : Sha256.of(ByteBuffer.wrap(bytes))) + ".";
    }

    /**
     * Makes sure that the file system allows a file of that name, whether or not there is one.
     *
     * @throws BundleException if it does not
     */
    static void checkName(Path path) throws BundleException {
        try {
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new BundleException(path.toString(), "cannot be written: " + FileFailure.reason(e), e);
        }
    }

    /**
     * Makes sure that the target is not inside a bundle, which would not be as it was written any more.
     *
     * @throws BundleException if it is
     */
    public static void checkOutside(Path target) throws IOException {
        for (Path above = location(target).getParent(); above != null; above = above.getParent()) {
            if (Files.isRegularFile(above.resolve(BundleLayout.MANIFEST))) {
                throw new BundleException(target.toString(), "is inside another bundle, " + above);
            }
        }
    }

    /**
     * Makes sure that a path is one of the operating system's, and that this is Linux.
     *
     * @throws BundleException if it belongs to an archive or to memory, or to another system
     */
    public static void checkFileSystem(Path path) throws BundleException {
        checkSystem(path, System.getProperty("os.name", ""));
        if (!path.getFileSystem().equals(FileSystems.getDefault())) {
            throw new BundleException(
                    path.toString(), "expected a path of the default file system, the only one supported");
        }
    }

    /** Bundles have modes and links, and are renamed and locked as Linux does it. */
    static void checkSystem(Path path, String system) throws BundleException {
        if (!system.equals("Linux")) {
            throw new BundleException(
                    path.toString(), "bundles are built and verified on Linux only, and this is " + system);
        }
    }

    /** The path of a target, which may itself be a link, with the real path of its directory. */
    public static Path of(Path target) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path parent = absolute.getParent();
        return parent == null || absolute.endsWith(".") || absolute.endsWith("..")
                ? location(absolute)
                : location(parent).resolve(absolute.getFileName());
    }

    /** The real path, as far as there is one; a {@code ..} behind a link leads where the kernel says. */
    private static Path location(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        for (Path existing = absolute; existing != null; existing = existing.getParent()) {
            if (Files.exists(existing)) {
                Path real = existing.toRealPath();
                return existing.equals(absolute)
                        ? real
                        : real.resolve(absolute.subpath(existing.getNameCount(), absolute.getNameCount()))
                                .normalize();
            }
        }
        return absolute.normalize();
    }
}
