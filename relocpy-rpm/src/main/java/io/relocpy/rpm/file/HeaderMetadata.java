package io.relocpy.rpm.file;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.rpm.Evr;
import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.internal.names.PackageNames;
import java.util.List;

/** Converts a main header to the form of repository metadata. */
final class HeaderMetadata {
    private HeaderMetadata() {}

    /**
     * Like rpm, only considers the header; if it has neither tag, source packages have a single directory with an empty
     * name.
     */
    static boolean isSource(RpmHeader header) throws FormatException {
        if (header.has(RpmTag.SOURCEPACKAGE) || header.has(RpmTag.SOURCERPM)) {
            return header.has(RpmTag.SOURCEPACKAGE);
        }
        List<String> paths = header.strings(RpmTag.OLDFILENAMES);
        return header.strings(RpmTag.DIRNAMES).equals(List.of(""))
                || (!paths.isEmpty() && paths.stream().noneMatch(path -> path.contains("/")));
    }

    static Nevra nevra(RpmHeader header, boolean source) throws FormatException {
        String name = required(header, RpmTag.NAME, "NAME");
        Evr evr = new Evr(
                header.integer(RpmTag.EPOCH, 0),
                required(header, RpmTag.VERSION, "VERSION"),
                required(header, RpmTag.RELEASE, "RELEASE"));
        String arch = source ? "src" : required(header, RpmTag.ARCH, "ARCH");
        String complaint = PackageNames.complaint(
                name, evr.epoch(), evr.version(), evr.release().orElse(null), arch);
        if (complaint != null) {
            throw header.bad("tags NAME to ARCH", PackageNames.EXPECTED, complaint);
        }
        return new Nevra(name, evr, arch);
    }

    private static String required(RpmHeader header, int tag, String name) throws FormatException {
        String value = header.string(tag).orElse("");
        if (value.isEmpty()) {
            throw header.bad("tag " + name, "a string", header.has(tag) ? "an empty string" : "no such tag");
        }
        return value;
    }

    /** The size of all files in bytes. */
    static long installedSize(RpmHeader header) throws FormatException {
        long size = header.number(RpmTag.LONGSIZE, header.integer(RpmTag.SIZE, 0));
        if (size < 0) {
            throw header.bad("tag LONGSIZE", "a size below 2^63", Long.toUnsignedString(size));
        }
        return size;
    }

    static PackageMetadata of(
            RpmHeader header, Nevra nevra, Checksum checksum, String location, long size, List<String> paths)
            throws FormatException {
        return PackageMetadata.builder(nevra, checksum, location)
                .summary(header.string(RpmTag.SUMMARY).orElse(""))
                .license(header.string(RpmTag.LICENSE).orElse(""))
                .sourceRpm(header.string(RpmTag.SOURCERPM).orElse(""))
                .packageSize(size)
                .installedSize(installedSize(header))
                .provides(HeaderDependencies.provides(header, nevra))
                .requires(HeaderDependencies.requires(header))
                .conflicts(HeaderDependencies.conflicts(header))
                .obsoletes(HeaderDependencies.obsoletes(header))
                .recommends(HeaderDependencies.recommends(header))
                .suggests(HeaderDependencies.suggests(header))
                .supplements(HeaderDependencies.supplements(header))
                .enhances(HeaderDependencies.enhances(header))
                .files(paths)
                .build();
    }
}
