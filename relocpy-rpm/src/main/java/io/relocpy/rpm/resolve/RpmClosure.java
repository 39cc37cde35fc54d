package io.relocpy.rpm.resolve;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.Closure;
import io.relocpy.repository.ClosureInputs;
import io.relocpy.repository.ClosurePackage;
import io.relocpy.repository.PackageEntry;
import io.relocpy.repository.PackageReader;
import io.relocpy.repository.PackageReason;
import io.relocpy.repository.Redaction;
import io.relocpy.repository.internal.download.ClosureFiles;
import io.relocpy.repository.internal.io.BlockStream;
import io.relocpy.repository.internal.text.PackageUrls;
import io.relocpy.repository.internal.text.Printable;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.file.FileType;
import io.relocpy.rpm.file.PayloadEntry;
import io.relocpy.rpm.file.RpmFile;
import io.relocpy.rpm.file.RpmPayload;
import io.relocpy.rpm.metadata.Repository;
import io.relocpy.rpm.metadata.RepositoryConfig;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Packages of {@link RpmRepositories}. */
final class RpmClosure implements Closure {
    private final ClosureFiles<Remote> files;
    private final ClosureInputs inputs;
    private final Lockfile lockfile;

    private record Remote(Repository repository, PackageMetadata metadata) {}

    RpmClosure(Resolution resolution, List<Repository> repositories, Lockfile lock) {
        Map<String, Repository> byId = new HashMap<>();
        repositories.forEach(repository -> byId.put(repository.id(), repository));
        Map<ClosurePackage, Remote> packages = new LinkedHashMap<>();
        SortedMap<String, Repository> used = new TreeMap<>();
        ClosureRelations relations = new ClosureRelations(
                resolution.packages().stream().map(ResolvedPackage::metadata).toList());
        for (ResolvedPackage resolved : resolution.packages()) {
            String id = resolved.repository().id();
            Repository repository = Objects.requireNonNull(byId.get(id), id);
            used.put(id, repository);
            packages.put(describe(resolved, relations), new Remote(repository, resolved.metadata()));
        }
        files = new ClosureFiles<>(
                packages,
                remote -> remote.repository.fetch(remote.metadata),
                remote -> remote.repository.isDownloaded(remote.metadata));
        lockfile = lock;
        inputs = new ClosureInputs(
                lock.requests(),
                used.values().stream()
                        .map(each ->
                                new ClosureInputs.Repository(each.id(), urls(each.config()), each.keyFingerprints()))
                        .toList(),
                lock.text());
    }

    private static ClosurePackage describe(ResolvedPackage resolved, ClosureRelations relations) {
        PackageMetadata metadata = resolved.metadata();
        String version = metadata.nevra().evr().toString();
        return ClosurePackage.builder(
                        metadata.nevra().name(), version, metadata.nevra().arch())
                .license(Printable.of(metadata.license().orElse("")))
                .repository(resolved.repository().id())
                .checksum(metadata.checksum().toString())
                .size(metadata.packageSize())
                .reason(reason(resolved.reason()))
                .requires(relations.requiredBy(metadata))
                .packageUrl(packageUrl(
                        metadata.nevra().name(),
                        version,
                        metadata.nevra().arch(),
                        metadata.sourceRpm().orElse("")))
                .build();
    }

    private static PackageReason reason(Reason reason) {
        if (reason instanceof Reason.Requested requested) {
            return new PackageReason.Requested(requested.request());
        }
        if (reason instanceof Reason.Required required) {
            return new PackageReason.Required(
                    required.by().toString(), required.dependency().toString());
        }
        if (reason instanceof Reason.Recommended recommended) {
            return new PackageReason.Recommended(
                    recommended.by().toString(), recommended.dependency().toString());
        }
        if (reason instanceof Reason.Supplements supplements) {
            return new PackageReason.Supplements(
                    supplements.of().toString(), supplements.dependency().toString());
        }
        if (reason instanceof Reason.AvoidsConflict avoids) {
            return new PackageReason.AvoidsConflict(
                    avoids.of().toString(), avoids.dependency().toString());
        }
        if (reason instanceof Reason.LockStep lockStep) {
            return new PackageReason.LockStep(lockStep.with().toString());
        }
        return new PackageReason.Locked();
    }

    /**
     * Without the distribution, which only the package itself states. The epoch is a qualifier there; scanners know the source
     * package by the name of its file, as {@code upstream}.
     *
     * @see <a href="https://github.com/package-url/purl-spec">package-url specification</a>
     */
    static String packageUrl(String name, String version, String architecture, String sourceRpm) {
        int colon = version.indexOf(':');
        String epoch = colon < 0 ? "" : "&epoch=" + version.substring(0, colon);
        return "pkg:rpm/" + PackageUrls.encode(name) + "@" + PackageUrls.encode(version.substring(colon + 1)) + "?arch="
                + PackageUrls.encode(architecture) + epoch
                + (sourceRpm.isEmpty() ? "" : "&upstream=" + PackageUrls.encode(sourceRpm));
    }

    /** Without credentials; a directory of this machine means nothing on another. */
    static List<String> urls(RepositoryConfig config) {
        return Stream.concat(
                        config.baseUrls().stream(),
                        Stream.of(config.mirrorList(), config.metalink()).flatMap(Optional::stream))
                .filter(url -> !"file".equalsIgnoreCase(url.getScheme()))
                .map(url -> Redaction.uri(url).toString())
                .toList();
    }

    /** With exactly these packages. */
    Lockfile lockfile() {
        return lockfile;
    }

    @Override
    public List<ClosurePackage> packages() {
        return files.packages();
    }

    @Override
    public ClosureInputs inputs() {
        return inputs;
    }

    @Override
    public void fetch(Consumer<? super ClosurePackage> arrived) throws IOException {
        files.fetch(arrived);
    }

    @Override
    public boolean isDownloaded(ClosurePackage wanted) throws IOException {
        return files.isThere(wanted);
    }

    @Override
    public PackageReader open(ClosurePackage wanted) throws IOException {
        // what is unpacked is what was fetched and verified, whoever may have written to the file since
        Checksum checksum = files.known(wanted).metadata.checksum();
        RpmFile rpm = RpmFile.open(files.fetch(wanted), checksum);
        return new Reader(rpm.payload(), rpm.description().vendor());
    }

    /** Skips what is neither a regular file with content nor a symbolic link. */
    private static final class Reader implements PackageReader {
        private final RpmPayload payload;
        private final Optional<String> vendor;
        private @Nullable EntryContent current;
        private boolean closed;

        Reader(RpmPayload payload, Optional<String> vendor) {
            this.payload = payload;
            this.vendor = vendor;
        }

        @Override
        public Optional<String> vendor() {
            return vendor;
        }

        @Override
        public Optional<PackageEntry> next() throws IOException {
            requireOpen();
            current = null;
            for (Optional<PayloadEntry> next = payload.next(); next.isPresent(); next = payload.next()) {
                PayloadEntry entry = next.get();
                if (entry.type() == FileType.SYMLINK || (entry.type() == FileType.FILE && entry.hasContent())) {
                    current = new EntryContent();
                    return Optional.of(toEntry(entry));
                }
            }
            return Optional.empty();
        }

        @Override
        public InputStream content() {
            requireOpen();
            if (current == null) {
                throw new IllegalStateException("there is no current entry: next() comes first");
            }
            return current;
        }

        private void requireOpen() {
            if (closed) {
                throw new IllegalStateException("the reader was closed");
            }
        }

        @Override
        public void close() throws IOException {
            closed = true;
            current = null;
            payload.close();
        }

        /** The payload has one stream for all entries; this one ends with its entry. */
        private final class EntryContent extends BlockStream {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                if (current != this) {
                    throw new IOException("Stream closed");
                }
                return payload.content().read(target, offset, length);
            }
        }

        private static PackageEntry toEntry(PayloadEntry entry) {
            PackageEntry.Builder builder = entry.type() == FileType.SYMLINK
                    ? PackageEntry.symbolicLink(
                            entry.names(), entry.linkTarget().orElseThrow())
                    : PackageEntry.file(entry.names(), entry.size());
            return builder.mode(entry.mode() & 07777)
                    .modified(Instant.ofEpochSecond(entry.mtime()))
                    .build();
        }
    }
}
