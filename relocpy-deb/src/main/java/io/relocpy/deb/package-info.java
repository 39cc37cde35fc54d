/**
 * Debian packages and apt repositories. Bundles and most callers need {@link io.relocpy.deb.resolve.DebRepositories}, which
 * resolves requests as apt does and delivers verified packages:
 *
 * <pre>{@code
 * Repositories repositories = DebRepositories.builder().suite("trixie").build();
 * ClosureRequest request = ClosureRequest.builder(List.of("python3-yaml"), "amd64").build();
 * for (ClosurePackage each : repositories.resolve(request, RepositoryListener.NONE).packages()) {
 *     System.out.println(each.id() + ": " + each.reason());
 * }
 * }</pre>
 *
 * <p>This package has the values that the others share: versions, dependencies, origins and pins.
 *
 * <ul>
 *   <li>{@link io.relocpy.deb.file} reads package files,
 *   <li>{@link io.relocpy.deb.metadata} reads apt's configuration and loads suites,
 *   <li>{@link io.relocpy.deb.resolve} computes the closure that apt would install.
 * </ul>
 */
@NullMarked
package io.relocpy.deb;

import org.jspecify.annotations.NullMarked;
