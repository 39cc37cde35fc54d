/**
 * Resolves requests to the packages that apt would install, and explains the result.
 *
 * <pre>{@code
 * DebRepositories repositories = DebRepositories.builder().suite("trixie").build();
 * ClosureRequest request = ClosureRequest.builder(List.of("python3-yaml"), "amd64").build();
 * Resolution resolution = repositories.resolution(request, RepositoryListener.NONE);
 * resolution.packages().forEach(System.out::println);
 * }</pre>
 *
 * <p>Next: {@link io.relocpy.deb.resolve.AptResolver} resolves in package lists of any origin, and {@link
 * io.relocpy.deb.resolve.Lockfile} keeps the result for the next time.
 */
@NullMarked
package io.relocpy.deb.resolve;

import org.jspecify.annotations.NullMarked;
