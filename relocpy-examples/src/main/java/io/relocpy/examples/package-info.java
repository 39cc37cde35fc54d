/** Runnable examples and the command-line tool. */
package io.relocpy.examples;
