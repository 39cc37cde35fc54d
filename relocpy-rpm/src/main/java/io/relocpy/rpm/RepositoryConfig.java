package io.relocpy.rpm;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Where a repository is and how it counts among others: one section of a {@code .repo} file.
 *
 * <pre>{@code
 * RepositoryConfig.builder("fedora")
 *     .baseUrl(URI.create("https://example.org/fedora/42/x86_64/os/"))
 *     .priority(10)
 *     .build();
 * }</pre>
 *
 * <p>Immutable.
 *
 * @see <a href="https://dnf.readthedocs.io/en/latest/conf_ref.html">dnf.conf(5)</a>
 */
public final class RepositoryConfig {
    private final String id;
    private final String name;
    private final List<URI> baseUrls;
    private final int priority;
    private final int cost;
    private final boolean enabled;

    private RepositoryConfig(Builder builder) {
        this.id = builder.id;
        this.name = builder.name;
        this.baseUrls = List.copyOf(builder.baseUrls);
        this.priority = builder.priority;
        this.cost = builder.cost;
        this.enabled = builder.enabled;
    }

    /**
     * Begins a repository.
     *
     * @param id as in the brackets of a {@code .repo} file
     */
    public static Builder builder(String id) {
        return new Builder(id);
    }

    /** A repository in a local folder, the one that holds {@code repodata}; its id is the folder's name. */
    public static RepositoryConfig ofFolder(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        return builder(Objects.toString(absolute.getFileName(), "root"))
                .baseUrl(absolute.toUri())
                .build();
    }

    /** As in the brackets of a {@code .repo} file. */
    public String id() {
        return id;
    }

    /** For humans; the id unless stated. */
    public String name() {
        return name;
    }

    /** Where the repository is, the next for when one fails; {@code file:}, {@code http:} or {@code https:}. */
    public List<URI> baseUrls() {
        return baseUrls;
    }

    /** Lower is better; 99 unless stated. */
    public int priority() {
        return priority;
    }

    /** Lower is better among equal versions; 1000 unless stated. */
    public int cost() {
        return cost;
    }

    /** Whether it is to be used; true unless stated. */
    public boolean enabled() {
        return enabled;
    }

    @Override
    public String toString() {
        return id + " " + baseUrls;
    }

    /** Collects the parts of a configuration. */
    public static final class Builder {
        private final String id;
        private String name;
        private final List<URI> baseUrls = new ArrayList<>();
        private int priority = 99;
        private int cost = 1000;
        private boolean enabled = true;

        private Builder(String id) {
            if (id.isBlank()) {
                throw new IllegalArgumentException("id is blank");
            }
            this.id = id;
            this.name = id;
        }

        /** For humans. */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /**
         * Adds a place where the repository is.
         *
         * @param url {@code file:}, {@code http:} or {@code https:}, of the folder that holds {@code repodata}
         */
        public Builder baseUrl(URI url) {
            String scheme = Objects.toString(url.getScheme(), "");
            if (!List.of("file", "http", "https").contains(scheme)) {
                throw new IllegalArgumentException("baseUrl is not a file:, http: or https: URL: " + url);
            }
            baseUrls.add(url.toString().endsWith("/") ? url : URI.create(url + "/"));
            return this;
        }

        /** Lower is better. */
        public Builder priority(int priority) {
            this.priority = priority;
            return this;
        }

        /** Lower is better among equal versions. */
        public Builder cost(int cost) {
            this.cost = cost;
            return this;
        }

        /** Whether it is to be used. */
        public Builder enabled(boolean enabled) {
            this.enabled = enabled;
            return this;
        }

        /**
         * The configuration.
         *
         * @throws IllegalArgumentException when there is no place to load from
         */
        public RepositoryConfig build() {
            if (baseUrls.isEmpty()) {
                throw new IllegalArgumentException("repository " + id + " has no base URL");
            }
            return new RepositoryConfig(this);
        }
    }
}
