package io.relocpy.deb;

/** The fields that relate a package to others, in the order in which apt reads them. */
public enum DependencyField {
    /** Must be configured before this package is unpacked. */
    PRE_DEPENDS("Pre-Depends", "pre-depends on"),
    /** Must be installed, too. */
    DEPENDS("Depends", "depends on"),
    /** Must not be installed at the same time. */
    CONFLICTS("Conflicts", "conflicts with"),
    /** Must not be configured at the same time. */
    BREAKS("Breaks", "breaks"),
    /** Is found together with this package in all but unusual installations. */
    RECOMMENDS("Recommends", "recommends"),
    /** Can make this package more useful. */
    SUGGESTS("Suggests", "suggests"),
    /** Its files may be overwritten. */
    REPLACES("Replaces", "replaces"),
    /** Is made more useful by this package. */
    ENHANCES("Enhances", "enhances");

    private final String fieldName;
    private final String verb;

    DependencyField(String fieldName, String verb) {
        this.fieldName = fieldName;
        this.verb = verb;
    }

    /** As it is written in control files. */
    public String fieldName() {
        return fieldName;
    }

    /** The verb for messages, such as {@code depends on}. */
    public String verb() {
        return verb;
    }

    /** Whether the other package must not be installed. */
    public boolean isNegative() {
        return this == CONFLICTS || this == BREAKS;
    }
}
