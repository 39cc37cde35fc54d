/**
 * apt repositories: apt's configuration, and the metadata of suites, verified as apt does it.
 *
 * <pre>{@code
 * AptConfiguration apt = AptConfiguration.ofRoot(Path.of("/"));
 * RepositoryClient client = RepositoryClient.builder()
 *         .architectures(apt.architectures())
 *         .defaultKeys(apt.defaultKeys(warning -> System.err.println(warning.message())))
 *         .build();
 * List<Suite> suites = client.load(apt.sources());
 * }</pre>
 *
 * <p>Next: {@link io.relocpy.deb.resolve.PackageLists} reads the Packages files of suites, and {@link
 * io.relocpy.deb.resolve.AptResolver} computes which packages to fetch.
 */
@NullMarked
package io.relocpy.deb.metadata;

import org.jspecify.annotations.NullMarked;
