/**
 * RPM packages as values: names, versions, dependencies, and repository metadata. These types are used by the other
 * packages:
 *
 * <ul>
 *   <li>{@link io.relocpy.rpm.file} reads and verifies package files,
 *   <li>{@link io.relocpy.rpm.metadata} loads repositories and downloads packages,
 *   <li>{@link io.relocpy.rpm.resolve} computes the packages that dnf would install.
 * </ul>
 *
 * <pre>{@code
 * List<Repository> repositories = RepositoryClient.builder().build().load(RepoFiles.read(file, variables));
 * Resolution closure = Resolver.builder().repositories(repositories).build().resolve(List.of("python3"));
 * for (ResolvedPackage each : closure.packages()) {
 *     System.out.println(each.nevra() + " because " + each.reason());
 * }
 * }</pre>
 */
@NullMarked
package io.relocpy.rpm;

import org.jspecify.annotations.NullMarked;
