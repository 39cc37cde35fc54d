package io.relocpy.repository;

import io.relocpy.repository.internal.text.Arguments;
import io.relocpy.repository.internal.text.NonEmpty;
import io.relocpy.repository.internal.text.Printable;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A package of a {@link Closure}, whatever its format. Immutable; equal if all values are. */
public final class ClosurePackage {
    /** Is one component of a path, and one word of a line. */
    private static final Pattern PART = Pattern.compile("(?!\\.\\.?$)[^/\\s\\p{Cntrl}]{1,255}");

    private static final Pattern CHECKSUM = Pattern.compile("[A-Za-z0-9-]{1,32}:[0-9A-Fa-f]{1,256}");

    private final Values values;

    private record Values(
            String name,
            String version,
            String architecture,
            String license,
            String repository,
            String checksum,
            long size,
            PackageReason reason,
            List<String> requires,
            String packageUrl) {}

    private ClosurePackage(Builder builder) {
        values = new Values(
                builder.name,
                builder.version,
                builder.architecture,
                builder.license,
                builder.repository,
                builder.checksum,
                builder.size,
                builder.reason,
                builder.requires,
                builder.packageUrl);
    }

    /**
     * Starts a package.
     *
     * @param name of the package
     * @param version with the release, and with the epoch if there is one
     * @param architecture that it was built for, as the package names it
     * @throws IllegalArgumentException if one of them cannot be a component of a path; untrusted names are to be checked
     *     before
     */
    public static Builder builder(String name, String version, String architecture) {
        return new Builder(name, version, architecture);
    }

    /** The package's name. */
    public String name() {
        return values.name;
    }

    /** Version and release, with the epoch if there is one. */
    public String version() {
        return values.version;
    }

    /** The architecture that it was built for, as the package names it. */
    public String architecture() {
        return values.architecture;
    }

    /** The licence as the package states it; empty if it states none. */
    public Optional<String> license() {
        return NonEmpty.of(values.license);
    }

    /** Id of the repository that holds it; empty if it is in none. */
    public Optional<String> repository() {
        return NonEmpty.of(values.repository);
    }

    /** Algorithm and digits of the package file's checksum, such as {@code SHA-256:0a1b…}; empty if it is unknown. */
    public Optional<String> checksum() {
        return NonEmpty.of(values.checksum);
    }

    /** Size of the package file in bytes. */
    public long size() {
        return values.size;
    }

    /** Why it is part of the closure. */
    public PackageReason reason() {
        return values.reason;
    }

    /**
     * Ids of the other packages of the closure that satisfy what it requires, sorted; the same for a locked closure.
     */
    public List<String> requires() {
        return values.requires;
    }

    /**
     * The package URL, which names it in a bill of materials; empty if it has none.
     *
     * @see <a href="https://github.com/package-url/purl-spec">package-url specification</a>
     */
    public Optional<String> packageUrl() {
        return NonEmpty.of(values.packageUrl);
    }

    /** Name, version and architecture in one word, unique in a closure. */
    public String id() {
        return values.name + "-" + values.version + "." + values.architecture;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || (other instanceof ClosurePackage that && id().equals(that.id()) && values.equals(that.values));
    }

    @Override
    public int hashCode() {
        return id().hashCode(); // enough to tell packages apart; a record's own takes milliseconds when first called
    }

    /** The {@linkplain #id() id}. */
    @Override
    public String toString() {
        return id();
    }

    /** Each method replaces what was set before. Not safe for use by several threads. */
    public static final class Builder {
        private final String name;
        private final String version;
        private final String architecture;
        private String license = "";
        private String repository = "";
        private String checksum = "";
        private long size;
        private PackageReason reason = new PackageReason.Locked();
        private List<String> requires = List.of();
        private String packageUrl = "";

        private Builder(String name, String version, String architecture) {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(version, "version");
            Objects.requireNonNull(architecture, "architecture");
            for (String part : List.of(name, version, architecture)) {
                if (!PART.matcher(part).matches()) {
                    throw new IllegalArgumentException(
                            "expected a component of a path as part of a package's id, found \"" + part + "\"");
                }
            }
            this.name = name;
            this.version = version;
            this.architecture = architecture;
        }

        /**
         * The licence as the package states it.
         *
         * @throws IllegalArgumentException if it has a control character
         */
        public Builder license(String text) {
            license = Arguments.line(text, "text");
            return this;
        }

        /**
         * Id of the repository that holds it.
         *
         * @throws IllegalArgumentException if it has a control character
         */
        public Builder repository(String id) {
            repository = Arguments.line(id, "id");
            return this;
        }

        /**
         * Algorithm and digits of the package file's checksum, separated by a colon.
         *
         * @throws IllegalArgumentException if it has another form
         */
        public Builder checksum(String text) {
            if (!CHECKSUM.matcher(Objects.requireNonNull(text, "text")).matches()) {
                throw new IllegalArgumentException(
                        "expected algorithm:digits as a checksum, found " + Printable.quote(text));
            }
            checksum = text;
            return this;
        }

        /**
         * Size of the package file in bytes.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder size(long bytes) {
            size = Arguments.size(bytes, "bytes");
            return this;
        }

        /** Why it is part of the closure; {@link PackageReason.Locked} by default. */
        public Builder reason(PackageReason why) {
            reason = Objects.requireNonNull(why, "why");
            return this;
        }

        /** Ids of the packages of the closure that satisfy what it requires. */
        public Builder requires(Collection<String> ids) {
            requires = Arguments.copy(ids, "ids").stream().sorted().distinct().toList();
            return this;
        }

        /**
         * The package URL, which names it in a bill of materials.
         *
         * @throws IllegalArgumentException if it has a control character
         */
        public Builder packageUrl(String url) {
            packageUrl = Arguments.line(url, "url");
            return this;
        }

        /** The package; the builder can be used again. */
        public ClosurePackage build() {
            return new ClosurePackage(this);
        }
    }
}
