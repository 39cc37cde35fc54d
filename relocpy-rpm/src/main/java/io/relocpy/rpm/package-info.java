/**
 * RPM packages and repositories. Bundles and most callers need {@link io.relocpy.rpm.resolve.RpmRepositories}, which resolves
 * requests as dnf does and delivers verified packages:
 *
 * <pre>{@code
 * Repositories repositories = RpmRepositories.builder().directories(Path.of("repo")).build();
 * ClosureRequest request = ClosureRequest.builder(List.of("python3"), "x86_64").build();
 * for (ClosurePackage each : repositories.resolve(request, RepositoryListener.NONE).packages()) {
 *     System.out.println(each.id() + ": " + each.reason());
 * }
 * }</pre>
 *
 * <p>This package has the values that the others share: names, versions, dependencies, and repository metadata.
 *
 * <ul>
 *   <li>{@link io.relocpy.rpm.file} reads and verifies package files,
 *   <li>{@link io.relocpy.rpm.metadata} loads repositories and downloads packages,
 *   <li>{@link io.relocpy.rpm.resolve} computes the packages that dnf would install.
 * </ul>
 */
@NullMarked
package io.relocpy.rpm;

import org.jspecify.annotations.NullMarked;
