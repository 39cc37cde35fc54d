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
 * A directory that nobody else may write, and the files in it: as ssh and gpg want theirs.
 *
 * <p>What is made in it is open to its owner alone, as the XDG Base Directory Specification wants it, whatever the umask. No
 * link in it is followed. A file that is a link, may be written by others or belongs to another user does not count as being
 * there. A group of the owner's name is the owner's own and no other. On file systems without owners
 * and permissions nothing of this is looked at, but links. Immutable.
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
     * Opens a directory, and makes it if need be.
     *
     * @param named whether somebody named it for this use, so that it and what is in it may be another user's, as where a
     *     cache is mounted. One that is ours may then lie where others could put another in its place
     * @throws VerificationException when others may write it, or it belongs to somebody else
     */
    public static PrivateDirectory open(Path folder, boolean named) throws IOException {
        Path absolute = folder.toAbsolutePath();
        makeAll(absolute);
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
            throw refused(root, root, "may be written by others (" + permissions(attributes) + ")");
        }
        if (!named || !ours) {
            checkWay(root, named, trusted);
        }
        trusted.add(attributes.owner());
        return new PrivateDirectory(root, true, !named, trusted);
    }

    /** Who may write a directory on the way may put another in the place of what is in it; in a sticky one only its owner. */
    private static void checkWay(Path root, boolean named, Set<UserPrincipal> trusted) throws IOException {
        for (Path each = root.getParent(); each != null; each = each.getParent()) {
            PosixFileAttributes attributes = Files.readAttributes(each, PosixFileAttributes.class);
            if (!named && !trusted.contains(attributes.owner())) {
                throw refused(root, each, "belongs to " + attributes.owner().getName());
            }
            if (othersWrite(attributes) && ((int) Files.getAttribute(each, "unix:mode") & STICKY) == 0) {
                throw refused(root, each, "may be written by others (" + permissions(attributes) + ")");
            }
        }
    }

    private static VerificationException refused(Path root, Path which, String why) {
        return new VerificationException(
                "cache " + root,
                which.equals(root)
                        ? "not used, since it " + why
                        : "not used, since " + which + " on the way to it " + why);
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

    private static void makeAll(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent != null && !Files.isDirectory(directory)) {
            makeAll(parent);
            make(directory, parent);
        }
    }

    private static void make(Path directory, Path parent) throws IOException {
        try {
            if (hasOwners(parent)) {
                Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(DIRECTORY));
            } else {
                Files.createDirectory(directory);
            }
        } catch (FileAlreadyExistsException e) {
            // made by another process; what it is will be looked at
            return;
        }
        if (hasOwners(directory)) {
            Files.setPosixFilePermissions(directory, DIRECTORY); // the umask may have taken some
        }
    }

    /**
     * Whether nobody but this user and root can have written anything in it. One that was named may have come from elsewhere:
     * mounted, or unpacked from what another machine kept.
     */
    boolean isExclusive() {
        return exclusive;
    }

    /** Its path, without links. */
    public Path root() {
        return root;
    }

    /**
     * The directory of a file in this one, made if need be.
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
                make(directory, parent);
            }
            checkBelow(directory);
        }
        return directory;
    }

    private void checkBelow(Path directory) throws IOException {
        BasicFileAttributes attributes = attributes(directory);
        if (attributes.isSymbolicLink()) {
            throw refused(root, root, "has a link for a directory: " + directory);
        }
        if (!attributes.isDirectory()) {
            throw new NotDirectoryException(directory.toString());
        }
        if (!isPrivate(attributes)) {
            throw refused(root, root, "has a directory of another user, or one that others may write: " + directory);
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

    /** Whether there is such a file that may be used. */
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

    /** Opens a file for writing, with what it holds if it may be used and has no second name, else a new one. */
    FileChannel openForWriting(Path file) throws IOException {
        for (int attempt = 1; ; attempt++) {
            directoryOf(file);
            try {
                // only what was seen is removed: what another process makes from now on may be a lock that it holds
                if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    if (holds(file) && isOnly(file)) {
                        return FileChannel.open(file, options(StandardOpenOption.WRITE));
                    }
                    Files.delete(file);
                }
                return create(file);
            } catch (FileAlreadyExistsException | NoSuchFileException e) {
                if (attempt == ATTEMPTS) { // else another process made or removed it between look and opening
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

    /** A new file beside one that is to be written. */
    Path temporary(Path file) throws IOException {
        Path temporary = Files.createTempFile(directoryOf(file), "." + file.getFileName(), ".tmp");
        if (posix) {
            Files.setPosixFilePermissions(temporary, FILE); // the umask may have taken some
        }
        return temporary;
    }
}
