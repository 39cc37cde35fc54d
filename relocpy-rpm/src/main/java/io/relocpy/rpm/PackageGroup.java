package io.relocpy.rpm;

import io.relocpy.repository.internal.text.Arguments;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A package group from comps.xml. Immutable; equal if all values are. */
public final class PackageGroup {
    private final Values values;

    private record Values(
            String id, String name, List<String> mandatory, List<String> defaults, List<String> optional) {}

    private PackageGroup(Values values) {
        this.values = values;
    }

    /**
     * Starts a group without packages.
     *
     * @param id such as {@code development}
     */
    public static Builder builder(String id) {
        return new Builder(id);
    }

    /** The ID, such as {@code development}. */
    public String id() {
        return values.id;
    }

    /** The display name, untranslated. */
    public String name() {
        return values.name;
    }

    /** The names of the mandatory packages. */
    public List<String> mandatory() {
        return values.mandatory;
    }

    /** The names of the default packages, which are installed unless excluded. */
    public List<String> defaults() {
        return values.defaults;
    }

    /** The names of the optional packages, which are only installed if requested. */
    public List<String> optional() {
        return values.optional;
    }

    /** The packages that {@code dnf install @id} requests: the mandatory and default ones. */
    public List<String> packages() {
        List<String> packages = new ArrayList<>(values.mandatory);
        packages.addAll(values.defaults);
        return packages;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PackageGroup that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** {@code @id}, as dnf names it. */
    @Override
    public String toString() {
        return "@" + values.id;
    }

    /** Each method replaces what was set before. Not safe for use by several threads. */
    public static final class Builder {
        private final String id;
        private String name;
        private List<String> mandatory = List.of();
        private List<String> defaults = List.of();
        private List<String> optional = List.of();

        private Builder(String id) {
            this.id = Objects.requireNonNull(id, "id");
            this.name = id;
        }

        /** The display name, untranslated; the ID by default. */
        public Builder name(String text) {
            name = Objects.requireNonNull(text, "text");
            return this;
        }

        /** The names of the mandatory packages. */
        public Builder mandatory(Collection<String> names) {
            mandatory = Arguments.copy(names, "names");
            return this;
        }

        /** The names of the default packages, which are installed unless excluded. */
        public Builder defaults(Collection<String> names) {
            defaults = Arguments.copy(names, "names");
            return this;
        }

        /** The names of the optional packages, which are only installed if requested. */
        public Builder optional(Collection<String> names) {
            optional = Arguments.copy(names, "names");
            return this;
        }

        /** The group; the builder can be used again. */
        public PackageGroup build() {
            return new PackageGroup(new Values(id, name, mandatory, defaults, optional));
        }
    }
}
