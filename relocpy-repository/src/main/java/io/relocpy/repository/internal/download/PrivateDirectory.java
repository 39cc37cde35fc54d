package io.relocpy.repository.internal.download;

import io.relocpy.repository.VerificationException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashSet;
import java.util.Set;

/**
 * A directory that no other user can write to, as ssh and gpg require for theirs.
 *
 * <p>Everything created in it is only accessible to its owner, regardless of the umask, as the XDG Base Directory
 * Specification requires. Symbolic links in it are not followed. Files that are links, writable by others or owned by
 * another user are treated as absent. A group with the owner's name is considered private to the owner. On file systems
 * without owners and permissions, only links are checked. Immutable.
 *
 * @see <a href="https://specifications.freedesktop.org/basedir-spec/latest/">XDG Base Directory Specification</a>
 */
public final class PrivateDirectory {
    private static final int STICKY = 01000;
    private static final int ATTEMPTS = 100;
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private final Path root;
    private final boolean posix;
    private final boolean exclusive;
    private final Set<UserPrincipal> trusted;

    private PrivateDirectory(Path root, boolean posix, boolean exclusive, Set<UserPrincipal> trusted) {
        this.root = root;
        this.posix = posix;
        this.exclusive = exclusive;
        this.trusted = Set.copyOf(trusted);
    }

    /**
     * Opens a directory, creating it if necessary.
     *
     * @param named whether the caller named the directory explicitly. Then it and its content may belong to another
     *     user, as with a mounted cache; and if it is ours, its parent directories are not checked
     * @throws VerificationException if others can write to it, or it belongs to somebody else
     */
    public static PrivateDirectory open(Path directory, boolean named) throws IOException {
        Path absolute = directory.toAbsolutePath();
        createDirectories(absolute);
        Path root = absolute.toRealPath();
        if (!hasOwners(root)) {
            return new PrivateDirectory(root, false, false, Set.of());
        }
        Set<UserPrincipal> trusted = new HashSet<>(CurrentUser.principals(root));
        PosixFileAttributes attributes = Files.readAttributes(root, PosixFileAttributes.class);
        boolean ours = trusted.contains(attributes.owner());
        if (!ours && !named) {
            throw refused(root, root, "belongs to " + attributes.owner().getName());
        }
        if (othersWrite(attributes)) {
            throw refused(root, root, "is writable by others (" + permissions(attributes) + ")");
        }
        if (!named || !ours) {
            checkParents(root, named, trusted);
        }
        trusted.add(attributes.owner());
        return new PrivateDirectory(root, true, !named, trusted);
    }

    /**
     * Checks the parent directories: whoever can write to one can replace what is in it, unless the sticky bit is set.
     */
    private static void checkParents(Path root, boolean named, Set<UserPrincipal> trusted) throws IOException {
        for (Path each = root.getParent(); each != null; each = each.getParent()) {
            PosixFileAttributes attributes = Files.readAttributes(each, PosixFileAttributes.class);
            if (!named && !trusted.contains(attributes.owner())) {
                throw refused(root, each, "belongs to " + attributes.owner().getName());
            }
            if (othersWrite(attributes) && ((int) Files.getAttribute(each, "unix:mode") & STICKY) == 0) {
                throw refused(root, each, "is writable by others (" + permissions(attributes) + ")");
            }
        }
    }

    private static VerificationException refused(Path root, Path which, String why) {
        return new VerificationException(
                "cache " + root,
                which.equals(root)
                        ? "not used, since it " + why
                        : "not used, since its parent directory " + which + " " + why);
    }

    private static boolean hasOwners(Path path) {
        return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null
                && path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }

    private static boolean othersWrite(PosixFileAttributes attributes) {
        Set<PosixFilePermission> permissions = attributes.permissions();
        return permissions.contains(PosixFilePermission.OTHERS_WRITE)
                || (permissions.contains(PosixFilePermission.GROUP_WRITE)
                        && !attributes
                                .group()
                                .getName()
                                .equals(attributes.owner().getName()));
    }

    private static String permissions(PosixFileAttributes attributes) {
        return PosixFilePermissions.toString(attributes.permissions());
    }

    private static void createDirectories(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent != null && !Files.isDirectory(directory)) {
            createDirectories(parent);
            createDirectory(directory, parent);
        }
    }

    private static void createDirectory(Path directory, Path parent) throws IOException {
        try {
            if (hasOwners(parent)) {
                Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(DIRECTORY));
            } else {
                Files.createDirectory(directory);
            }
        } catch (FileAlreadyExistsException e) {
            // created by another process; checked later
            return;
        }
        if (hasOwners(directory)) {
            Files.setPosixFilePermissions(directory, DIRECTORY); // the umask may have removed some
        }
    }

    /**
     * Whether only this user and root can have written to it. A directory named by the caller may come from elsewhere:
     * mounted, or unpacked from another machine's archive.
     */
    boolean isExclusive() {
        return exclusive;
    }

    /** The path with symbolic links resolved. */
    public Path root() {
        return root;
    }

    /**
     * Returns the parent directory of a file in this directory, creating it if necessary.
     *
     * @param file below {@link #root()}
     */
    Path directoryOf(Path file) throws IOException {
        Path directory = root;
        Path below = root.relativize(file);
        for (Path name : below.subpath(0, below.getNameCount() - 1)) {
            Path parent = directory;
            directory = parent.resolve(name);
            if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                createDirectory(directory, parent);
            }
            checkBelow(directory);
        }
        return directory;
    }

    private void checkBelow(Path directory) throws IOException {
        BasicFileAttributes attributes = attributes(directory);
        if (attributes.isSymbolicLink()) {
            throw refused(root, root, "contains a link in place of a directory: " + directory);
        }
        if (!attributes.isDirectory()) {
            throw new NotDirectoryException(directory.toString());
        }
        if (!isPrivate(attributes)) {
            throw refused(root, root, "contains a directory that others can write to or own: " + directory);
        }
    }

    private BasicFileAttributes attributes(Path path) throws IOException {
        return posix
                ? Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                : Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private boolean isPrivate(BasicFileAttributes attributes) {
        return !(attributes instanceof PosixFileAttributes owned)
                || (trusted.contains(owned.owner()) && !othersWrite(owned));
    }

    /** Whether the file exists and can be trusted. */
    boolean holds(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        directoryOf(file);
        try {
            BasicFileAttributes attributes = attributes(file);
            return attributes.isRegularFile() && isPrivate(attributes);
        } catch (NoSuchFileException e) {
            return false; // another process moved it
        }
    }

    /**
     * Opens a file for writing. Keeps its content if it can be trusted and has no other hard link; replaces it
     * otherwise.
     */
    FileChannel openForWriting(Path file) throws IOException {
        for (int attempt = 1; ; attempt++) {
            directoryOf(file);
            try {
                // only remove the file that was checked: one created from now on may be a lock held by another process
                if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    if (holds(file) && isOnly(file)) {
                        return FileChannel.open(file, options(StandardOpenOption.WRITE));
                    }
                    Files.delete(file);
                }
                return create(file);
            } catch (FileAlreadyExistsException | NoSuchFileException e) {
                if (attempt == ATTEMPTS) { // until then, another process created or removed it
                    throw e;
                }
            }
        }
    }

    private boolean isOnly(Path file) throws IOException {
        return !posix || (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) == 1;
    }

    private FileChannel create(Path file) throws IOException {
        FileAttribute<?>[] attributes =
                posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FILE)} : new FileAttribute<?>[0];
        FileChannel channel = FileChannel.open(
                file,
                options(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                attributes);
        try {
            if (posix) {
                Files.setPosixFilePermissions(file, FILE);
            }
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static Set<OpenOption> options(OpenOption... options) {
        Set<OpenOption> all = new HashSet<>(Set.of(options));
        all.add(LinkOption.NOFOLLOW_LINKS);
        return all;
    }

    /** Creates a temporary file beside one that will be written. */
    Path temporary(Path file) throws IOException {
        Path temporary = Files.createTempFile(directoryOf(file), "." + file.getFileName(), ".tmp");
        if (posix) {
            Files.setPosixFilePermissions(temporary, FILE); // the umask may have removed some
        }
        return temporary;
    }
}
