package io.relocpy.rpm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * A package file: its headers, read when it is opened, and its payload, streamed when asked for.
 *
 * <pre>{@code
 * RpmFile rpm = RpmFile.open(Path.of("python3-3.13.5-1.x86_64.rpm"));
 * rpm.nevra().toString();   // python3-3.13.5-1.x86_64
 * rpm.files();              // what it installs
 * }</pre>
 *
 * <p>Reads packages of the formats 3, 4 and 6, binary and source. Opening checks the structure of the headers, not the
 * digests: {@link #verifyDigests()} does, and so does {@link #payload(PayloadOption...)} on the way. Keeps no file open. Immutable, safe
 * for several threads.
 *
 * @see <a href="https://rpm-software-management.github.io/rpm/manual/format_v4.html">Package format</a>
 */
public final class RpmFile {
    private static final int LEAD = 96;
    private static final byte[] LEAD_MAGIC = {(byte) 0xed, (byte) 0xab, (byte) 0xee, (byte) 0xdb};
    private static final int HEADER_SIGNATURE = 5;

    private final Path path;
    private final int leadMajor;
    private final boolean source;
    private final RpmHeader signature;
    private final RpmHeader header;
    private final long payloadOffset;
    private final Nevra nevra;
    private final List<PackagedFile> files;

    private RpmFile(Path path, FileSlice in) throws IOException {
        this.path = path;
        byte[] lead = in.readNBytes(LEAD);
        checkLead(lead);
        this.leadMajor = lead[4];
        this.signature = RpmHeader.read(in, where() + ", signature header", RpmHeader.Limits.SIGNATURE);
        skipPadding(in);
        this.header = RpmHeader.read(in, where() + ", header", RpmHeader.Limits.MAIN);
        this.payloadOffset = in.position();
        this.source = header.has(RpmTag.SOURCEPACKAGE) || (!header.has(RpmTag.SOURCERPM) && lead[7] == 1);
        this.nevra = HeaderMetadata.nevra(header, source);
        this.files = HeaderFiles.read(header);
    }

    /**
     * Opens a package file.
     *
     * @param path of the file
     * @return its headers
     * @throws RpmFormatException when it is not an RPM package, or a damaged one
     * @throws IOException when it can not be read
     */
    public static RpmFile open(Path path) throws IOException {
        try (FileSlice in = FileSlice.open(path, 0)) {
            return new RpmFile(path, in);
        }
    }

    private void checkLead(byte[] lead) throws RpmFormatException {
        if (lead.length < LEAD) {
            throw new RpmFormatException(where() + ", lead", LEAD + " bytes", lead.length + " bytes");
        }
        if (!Arrays.equals(lead, 0, 4, LEAD_MAGIC, 0, 4)) {
            throw new RpmFormatException(
                    where() + ", lead",
                    "the magic number edabeedb of an RPM package",
                    HexFormat.of().formatHex(lead, 0, 4));
        }
        if (lead[4] < 3 || lead[4] > 4) {
            throw new RpmFormatException(where() + ", lead", "major version 3 or 4", String.valueOf(lead[4]));
        }
        int signatureType = ByteBuffer.wrap(lead).getShort(78);
        if (signatureType != HEADER_SIGNATURE) {
            throw new RpmFormatException(where() + ", lead", "signature type 5", String.valueOf(signatureType));
        }
    }

    /** The signature header is padded to a multiple of eight bytes. */
    private void skipPadding(FileSlice in) throws IOException {
        int padding = -signature.size() & 7;
        if (in.readNBytes(padding).length < padding) {
            throw new RpmFormatException(where() + ", signature header", "padding", "the end of the file");
        }
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
    public int format() throws RpmFormatException {
        return (int) header.integer(RpmTag.RPMFORMAT, header.has(RpmTag.OLDFILENAMES) ? 3 : 4);
    }

    /** The licence tag; empty without. */
    public String license() throws RpmFormatException {
        return header.string(RpmTag.LICENSE).orElse("");
    }

    /** One line; empty without. */
    public String summary() throws RpmFormatException {
        return header.string(RpmTag.SUMMARY).orElse("");
    }

    /** File name of the source package; empty in a source package. */
    public String sourceRpm() throws RpmFormatException {
        return header.string(RpmTag.SOURCERPM).orElse("");
    }

    /** What it provides. */
    public List<Capability> provides() throws RpmFormatException {
        return HeaderDependencies.provides(header);
    }

    /** What it requires; of a source package what building it requires. */
    public List<Dependency> requires() throws RpmFormatException {
        return HeaderDependencies.requires(header);
    }

    /** What it conflicts with. */
    public List<Dependency> conflicts() throws RpmFormatException {
        return HeaderDependencies.conflicts(header);
    }

    /** What it replaces. */
    public List<Capability> obsoletes() throws RpmFormatException {
        return HeaderDependencies.obsoletes(header);
    }

    /** What it recommends. */
    public List<Dependency> recommends() throws RpmFormatException {
        return HeaderDependencies.recommends(header);
    }

    /** What it suggests. */
    public List<Dependency> suggests() throws RpmFormatException {
        return HeaderDependencies.suggests(header);
    }

    /** What draws it in. */
    public List<Dependency> supplements() throws RpmFormatException {
        return HeaderDependencies.supplements(header);
    }

    /** What makes it preferred. */
    public List<Dependency> enhances() throws RpmFormatException {
        return HeaderDependencies.enhances(header);
    }

    /** All of the above and more as data. */
    public RpmDescription describe() throws RpmFormatException {
        return RpmDescription.of(this);
    }

    /** The files, in the header's order; immutable. */
    public List<PackagedFile> files() {
        return files;
    }

    /** The main header. */
    public RpmHeader header() {
        return header;
    }

    /** The signature header, whose tags mean something else than those of the main header: {@code RpmTag.SIG_…}. */
    public RpmHeader signatureHeader() {
        return signature;
    }

    /** The major version of the lead, which says nothing of the format: 3, or 4 in rpm 6. */
    int leadMajor() {
        return leadMajor;
    }

    /** Where in the file the compressed payload begins. */
    public long payloadOffset() {
        return payloadOffset;
    }

    /**
     * Opens the payload, to be closed by the caller.
     *
     * @param options what to do otherwise than by default
     * @return a reader before the first entry
     * @throws RpmFormatException when the payload's format or compression is unknown, or the file list contradicts itself
     * @throws IOException when the file can not be read
     */
    public RpmPayload payload(PayloadOption... options) throws IOException {
        Set<PayloadOption> set = EnumSet.noneOf(PayloadOption.class);
        set.addAll(Arrays.asList(options));
        return new RpmPayload(this, set);
    }

    /**
     * Compares every digest that the package carries; reads all of the file.
     *
     * @return one result for each digest that a package can carry, also for those it does not
     * @throws RpmFormatException when the payload is no archive, although its digest holds
     * @throws IOException when the file can not be read
     */
    public List<DigestResult> verifyDigests() throws IOException {
        return new DigestVerifier(this).verify();
    }

    /**
     * Compares every digest and checks every signature.
     *
     * @param keys to check with
     * @return what was found, for a {@link VerificationPolicy} to judge
     * @throws RpmFormatException when the payload is no archive, although its digest holds
     * @throws IOException when the file can not be read
     */
    public Verification verify(KeyRing keys) throws IOException {
        return verify(keys, Instant.now());
    }

    /** As above, at a time of the caller's. */
    Verification verify(KeyRing keys, Instant now) throws IOException {
        return new Verification(where(), verifyDigests(), new SignatureVerifier(this, keys, now).verify());
    }

    /** What says that the package is its signer's, without a look inside the payload. */
    Verification verifyStored(KeyRing keys) throws IOException {
        return new Verification(
                where(),
                new DigestVerifier(this).verifyStored(),
                new SignatureVerifier(this, keys, Instant.now()).verify());
    }

    String where() {
        return path.toString();
    }
}
