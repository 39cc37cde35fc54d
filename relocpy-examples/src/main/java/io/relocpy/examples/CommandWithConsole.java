package io.relocpy.examples;

import java.io.PrintStream;
import java.util.concurrent.Callable;

/** A subcommand. */
abstract class CommandWithConsole implements Callable<Integer> {
    Console console;

    /** Where results go. */
    PrintStream out() {
        return console.out();
    }

    /** Where everything else goes. */
    PrintStream err() {
        return console.err();
    }
}
