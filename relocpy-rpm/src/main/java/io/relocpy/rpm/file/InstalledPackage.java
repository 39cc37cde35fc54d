package io.relocpy.rpm.file;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.io.DigestAlgorithm;
import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.PackageMetadata;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A package installed on a host. Immutable.
 *
 * @see InstalledPackages
 */
public final class InstalledPackage {
    private static final int FILESTATES = 1029;
    private static final int NORMAL = 0;

    private final RpmHeader header;
    private final PackageMetadata metadata;
    private final List<PackagedFile> files;

    InstalledPackage(RpmHeader header) throws FormatException {
        this.header = header;
        this.files = presentFiles(header);
        this.metadata = HeaderMetadata.of(
                header,
                HeaderMetadata.nevra(header, false),
                checksum(header),
                "",
                0,
                files.stream().map(PackagedFile::path).toList());
    }

    /**
     * The header checksum that rpm 4.14 and newer store in the database; for older entries, that of the stored header.
     */
    private static Checksum checksum(RpmHeader header) throws FormatException {
        Optional<String> kept = header.string(RpmTag.SIG_SHA256);
        if (kept.isPresent()) {
            return Checksum.parse("sha256", kept.get(), header.where());
        }
        MessageDigest digest = DigestAlgorithm.require(Checksum.Algorithm.SHA_256, header.where());
        header.feed(digest::update);
        return new Checksum(Checksum.Algorithm.SHA_256, HexFormat.of().formatHex(digest.digest()));
    }

    /** The files that are on disk: not replaced by another package and not excluded from the installation. */
    private static List<PackagedFile> presentFiles(RpmHeader header) throws FormatException {
        List<PackagedFile> all = HeaderFiles.read(header);
        long[] states = header.integers(FILESTATES);
        if (states.length != all.size()) {
            return all;
        }
        List<PackagedFile> present = new ArrayList<>();
        for (int i = 0; i < states.length; i++) {
            if (states[i] == NORMAL) {
                present.add(all.get(i));
            }
        }
        return List.copyOf(present);
    }

    /** Name, version and architecture. */
    public Nevra nevra() {
        return metadata.nevra();
    }

    /**
     * The metadata, as a resolver needs it. There is no package file: the checksum is that of the header, location and
     * package size are empty.
     */
    public PackageMetadata metadata() {
        return metadata;
    }

    /** The files that are on disk according to the database; immutable. */
    public List<PackagedFile> files() {
        return files;
    }

    /** The header stored in the database. */
    public RpmHeader header() {
        return header;
    }
}
