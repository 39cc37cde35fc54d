package io.relocpy.rpm;

import java.util.ArrayList;
import java.util.List;

/**
 * A package group from comps.xml. Immutable.
 *
 * @param id such as {@code development}
 * @param name display name, untranslated
 * @param mandatory names of the mandatory packages
 * @param defaults names of the default packages, which are installed unless excluded
 * @param optional names of the optional packages, which are only installed if requested
 */
public record PackageGroup(
        String id, String name, List<String> mandatory, List<String> defaults, List<String> optional) {
    /** Copies the lists. */
    public PackageGroup {
        mandatory = List.copyOf(mandatory);
        defaults = List.copyOf(defaults);
        optional = List.copyOf(optional);
    }

    /** The packages that {@code dnf install @id} requests: the mandatory and default ones. */
    public List<String> packages() {
        List<String> packages = new ArrayList<>(mandatory);
        packages.addAll(defaults);
        return packages;
    }
}
