package io.relocpy.rpm.file;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.VerificationException;
import io.relocpy.repository.internal.io.DigestAlgorithm;
import io.relocpy.repository.internal.io.FileSlice;
import io.relocpy.repository.openpgp.KeyRing;
import io.relocpy.repository.openpgp.VerificationPolicy;
import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.PackageMetadata;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A package file: its headers, read when it is opened, and its payload, streamed when wanted.
 *
 * <pre>{@code
 * RpmFile rpm = RpmFile.open(Path.of("python3-3.13.5-1.x86_64.rpm"));
 * rpm.nevra().toString();   // python3-3.13.5-1.x86_64
 * rpm.files();              // what it installs
 * }</pre>
 *
 * <p>Reads packages of the formats 3, 4 and 6, binary and source. Opening holds the headers to every rule of their format,
 * but compares no digest: what {@link #open(Path)} gives is for looking at. To use a package,
 *
 * <ul>
 *   <li>{@link #verified} it: what that gives is the same package, tied to the bytes that were verified, or
 *   <li>{@link #open(Path, Checksum) open} it with the checksum that its verified metadata state.
 * </ul>
 *
 * <p>All that a package says of itself comes from its main header, whose every byte was read when it was opened, and is
 * covered by each digest and signature of the header. The payload of one that is tied is held to the digest of the
 * whole file, whatever happened to the file meanwhile; that of another to the digest in the main header, if there is one.
 * Nothing is taken from the lead, and from the {@linkplain #signatureHeader() signature header} only what a package can be
 * refused for.
 *
 * <p>Keeps no file open. Immutable, safe for several threads.
 *
 * @see <a href="https://rpm-software-management.github.io/rpm/manual/format_v4.html">Package format</a>
 */
public final class RpmFile {
    private static final int LEAD = 96;
    private static final byte[] LEAD_MAGIC = {(byte) 0xed, (byte) 0xab, (byte) 0xee, (byte) 0xdb};
    private static final int HEADER_SIGNATURE = 5;

    /** By tags of the signature header, what rpm calls them beside those of the main header. */
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

    /** Those that rpm 3 and some programs put there instead: the archive's size, and IMA signatures with their length. */
    private static final Set<Integer> EITHER = Set.of(1046, RpmTag.FILESIGNATURES, 5091);

    private final Path path;
    private final @Nullable Checksum checksum; // of the file, if the package is tied to it
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
     * Opens a package file, to look at it.
     *
     * @param path of the file
     * @return its headers
     * @throws FormatException when it is not an RPM package, or a damaged one
     * @throws IOException when it cannot be read
     */
    public static RpmFile open(Path path) throws IOException {
        return read(path, null);
    }

    /**
     * Opens a package file whose checksum is known: reading its payload to the end, or verifying it, compares it.
     *
     * @param path of the file
     * @param checksum of the whole file
     * @return its headers, which are those of the right file once the payload was read to its end
     * @throws FormatException when it is not an RPM package, or a damaged one, or the algorithm is unknown
     * @throws IOException when it cannot be read
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

    /** What rpm checks of it; the rest says nothing that the header does not say better. */
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

    /** rpm puts both headers' entries together, so what is in one must not be in the other ({@code headerMergeLegacySigs}). */
    private void checkApart() throws FormatException {
        for (Map.Entry<Integer, Integer> tag : NOT_IN_MAIN.entrySet()) {
            boolean either = EITHER.contains(tag.getValue()) && !signature.has(tag.getKey());
            if (header.has(tag.getValue()) && !either) {
                throw header.bad("tag " + tag.getValue(), "one of the signature header only there", "one here");
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

    /** The same package, to be read from a file of this checksum and no other. */
    RpmFile tied(Checksum file) {
        return new RpmFile(this, file);
    }

    /** Of the whole file, if the package is tied to it. */
    @Nullable
    Checksum checksum() {
        return checksum;
    }

    /** Feeds what lies before the payload. */
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

    /** The package format: 3, 4 or 6. */
    public int format() throws FormatException {
        return (int) header.integer(RpmTag.RPMFORMAT, header.has(RpmTag.OLDFILENAMES) ? 3 : 4);
    }

    /** The licence tag; empty without. */
    public String license() throws FormatException {
        return header.string(RpmTag.LICENSE).orElse("");
    }

    /** One line; empty without. */
    public String summary() throws FormatException {
        return header.string(RpmTag.SUMMARY).orElse("");
    }

    /** File name of the source package; empty in a source package. */
    public String sourceRpm() throws FormatException {
        return header.string(RpmTag.SOURCERPM).orElse("");
    }

    /** What it provides; of a package that rpm 3 built also its own name, which rpm adds. */
    public List<Capability> provides() throws FormatException {
        return HeaderDependencies.provides(header, nevra);
    }

    /** What it requires; of a source package what building it requires. */
    public List<Dependency> requires() throws FormatException {
        return HeaderDependencies.requires(header);
    }

    /** What it conflicts with. */
    public List<Dependency> conflicts() throws FormatException {
        return HeaderDependencies.conflicts(header);
    }

    /** What it replaces. */
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

    /** What draws it in. */
    public List<Dependency> supplements() throws FormatException {
        return HeaderDependencies.supplements(header);
    }

    /** What makes it preferred. */
    public List<Dependency> enhances() throws FormatException {
        return HeaderDependencies.enhances(header);
    }

    /** All of the above and more as data. */
    public RpmDescription describe() throws FormatException {
        return RpmDescription.of(this);
    }

    /**
     * Compares what a repository states about this package with the package's header. What createrepo_c leaves out of
     * primary.xml is not a difference.
     *
     * @param metadata of this package
     * @throws FormatException when the header is damaged
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
     * The signature header, whose tags mean something else than those of the main header: {@code RpmTag.SIG_…}. Neither digest
     * nor signature covers it, not even in a package that was verified.
     */
    public RpmHeader signatureHeader() {
        return signature;
    }

    /** Where in the file the compressed payload begins. */
    public long payloadOffset() {
        return payloadOffset;
    }

    /**
     * Opens the payload, to be closed by the caller.
     *
     * @return a reader before the first entry
     * @throws FormatException when the payload's format or compression is unknown, or the file list contradicts itself
     * @throws IOException when the file cannot be read
     */
    public RpmPayload payload() throws IOException {
        return new RpmPayload(this, EnumSet.noneOf(PayloadOption.class));
    }

    /** As {@link #payload()}, with options. */
    RpmPayload payload(PayloadOption... options) throws IOException {
        Set<PayloadOption> set = EnumSet.noneOf(PayloadOption.class);
        set.addAll(Arrays.asList(options));
        return new RpmPayload(this, set);
    }

    /**
     * Compares every digest that the package carries; reads all of the file.
     *
     * @return one result for each digest that a package can carry, also for those it does not
     * @throws FormatException when the payload is no archive, although its digest holds
     * @throws IOException when the file cannot be read
     */
    public List<DigestResult> verifyDigests() throws IOException {
        return verify(KeyRing.EMPTY).digests();
    }

    /**
     * Compares every digest and checks every signature; reads all of the file, and what is inside.
     *
     * @param keys to check with
     * @return what was found, for a {@link VerificationPolicy} to judge
     * @throws FormatException when the payload is no archive, although its digest holds
     * @throws IOException when the file cannot be read
     */
    public Verification verify(KeyRing keys) throws IOException {
        return verify(keys, Instant.now());
    }

    /** As above, at a time of the caller's. */
    Verification verify(KeyRing keys, Instant now) throws IOException {
        return new PackageVerifier(this, keys, now).verify();
    }

    /**
     * Holds the package to a policy, in one pass over the file, without a look inside the payload.
     *
     * @param keys to check with
     * @param policy that it must meet
     * @return the same package, tied to the bytes that were verified: its payload can be read from no others
     * @throws VerificationException when it does not meet the policy
     * @throws FormatException when it is damaged, or not the file whose checksum it was opened with
     * @throws IOException when the file cannot be read
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
