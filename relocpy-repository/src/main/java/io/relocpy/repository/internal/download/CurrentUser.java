package io.relocpy.repository.internal.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashSet;
import java.util.Set;

/** The user that this process runs as. */
final class CurrentUser {
    private static final Path SELF = Path.of("/proc/self");

    private CurrentUser() {}

    /** The current user, and the owner of the root directory, who has all permissions anyway. */
    static Set<UserPrincipal> principals(Path any) throws IOException {
        Set<UserPrincipal> principals = new HashSet<>();
        principals.add(Files.getOwner(any.getRoot()));
        principals.add(Files.exists(SELF) ? Files.getOwner(SELF) : ownerOfNewFile());
        return principals;
    }

    private static UserPrincipal ownerOfNewFile() throws IOException {
        Path file = Files.createTempFile("relocpy", ".tmp");
        try {
            return Files.getOwner(file);
        } finally {
            Files.delete(file);
        }
    }
}
