package io.relocpy.deb.resolve;

import io.relocpy.deb.file.DebFile;
import io.relocpy.deb.file.DebPayload;
import io.relocpy.deb.file.PayloadEntry;
import io.relocpy.deb.file.PayloadOption;
import io.relocpy.deb.internal.deb822.CopyrightFile;
import io.relocpy.repository.PackageEntry;
import io.relocpy.repository.PackageReader;
import io.relocpy.repository.internal.text.NonEmpty;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads regular files and symbolic links. The further names of a file, which the archive has as hard links behind it, come
 * last, in a second pass that few packages need.
 */
final class DebPackageReader implements PackageReader {
    /** Larger ones are not read for the name of the licence. */
    private static final int MAX_COPYRIGHT = 4 << 20;

    private final DebFile file;
    private final Map<String, String> diversions;
    private final String copyright;
    private final Map<String, List<String>> hardLinks = new LinkedHashMap<>();
    private DebPayload payload;
    private boolean secondPass;
    private byte @Nullable [] read;
    private String license = "";

    /** @param diversions paths of the package → where their files go instead */
    DebPackageReader(DebFile file, Map<String, String> diversions) throws IOException {
        this.file = file;
        this.diversions = diversions;
        this.copyright = "/usr/share/doc/" + file.name() + "/copyright";
        this.payload = file.payload(PayloadOption.DEVICE_NODES);
    }

    @Override
    public Optional<PackageEntry> next() throws IOException {
        read = null;
        while (true) {
            Optional<PayloadEntry> next = payload.next();
            if (next.isPresent()) {
                Optional<PackageEntry> entry = secondPass ? furtherNames(next.get()) : firstName(next.get());
                if (entry.isPresent()) {
                    return entry;
                }
            } else if (secondPass || hardLinks.isEmpty()) {
                return Optional.empty();
            } else {
                payload.close();
                payload = file.payload(PayloadOption.DEVICE_NODES);
                secondPass = true;
            }
        }
    }

    private Optional<PackageEntry> firstName(PayloadEntry entry) throws IOException {
        return switch (entry.type()) {
            case FILE -> {
                if (entry.path().equals(copyright) && entry.size() <= MAX_COPYRIGHT) {
                    byte[] bytes = payload.content().readAllBytes();
                    license = CopyrightFile.license(new String(bytes, StandardCharsets.UTF_8));
                    read = bytes;
                }
                yield Optional.of(entry(entry, List.of(entry.path())));
            }
            case SYMLINK -> Optional.of(entry(entry, List.of(entry.path())));
            case HARD_LINK -> {
                hardLinks
                        .computeIfAbsent(entry.linkTarget().orElseThrow(), key -> new ArrayList<>())
                        .add(entry.path());
                yield Optional.empty();
            }
            default -> Optional.empty(); // directories follow from paths; a bundle needs nothing else
        };
    }

    private Optional<PackageEntry> furtherNames(PayloadEntry entry) {
        return entry.hasContent()
                ? Optional.ofNullable(hardLinks.get(entry.path())).map(names -> entry(entry, names))
                : Optional.empty();
    }

    private PackageEntry entry(PayloadEntry entry, List<String> names) {
        List<String> paths =
                names.stream().map(each -> diversions.getOrDefault(each, each)).toList();
        PackageEntry.Builder builder = entry.hasContent()
                ? PackageEntry.file(paths, entry.size())
                : PackageEntry.symbolicLink(paths, entry.linkTarget().orElseThrow());
        return builder.mode(entry.mode())
                .modified(Instant.ofEpochSecond(entry.mtime()))
                .build();
    }

    @Override
    public InputStream content() {
        byte[] known = read;
        return known == null ? payload.content() : new ByteArrayInputStream(known);
    }

    @Override
    public Optional<String> license() {
        return NonEmpty.of(license);
    }

    @Override
    public void close() throws IOException {
        payload.close();
    }
}
