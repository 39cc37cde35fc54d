package io.relocpy.bundle.internal.tree;

import org.jspecify.annotations.Nullable;

/**
 * What a bundle is.
 *
 * @param architecture such as {@code x86_64}
 * @param pythonVersion such as {@code 3.13.5}
 * @param glibcVersion such as {@code 2.41}
 * @param minimumKernel oldest Linux its glibc starts on, such as {@code 3.2.0}; null if it does not state one
 * @param cpuLevel such as {@code x86-64-v2}; null if every processor of the architecture will do
 */
public record BundleIdentity(
        String architecture,
        String pythonVersion,
        String glibcVersion,
        @Nullable String minimumKernel,
        @Nullable String cpuLevel) {}
