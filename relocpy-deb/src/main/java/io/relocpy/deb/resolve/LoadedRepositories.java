package io.relocpy.deb.resolve;

import io.relocpy.deb.metadata.PackagesFile;
import io.relocpy.deb.metadata.RepositoryClient;
import io.relocpy.repository.Checksum;
import io.relocpy.repository.ClosureRequest;
import io.relocpy.repository.internal.io.Checksums;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The packages of all places of {@link DebRepositories}, in which requests are resolved. */
record LoadedRepositories(SourceLoader.Loaded places, PackageLists lists) {
    static LoadedRepositories of(SourceLoader.Loaded places, List<String> architectures, RepositoryClient client)
            throws IOException {
        return new LoadedRepositories(places, lists(architectures, places.sources(), client));
    }

    /** From the index in the cache, if the packages are those of repositories. */
    private static PackageLists lists(List<String> architectures, List<PackageSource> sources, RepositoryClient client)
            throws IOException {
        List<PackagesFile> files =
                sources.stream().flatMap(source -> source.lists().stream()).toList();
        if (files.stream().allMatch(file -> file.origin().component().isEmpty())) {
            return PackageLists.read(architectures, files);
        }
        // named after where the lists are from, so that the index of newer ones replaces it
        String places = files.stream().map(file -> file.origin().toString()).collect(Collectors.joining("\n"));
        Checksum name = Checksums.of(
                Checksum.Algorithm.SHA_256, (architectures + "\n" + places).getBytes(StandardCharsets.UTF_8));
        Path index = client.indexFile("deb-" + name.hex().substring(0, 16));
        return PackageLists.readIndexed(index, architectures, files);
    }

    /** The answer to a request, of which paths and Python distributions become names for apt. */
    Resolution resolution(ClosureRequest request, AptResolver.Builder resolver) throws IOException {
        RequestNames names = RequestNames.of(request.requests(), lists, places.sources());
        List<String> requests = new ArrayList<>(request.requests());
        requests.addAll(names.addIfThere(request.additions()));
        Resolution resolution =
                names.resolve(resolver.recommends(request.weakDependencies()).build());
        return new Resolution(
                requests,
                resolution.architectures(),
                resolution.solver(),
                resolution.packages().stream()
                        .map(each -> new ResolvedPackage(each.metadata(), names.asGiven(each.reason())))
                        .toList());
    }

    DebClosure closure(ClosureRequest request, AptResolver.Builder resolver) throws IOException {
        return DebClosure.of(resolution(request, resolver), request.weakDependencies(), lists, places.sources());
    }
}
