package io.relocpy.rpm.file;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.ContentStream;
import io.relocpy.repository.internal.io.DigestAlgorithm;
import io.relocpy.repository.internal.io.FirstFailure;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of a package, streamed in the payload's order.
 *
 * <pre>{@code
 * try (RpmPayload payload = RpmFile.open(path).payload()) {
 *     for (Optional<PayloadEntry> next = payload.next(); next.isPresent(); next = payload.next()) {
 *         PayloadEntry entry = next.get();
 *         if (entry.hasContent()) {
 *             payload.content().transferTo(out);
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>All entries are safe to create below a root directory: every path is absolute, listed in the header, without
 * {@code ..}, and not below a symbolic link of the same package. Names, types, modes, times and sizes are those of the
 * header. The digest of each file is verified at the end of its content, that of the package file or payload after the
 * last entry: do not use the files before {@link #next()} has returned an empty result.
 *
 * <p>Not thread-safe.
 */
public final class RpmPayload implements AutoCloseable {
    private static final HexFormat HEX = HexFormat.of();

    private final RpmFile rpm;
    private final Set<PayloadOption> options;
    private final PayloadStream stream;
    private final CpioReader archive;
    private final PayloadFiles files;
    private final InputStream content = new Content();
    private final FirstFailure failure = new FirstFailure();
    private @Nullable PayloadEntry current;
    private @Nullable MessageDigest digest;
    private boolean ended;

    /** @param sinks also receive the decompressed archive */
    RpmPayload(RpmFile rpm, Set<PayloadOption> options, List<RpmHeader.Sink> sinks) throws IOException {
        this.rpm = rpm;
        this.options = options;
        this.files = new PayloadFiles(rpm.where(), rpm.files(), rpm.isSource());
        this.stream = PayloadStream.open(rpm, sinks);
        this.archive = new CpioReader(stream, rpm.where());
    }

    /**
     * Returns the next entry, skipping what was not read of the current one.
     *
     * @return empty after the last entry, when the whole payload was read and verified
     * @throws FormatException if the payload is damaged or unsafe, or does not match the header; again by later calls
     * @throws IOException if the file cannot be read, or the payload was closed
     */
    public Optional<PayloadEntry> next() throws IOException {
        return failure.guard(this::advance);
    }

    private Optional<PayloadEntry> advance() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        content.skip(Long.MAX_VALUE);
        current = null;
        CpioReader.Entry entry = nextEntry();
        if (entry == null) {
            return Optional.empty();
        }
        int index = files.match(entry);
        PackagedFile file = files.file(index);
        if (file.type().device() && !options.contains(PayloadOption.DEVICE_NODES)) {
            throw new FormatException(
                    rpm.where() + ", payload entry " + file.path(), "no device nodes", "a " + file.type());
        }
        boolean hasContent = files.carriesContent(index);
        if (file.type() == FileType.SYMLINK) {
            readLink(file);
        }
        archive.contentSize(hasContent ? file.size() : 0);
        digest = hasContent ? startDigest(file) : null;
        PayloadEntry next = new PayloadEntry(file, hasContent, files.names(index));
        current = next;
        if (hasContent && file.size() == 0) {
            checkDigest();
        }
        return Optional.of(next);
    }

    /**
     * The content of the current entry, until the next call of {@link #next()}. Closing the stream has no effect.
     *
     * @return the same stream for all entries; empty for an entry without content
     */
    public InputStream content() {
        return content;
    }

    @Override
    public void close() throws IOException {
        failure.close(rpm.where());
        stream.close();
    }

    /** The content of a link in the archive is its target, which must match the header. */
    private void readLink(PackagedFile link) throws IOException {
        if (link.size() > 1 << 16) {
            throw new FormatException(
                    rpm.where() + ", payload entry " + link.path(),
                    "a link target of at most 65536 bytes",
                    link.size() + " bytes");
        }
        String target = link.linkTarget()
                .orElseThrow(() -> new FormatException(
                        rpm.where() + ", payload entry " + link.path(), "a link with a target", "none"));
        archive.contentSize(link.size());
        byte[] content = new byte[(int) link.size()];
        int done = 0;
        while (done < content.length) {
            done += archive.read(content, done, content.length - done);
        }
        String found = RpmHeader.decode(content, 0, content.length);
        if (!found.equals(target)) {
            throw new FormatException(
                    rpm.where() + ", payload entry " + link.path(),
                    "the link target \"" + target + "\"",
                    "\"" + found + "\"");
        }
    }

    private @Nullable MessageDigest startDigest(PackagedFile file) {
        Checksum checksum = file.digest().orElse(null);
        return checksum == null || options.contains(PayloadOption.NO_DIGESTS)
                ? null
                : DigestAlgorithm.find(checksum.algorithm().standardName());
    }

    private void checkDigest() throws FormatException {
        if (digest != null && current != null && current.file().digest().isPresent()) {
            String found = HEX.formatHex(digest.digest());
            String expected = current.file().digest().get().hex();
            if (!found.equals(expected)) {
                throw new FormatException(
                        rpm.where() + ", payload entry " + current.path(),
                        digest.getAlgorithm() + " " + expected,
                        found);
            }
        }
        digest = null;
    }

    private CpioReader.@Nullable Entry nextEntry() throws IOException {
        CpioReader.Entry entry = archive.next();
        if (entry == null) {
            ended = true;
            files.checkComplete();
            stream.finish();
        }
        return entry;
    }

    private final class Content extends ContentStream {
        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            return failure.guard(() -> {
                int read = archive.read(target, offset, length);
                if (read > 0 && digest != null) {
                    digest.update(target, offset, read);
                    if (archive.remaining() == 0) {
                        checkDigest();
                    }
                }
                return read;
            });
        }

        @Override
        public int available() {
            return (int) Math.min(archive.remaining(), Integer.MAX_VALUE);
        }
    }
}
