package io.relocpy.deb.metadata;

import io.relocpy.deb.PackagesOrigin;
import io.relocpy.deb.ReleaseInfo;
import io.relocpy.deb.internal.release.ContentsReader;
import io.relocpy.deb.internal.release.ReleaseFile;
import io.relocpy.deb.internal.text.Syntax;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.Redaction;
import io.relocpy.repository.TransferException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.download.FileKind;
import io.relocpy.repository.internal.download.RepositoryUrl;
import io.relocpy.repository.internal.text.NonEmpty;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A suite whose Release file was verified: its indexes, and access to the packages' files. Immutable, safe for use by
 * several threads.
 *
 * @see RepositoryClient#load
 */
public final class Suite {
    private static final String ALL = "all";
    private static final String CHECKSUM_FIELD = "SHA256:";

    private final AptSource source;
    private final @Nullable Loaded loaded;
    private final String unavailable; // why, if it is
    private final List<PackagesFile> packages = new ArrayList<>();
    private final List<IndexContent> indexes = new ArrayList<>();

    /** Of all packages; null until they are needed. */
    private @Nullable Set<String> checksums;

    private final Set<String> components = new LinkedHashSet<>();
    private final Set<String> architectures = new LinkedHashSet<>();

    /**
     * What a suite that is available has.
     *
     * @param signed null if only packages are needed
     * @param choice of copies of indexes
     */
    record Loaded(Archive archive, @Nullable SignedRelease signed, IndexContent.Choice choice) {}

    private Suite(AptSource source, @Nullable Loaded loaded, String unavailable) {
        this.source = source;
        this.loaded = loaded;
        this.unavailable = unavailable;
    }

    /** With these indexes. */
    static Suite of(Loaded loaded, List<IndexTargets.Target> targets) {
        Suite suite = new Suite(loaded.archive.source(), loaded, "");
        for (IndexTargets.Target target : targets) {
            suite.add(loaded, Objects.requireNonNull(loaded.signed).release(), target);
        }
        return suite;
    }

    /** One that is skipped. */
    static Suite unavailable(AptSource source, String reason) {
        return new Suite(source, null, reason);
    }

    private void add(Loaded from, ReleaseFile release, IndexTargets.Target target) {
        Map<String, String> properties = Map.of(
                "type",
                "index",
                "arch",
                target.architecture(),
                "component",
                target.component(),
                "codename",
                release().codename().orElse(""),
                "suite",
                release().suite().orElse(""));
        IndexContent index = IndexContent.find(from.archive, release, target.name(), properties, from.choice)
                .orElseThrow();
        components.add(target.component());
        architectures.add(target.architecture());
        indexes.add(index);
        PackagesOrigin origin = new PackagesOrigin(
                release(), from.archive.site(), NonEmpty.of(target.component()), target.architecture());
        packages.add(new PackagesFile(origin, index.key(), index));
    }

    /** What has to be downloaded before the suite can be used. */
    List<IndexContent> indexes() {
        return List.copyOf(indexes);
    }

    /** The source that it was loaded from; the first one of several for the same suite. */
    public AptSource source() {
        return source;
    }

    private Optional<SignedRelease> signed() {
        return Optional.ofNullable(loaded).map(Loaded::signed);
    }

    /** What the Release file says of the suite; all empty if it is unavailable. */
    public ReleaseInfo release() {
        return signed().map(each -> each.release().info()).orElseGet(() -> ReleaseInfo.ofFields(Map.of()));
    }

    /** When the Release file was made; empty if it does not say, or if the suite is unavailable. */
    public Optional<Instant> date() {
        return signed().flatMap(each -> each.release().date());
    }

    /** Its Packages files in apt's order. Their content is verified whenever it is opened. */
    public List<PackagesFile> packages() {
        return List.copyOf(packages);
    }

    /** The fingerprints of the keys that verified its Release file, in hexadecimal digits; empty if none had to. */
    public List<String> keyFingerprints() {
        return signed().map(SignedRelease::signers).orElse(List.of());
    }

    /** Why it was skipped; empty if it is available. */
    public Optional<String> unavailable() {
        return loaded == null ? Optional.of(unavailable) : Optional.empty();
    }

    /**
     * Fetches the file of a package: the original one of a local repository, else one in the cache.
     *
     * @param filename the field {@code Filename} of a package of this suite
     * @param size the field {@code Size} in bytes
     * @param checksum the field {@code SHA256} or a stronger one
     * @return a file with that size and checksum
     * @throws TransferException if no mirror has it
     * @throws FormatException if it has another size or checksum, or the name leads out of the repository
     * @throws VerificationException if the checksum can be forged
     */
    public Path fetch(String filename, long size, Checksum checksum) throws IOException {
        Loaded from = loaded;
        if (from == null) {
            throw new TransferException(source.toString(), unavailable);
        }
        if (checksum.isBroken()) {
            throw new VerificationException(
                    source + ", " + Redaction.quoted(filename), checksum.algorithm() + " does not prove anything");
        }
        if (!Syntax.isFilename(filename)) {
            throw new FormatException(source + ", Filename", "a path below the repository", Redaction.quoted(filename));
        }
        return from.archive.fetcher().fetch(packageBases(from), filename, FileKind.PACKAGE, checksum, size);
    }

    /** Whether {@link #fetch} would find the file on this machine, in a local repository or in the cache. */
    public boolean isDownloaded(String filename, Checksum checksum) throws IOException {
        Loaded from = loaded;
        return from != null && from.archive.fetcher().isDownloaded(packageBases(from), filename, checksum);
    }

    private List<RepositoryUrl> packageBases(Loaded from) {
        Map<String, String> properties = Map.of(
                "type",
                "deb",
                "codename",
                release().codename().orElse(""),
                "suite",
                release().suite().orElse(""));
        return from.archive.bases(properties);
    }

    /**
     * As {@link #fetch}, of a package that is known through an {@linkplain RepositoryClient#indexFile index in the cache}. A
     * cache that the caller named can come from elsewhere, and its index with it; the Packages files are verified.
     *
     * @throws VerificationException if the checksum can be forged, or none of the suite's Packages files has it
     */
    public Path fetchListed(String filename, long size, Checksum sha256) throws IOException {
        Loaded from = loaded;
        boolean vouched = from == null
                || from.archive.fetcher().cache().isExclusive()
                || indexes.stream().allMatch(IndexContent::wasOpened);
        if (!vouched && !listedChecksums().contains(sha256.hex())) {
            throw new VerificationException(
                    source + ", " + Redaction.quoted(filename),
                    "has a checksum in the index in the cache that no Packages file has: the index was modified, delete it");
        }
        return fetch(filename, size, sha256);
    }

    private synchronized Set<String> listedChecksums() throws IOException {
        Set<String> known = checksums;
        if (known == null) {
            known = new HashSet<>();
            for (IndexContent index : indexes) {
                try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(index.open(), StandardCharsets.ISO_8859_1))) {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        if (line.regionMatches(true, 0, CHECKSUM_FIELD, 0, CHECKSUM_FIELD.length())) {
                            known.add(line.substring(CHECKSUM_FIELD.length()).strip());
                        }
                    }
                }
            }
            checksums = known;
        }
        return known;
    }

    /**
     * Finds the packages that have certain files, in the suite's Contents files, which are downloaded for this.
     *
     * @param paths absolute, such as {@code /usr/bin/python3}
     * @return the names of packages by path, without the paths that no package has
     * @throws TransferException if a Contents file is not available
     * @throws FormatException if one is damaged
     */
    public Map<String, Set<String>> findPaths(Collection<String> paths) throws IOException {
        Loaded from = loaded;
        Map<String, Set<String>> found = new LinkedHashMap<>();
        if (from == null) {
            return found;
        }
        Set<String> relative = new LinkedHashSet<>();
        paths.forEach(path -> relative.add(path.replaceFirst("^/+", "")));
        for (IndexContent contents : contents(from, signed().map(SignedRelease::release))) {
            try (InputStream in = contents.open()) {
                ContentsReader.find(in, source + ", Contents", relative)
                        .forEach((path, names) -> found.computeIfAbsent("/" + path, key -> new LinkedHashSet<>())
                                .addAll(names));
            }
        }
        return found;
    }

    /** Of each component, or, as older suites have them, of all together. */
    private List<IndexContent> contents(Loaded from, Optional<ReleaseFile> release) {
        Set<String> names = new LinkedHashSet<>();
        Set<String> all = new LinkedHashSet<>(architectures);
        all.add(ALL);
        for (String architecture : all) {
            components.forEach(
                    component -> names.add((component.isEmpty() ? "" : component + "/") + "Contents-" + architecture));
            names.add("Contents-" + architecture);
        }
        return release.stream()
                .flatMap(listing -> names.stream()
                        .map(name ->
                                IndexContent.find(from.archive, listing, name, Map.of("type", "index"), from.choice)))
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public String toString() {
        return source + (loaded == null ? ": not available" : ": " + packages.size() + " Packages files");
    }
}
