package io.relocpy.deb.resolve;

import io.relocpy.deb.metadata.PackagesFile;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.internal.text.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where packages come from: a suite of a repository, or a directory of package files. Immutable. */
interface PackageSource {
    /** Names it in results and lockfiles; for the same place the same on every machine. */
    String id();

    /** URI, suite and components, without secrets; empty for a place on this machine. */
    Optional<String> location();

    /** Where it is, for others: without secrets, empty for a place on this machine. */
    List<String> urls();

    /** Fingerprints of the keys that vouch for it. */
    List<String> keys();

    /** What it has, in apt's order. */
    List<PackagesFile> lists();

    /**
     * The file of a package.
     *
     * @param filename as the list has it
     * @return a file with that size and checksum
     */
    Path fetch(String filename, long size, Checksum sha256) throws IOException;

    /** Whether the file of a package is on this machine. */
    boolean isDownloaded(String filename, Checksum sha256) throws IOException;

    /** The packages that have one of these absolute paths: names by path. */
    Map<String, Set<String>> findPaths(Collection<String> paths) throws IOException;

    /** What ids are made of. */
    static String toId(String text) {
        String id = text.replaceAll("[^A-Za-z0-9_.:-]", "_").replaceAll("_+$", "");
        return id.isEmpty() ? "_" : id.substring(0, Math.min(id.length(), 200));
    }

    /** Whether it can be an id. */
    static boolean isId(String text) {
        return text.matches("[A-Za-z0-9_.:-]{1,200}");
    }

    /** For messages. */
    static String quoted(String filename) {
        return Printable.quote(filename);
    }
}
