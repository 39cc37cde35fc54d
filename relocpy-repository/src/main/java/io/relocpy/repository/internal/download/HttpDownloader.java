package io.relocpy.repository.internal.download;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.Redaction;
import io.relocpy.repository.TransferEvent;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.internal.io.FileFailure;
import io.relocpy.repository.internal.io.Interruption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Downloads a URL: resumes earlier attempts, limits the size, and gives up on stalled transfers. */
public final class HttpDownloader {
    private static final long TICK_MILLIS = 200;
    /** As in browsers; librepo follows six, and apt any number. */
    private static final int MAX_REDIRECTS = 20;

    /** S3 answers 403 unless everybody may list its files. */
    private static final Set<Integer> MISSING = Set.of(403, 404, 410);

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Servers servers;
    private final Credentials credentials;
    private final Duration timeout;
    private final Consumer<? super TransferEvent> listener;

    /** By settings without a password; created on first use, since initializing TLS takes time. */
    private final Map<HttpSettings, HttpClient> clients = new HashMap<>();

    /**
     * Creates a downloader for the servers of one repository.
     *
     * @param timeout used where the configuration has none
     */
    public HttpDownloader(Servers servers, Duration timeout, Consumer<? super TransferEvent> listener)
            throws FormatException {
        this.servers = servers;
        this.credentials = Credentials.of(servers);
        this.timeout = timeout;
        this.listener = listener;
    }

    private synchronized HttpClient client(HttpSettings http) throws IOException {
        HttpSettings key = http.withoutPassword();
        HttpClient client = clients.get(key);
        if (client == null) {
            client = HttpClients.of(servers.name(), key, credentials.origins(), timeout(http));
            clients.put(key, client);
        }
        return client;
    }

    private Duration timeout(HttpSettings http) {
        return http.timeout().orElse(timeout);
    }

    Consumer<? super TransferEvent> listener() {
        return listener;
    }

    /**
     * Downloads a URL. Reports start and progress to the listener; the caller reports success or failure.
     *
     * @param target its existing content is kept as the beginning of the file and not requested again
     * @param size total size in bytes; -1 if unknown
     * @param limit maximum size in bytes
     * @throws TransferException if the server does not send the file, or sends more or fewer bytes than expected
     * @throws FileSystemException if the target cannot be written
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
        listener.accept(new TransferEvent.Started(url.uri(), kind.transfer(), known(size), present));
        Sink sink = new Sink(url, kind, target, present, size, limit);
        int status = ask(url, sink);
        if (status == 416 && present > 0) { // the existing part is not the beginning of the server's file
            target.truncate(0);
            sink = new Sink(url, kind, target, 0, size, limit);
            status = ask(url, sink);
        }
        if (status != 200 && status != 206) {
            String answer = "the server answered " + status + meaning(status);
            throw MISSING.contains(status)
                    ? new MissingFileException(url.toString(), answer)
                    : new TransferException(url.toString(), answer);
        }
        if (size >= 0 && sink.position != size) {
            throw new TransferException(url.toString(), "expected " + size + " bytes, found " + sink.position);
        }
    }

    private static String meaning(int status) {
        return switch (status) {
            case 401 -> ": wrong or missing user name and password";
            case 403 -> ": access denied";
            case 404, 410 -> ": no such file";
            case 407 ->
                ": the proxy requires a valid user name and password; for https URLs Java only sends them with"
                        + " -Djdk.http.auth.tunneling.disabledSchemes=";
            default -> "";
        };
    }

    private static OptionalLong known(long size) {
        return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
    }

    /**
     * Sends the request and follows redirects, whose targets learn nothing but what is requested. Returns the final
     * status.
     */
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
                        url.toString(), "the server answered " + response.statusCode() + ": too many redirects");
            }
            place = redirect(url, place, response.statusCode(), location);
        }
    }

    private static RepositoryUrl redirect(RepositoryUrl url, RepositoryUrl place, int status, String location)
            throws TransferException {
        String answer = "the server answered " + status;
        if (location.isEmpty()) {
            throw new TransferException(url.toString(), answer + " without a Location header");
        }
        RepositoryUrl next;
        try {
            next = place.redirect(location);
        } catch (FormatException e) {
            throw new TransferException(url.toString(), answer + ": " + e.getMessage(), e);
        }
        if (place.isSecure() && !next.isSecure()) {
            throw new TransferException(
                    url.toString(), answer + ": refusing to follow the redirect from https to " + next);
        }
        return next;
    }

    private HttpResponse<Void> await(RepositoryUrl url, RepositoryUrl place, Sink sink) throws IOException {
        HttpSettings http = servers.http(place);
        HttpRequest.Builder request = HttpRequest.newBuilder(place.uri()).header("Accept-Encoding", "identity");
        credentials.authorization(place, http).ifPresent(value -> request.header("Authorization", value));
        Credentials.proxyAuthorization(http).ifPresent(value -> request.header("Proxy-Authorization", value));
        if (sink.position > 0) {
            request.header("Range", "bytes=" + sink.position + "-");
        }
        SpeedLimit limit = new SpeedLimit(http.minRate(), timeout(http), System.nanoTime());
        CompletableFuture<HttpResponse<Void>> future = client(http).sendAsync(request.build(), sink::handle);
        while (true) {
            try {
                return future.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (limit.isTooSlow(System.nanoTime(), sink.received.get())) {
                    future.cancel(true);
                    throw new TransferException(
                            url.toString(),
                            "slower than " + http.minRate() + " bytes per second for "
                                    + timeout(http).toMillis() + " ms",
                            e);
                }
            } catch (InterruptedException e) {
                future.cancel(true);
                throw Interruption.of(e);
            } catch (ExecutionException e) {
                sink.rethrowOfListener();
                throw failure(url, place, http, Objects.requireNonNullElse(e.getCause(), e));
            }
        }
    }

    private static IOException failure(RepositoryUrl url, RepositoryUrl place, HttpSettings http, Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof TransferException || t instanceof FileSystemException) {
                return (IOException) t;
            }
        }
        String reason = NetworkFailure.reason(cause);
        URI proxy = http.proxy().orElse(null);
        if (proxy != null) {
            reason = "through the proxy " + Redaction.uri(proxy) + ": " + reason;
        }
        return new TransferException(
                url.toString(), place.equals(url) ? reason : "redirected to " + place + ": " + reason, cause);
    }

    /** Writes the body of a response to the target; used by one thread of the HTTP client at a time. */
    private final class Sink {
        private final RepositoryUrl url;
        private final FileKind kind;
        private final SeekableByteChannel target;
        private final long size;
        private final long limit;
        private volatile long position;
        private final AtomicLong received = new AtomicLong();
        private long lastReported = System.nanoTime();
        private volatile @Nullable Throwable thrownByListener;

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
                return new Hangup(
                        new TransferException(url.toString(), "the server sent a different range than requested"));
            }
            if (!whole && !rest) {
                return new Hangup(null);
            }
            if (whole && position > 0) { // the server does not support ranges
                try {
                    target.truncate(0);
                } catch (IOException e) {
                    return new Hangup(writeFailure(e));
                }
                position = 0;
            }
            long length;
            try {
                length = info.headers().firstValueAsLong("Content-Length").orElse(0);
            } catch (NumberFormatException e) {
                return new Hangup(new TransferException(url.toString(), "the server sent a wrong Content-Length"));
            }
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
                throw new UncheckedIOException(writeFailure(e));
            }
            long end = position + bytes.length;
            position = end;
            received.addAndGet(bytes.length);
            long now = System.nanoTime();
            if (now - lastReported > 100_000_000) {
                lastReported = now;
                report(new TransferEvent.Advanced(url.uri(), kind.transfer(), known(size), position));
            }
        }

        /** What a listener throws ends this transfer, but is not a failure of the network, after which to try again. */
        private void report(TransferEvent event) {
            try {
                listener.accept(event);
            } catch (RuntimeException | Error e) {
                thrownByListener = e;
                throw e;
            }
        }

        void rethrowOfListener() {
            if (thrownByListener instanceof RuntimeException exception) {
                throw exception;
            }
            if (thrownByListener instanceof Error error) {
                throw error;
            }
        }

        private IOException writeFailure(IOException cause) {
            IOException failure = new FileSystemException(
                    url.toString(), null, "cannot be written to the cache: " + FileFailure.reason(cause));
            failure.initCause(cause);
            return failure;
        }

        private TransferException tooLong() {
            return new TransferException(
                    url.toString(), "expected " + (size >= 0 ? size : "at most " + limit) + " bytes, found more");
        }
    }

    /** Discards the body without reading it, and fails if there is a reason. */
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
