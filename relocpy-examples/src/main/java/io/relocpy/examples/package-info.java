/**
 * The command-line tool {@link io.relocpy.examples.RelocpyCommand}, one class for each subcommand; and programs that use the
 * library as others would:
 *
 * <ul>
 *   <li>{@link io.relocpy.examples.HelloBundle}: the shortest use
 *   <li>{@link io.relocpy.examples.AdminToolsInstaller}: an installer that carries scripts
 *   <li>{@link io.relocpy.examples.BundleService}: builds on request, with progress over HTTP
 *   <li>{@link io.relocpy.examples.VendorBinary}: another's program finds its own libraries
 * </ul>
 */
package io.relocpy.examples;
