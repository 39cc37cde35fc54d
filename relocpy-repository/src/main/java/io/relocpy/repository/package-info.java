/**
 * What repositories of RPM and Debian packages have in common: {@link io.relocpy.repository.Repositories}, from which bundles are
 * built, checksums, download settings and events, and exceptions.
 *
 * <pre>{@code
 * Closure closure = repositories.resolve(request, RepositoryListener.NONE);
 * closure.fetch(each -> System.out.println(each.id()));
 * try (PackageReader reader = closure.open(closure.packages().get(0))) {
 *     reader.next().ifPresent(entry -> System.out.println(entry.paths()));
 * }
 * }</pre>
 *
 * <p>Repositories are configured with {@code io.relocpy.rpm.resolve.RpmRepositories} and {@code
 * io.relocpy.deb.resolve.DebRepositories}.
 *
 * @see io.relocpy.repository.openpgp
 */
@NullMarked
package io.relocpy.repository;

import org.jspecify.annotations.NullMarked;
