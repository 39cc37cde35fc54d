package io.relocpy.deb.resolve;

import io.relocpy.deb.PackagesOrigin;
import io.relocpy.deb.ReleaseInfo;
import io.relocpy.deb.internal.index.IndexFile;
import io.relocpy.deb.internal.index.PackageIndex;
import io.relocpy.deb.internal.text.Syntax;
import io.relocpy.deb.metadata.PackagesFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The packages in a number of Packages files, read once and indexed for any number of resolvers. Immutable; safe for use by
 * several threads.
 *
 * <p>The order of the files is part of the value, since apt's choices depend on it: they are listed as in sources.list, and
 * of one suite by architecture, the native one first.
 */
public final class PackageLists {
    private final PackageIndex index;
    private final List<PackagesOrigin> origins;

    private PackageLists(PackageIndex index, List<PackagesOrigin> origins) {
        this.index = index;
        this.origins = origins;
    }

    private record Source(PackagesFile file) implements IndexFile.Source {
        @Override
        public String key() {
            return file.key();
        }

        @Override
        public String where() {
            PackagesOrigin origin = file.origin();
            return Stream.of(
                            origin.site(),
                            origin.release().codename(),
                            origin.component(),
                            Optional.of(origin.architecture() + " Packages"))
                    .flatMap(Optional::stream)
                    .collect(Collectors.joining(" "));
        }

        @Override
        public InputStream open() throws IOException {
            return file.content().open();
        }
    }

    /**
     * Reads the files.
     *
     * @param architectures whose packages may be installed, the native one first
     * @param files in apt's order
     * @throws io.relocpy.repository.FormatException if one of them is not a Packages file
     * @throws IllegalArgumentException if there is no architecture, or one that cannot exist
     */
    public static PackageLists read(List<String> architectures, List<PackagesFile> files) throws IOException {
        check(architectures);
        return of(IndexFile.read(architectures, sources(files)), files);
    }

    /**
     * As above, from an index on disk, which is mapped into memory. The index is made if it does not exist or was made from other
     * files; if it cannot be written, the packages are read without one.
     *
     * @param indexFile in a directory where nobody else can write, since its content is trusted, such as {@link
     *     io.relocpy.deb.metadata.RepositoryClient#indexFile}
     */
    public static PackageLists readIndexed(Path indexFile, List<String> architectures, List<PackagesFile> files)
            throws IOException {
        check(architectures);
        return of(IndexFile.readOrMake(indexFile, architectures, sources(files)), files);
    }

    /** Of the control files of some packages, without anything that only a repository knows. */
    static PackageLists ofStanzas(List<String> architectures, List<String> stanzas) throws IOException {
        byte[] text = String.join("\n", stanzas).getBytes(StandardCharsets.UTF_8);
        PackagesOrigin origin = new PackagesOrigin(
                ReleaseInfo.ofFields(Map.of()), Optional.empty(), Optional.empty(), architectures.get(0));
        return read(architectures, List.of(new PackagesFile(origin, "", () -> new ByteArrayInputStream(text))));
    }

    private static void check(List<String> architectures) {
        if (architectures.isEmpty() || !architectures.stream().allMatch(Syntax::isArchitecture)) {
            throw new IllegalArgumentException("not architectures: " + architectures);
        }
        if (architectures.stream().distinct().count() < architectures.size()) {
            throw new IllegalArgumentException("an architecture twice: " + architectures);
        }
    }

    private static List<Source> sources(List<PackagesFile> files) {
        return files.stream().map(Source::new).toList();
    }

    private static PackageLists of(PackageIndex index, List<PackagesFile> files) {
        return new PackageLists(index, files.stream().map(PackagesFile::origin).toList());
    }

    /** How many packages there are, each version of each architecture counted. */
    public int size() {
        return index.versionCount();
    }

    /** The architectures whose packages may be installed, the native one first. */
    public List<String> architectures() {
        return index.architectures();
    }

    /** Where the files are from, in their order. */
    public List<PackagesOrigin> origins() {
        return origins;
    }

    PackageIndex index() {
        return index;
    }
}
