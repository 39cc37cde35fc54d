/**
 * The command-line tool {@link io.relocpy.examples.RelocpyCommand}, with one class per subcommand, and example programs
 * that use the library:
 *
 * <ul>
 *   <li>{@link io.relocpy.examples.HelloBundle}: the shortest example
 *   <li>{@link io.relocpy.examples.AdminToolsInstaller}: an installer that ships scripts
 *   <li>{@link io.relocpy.examples.BundleService}: builds on request, with progress over HTTP
 *   <li>{@link io.relocpy.examples.SignedBundle}: signing and verification
 *   <li>{@link io.relocpy.examples.VendorBinary}: makes a third-party program find its own libraries
 * </ul>
 */
package io.relocpy.examples;
