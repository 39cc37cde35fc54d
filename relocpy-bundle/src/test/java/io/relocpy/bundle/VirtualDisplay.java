package io.relocpy.bundle;

import io.relocpy.testing.HostTools;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** An X server without a screen; its abstract socket is reached from any root. */
final class VirtualDisplay implements AutoCloseable {
    private final Process server;
    private final String name;

    private VirtualDisplay(Process server, String name) {
        this.server = server;
        this.name = name;
    }

    /** Starts one; it chooses a free number and says so when it is ready. */
    static VirtualDisplay start() throws IOException {
        HostTools.require("Xvfb");
        Process server = new ProcessBuilder(
                        HostTools.find("Xvfb").orElseThrow().toString(),
                        "-displayfd",
                        "1",
                        "-screen",
                        "0",
                        "800x600x24")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        String number = reader.readLine();
        if (number == null) {
            throw new IOException("Xvfb ended without a display");
        }
        return new VirtualDisplay(server, ":" + number);
    }

    String name() {
        return name;
    }

    @Override
    public void close() {
        server.destroy();
    }
}
