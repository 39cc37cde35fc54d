/**
 * What package repositories of every kind have in common. {@link io.relocpy.repository.Repositories}, from which bundles are
 * built, compute a closure and fetch its packages:
 *
 * <pre>{@code
 * ClosureRequest request = ClosureRequest.builder(List.of("python3-pyyaml"), "x86_64").build();
 * Closure closure = repositories.resolve(request, RepositoryListener.NONE);
 * closure.fetch(each -> System.out.println(each.id()));
 * try (PackageReader reader = closure.open(closure.packages().get(0))) {
 *     reader.next().ifPresent(entry -> System.out.println(entry.paths()));
 * }
 * }</pre>
 *
 * <p>Next: the modules {@code io.relocpy.rpm} and {@code io.relocpy.deb} implement {@link io.relocpy.repository.Repositories},
 * and {@link io.relocpy.repository.openpgp} has the keys that sign them. Callers can also implement {@link
 * io.relocpy.repository.Repositories} themselves.
 */
@NullMarked
package io.relocpy.repository;

import org.jspecify.annotations.NullMarked;
