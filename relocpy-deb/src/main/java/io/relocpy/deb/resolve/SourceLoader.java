package io.relocpy.deb.resolve;

import io.relocpy.deb.ControlStanza;
import io.relocpy.deb.Pin;
import io.relocpy.deb.internal.deb822.Deb822Dialect;
import io.relocpy.deb.internal.deb822.Deb822Reader;
import io.relocpy.deb.metadata.AptConfiguration;
import io.relocpy.deb.metadata.AptSource;
import io.relocpy.deb.metadata.RepositoryClient;
import io.relocpy.deb.metadata.Suite;
import io.relocpy.repository.HttpSettings;
import io.relocpy.repository.RepositoryException;
import io.relocpy.repository.RepositoryListener;
import io.relocpy.repository.SettingWarning;
import io.relocpy.repository.internal.io.RegularFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns the places that were named into sources of packages. An instance loads once. */
final class SourceLoader {
    private static final int MAX_RELEASE = 64 << 20;

    /** Where configurations come from. */
    sealed interface Place {
        record Host() implements Place {
            @Override
            public String toString() {
                return "this host";
            }
        }

        record OfHost(String suite) implements Place {
            @Override
            public String toString() {
                return suite;
            }
        }

        record SourceFile(Path path) implements Place {
            @Override
            public String toString() {
                return path.toString();
            }
        }

        record Source(AptSource source) implements Place {
            @Override
            public String toString() {
                return source.toString();
            }
        }

        record Directory(Path path) implements Place {
            @Override
            public String toString() {
                return path.toString();
            }
        }
    }

    /**
     * What the places come to.
     *
     * @param sources in the order of the places
     * @param ids of all of the places, whether they were loaded or not
     * @param pins of the host, if its configuration is used
     * @param defaultRelease of the host, if its sources are used
     * @param solver of the host, if its sources are used
     */
    record Loaded(
            List<PackageSource> sources,
            Set<String> ids,
            List<Pin> pins,
            Optional<String> defaultRelease,
            Optional<String> solver) {}

    private final Path root;
    private final RepositoryClient downloads;
    private final List<String> architectures;
    private final boolean strict;
    private final RepositoryListener listener;
    private final Optional<Set<String>> locked;
    private final Set<String> ids = new LinkedHashSet<>();
    private final List<SettingWarning> ofHost = new ArrayList<>();
    private @Nullable AptConfiguration configuration;

    /** @param locked ids of the only sources to load, without what they list; empty for all of all */
    SourceLoader(
            Path root,
            RepositoryClient downloads,
            List<String> architectures,
            boolean strict,
            RepositoryListener listener,
            Optional<Set<String>> locked) {
        this.root = root;
        this.downloads = downloads;
        this.architectures = architectures;
        this.strict = strict;
        this.listener = listener;
        this.locked = locked;
    }

    Loaded load(List<Place> places) throws IOException {
        try {
            return loadAll(places);
        } finally {
            reportHost();
        }
    }

    private Loaded loadAll(List<Place> places) throws IOException {
        List<PackageSource> sources = new ArrayList<>();
        boolean host = false;
        for (Place place : places) {
            if (place instanceof Place.Host) {
                host = true;
                sources.addAll(ofHost(apt().sources(), "the host has no sources in etc/apt"));
            } else if (place instanceof Place.OfHost named) {
                sources.addAll(ofHost(
                        apt().suite(named.suite),
                        "the host has no source of its distribution that could have the suite " + named.suite));
            } else if (place instanceof Place.SourceFile file) {
                sources.addAll(
                        ofHost(read(file.path), file.path + " has no source of binary packages that is enabled"));
            } else if (place instanceof Place.Source named) {
                sources.addAll(load(client(), List.of(named.source)));
            } else if (place instanceof Place.Directory directory) {
                sources.addAll(ofDirectory(directory.path));
            }
        }
        AptConfiguration used = configuration;
        return new Loaded(
                sources,
                ids,
                used == null ? List.of() : used.pins(),
                used == null || !host ? Optional.empty() : used.defaultRelease(),
                used == null || !host ? Optional.empty() : used.solver());
    }

    private AptConfiguration apt() throws IOException {
        AptConfiguration read = configuration;
        if (read == null) {
            read = AptConfiguration.ofRoot(root, architectures.get(0));
            if (strict) {
                report(read.warnings());
            }
            ofHost.addAll(read.warnings());
            configuration = read;
        }
        return read;
    }

    /** What is odd about the host's own files comes after what is wrong with repositories, and once for what is alike. */
    private void reportHost() {
        Map<String, List<SettingWarning>> alike = ofHost.stream()
                .collect(Collectors.groupingBy(SettingWarning::message, LinkedHashMap::new, Collectors.toList()));
        alike.forEach((message, warnings) -> listener.onWarning(
                warnings.get(0).subject() + (warnings.size() == 1 ? "" : " and " + (warnings.size() - 1) + " more"),
                message));
        ofHost.clear();
    }

    private List<AptSource> read(Path file) throws IOException {
        List<SettingWarning> warnings = new ArrayList<>();
        List<AptSource> sources = apt().sources(file, warnings::add);
        report(warnings);
        return sources;
    }

    private void report(List<SettingWarning> warnings) throws RepositoryException {
        for (SettingWarning warning : warnings) {
            if (strict) {
                throw new RepositoryException(warning.subject(), warning.message());
            }
            listener.onWarning(warning.subject(), warning.message());
        }
    }

    private List<PackageSource> ofHost(List<AptSource> sources, String otherwise) throws IOException {
        if (sources.isEmpty()) {
            throw new RepositoryException("repositories", otherwise);
        }
        AptConfiguration apt = apt();
        for (AptSource source : sources) {
            HttpSettings valid = apt.http(source); // says what is wrong with it
            assert valid != null;
        }
        RepositoryClient.Builder client = client().skipUnavailable(!strict).configuration(apt);
        if (locked.isEmpty()) {
            client.defaultKeys(apt.defaultKeys(warning -> listener.onWarning(warning.subject(), warning.message())));
            if (Files.isDirectory(apt.listsDirectory())) {
                client.listsDirectory(apt.listsDirectory());
            }
        }
        return load(client, sources);
    }

    private RepositoryClient.Builder client() {
        return downloads.toBuilder()
                .architectures(architectures)
                .onTransfer(listener::onTransfer)
                .onWarning(warning -> listener.onWarning(warning.subject(), warning.message()))
                .onlyPackages(locked.isPresent())
                .strict(strict);
    }

    private boolean isWanted(String id) {
        ids.add(id);
        return locked.isEmpty() || locked.get().contains(id);
    }

    private List<PackageSource> load(RepositoryClient.Builder client, List<AptSource> sources) throws IOException {
        List<PackageSource> loaded = new ArrayList<>();
        List<AptSource> wanted = sources.stream()
                .filter(each -> isWanted(SuiteSource.idOf(each)))
                .toList();
        for (Suite suite : client.build().load(wanted)) {
            if (suite.unavailable().isEmpty()) {
                loaded.add(new SuiteSource(suite));
            }
        }
        return loaded;
    }

    /** Nobody vouches for a directory but who names it, as is so for the files of a scan. */
    private List<PackageSource> ofDirectory(Path directory) throws IOException {
        Path dists = directory.resolve("dists");
        if (Files.isDirectory(dists)) {
            Path suite = onlySuite(dists);
            return load(client(), List.of(source(directory, suite.getFileName().toString(), components(suite))));
        }
        if (isSuite(directory)) {
            return load(client(), List.of(source(directory, "./", List.of())));
        }
        if (!isWanted(DirectorySource.idOf(directory))) {
            return List.of();
        }
        return List.of(
                locked.isPresent()
                        ? DirectorySource.withoutLists(directory)
                        : DirectorySource.scan(directory, architectures.get(0), this::leaveOut));
    }

    private void leaveOut(String repository, IOException fault) throws IOException {
        if (strict) {
            throw fault;
        }
        listener.onWarning(repository, fault.getMessage() + "; the file is ignored");
    }

    /** The names are those of the repository, which need not be any that can be used. */
    private static AptSource source(Path directory, String suite, List<String> components) throws RepositoryException {
        try {
            return AptSource.builder(
                            directory.toAbsolutePath().normalize().toUri().toString(), suite)
                    .components(components)
                    .trusted(true)
                    .build();
        } catch (IllegalArgumentException e) {
            throw new RepositoryException(directory.toString(), String.valueOf(e.getMessage()));
        }
    }

    private static boolean isSuite(Path directory) {
        return Files.isRegularFile(directory.resolve("Release")) || Files.isRegularFile(directory.resolve("InRelease"));
    }

    private static Path onlySuite(Path dists) throws IOException {
        List<Path> suites = new ArrayList<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(dists)) {
            for (Path each : directories) {
                if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS) && isSuite(each)) { // links are other names
                    suites.add(each);
                }
            }
        }
        if (suites.size() != 1) {
            throw new RepositoryException(
                    dists.toString(),
                    "expected one suite, found "
                            + suites.stream().map(Path::getFileName).sorted().toList()
                            + "; name one as a source with a file: URI");
        }
        return suites.get(0);
    }

    private static List<String> components(Path suite) throws IOException {
        Path file = Files.exists(suite.resolve("Release")) ? suite.resolve("Release") : suite.resolve("InRelease");
        String text = RegularFile.text(file, MAX_RELEASE).replaceFirst("(?s)^-----BEGIN PGP SIGNED.*?\n\n", "");
        ControlStanza release = new Deb822Reader(text, file.toString(), Deb822Dialect.EDITED).next();
        String components = release == null ? "" : release.get("Components").strip();
        if (components.isEmpty()) {
            throw new RepositoryException(file.toString(), "has no field Components");
        }
        return Arrays.stream(components.split("\\s+"))
                .map(each -> each.replaceFirst("^updates/", ""))
                .toList();
    }
}
