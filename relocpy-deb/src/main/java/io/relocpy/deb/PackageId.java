package io.relocpy.deb;

import io.relocpy.deb.internal.text.Syntax;

/**
 * The name, version and architecture that identify a package. Immutable.
 *
 * @param name of the binary package
 * @param version in full
 * @param architecture as the package's own field has it, for example {@code amd64} or {@code all}
 */
public record PackageId(String name, DebianVersion version, String architecture) {
    /**
     * Checks the name and the architecture.
     *
     * @throws IllegalArgumentException if one of them has characters that it cannot have
     */
    public PackageId {
        if (!Syntax.isPackageName(name)) {
            throw new IllegalArgumentException("not a package name: '" + name + "'");
        }
        if (!Syntax.isArchitecture(architecture)) {
            throw new IllegalArgumentException("not an architecture: '" + architecture + "'");
        }
    }

    /** In the form of a request to apt: {@code name:architecture=version}. */
    @Override
    public String toString() {
        return name + ":" + architecture + "=" + version;
    }
}
