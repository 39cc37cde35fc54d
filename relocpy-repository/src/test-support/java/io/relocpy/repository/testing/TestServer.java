package io.relocpy.repository.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves a directory on the loopback interface; can be made to answer wrongly for some files. */
public final class TestServer implements AutoCloseable {
    /** Answers a request with something other than the file. */
    public interface Fault {
        /** Returns true if it answered. */
        boolean answer(HttpExchange exchange, byte[] content) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Path folder;
    private volatile String faulty = "\0";
    private volatile Fault fault = (exchange, content) -> false;

    public TestServer(Path folder) throws IOException {
        this.folder = folder;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(executor);
        server.start();
    }

    public URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    }

    /** The requests: path, and range if there was one. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    public void fail(String suffix, Fault how) {
        fault = how;
        faulty = suffix;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String range = exchange.getRequestHeaders().getFirst("Range");
            requests.add(path + (range == null ? "" : " " + range));
            Path file = folder.resolve(path.substring(1));
            if (!Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            byte[] content = Files.readAllBytes(file);
            if (path.endsWith(faulty) && fault.answer(exchange, content)) {
                return;
            }
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            if (from > 0 && from < content.length) {
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
                exchange.sendResponseHeaders(206, content.length - from);
            } else {
                exchange.sendResponseHeaders(200, content.length);
                from = 0;
            }
            exchange.getResponseBody().write(content, from, content.length - from);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
