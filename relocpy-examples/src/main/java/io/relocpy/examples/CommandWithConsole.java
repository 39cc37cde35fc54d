package io.relocpy.examples;

import java.io.IOException;
import java.util.concurrent.Callable;

/** A subcommand. */
abstract class CommandWithConsole implements Callable<Integer> {
    Console console;

    @Override
    public abstract Integer call() throws IOException;

    /** Standard output, for results. */
    LineStream out() {
        return console.out();
    }

    /** Standard error, for everything else. */
    LineStream err() {
        return console.err();
    }
}
