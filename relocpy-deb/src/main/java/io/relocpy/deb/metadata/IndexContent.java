package io.relocpy.deb.metadata;

import io.relocpy.deb.internal.file.Compression;
import io.relocpy.deb.internal.release.ReleaseFile;
import io.relocpy.deb.internal.release.VerifiedStream;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.internal.download.FileKind;
import io.relocpy.repository.internal.io.DecodedStream;
import io.relocpy.repository.internal.io.FileSlice;
import io.relocpy.repository.internal.io.Log;
import io.relocpy.repository.internal.io.ReadAhead;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An index of a suite, whose content is verified each time that it is opened: from apt's lists if it is good there, else from
 * the cache, where it is downloaded to in the first of its compressions that a mirror has. Thread-safe.
 */
final class IndexContent implements PackagesFile.Content {
    /** Most preferred first: gzip takes a tenth of the time of xz, which saves a quarter of the bytes. */
    private static final List<Compression> ORDER = List.of(
            Compression.GZIP,
            Compression.XZ,
            Compression.BZIP2,
            Compression.LZMA,
            Compression.LZ4,
            Compression.ZSTD,
            Compression.NONE);

    private static final long LIMIT = 4L << 30;

    private final Archive archive;
    private final String name;
    private final Map<String, String> properties;
    private final boolean byHash;
    private final @Nullable Path listed;
    private final ReleaseFile.Entry plain;
    private final List<Form> forms;

    /** What was downloaded and verified just now. */
    private final AtomicReference<@Nullable Fetched> downloaded = new AtomicReference<>();

    private volatile boolean opened;

    /**
     * Which copy of an index is used.
     *
     * @param compressions to download, most preferred first
     * @param lists apt's lists; null for none
     */
    record Choice(List<Compression> compressions, @Nullable Path lists) {
        /** With what is named, by its extension without the dot, in front of the default order. */
        static Choice of(List<String> names, @Nullable Path lists) {
            Stream<Compression> preferred =
                    names.stream().flatMap(name -> Compression.ofExtension("." + name).stream());
            return new Choice(
                    Stream.concat(preferred, ORDER.stream()).distinct().toList(), lists);
        }
    }

    /** The index in one of its compressions. */
    private record Form(Compression compression, ReleaseFile.Entry entry) {}

    /**
     * Finds an index.
     *
     * @param name relative to the Release file, without compression suffix
     * @param properties which mirrors have it
     * @return empty if the Release file does not list it without compression: apt then does not see it
     */
    static Optional<IndexContent> find(
            Archive archive, ReleaseFile release, String name, Map<String, String> properties, Choice choice) {
        return release.entry(name).map(plain -> new IndexContent(archive, release, plain, name, properties, choice));
    }

    private IndexContent(
            Archive archive,
            ReleaseFile release,
            ReleaseFile.Entry plain,
            String name,
            Map<String, String> properties,
            Choice choice) {
        this.archive = archive;
        this.name = name;
        this.properties = properties;
        this.byHash = archive.source().byHash().orElse(release.isYes("Acquire-By-Hash"));
        this.plain = plain;
        this.listed = choice.lists == null ? null : choice.lists.resolve(archive.listsName(name));
        this.forms = choice.compressions.stream()
                .flatMap(compression ->
                        release
                                .entry(name + compression.extension())
                                .map(entry -> new Form(compression, entry))
                                .stream())
                .toList();
    }

    /** Identifies the content. */
    String key() {
        return plain.checksum().toString();
    }

    /** Downloads it unless it is there already; what is there is verified only when it is opened. */
    void prepare() throws IOException {
        if (findListed().isEmpty() && !archive.isLocal() && cached().isEmpty()) {
            downloaded.set(fetch());
        }
    }

    private List<Form> cached() throws IOException {
        List<Form> cached = new ArrayList<>();
        for (Form form : forms) {
            if (archive.fetcher().isCached(FileKind.METADATA, location(form), form.entry.checksum())) {
                cached.add(form);
            }
        }
        return cached;
    }

    /** Whether somebody read it from this value. */
    boolean wasOpened() {
        return opened;
    }

    @Override
    public InputStream open() throws IOException {
        opened = true;
        Optional<Path> inLists = findListed();
        if (inLists.isPresent()) {
            Path file = inLists.get();
            try (InputStream in = open(file, compression(file))) {
                in.transferTo(OutputStream.nullOutputStream());
                return open(file, compression(file));
            } catch (IOException e) {
                Log.of(IndexContent.class).debug("{} is not used: {}", file, e.getMessage());
            }
        }
        Fetched known = downloaded.getAndSet(null);
        Fetched fetched = known == null || !Files.exists(known.file) ? fetch() : known;
        return open(fetched.file, fetched.form.compression);
    }

    private static Compression compression(Path file) {
        String text = file.toString();
        return Compression.ofExtension(text.substring(Math.max(0, text.lastIndexOf('.'))))
                .orElse(Compression.NONE);
    }

    /** A file in apt's lists, in whatever compression apt keeps it. */
    private Optional<Path> findListed() {
        if (listed == null) {
            return Optional.empty();
        }
        for (Compression compression : Compression.values()) {
            Path file = listed.resolveSibling(listed.getFileName() + compression.extension());
            if (Files.isRegularFile(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    /** A file whose checksum was verified. */
    private record Fetched(Path file, Form form) {}

    private Fetched fetch() throws IOException {
        Set<Form> order = new LinkedHashSet<>(archive.isLocal() ? List.of() : cached());
        order.addAll(forms);
        IOException failure = null;
        for (Form form : order) {
            try {
                List<String> locations = new ArrayList<>();
                if (byHash) {
                    locations.add(archive.suiteDirectory() + form.entry.byHash(name));
                }
                locations.add(location(form));
                Path file = archive.fetcher()
                        .fetch(
                                archive.bases(properties),
                                locations,
                                FileKind.METADATA,
                                form.entry.checksum(),
                                form.entry.size(),
                                LIMIT);
                return new Fetched(file, form);
            } catch (TransferException | FormatException e) { // not every listed compression need exist
                if (failure == null) {
                    failure = e; // of the form that a mirror should have
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        throw failure == null ? new TransferException(where(), "no mirror has it") : failure;
    }

    private String location(Form form) {
        return archive.suiteDirectory() + name + form.compression.extension();
    }

    /** Of a file whose checksum was verified, or whose content will be. */
    private InputStream open(Path file, Compression compression) throws IOException {
        FileSlice slice = FileSlice.open(file, 0);
        try {
            InputStream decoded = new DecodedStream(slice, compression::open, file.toString(), plain.size());
            return new ReadAhead(new VerifiedStream(decoded, plain, file.toString()));
        } catch (IOException | RuntimeException e) {
            slice.close();
            throw e;
        }
    }

    private String where() {
        return archive.source() + ", " + name;
    }
}
