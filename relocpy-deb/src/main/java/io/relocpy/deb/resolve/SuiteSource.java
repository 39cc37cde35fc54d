package io.relocpy.deb.resolve;

import io.relocpy.deb.metadata.AptSource;
import io.relocpy.deb.metadata.PackagesFile;
import io.relocpy.deb.metadata.Suite;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.Redaction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A suite of a repository. */
final class SuiteSource implements PackageSource {
    private final Suite suite;
    private final boolean local;

    SuiteSource(Suite suite) {
        this.suite = suite;
        this.local = isLocal(suite.source());
    }

    private static boolean isLocal(AptSource source) {
        return source.uri().matches("(?:file|copy|mirror\\+file|mirror\\+copy):.*");
    }

    /** The id of a suite, loaded or not. */
    static String idOf(AptSource source) {
        return PackageSource.toId(place(source.uri(), isLocal(source)) + "_" + source.suite());
    }

    /** Host and path, which many schemes can lead to; of a local repository only its name, which others can know. */
    private static String place(String uri, boolean local) {
        String path =
                uri.replaceFirst("^[a-z+]+:/*", "").replaceFirst("^[^/]*@", "").replaceFirst("/+$", "");
        return local ? path.substring(path.lastIndexOf('/') + 1) : path;
    }

    @Override
    public String id() {
        return idOf(suite.source());
    }

    @Override
    public Optional<String> location() {
        AptSource source = suite.source();
        return local
                ? Optional.empty()
                : Optional.of((Redaction.text(source.uri()) + " " + source.suite() + " "
                                + String.join(" ", source.components()))
                        .strip());
    }

    @Override
    public List<String> urls() {
        return local ? List.of() : List.of(Redaction.text(suite.source().uri()));
    }

    @Override
    public List<String> keys() {
        return suite.keyFingerprints();
    }

    @Override
    public List<PackagesFile> lists() {
        return suite.packages();
    }

    @Override
    public Path fetch(String filename, long size, Checksum sha256) throws IOException {
        return suite.fetchListed(filename, size, sha256);
    }

    @Override
    public boolean isDownloaded(String filename, Checksum sha256) throws IOException {
        return suite.isDownloaded(filename, sha256);
    }

    @Override
    public Map<String, Set<String>> findPaths(Collection<String> paths) throws IOException {
        return suite.findPaths(paths);
    }
}
