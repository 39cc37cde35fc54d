/**
 * Builds relocatable Python bundles from distribution packages: interpreter, modules, every shared library and the ELF
 * loader, in one directory or archive that runs on any Linux of its architecture, from any path.
 *
 * <p>The five lines that most people need:
 *
 * <pre>{@code
 * BundleReport report = Bundle.builder()
 *         .modules("python3-pyyaml", "python3-requests")
 *         .scripts(Path.of("hello.py"))
 *         .write(Path.of("hello.tar.gz"));
 * boolean sound = Bundle.verify(Path.of("hello.tar.gz")).isSound();
 * }</pre>
 *
 * <p>Where to go next:
 *
 * <ul>
 *   <li>{@link io.relocpy.bundle.Bundle.Builder}: all options, among them wheels, bytecode, lockfiles and signatures.
 *   <li>{@link io.relocpy.bundle.BundleReport}: what is in a new bundle, and why, as data and as HTML;
 *       {@link io.relocpy.bundle.Bundle#read} reads the manifest of an existing one.
 *   <li>{@link io.relocpy.bundle.Bundle#verify(java.nio.file.Path, io.relocpy.repository.openpgp.KeyRing)}: verifies a
 *       bundle and who signed it.
 *   <li>{@link io.relocpy.repository.Repositories}: where packages come from. {@link
 *       io.relocpy.rpm.resolve.RpmRepositories} and {@link io.relocpy.deb.resolve.DebRepositories} configure keys, mirrors,
 *       credentials and caches.
 *   <li>{@code docs/bundle.md}: the command {@code relocpy build}; {@code docs/bundle-format.md}: the files of a bundle.
 * </ul>
 *
 * <p>Nothing here prints, reads environment variables or runs a program, except that the bundle's own Python compiles
 * modules if {@link io.relocpy.bundle.Bytecode} requests it. Failures are {@link java.io.IOException}s; the message of a {@link
 * io.relocpy.bundle.BundleException} states where the problem is, what was expected and what was found.
 */
@NullMarked
package io.relocpy.bundle;

import org.jspecify.annotations.NullMarked;
