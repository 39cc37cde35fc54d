package io.relocpy.rpm;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Gets one URL into a file, from where an earlier attempt left it, within a bound, and not longer than it moves. */
final class HttpDownloader {
    private static final long TICK_MILLIS = 200;

    private final RepositoryConfig config;
    private final Duration stall;
    private final TransferListener listener;

    /** Made when it is first needed: the JVM's TLS takes its time to start. */
    private @Nullable HttpClient http;

    HttpDownloader(RepositoryConfig config, Duration stall, TransferListener listener) {
        this.config = config;
        this.stall = stall;
        this.listener = listener;
    }

    private synchronized HttpClient http() throws IOException {
        HttpClient client = http;
        if (client == null) {
            client = HttpClients.of(config, stall);
            http = client;
        }
        return client;
    }

    TransferListener listener() {
        return listener;
    }

    /**
     * Downloads; tells the listener of the beginning and the progress, the rest is for the caller to judge.
     *
     * @param target what it already holds is taken for the beginning of the content, and asked for no more
     * @param size bytes of the whole; -1 when unknown
     * @param limit bytes that are accepted at most
     * @throws TransferException when the server does not give it, all of it, or gives more
     */
    void download(URI uri, Path target, long size, long limit) throws IOException {
        try (FileChannel file = FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long present = file.size();
            if (size >= 0 && present > size) {
                file.truncate(0);
                present = 0;
            }
            if (size >= 0 && present == size) {
                return;
            }
            listener.onEvent(new TransferEvent.Started(uri, size, present));
            Sink sink = new Sink(uri, file, present, size, limit);
            int status = await(uri, sink);
            if (status == 416 && present > 0) { // what is there is not the beginning of what the server has
                file.truncate(0);
                sink = new Sink(uri, file, 0, size, limit);
                status = await(uri, sink);
            }
            if (status != 200 && status != 206) {
                throw new TransferException(uri.toString(), "the server answered " + status);
            }
            if (size >= 0 && sink.position != size) {
                throw new TransferException(uri.toString(), "expected " + size + " bytes, found " + sink.position);
            }
        }
    }

    private int await(URI uri, Sink sink) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept-Encoding", "identity");
        if (sink.position > 0) {
            request.header("Range", "bytes=" + sink.position + "-");
        }
        CompletableFuture<HttpResponse<Void>> future = http().sendAsync(request.build(), sink::handle);
        while (true) {
            try {
                return future.get(TICK_MILLIS, TimeUnit.MILLISECONDS).statusCode();
            } catch (TimeoutException e) {
                if (System.nanoTime() - sink.lastMoved > stall.toNanos()) {
                    future.cancel(true);
                    throw new TransferException(uri.toString(), "nothing came for " + stall.toMillis() + " ms", e);
                }
            } catch (InterruptedException e) {
                future.cancel(true);
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException(uri + ": interrupted").initCause(e);
            } catch (ExecutionException e) {
                throw failure(uri, Objects.requireNonNullElse(e.getCause(), e));
            }
        }
    }

    private static IOException failure(URI uri, Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof TransferException transfer) {
                return transfer;
            }
        }
        String reason = Objects.toString(cause.getMessage(), cause.getClass().getSimpleName());
        return new TransferException(uri.toString(), reason, cause);
    }

    /** Where the body of a response goes; used by one thread of the HTTP client at a time. */
    private final class Sink {
        private final URI uri;
        private final FileChannel file;
        private final long size;
        private final long limit;
        private volatile long position;
        private volatile long lastMoved = System.nanoTime();
        private long lastTold = System.nanoTime();

        Sink(URI uri, FileChannel file, long position, long size, long limit) {
            this.uri = uri;
            this.file = file;
            this.position = position;
            this.size = size;
            this.limit = limit;
        }

        HttpResponse.BodySubscriber<Void> handle(HttpResponse.ResponseInfo info) {
            lastMoved = System.nanoTime();
            boolean whole = info.statusCode() == 200;
            boolean rest = info.statusCode() == 206
                    && info.headers().firstValue("Content-Range").orElse("").startsWith("bytes " + position + "-");
            if (info.statusCode() == 206 && !rest) {
                return fail(new TransferException(uri.toString(), "the server answered with another range"));
            }
            if (!whole && !rest) {
                return HttpResponse.BodySubscribers.discarding();
            }
            if (whole) {
                position = 0; // the server does not know ranges
            }
            long end =
                    position + info.headers().firstValueAsLong("Content-Length").orElse(0);
            if (end > limit || (size >= 0 && end > size)) {
                return fail(tooLong());
            }
            return HttpResponse.BodySubscribers.ofByteArrayConsumer(this::write);
        }

        private void write(Optional<byte[]> chunk) {
            if (chunk.isEmpty()) {
                return;
            }
            byte[] bytes = chunk.get();
            try {
                if (position + bytes.length > limit || (size >= 0 && position + bytes.length > size)) {
                    throw tooLong();
                }
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                long at = position;
                while (buffer.hasRemaining()) {
                    at += file.write(buffer, at);
                }
                file.truncate(at); // what an answer in whole overwrites may have been longer
                position = at;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            lastMoved = System.nanoTime();
            if (lastMoved - lastTold > 100_000_000) {
                lastTold = lastMoved;
                listener.onEvent(new TransferEvent.Advanced(uri, size, position));
            }
        }

        private TransferException tooLong() {
            return new TransferException(
                    uri.toString(), "expected " + (size >= 0 ? size : "at most " + limit) + " bytes, found more");
        }

        private static HttpResponse.BodySubscriber<Void> fail(IOException reason) {
            return HttpResponse.BodySubscribers.mapping(HttpResponse.BodySubscribers.discarding(), nothing -> {
                throw new java.io.UncheckedIOException(reason);
            });
        }
    }
}
