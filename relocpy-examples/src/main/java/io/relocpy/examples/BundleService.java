package io.relocpy.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.relocpy.bundle.Bundle;
import io.relocpy.repository.Repositories;
import io.relocpy.rpm.resolve.RpmRepositories;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Builds bundles on request, one at a time, and streams their progress.
 *
 * <pre>
 * POST /bundles               one package name or capability per line; answers 202, with the bundle's URL in Location
 * GET  /bundles/N             progress as server-sent events, the objects of {@code relocpy build --json}, to the end
 * GET  /bundles/N/bundle.tar.gz   404 until it is finished
 * </pre>
 */
public final class BundleService implements AutoCloseable {
    private static final int MAX_BODY = 1 << 16;
    private static final Pattern PLACE = Pattern.compile("/bundles/(\\d{1,9})(/bundle\\.tar\\.gz)?");

    private final HttpServer server;
    private final Repositories repositories;
    private final Path directory;
    private final ExecutorService builder = Executors.newSingleThreadExecutor();
    private final ExecutorService connections = Executors.newCachedThreadPool();
    private final Map<Integer, Job> jobs = new ConcurrentHashMap<>();
    private final AtomicInteger last = new AtomicInteger();

    /** The events of a build so far. Safe for use by several threads. */
    private static final class Job implements Consumer<String> {
        private final List<String> events = new ArrayList<>();
        private boolean ended;

        @Override
        public synchronized void accept(String event) {
            events.add(event);
            notifyAll();
        }

        synchronized void end() {
            ended = true;
            notifyAll();
        }

        synchronized boolean hasEnded() {
            return ended;
        }

        /** The events from an index on, at least one; none if the build has ended and no more will come. */
        synchronized List<String> eventsFrom(int number) throws InterruptedException {
            while (events.size() <= number && !ended) {
                wait();
            }
            return List.copyOf(events.subList(Math.min(number, events.size()), events.size()));
        }
    }

    /**
     * Listens on the loopback interface only: there is no authentication, so everyone who can connect can build.
     *
     * @param port 0 for any free port, see {@link #port}
     * @param directory the directory for the bundles; must exist
     * @param repositories where packages come from
     */
    BundleService(int port, Path directory, Repositories repositories) throws IOException {
        this.directory = directory;
        this.repositories = repositories;
        this.server = HttpServer.create(new InetSocketAddress("localhost", port), 0);
        server.setExecutor(connections);
        server.createContext("/bundles", this::answer);
        server.start();
    }

    /**
     * Serves until it is stopped.
     *
     * @param arguments a port, a directory for the bundles, and directories with package repositories
     */
    @SuppressWarnings("resource") // runs until the process ends
    public static void main(String[] arguments) throws IOException {
        RpmRepositories.Builder repositories = RpmRepositories.builder(); // this host's, if none are named
        for (String directory : List.of(arguments).subList(2, arguments.length)) {
            repositories.directories(Path.of(directory));
        }
        BundleService service =
                new BundleService(Integer.parseInt(arguments[0]), Path.of(arguments[1]), repositories.build());
        System.out.println("http://localhost:" + service.port() + "/bundles");
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        builder.shutdownNow();
        connections.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Matcher place = PLACE.matcher(path);
            if (exchange.getRequestMethod().equals("POST") && path.equals("/bundles")) {
                accept(exchange);
            } else if (exchange.getRequestMethod().equals("GET") && place.matches()) {
                int number = Integer.parseInt(place.group(1));
                Job job = jobs.get(number);
                if (job == null || (place.group(2) != null && !isBuilt(number, job))) {
                    exchange.sendResponseHeaders(404, -1);
                } else if (place.group(2) == null) {
                    sendEvents(exchange, job);
                } else {
                    sendFile(exchange, file(number));
                }
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private Path file(int number) {
        return directory.resolve(number + ".tar.gz");
    }

    private boolean isBuilt(int number, Job job) {
        return job.hasEnded() && Files.exists(file(number));
    }

    private void accept(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            exchange.sendResponseHeaders(413, -1);
            return;
        }
        String[] requests = new String(body, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toArray(String[]::new);
        int number = last.incrementAndGet();
        Job job = new Job();
        jobs.put(number, job);
        builder.execute(() -> build(requests, file(number), job));
        exchange.getResponseHeaders().set("Location", "/bundles/" + number);
        exchange.sendResponseHeaders(202, -1);
    }

    private void build(String[] requests, Path target, Job job) {
        JsonEvents events = new JsonEvents(job);
        try {
            // @start region="events"
            events.finished(Bundle.builder()
                    .repositories(repositories)
                    .modules(requests)
                    .onEvent(events)
                    .write(target));
            // @end
        } catch (IOException | RuntimeException e) { // whatever it is, clients that wait for the end must be told
            events.failed(RelocpyCommand.describe(e));
        } finally {
            job.end();
        }
    }

    private static void sendEvents(HttpExchange exchange, Job job) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        try {
            int sent = 0;
            for (List<String> next = job.eventsFrom(0); !next.isEmpty(); next = job.eventsFrom(sent)) {
                for (String event : next) {
                    out.write(("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
                }
                out.flush();
                sent += next.size();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the service closes
        }
    }

    private static void sendFile(HttpExchange exchange, Path file) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/gzip");
        exchange.sendResponseHeaders(200, Files.size(file));
        Files.copy(file, exchange.getResponseBody());
    }
}
