/**
 * The closure that dnf would install, and why: {@link io.relocpy.rpm.resolve.Resolver}.
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
