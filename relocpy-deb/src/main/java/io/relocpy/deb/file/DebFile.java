package io.relocpy.deb.file;

import io.relocpy.deb.ControlStanza;
import io.relocpy.deb.internal.deb822.Deb822Dialect;
import io.relocpy.deb.internal.deb822.Deb822Reader;
import io.relocpy.deb.internal.file.ControlFields;
import io.relocpy.deb.internal.file.ControlLines;
import io.relocpy.deb.internal.file.DebArchive;
import io.relocpy.deb.internal.file.TarHeader;
import io.relocpy.repository.FormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A Debian package file: its control information, read when it is opened, and its payload, streamed on demand.
 *
 * <pre>{@code
 * DebFile deb = DebFile.open(Path.of("python3_3.13.5-1_amd64.deb"));
 * deb.version();                  // 3.13.5-1
 * deb.control().get("Depends");   // python3.13 (>= 3.13.5-1~), libpython3-stdlib (= 3.13.5-1)
 * }</pre>
 *
 * <p>Accepts what dpkg accepts: control information uncompressed or in gzip, xz or zstd, files also in bzip2 or lzma. The
 * format of dpkg before 1.1.1 is not supported.
 *
 * <p>A package contains no signature and no digest of itself: the result of {@link #open(Path)} should only be inspected. To use
 * a package, {@linkplain #open(Path, String) open} it with the SHA-256 from its verified index. Then both its control information
 * and its payload are verified with that digest, even if the file changes in the meantime; the result is known when the payload
 * has been read to its end.
 *
 * <p>Keeps no file open. Immutable, safe for use by several threads.
 *
 * @see <a href="https://manpages.debian.org/deb.5">deb(5)</a>
 */
public final class DebFile {
    /** Those of Debian have at most 80,000 bytes. */
    private static final int MAX_CONTROL = 1 << 20;

    private final DebArchive archive;
    private final ControlStanza control;

    private DebFile(DebArchive archive, ControlStanza control) {
        this.archive = archive;
        this.control = control;
    }

    private DebFile(DebArchive archive) throws FormatException {
        this.archive = archive;
        byte[] bytes = archive.controlFiles().get("control");
        if (bytes == null) {
            throw new FormatException(archive.path().toString(), "a file control in the control archive", "none");
        }
        if (bytes.length > MAX_CONTROL) {
            throw new FormatException(
                    where("control"), "at most " + MAX_CONTROL + " bytes", String.valueOf(bytes.length));
        }
        this.control = ControlFields.read(bytes, where("control"));
    }

    /**
     * Opens a package file for inspection.
     *
     * @param path of the file
     * @return its control information
     * @throws FormatException if it is not a Debian package, or a damaged one
     * @throws IOException if it cannot be read
     */
    public static DebFile open(Path path) throws IOException {
        return new DebFile(DebArchive.read(path, null));
    }

    /**
     * Opens a package file with a known digest, which is verified when its payload is read to the end.
     *
     * @param path of the file
     * @param sha256 SHA-256 of the whole file, as 64 hexadecimal digits
     * @return its control information, which is that of the right file if its payload can be read to the end
     * @throws FormatException if it is not a Debian package, or a damaged one
     * @throws IOException if it cannot be read
     */
    public static DebFile open(Path path, String sha256) throws IOException {
        if (!sha256.matches("[0-9A-Fa-f]{64}")) {
            throw new FormatException(path.toString(), "a SHA-256 of 64 hexadecimal digits", sha256);
        }
        return new DebFile(DebArchive.read(path, sha256.toLowerCase(Locale.ROOT)));
    }

    /**
     * The same package without the files of its control archive, as if it had only the fields and the payload: for those who keep
     * many packages, since these files can take megabytes each.
     */
    public DebFile withoutControlFiles() {
        return new DebFile(archive.withoutControlFiles(), control);
    }

    /** The file. */
    public Path path() {
        return archive.path();
    }

    /** The version of the package format, such as {@code 2.0}. */
    public String formatVersion() {
        return archive.version();
    }

    /** The name, in lower case as dpkg takes it: letters, digits and {@code -+._}. */
    public String name() {
        return control.get("Package").toLowerCase(Locale.ROOT);
    }

    /** The version, with its epoch if it has one; of valid syntax. */
    public String version() {
        return control.get("Version");
    }

    /** The architecture, such as {@code amd64} or {@code all}. */
    public String architecture() {
        return control.get("Architecture");
    }

    /**
     * All fields of the {@code control} file, as text. {@link io.relocpy.deb.DebianDependency#parseList} reads those with
     * dependencies, and {@link io.relocpy.deb.DebianVersion} compares versions.
     */
    public ControlStanza control() {
        return control;
    }

    /** The names of the files in the control archive, in its order; immutable. */
    public Set<String> controlFiles() {
        return archive.controlFiles().keySet();
    }

    /** A copy of the bytes of a file in the control archive; empty if there is no such file. */
    public Optional<byte[]> controlFile(String name) {
        return Optional.ofNullable(archive.controlFiles().get(name)).map(byte[]::clone);
    }

    /** A script that dpkg would run; empty if the package has no such script. */
    public Optional<MaintainerScript> script(MaintainerScript.Kind kind) {
        return Optional.ofNullable(archive.controlFiles().get(kind.fileName()))
                .map(bytes -> MaintainerScript.of(kind, TarHeader.decode(bytes, 0, bytes.length)));
    }

    /** The configuration files; empty without a file {@code conffiles}. */
    public List<Conffile> conffiles() throws FormatException {
        return ControlParsers.conffiles(ControlLines.terminated(bytes("conffiles"), where("conffiles")));
    }

    /** The directives of the file {@code triggers}; empty without one. */
    public List<Trigger> triggers() throws FormatException {
        return ControlParsers.triggers(ControlLines.terminated(bytes("triggers"), where("triggers")));
    }

    /** The lines of the file {@code shlibs}; empty without one. */
    public List<ShlibsEntry> shlibs() throws FormatException {
        return ControlParsers.shlibs(ControlLines.of(bytes("shlibs"), where("shlibs")));
    }

    /** The libraries of the file {@code symbols}; empty without one. */
    public List<LibrarySymbols> symbols() throws FormatException {
        return ControlParsers.symbols(ControlLines.of(bytes("symbols"), where("symbols")));
    }

    /**
     * The MD5 sums of the files, as 32 lower-case hexadecimal digits by absolute path, in the order of the file {@code
     * md5sums}; empty without one. Packages list neither links nor, usually, configuration files.
     */
    public Map<String, String> md5sums() throws FormatException {
        return ControlParsers.md5sums(ControlLines.terminated(bytes("md5sums"), where("md5sums")));
    }

    /** The debconf questions of the file {@code templates}; empty without one. */
    public List<ControlStanza> templates() throws FormatException {
        byte[] bytes = bytes("templates");
        String text = TarHeader.decode(bytes, 0, bytes.length);
        return List.copyOf(Deb822Reader.readAll(text, where("templates"), Deb822Dialect.EDITED));
    }

    /**
     * Opens the payload, which the caller must close.
     *
     * @param options none by default
     * @return a reader positioned before the first entry
     * @throws FormatException if the payload is damaged
     * @throws IOException if the file cannot be read
     */
    public DebPayload payload(PayloadOption... options) throws IOException {
        Set<PayloadOption> set = EnumSet.noneOf(PayloadOption.class);
        set.addAll(Arrays.asList(options));
        Md5Check check = set.contains(PayloadOption.MD5SUMS)
                ? new Md5Check(md5sums(), archive.path().toString())
                : null;
        return new DebPayload(archive.openData(), set, check);
    }

    private byte[] bytes(String name) {
        return Objects.requireNonNullElseGet(archive.controlFiles().get(name), () -> new byte[0]);
    }

    private String where(String controlFile) {
        return archive.path() + ", " + controlFile;
    }
}
