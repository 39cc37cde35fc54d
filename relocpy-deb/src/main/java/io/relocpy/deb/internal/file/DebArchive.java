package io.relocpy.deb.internal.file;

import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.FileSlice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A package file up to its payload: the order of the members is checked, and the control archive is read.
 *
 * <p>As dpkg does, ignores members whose names start with an underscore between the three known ones, and everything behind
 * the last of them. Immutable.
 *
 * @see <a href="https://manpages.debian.org/deb.5">deb(5)</a>
 */
public final class DebArchive {
    private static final String CONTROL = "control.tar";
    private static final String DATA = "data.tar";
    private static final int MAX_VERSION = 1 << 16;
    private static final Set<Compression> CONTROL_COMPRESSIONS =
            Set.of(Compression.NONE, Compression.GZIP, Compression.XZ, Compression.ZSTD);

    private final Path path;
    private final @Nullable String sha256;
    private final @Nullable MessageDigest front; // of all bytes before the payload
    private final String version;
    private final Map<String, byte[]> controlFiles;
    private final ArReader.Member data;
    private final Compression dataCompression;

    private DebArchive(Path path, @Nullable String sha256, FileSlice in, @Nullable MessageDigest digest)
            throws IOException {
        this.path = path;
        this.sha256 = sha256;
        this.front = digest;
        ArReader ar = new ArReader(in, path.toString());
        this.version = version(ar);
        this.controlFiles = control(ar);
        this.data = member(ar, DATA);
        this.dataCompression = Compression.ofExtension(data.name().substring(DATA.length()))
                .filter(compression -> compression != Compression.LZ4) // only for indexes
                .orElseThrow(() -> new FormatException(
                        path.toString(), "data.tar, .gz, .xz, .zst, .bz2 or .lzma", "member " + data.name()));
    }

    /**
     * Reads a package file up to its payload.
     *
     * @param sha256 of the whole file, 64 lower-case hexadecimal digits; null when it is not known
     */
    public static DebArchive read(Path path, @Nullable String sha256) throws IOException {
        MessageDigest digest = sha256 == null ? null : sha256();
        try (FileSlice in = FileSlice.open(path, 0, digest)) {
            return new DebArchive(path, sha256, in, digest);
        }
    }

    private DebArchive(DebArchive whole) {
        this.path = whole.path;
        this.sha256 = whole.sha256;
        this.front = whole.front;
        this.version = whole.version;
        this.controlFiles = Map.of();
        this.data = whole.data;
        this.dataCompression = whole.dataCompression;
    }

    /** The same without control files, which take memory. */
    public DebArchive withoutControlFiles() {
        return new DebArchive(this);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /** Opens the payload. */
    public DataReader openData() throws IOException {
        try {
            return DataReader.open(this, front == null ? null : (MessageDigest) front.clone());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e); // those of the JDK can be cloned
        }
    }

    /** The file. */
    public Path path() {
        return path;
    }

    /** The version of the package format, such as 2.0. */
    public String version() {
        return version;
    }

    /** Files of the control archive by name, in its order; the arrays are not copies. */
    public Map<String, byte[]> controlFiles() {
        return controlFiles;
    }

    ArReader.Member data() {
        return data;
    }

    Compression dataCompression() {
        return dataCompression;
    }

    void checkDigest(String found) throws FormatException {
        if (!found.equals(sha256)) {
            throw new FormatException(path.toString(), "SHA-256 " + sha256, found);
        }
    }

    private String version(ArReader ar) throws IOException {
        ArReader.Member member = ar.next();
        if (member == null || !member.name().equals("debian-binary")) {
            throw bad("debian-binary as the first member", member == null ? "none" : member.name());
        }
        if (member.size() > MAX_VERSION) {
            throw bad("debian-binary of at most " + MAX_VERSION + " bytes", member.size() + " bytes");
        }
        String text = new String(ar.content().readNBytes((int) member.size()), StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        String line = end < 0 ? text : text.substring(0, end);
        if (end < 0 || !line.matches("2\\.[0-9]{1,9}")) {
            throw bad("version 2 of the package format", "\"" + line + "\"");
        }
        return line;
    }

    private Map<String, byte[]> control(ArReader ar) throws IOException {
        ArReader.Member member = member(ar, CONTROL);
        Compression compression = Compression.ofExtension(member.name().substring(CONTROL.length()))
                .filter(CONTROL_COMPRESSIONS::contains)
                .orElseThrow(() -> bad("control.tar, .gz, .xz or .zst", "member " + member.name()));
        return ControlArchive.read(ar.content(), member, compression, path + ", " + member.name());
    }

    private ArReader.Member member(ArReader ar, String name) throws IOException {
        ArReader.Member member = ar.next();
        while (member != null && member.name().startsWith("_")) {
            member = ar.next();
        }
        if (member == null || !member.name().startsWith(name)) {
            throw bad("member " + name, member == null ? "the end of the file" : "member " + member.name());
        }
        return Objects.requireNonNull(member);
    }

    private FormatException bad(String expected, String found) {
        return new FormatException(path.toString(), expected, found);
    }
}
