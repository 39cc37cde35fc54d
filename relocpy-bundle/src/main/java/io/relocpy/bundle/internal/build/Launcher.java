package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.internal.build.LauncherTemplate.Command;
import io.relocpy.bundle.internal.tree.Content;
import java.io.IOException;

/** Makes the files of {@code bin/}. */
sealed interface Launcher permits LauncherTemplate, ShellLauncher {
    /**
     * The launcher of a command.
     *
     * @param directory where it will lie in the bundle
     * @throws BundleException if it cannot hold all that
     */
    Content configure(String directory, Command command) throws IOException;

    /**
     * The library that puts argv[0] right where the loader cannot.
     *
     * @throws BundleException if there is none for the architecture
     */
    Content argv0Shim() throws IOException;
}
