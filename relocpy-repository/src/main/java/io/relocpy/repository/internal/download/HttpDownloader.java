package io.relocpy.repository.internal.download;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.Redaction;
import io.relocpy.repository.TransferEvent;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.TransferListener;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Gets one URL, from where an earlier attempt left it, within a bound, and not longer than it moves. */
public final class HttpDownloader {
    private static final long TICK_MILLIS = 200;
    /** As many as librepo follows. */
    private static final int MAX_REDIRECTS = 6;

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Servers servers;
    private final Credentials credentials;
    private final Duration timeout;
    private final TransferListener listener;

    /** Made when it is first needed: the JVM's TLS takes its time to start. */
    private @Nullable HttpClient http;

    /**
     * A way to the servers of one repository.
     *
     * @param timeout unless the configuration has one
     */
    public HttpDownloader(Servers servers, Duration timeout, TransferListener listener) throws FormatException {
        this.servers = servers;
        this.credentials = Credentials.of(servers);
        this.timeout = Objects.requireNonNullElse(servers.http().timeout(), timeout);
        this.listener = listener;
    }

    private synchronized HttpClient http() throws IOException {
        HttpClient client = http;
        if (client == null) {
            client = HttpClients.of(servers, credentials.origins(), timeout);
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
     * @throws FileSystemException when the target cannot be written
     */
    public void download(RepositoryUrl url, FileKind kind, SeekableByteChannel target, long size, long limit)
            throws IOException {
        long present = target.size();
        if (present > (size >= 0 ? size : limit)) {
            target.truncate(0);
            present = 0;
        }
        if (size >= 0 && present == size) {
            return;
        }
        listener.onEvent(new TransferEvent.Started(url.uri(), kind.transfer(), size, present));
        Sink sink = new Sink(url, kind, target, present, size, limit);
        int status = ask(url, sink);
        if (status == 416 && present > 0) { // what is there is not the beginning of what the server has
            target.truncate(0);
            sink = new Sink(url, kind, target, 0, size, limit);
            status = ask(url, sink);
        }
        if (status != 200 && status != 206) {
            throw new TransferException(url.toString(), "the server answered " + status + meaning(status));
        }
        if (size >= 0 && sink.position != size) {
            throw new TransferException(url.toString(), "expected " + size + " bytes, found " + sink.position);
        }
    }

    private static String meaning(int status) {
        return switch (status) {
            case 401 -> ": it wants another user name and password";
            case 403 -> ": it refuses that";
            case 404, 410 -> ": it has no such file";
            case 407 ->
                ": the proxy wants another user name and password; Java tells them for https URLs only with"
                        + " -Djdk.http.auth.tunneling.disabledSchemes=";
            default -> "";
        };
    }

    /** The status of the answer, behind redirects, which say nothing to the next server but what is asked for. */
    private int ask(RepositoryUrl url, Sink sink) throws IOException {
        RepositoryUrl place = url;
        for (int redirects = 0; ; redirects++) {
            HttpResponse<Void> response = await(url, place, sink);
            String location = response.headers().firstValue("Location").orElse("");
            if (!REDIRECTS.contains(response.statusCode())) {
                return response.statusCode();
            }
            if (redirects == MAX_REDIRECTS) {
                throw new TransferException(
                        url.toString(), "the server answered " + response.statusCode() + " once too often");
            }
            place = redirect(url, place, response.statusCode(), location);
        }
    }

    private static RepositoryUrl redirect(RepositoryUrl url, RepositoryUrl place, int status, String location)
            throws TransferException {
        String answer = "the server answered " + status;
        if (location.isEmpty()) {
            throw new TransferException(url.toString(), answer + " without a place to go to");
        }
        RepositoryUrl next;
        try {
            next = place.redirect(location);
        } catch (FormatException e) {
            throw new TransferException(url.toString(), answer + ": " + e.getMessage(), e);
        }
        if (place.isSecure() && !next.isSecure()) {
            throw new TransferException(url.toString(), answer + ": " + next + " is not followed to from https");
        }
        return next;
    }

    private HttpResponse<Void> await(RepositoryUrl url, RepositoryUrl place, Sink sink) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(place.uri()).header("Accept-Encoding", "identity");
        credentials.authorization(place).ifPresent(value -> request.header("Authorization", value));
        credentials.proxyAuthorization().ifPresent(value -> request.header("Proxy-Authorization", value));
        if (sink.position > 0) {
            request.header("Range", "bytes=" + sink.position + "-");
        }
        SpeedLimit limit = new SpeedLimit(servers.http().minRate(), timeout, System.nanoTime());
        CompletableFuture<HttpResponse<Void>> future = http().sendAsync(request.build(), sink::handle);
        while (true) {
            try {
                return future.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (limit.isTooSlow(System.nanoTime(), sink.received.get())) {
                    future.cancel(true);
                    throw new TransferException(
                            url.toString(),
                            "slower than " + servers.http().minRate() + " bytes a second for " + timeout.toMillis()
                                    + " ms",
                            e);
                }
            } catch (InterruptedException e) {
                future.cancel(true);
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException(url + ": interrupted").initCause(e);
            } catch (ExecutionException e) {
                throw failure(url, place, Objects.requireNonNullElse(e.getCause(), e));
            }
        }
    }

    private IOException failure(RepositoryUrl url, RepositoryUrl place, Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof TransferException || t instanceof FileSystemException) {
                return (IOException) t;
            }
        }
        String reason = NetworkFailure.reason(cause);
        URI proxy = servers.http().proxy();
        if (proxy != null) {
            reason = "through the proxy " + Redaction.uri(proxy) + ": " + reason;
        }
        return new TransferException(
                url.toString(), place.equals(url) ? reason : "redirected to " + place + ": " + reason, cause);
    }

    /** Where the body of a response goes; used by one thread of the HTTP client at a time. */
    private final class Sink {
        private final RepositoryUrl url;
        private final FileKind kind;
        private final SeekableByteChannel target;
        private final long size;
        private final long limit;
        private volatile long position;
        private final AtomicLong received = new AtomicLong();
        private long lastTold = System.nanoTime();

        Sink(RepositoryUrl url, FileKind kind, SeekableByteChannel target, long position, long size, long limit) {
            this.url = url;
            this.kind = kind;
            this.target = target;
            this.position = position;
            this.size = size;
            this.limit = size >= 0 ? Math.min(size, limit) : limit;
        }

        HttpResponse.BodySubscriber<Void> handle(HttpResponse.ResponseInfo info) {
            boolean whole = info.statusCode() == 200;
            boolean rest = info.statusCode() == 206
                    && info.headers().firstValue("Content-Range").orElse("").startsWith("bytes " + position + "-");
            if (info.statusCode() == 206 && !rest) {
                return new Hangup(new TransferException(url.toString(), "the server answered with another range"));
            }
            if (!whole && !rest) {
                return new Hangup(null);
            }
            if (whole && position > 0) { // the server does not know ranges
                try {
                    target.truncate(0);
                } catch (IOException e) {
                    return new Hangup(notKept(e));
                }
                position = 0;
            }
            long length = info.headers().firstValueAsLong("Content-Length").orElse(0);
            if (length > limit - position) {
                return new Hangup(tooLong());
            }
            return HttpResponse.BodySubscribers.ofByteArrayConsumer(this::write);
        }

        private void write(Optional<byte[]> chunk) {
            if (chunk.isEmpty()) {
                return;
            }
            byte[] bytes = chunk.get();
            if (bytes.length > limit - position) {
                throw new UncheckedIOException(tooLong());
            }
            try {
                target.position(position);
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    target.write(buffer);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(notKept(e));
            }
            long end = position + bytes.length;
            position = end;
            received.addAndGet(bytes.length);
            long now = System.nanoTime();
            if (now - lastTold > 100_000_000) {
                lastTold = now;
                listener.onEvent(new TransferEvent.Advanced(url.uri(), kind.transfer(), size, position));
            }
        }

        private IOException notKept(IOException cause) {
            String reason =
                    Objects.toString(cause.getMessage(), cause.getClass().getSimpleName());
            IOException failure =
                    new FileSystemException(url.toString(), null, "cannot be kept in the cache: " + reason);
            failure.initCause(cause);
            return failure;
        }

        private TransferException tooLong() {
            return new TransferException(
                    url.toString(), "expected " + (size >= 0 ? size : "at most " + limit) + " bytes, found more");
        }
    }

    /** Takes nothing of a body, however much it is, and fails or does not. */
    private record Hangup(@Nullable IOException reason) implements HttpResponse.BodySubscriber<Void> {
        @Override
        public CompletionStage<Void> getBody() {
            return reason == null ? CompletableFuture.completedFuture(null) : CompletableFuture.failedFuture(reason);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.cancel();
        }

        @Override
        public void onNext(List<ByteBuffer> item) {}

        @Override
        public void onError(Throwable throwable) {}

        @Override
        public void onComplete() {}
    }
}
