package io.relocpy.examples;

import java.util.concurrent.Callable;

/** A subcommand. */
abstract class CommandWithConsole implements Callable<Integer> {
    Console console;

    /** Where results go. */
    LineStream out() {
        return console.out();
    }

    /** Where everything else goes. */
    LineStream err() {
        return console.err();
    }
}
