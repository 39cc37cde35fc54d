package io.relocpy.bundle;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL of the host that listens on loopback, with a superuser {@code test} without password. */
final class DatabaseServer implements AutoCloseable {
    private final Path programs;
    private final Path data;
    private final String port;

    private DatabaseServer(Path programs, Path data, String port) {
        this.programs = programs;
        this.data = data;
        this.port = port;
    }

    /** Starts one; skips the test where there is none. It refuses to run as root. */
    static DatabaseServer start() throws IOException {
        HostTools.require("runuser");
        Path programs = installed();
        Path data = Files.createTempDirectory(Path.of("/tmp"), "database");
        HostTools.run("chown", "nobody", data.toString()).orFail();
        DatabaseServer server = new DatabaseServer(programs, data, freePort());
        server.run(
                "initdb", "--auth=trust", "--username=test", "--encoding=UTF8", "--locale=C.UTF-8", "-D", data + "/d");
        String options = "-h 127.0.0.1 -p " + server.port + " -k " + data + " -c fsync=off";
        server.run("pg_ctl", "-D", data + "/d", "-l", data + "/log", "-w", "-o", options, "start");
        return server;
    }

    private static Path installed() throws IOException {
        Path versions = Path.of("/usr/lib/postgresql");
        HostTools.missingUnless(Files.isDirectory(versions), "PostgreSQL's server is missing");
        try (Stream<Path> found = Files.list(versions)) {
            return found.sorted().findFirst().orElseThrow().resolve("bin");
        }
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return String.valueOf(socket.getLocalPort());
        }
    }

    private void run(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "runuser", "-u", "nobody", "--", programs.resolve(program).toString()));
        command.addAll(List.of(arguments));
        HostTools.run(command.toArray(String[]::new)).orFail();
    }

    String port() {
        return port;
    }

    @Override
    public void close() {
        run("pg_ctl", "-D", data + "/d", "-m", "immediate", "stop");
        HostTools.run("rm", "-r", data.toString());
    }
}
