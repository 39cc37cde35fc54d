/**
 * Resolves requests to the packages that dnf would install, and explains the result.
 *
 * <pre>{@code
 * Resolution resolution = Resolver.builder()
 *         .repositories(client.load(configurations))
 *         .build()
 *         .resolve(List.of("python3-numpy"));
 * resolution.packages().forEach(System.out::println);
 * }</pre>
 */
@NullMarked
package io.relocpy.rpm.resolve;

import org.jspecify.annotations.NullMarked;
