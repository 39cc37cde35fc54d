/**
 * RPM repositories: configuration as in dnf, and metadata as written by createrepo_c.
 *
 * <pre>{@code
 * RepositoryClient client = RepositoryClient.builder().build();
 * Repository repository = client.load(RepositoryConfig.ofDirectory(Path.of("repo")));
 * Path rpm = repository.fetch(repository.packages().get(0));
 * }</pre>
 *
 * <p>Next: {@link io.relocpy.rpm.resolve.Resolver} computes which packages to fetch.
 */
@NullMarked
package io.relocpy.rpm.metadata;

import org.jspecify.annotations.NullMarked;
