package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleException;
import io.relocpy.repository.Closure;
import io.relocpy.repository.ClosureInputs;
import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.InstallationState;
import io.relocpy.repository.PackageEntry;
import io.relocpy.repository.PackageReader;
import io.relocpy.repository.internal.io.BlockStream;
import io.relocpy.repository.internal.io.FileFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A closure of repositories that anybody may have written, held to its contract: a violation ends the build with the
 * package's name instead of a bundle that only looks right.
 */
final class CheckedClosure implements Closure {
    private final Closure closure;
    private final List<ClosurePackage> packages;
    private final ClosureInputs inputs;

    private CheckedClosure(Closure closure, List<ClosurePackage> packages, ClosureInputs inputs) {
        this.closure = closure;
        this.packages = packages;
        this.inputs = inputs;
    }

    /**
     * Checks what does not need the packages' files.
     *
     * @throws BundleException if something is missing, or two packages have one id
     */
    static CheckedClosure of(@Nullable Closure closure) throws BundleException {
        Closure given = present(closure, "repositories", "resolve");
        List<ClosurePackage> packages = present(given.packages(), "repositories", "packages");
        Set<String> ids = new HashSet<>();
        for (ClosurePackage each : packages) {
            String id = present(each, "repositories", "packages").id();
            if (!ids.add(id)) {
                throw new BundleException(id, "the repositories returned two packages with this id");
            }
        }
        return new CheckedClosure(given, List.copyOf(packages), present(given.inputs(), "repositories", "inputs"));
    }

    private static <T> T present(@Nullable T value, String subject, String method) throws BundleException {
        if (value == null) {
            throw new BundleException(subject, method + "() returned null");
        }
        return value;
    }

    @Override
    public List<ClosurePackage> packages() {
        return packages;
    }

    @Override
    public ClosureInputs inputs() {
        return inputs;
    }

    @Override
    public void fetch(Consumer<? super ClosurePackage> arrived) throws IOException {
        closure.fetch(arrived);
    }

    @Override
    public boolean isDownloaded(ClosurePackage wanted) throws IOException {
        return closure.isDownloaded(wanted);
    }

    @Override
    public PackageReader open(ClosurePackage wanted) throws IOException {
        return new Reader(wanted.id(), present(closure.open(wanted), wanted.id(), "open"));
    }

    @Override
    public InstallationState installationState() throws IOException {
        return present(closure.installationState(), "repositories", "installationState");
    }

    private static final class Reader implements PackageReader {
        private final String id;
        private final PackageReader reader;
        private @Nullable PackageEntry current;
        private Optional<String> license = Optional.empty();

        Reader(String id, PackageReader reader) {
            this.id = id;
            this.reader = reader;
        }

        @Override
        public Optional<PackageEntry> next() throws IOException {
            Optional<PackageEntry> next;
            try {
                next = present(reader.next(), id, "next");
            } catch (IllegalArgumentException e) { // an entry that there cannot be
                throw new BundleException(id, "invalid entry: " + e.getMessage(), e);
            }
            current = next.orElse(null);
            if (next.isEmpty()) {
                license = present(reader.license(), id, "license");
            }
            return next;
        }

        @Override
        public InputStream content() {
            if (current == null) {
                throw new IllegalStateException("there is no current entry");
            }
            return new Content(id + ", " + current.paths().get(0), current.size(), reader.content());
        }

        @Override
        public Optional<String> vendor() {
            return reader.vendor();
        }

        @Override
        public Optional<String> license() {
            return license;
        }

        @Override
        public void close() throws IOException {
            try {
                reader.close();
            } catch (IOException e) {
                throw new BundleException(id, "cannot be closed: " + FileFailure.reason(e), e);
            }
        }
    }

    /** As many bytes as the entry states. */
    private static final class Content extends BlockStream {
        private final String where;
        private final long size;
        private final @Nullable InputStream in;
        private long count;

        Content(String where, long size, @Nullable InputStream in) {
            this.where = where;
            this.size = size;
            this.in = in;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = present(in, where, "content").read(target, offset, length);
            if (read < -1 || read > length || (read == 0 && length > 0)) {
                throw new BundleException(where, "read() returned " + read + " for a buffer of " + length + " bytes");
            }
            if (read < 0 && count < size) {
                throw new FormatException(where, size + " bytes", count + " bytes");
            }
            count += Math.max(read, 0);
            if (count > size) {
                throw new FormatException(where, size + " bytes", "more than that");
            }
            return read;
        }
    }
}
