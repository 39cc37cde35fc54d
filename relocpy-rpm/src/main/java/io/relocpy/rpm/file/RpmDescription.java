package io.relocpy.rpm.file;

import io.relocpy.repository.FormatException;
import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.Nevra;
import java.time.Instant;
import java.util.List;

/**
 * The data of a package, for display or export. Immutable.
 *
 * @param nevra name, version and architecture
 * @param format format version of the package: 3, 4 or 6
 * @param source whether it is a source package
 * @param summary one line
 * @param description several lines
 * @param license the License tag
 * @param url home page
 * @param vendor the vendor
 * @param sourceRpm file name of the source package
 * @param buildTime when it was built
 * @param installedSize size of its files in bytes
 * @param payloadFormat {@code cpio}, or {@code drpm} for a delta package, whose payload cannot be read
 * @param payloadCompressor name of the compression
 * @param payloadFlags level of the compression
 * @param payloadOffset offset of the payload in the file
 * @param provides what it provides
 * @param requires what it requires
 * @param conflicts what it conflicts with
 * @param obsoletes what it obsoletes
 * @param recommends what it recommends
 * @param suggests what it suggests
 * @param supplements what it supplements
 * @param enhances what it enhances
 * @param files its files
 */
public record RpmDescription(
        Nevra nevra,
        int format,
        boolean source,
        String summary,
        String description,
        String license,
        String url,
        String vendor,
        String sourceRpm,
        Instant buildTime,
        long installedSize,
        String payloadFormat,
        String payloadCompressor,
        String payloadFlags,
        long payloadOffset,
        List<Capability> provides,
        List<Dependency> requires,
        List<Dependency> conflicts,
        List<Capability> obsoletes,
        List<Dependency> recommends,
        List<Dependency> suggests,
        List<Dependency> supplements,
        List<Dependency> enhances,
        List<PackagedFile> files) {
    static RpmDescription of(RpmFile rpm) throws FormatException {
        RpmHeader header = rpm.header();
        return new RpmDescription(
                rpm.nevra(),
                rpm.format(),
                rpm.isSource(),
                rpm.summary(),
                header.string(RpmTag.DESCRIPTION).orElse(""),
                rpm.license(),
                header.string(RpmTag.URL).orElse(""),
                header.string(RpmTag.VENDOR).orElse(""),
                rpm.sourceRpm(),
                Instant.ofEpochSecond(header.integer(RpmTag.BUILDTIME, 0)),
                HeaderMetadata.installedSize(header),
                header.string(RpmTag.PAYLOADFORMAT).orElse("cpio"),
                header.string(RpmTag.PAYLOADCOMPRESSOR).orElse("gzip"),
                header.string(RpmTag.PAYLOADFLAGS).orElse(""),
                rpm.payloadOffset(),
                rpm.provides(),
                rpm.requires(),
                rpm.conflicts(),
                rpm.obsoletes(),
                rpm.recommends(),
                rpm.suggests(),
                rpm.supplements(),
                rpm.enhances(),
                rpm.files());
    }
}
