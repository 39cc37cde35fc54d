package io.relocpy.rpm.file;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.io.Checksums;
import io.relocpy.repository.internal.io.DigestAlgorithm;
import io.relocpy.repository.internal.io.FileSlice;
import io.relocpy.repository.internal.text.NonEmpty;
import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.repository.openpgp.VerificationPolicy;
import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.PackageMetadata;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A package file: its headers, which are read when it is opened, and its payload, which is streamed on demand.
 *
 * <pre>{@code
 * RpmFile rpm = RpmFile.open(Path.of("python3-3.13.5-1.x86_64.rpm"));
 * rpm.nevra().toString();   // python3-3.13.5-1.x86_64
 * rpm.files();              // what it installs
 * }</pre>
 *
 * <p>Reads binary and source packages of format 3, 4 and 6. Opening a package checks the headers against all rules of
 * their format, but verifies no digests: the result of {@link #open(Path)} should only be inspected. To use a package,
 *
 * <ul>
 *   <li>{@linkplain #verified verify} it, which returns the same package, tied to the verified bytes, or
 *   <li>{@linkplain #open(Path, Checksum) open} it with the checksum from verified metadata.
 * </ul>
 *
 * <p>All data about a package comes from its main header, which is read completely when the package is opened and
 * covered by every digest and signature of the header. The payload of a tied package is verified with the digest of the
 * whole file, even if the file changes in the meantime; that of any other package with the digest in the main header,
 * if there is one. Nothing is taken from the lead, and the {@linkplain #signatureHeader() signature header} is only
 * used to reject packages.
 *
 * <p>Keeps no file open. Immutable and thread-safe.
 *
 * @see <a href="https://rpm-software-management.github.io/rpm/manual/format_v4.html">Package format</a>
 */
public final class RpmFile {
    private static final int LEAD = 96;
    private static final byte[] LEAD_MAGIC = {(byte) 0xed, (byte) 0xab, (byte) 0xee, (byte) 0xdb};
    private static final int HEADER_SIGNATURE = 5;

    /** Tags of the signature header, and the tags to which rpm maps them when it merges both headers. */
    private static final Map<Integer, Integer> NOT_IN_MAIN = Map.ofEntries(
            Map.entry(RpmTag.SIG_SIZE, 257),
            Map.entry(RpmTag.SIG_PGP, 259),
            Map.entry(RpmTag.SIG_MD5, 261),
            Map.entry(RpmTag.SIG_GPG, 262),
            Map.entry(1007, 1046),
            Map.entry(RpmTag.SIG_SHA1, RpmTag.SIG_SHA1),
            Map.entry(RpmTag.SIG_SHA256, RpmTag.SIG_SHA256),
            Map.entry(RpmTag.SIG_DSA, RpmTag.SIG_DSA),
            Map.entry(RpmTag.SIG_RSA, RpmTag.SIG_RSA),
            Map.entry(RpmTag.SIG_LONGSIZE, RpmTag.SIG_LONGSIZE),
            Map.entry(271, 271),
            Map.entry(RpmTag.SIG_FILESIGNATURES, RpmTag.FILESIGNATURES),
            Map.entry(275, 5091),
            Map.entry(RpmTag.SIG_VERITYSIGNATURES, RpmTag.SIG_VERITYSIGNATURES),
            Map.entry(277, 277));

    /**
     * Tags that rpm 3 and some programs put into the main header instead: the archive size, and IMA signatures with
     * their length.
     */
    private static final Set<Integer> EITHER = Set.of(1046, RpmTag.FILESIGNATURES, 5091);

    private final Path path;
    private final @Nullable Checksum checksum; // of the whole file, if the package is tied to it
    private final byte[] lead;
    private final RpmHeader signature;
    private final byte[] padding;
    private final RpmHeader header;
    private final long payloadOffset;
    private final boolean source;
    private final Nevra nevra;
    private final List<PackagedFile> files;

    private RpmFile(Path path, @Nullable Checksum checksum, FileSlice in) throws IOException {
        this.path = path;
        this.checksum = checksum;
        this.lead = in.readNBytes(LEAD);
        checkLead();
        this.signature = RpmHeader.read(in, where() + ", signature header", HeaderIndex.Part.SIGNATURE);
        this.padding = readPadding(in);
        this.header = RpmHeader.read(in, where() + ", header", HeaderIndex.Part.MAIN);
        checkApart();
        this.payloadOffset = in.position();
        this.source = HeaderMetadata.isSource(header);
        this.nevra = HeaderMetadata.nevra(header, source);
        this.files = HeaderFiles.read(header);
    }

    private RpmFile(RpmFile other, Checksum checksum) {
        this.path = other.path;
        this.checksum = checksum;
        this.lead = other.lead;
        this.signature = other.signature;
        this.padding = other.padding;
        this.header = other.header;
        this.payloadOffset = other.payloadOffset;
        this.source = other.source;
        this.nevra = other.nevra;
        this.files = other.files;
    }

    /**
     * Opens a package file to inspect it.
     *
     * @param path of the file
     * @return the package, without verification
     * @throws FormatException if it is not an RPM package, or damaged
     * @throws IOException if it cannot be read
     */
    public static RpmFile open(Path path) throws IOException {
        return read(path, null);
    }

    /**
     * Opens a package file with a known checksum, which is verified when its payload is read to the end, and by
     * {@link #verify} and {@link #verified}.
     *
     * @param path of the file
     * @param checksum of the whole file
     * @return the package, whose headers are those of the right file if its payload can be read to the end
     * @throws FormatException if it is not an RPM package, or damaged, or the algorithm is unknown
     * @throws IOException if it cannot be read
     */
    public static RpmFile open(Path path, Checksum checksum) throws IOException {
        DigestAlgorithm.require(checksum.algorithm(), path.toString());
        return read(path, checksum);
    }

    private static RpmFile read(Path path, @Nullable Checksum checksum) throws IOException {
        try (FileSlice in = FileSlice.open(path, 0)) {
            return new RpmFile(path, checksum, in);
        }
    }

    /** Checks the same fields as rpm; the others are superseded by the header. */
    private void checkLead() throws FormatException {
        if (lead.length < LEAD) {
            throw new FormatException(where() + ", lead", LEAD + " bytes", lead.length + " bytes");
        }
        if (!Arrays.equals(lead, 0, 4, LEAD_MAGIC, 0, 4)) {
            throw new FormatException(
                    where() + ", lead",
                    "the magic number edabeedb of an RPM package",
                    HexFormat.of().formatHex(lead, 0, 4));
        }
        if (lead[4] < 3 || lead[4] > 4) {
            throw new FormatException(where() + ", lead", "major version 3 or 4", String.valueOf(lead[4]));
        }
        int signatureType = ByteBuffer.wrap(lead).getShort(78);
        if (signatureType != HEADER_SIGNATURE) {
            throw new FormatException(where() + ", lead", "signature type 5", String.valueOf(signatureType));
        }
    }

    /** rpm merges the entries of both headers, so they must not have common tags ({@code headerMergeLegacySigs}). */
    private void checkApart() throws FormatException {
        for (Map.Entry<Integer, Integer> tag : NOT_IN_MAIN.entrySet()) {
            boolean either = EITHER.contains(tag.getValue()) && !signature.has(tag.getKey());
            if (header.has(tag.getValue()) && !either) {
                throw header.bad(
                        "tag " + tag.getValue(), "a tag of the signature header only there", "it in the main header");
            }
        }
    }

    /** The signature header is padded to a multiple of eight bytes. */
    private byte[] readPadding(FileSlice in) throws IOException {
        byte[] read = in.readNBytes(-signature.size() & 7);
        if (read.length < (-signature.size() & 7)) {
            throw new FormatException(where() + ", signature header", "padding", "the end of the file");
        }
        return read;
    }

    /** The same package, tied to a file with this checksum. */
    RpmFile tied(Checksum file) {
        return new RpmFile(this, file);
    }

    /** The checksum of the whole file, if the package is tied to it. */
    @Nullable
    Checksum checksum() {
        return checksum;
    }

    /** Passes everything before the payload to the sink. */
    void feedFront(RpmHeader.Sink sink) {
        sink.update(lead, 0, lead.length);
        signature.feed(sink);
        sink.update(padding, 0, padding.length);
        header.feed(sink);
    }

    /** The file. */
    public Path path() {
        return path;
    }

    /** Name, version and architecture; {@code src} as the architecture of a source package. */
    public Nevra nevra() {
        return nevra;
    }

    /** Whether it is a source package. */
    public boolean isSource() {
        return source;
    }

    /** The format version of the package: 3, 4 or 6. */
    public int format() throws FormatException {
        return (int) header.integer(RpmTag.RPMFORMAT, header.has(RpmTag.OLDFILENAMES) ? 3 : 4);
    }

    /** The License tag; empty if there is none. */
    public Optional<String> license() throws FormatException {
        return header.string(RpmTag.LICENSE).flatMap(NonEmpty::of);
    }

    /** The summary, one line; empty if there is none. */
    public Optional<String> summary() throws FormatException {
        return header.string(RpmTag.SUMMARY).flatMap(NonEmpty::of);
    }

    /** File name of the source package; empty in a source package. */
    public Optional<String> sourceRpm() throws FormatException {
        return header.string(RpmTag.SOURCERPM).flatMap(NonEmpty::of);
    }

    /** What it provides; for a package built by rpm 3, including its own name, as in rpm. */
    public List<Capability> provides() throws FormatException {
        return HeaderDependencies.provides(header, nevra);
    }

    /** What it requires; for a source package, its build requirements. */
    public List<Dependency> requires() throws FormatException {
        return HeaderDependencies.requires(header);
    }

    /** What it conflicts with. */
    public List<Dependency> conflicts() throws FormatException {
        return HeaderDependencies.conflicts(header);
    }

    /** What it obsoletes. */
    public List<Capability> obsoletes() throws FormatException {
        return HeaderDependencies.obsoletes(header);
    }

    /** What it recommends. */
    public List<Dependency> recommends() throws FormatException {
        return HeaderDependencies.recommends(header);
    }

    /** What it suggests. */
    public List<Dependency> suggests() throws FormatException {
        return HeaderDependencies.suggests(header);
    }

    /** What it supplements. */
    public List<Dependency> supplements() throws FormatException {
        return HeaderDependencies.supplements(header);
    }

    /** What it enhances. */
    public List<Dependency> enhances() throws FormatException {
        return HeaderDependencies.enhances(header);
    }

    /** What else it says about itself to people: description, home page, vendor, … */
    public RpmDescription description() throws FormatException {
        return new RpmDescription(header);
    }

    /**
     * What a repository with this file would state of it, with all paths and an SHA-256 checksum.
     *
     * @param location of the file, relative to the repository
     * @throws FormatException if the header is damaged
     * @throws IOException if the file cannot be read
     */
    public PackageMetadata metadata(String location) throws IOException {
        return HeaderMetadata.of(
                header,
                nevra,
                Checksums.of(Checksum.Algorithm.SHA_256, path),
                location,
                Files.size(path),
                files.stream().map(PackagedFile::path).toList());
    }

    /**
     * Compares repository metadata of this package with its header. Omissions of createrepo_c in primary.xml are not
     * differences.
     *
     * @param metadata of this package
     * @throws FormatException if the header is damaged
     */
    public List<MetadataDifference> differences(PackageMetadata metadata) throws FormatException {
        return MetadataComparison.of(metadata, this);
    }

    /** The files, in the header's order; immutable. */
    public List<PackagedFile> files() {
        return files;
    }

    /** The main header. */
    public RpmHeader header() {
        return header;
    }

    /**
     * The signature header, whose tags have different meanings than those of the main header: {@code RpmTag.SIG_…}. No
     * digest or signature covers it, not even in a verified package.
     */
    public RpmHeader signatureHeader() {
        return signature;
    }

    /** The offset of the compressed payload in the file. */
    public long payloadOffset() {
        return payloadOffset;
    }

    /**
     * Opens the payload, which the caller must close.
     *
     * @return a reader positioned before the first entry
     * @throws FormatException if the payload's format or compression is unknown, or the file list contradicts itself
     * @throws IOException if the file cannot be read
     */
    public RpmPayload payload() throws IOException {
        return payload(List.of());
    }

    /** Like {@link #payload()}, with options. */
    RpmPayload payload(PayloadOption... options) throws IOException {
        return payload(List.of(), options);
    }

    /** The same; the decompressed archive also goes to the sinks. */
    RpmPayload payload(List<RpmHeader.Sink> sinks, PayloadOption... options) throws IOException {
        Set<PayloadOption> set = EnumSet.noneOf(PayloadOption.class);
        set.addAll(Arrays.asList(options));
        return new RpmPayload(this, set, sinks);
    }

    /**
     * Verifies all digests of the package; reads the whole file.
     *
     * @return one result for each digest that a package can contain, including those that are not present
     * @throws FormatException if the payload is not a valid archive although its digest matches
     * @throws IOException if the file cannot be read
     */
    public List<DigestResult> verifyDigests() throws IOException {
        return verify(KeyRing.EMPTY).digests();
    }

    /**
     * Verifies all digests and signatures; reads the whole file and decompresses the payload.
     *
     * @param keys keys of the accepted signers
     * @return the results, to be judged by a {@link VerificationPolicy}
     * @throws FormatException if the payload is not a valid archive although its digest matches
     * @throws IOException if the file cannot be read
     */
    public Verification verify(KeyRing keys) throws IOException {
        return verify(keys, Instant.now());
    }

    /** As above, at a given time. */
    Verification verify(KeyRing keys, Instant now) throws IOException {
        return new PackageVerifier(this, keys, now).verify();
    }

    /**
     * Requires the package to satisfy a policy; reads the file in one pass, without decompressing the payload.
     *
     * @param keys keys of the accepted signers
     * @param policy the policy
     * @return the same package, tied to the verified bytes: reading its payload fails if the file has changed
     * @throws VerificationException if it does not satisfy the policy
     * @throws FormatException if it is damaged, or does not have the checksum with which it was opened
     * @throws IOException if the file cannot be read
     */
    public RpmFile verified(KeyRing keys, VerificationPolicy policy) throws IOException {
        PackageVerifier.Found found = new PackageVerifier(this, keys, Instant.now()).verifyStored();
        found.verification().require(policy);
        return tied(found.checksum());
    }

    String where() {
        return path.toString();
    }
}
