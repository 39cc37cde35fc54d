package io.relocpy.bundle;

import io.relocpy.repository.Closure;
import io.relocpy.repository.ClosureInputs;
import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.ClosureRequest;
import io.relocpy.repository.PackageEntry;
import io.relocpy.repository.PackageReader;
import io.relocpy.repository.Repositories;
import io.relocpy.repository.RepositoryListener;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Repositories as somebody might write them, with one package of one file; tests override what is to be wrong. */
class CallersRepositories implements Repositories, Closure {
    static final String PATH = "/usr/lib/python3.13/one.py";

    @Override
    public Closure resolve(ClosureRequest request, RepositoryListener listener) throws IOException {
        return this;
    }

    @Override
    public List<ClosurePackage> packages() {
        return List.of(ClosurePackage.builder("one", "1-1", "noarch").build());
    }

    @Override
    public ClosureInputs inputs() {
        return Samples.INPUTS;
    }

    @Override
    public void fetch(Consumer<? super ClosurePackage> arrived) throws IOException {
        packages().forEach(arrived);
    }

    @Override
    public PackageReader open(ClosurePackage wanted) throws IOException {
        return new Reader();
    }

    /** Five bytes. */
    static class Reader implements PackageReader {
        private final Iterator<PackageEntry> entries = List.of(PackageEntry.file(List.of(PATH), 5)
                        .modified(Instant.ofEpochSecond(1_700_000_000))
                        .build())
                .iterator();

        @Override
        public Optional<PackageEntry> next() throws IOException {
            return entries.hasNext() ? Optional.of(entries.next()) : Optional.empty();
        }

        @Override
        public InputStream content() {
            return new ByteArrayInputStream(new byte[5]);
        }

        @Override
        public void close() throws IOException {}
    }

    static Repositories reading(PackageReader reader) {
        return new CallersRepositories() {
            @Override
            public PackageReader open(ClosurePackage wanted) {
                return reader;
            }
        };
    }

    /** With this as the content of the file. */
    static Repositories containing(InputStream content) {
        return reading(new Reader() {
            @Override
            public InputStream content() {
                return content;
            }
        });
    }
}
