package io.relocpy.rpm;

import java.util.ArrayList;
import java.util.List;

/**
 * A group of packages that a repository suggests to install together, from comps.xml. Immutable.
 *
 * @param id such as {@code development}
 * @param name for humans, without translation
 * @param mandatory names of packages that belong to it
 * @param defaults names of packages that are installed with it unless left out
 * @param optional names of packages that are installed only on demand
 */
public record PackageGroup(
        String id, String name, List<String> mandatory, List<String> defaults, List<String> optional) {
    /** Copies the lists. */
    public PackageGroup {
        mandatory = List.copyOf(mandatory);
        defaults = List.copyOf(defaults);
        optional = List.copyOf(optional);
    }

    /** What {@code dnf install @id} asks for: the mandatory and the default packages. */
    public List<String> packages() {
        List<String> packages = new ArrayList<>(mandatory);
        packages.addAll(defaults);
        return packages;
    }
}
