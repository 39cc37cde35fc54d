package io.relocpy.deb.resolve;

import io.relocpy.deb.internal.index.PackageIndex;
import io.relocpy.repository.internal.text.NearNames;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Requests that apt does not know, paths of files and Python distributions, as names of packages, which it does. */
final class RequestNames {
    private final PackageIndex index;
    private final List<PackageSource> sources;

    /** Names for apt → requests as they were given. */
    private final Map<String, String> requests = new LinkedHashMap<>();

    private final List<AptResolutionException> failures = new ArrayList<>();

    private RequestNames(PackageIndex index, List<PackageSource> sources) {
        this.index = index;
        this.sources = sources;
    }

    static RequestNames of(List<String> given, PackageLists lists, List<PackageSource> sources) throws IOException {
        RequestNames names = new RequestNames(lists.index(), sources);
        Map<String, Set<String>> owners = names.owners(given);
        for (String request : given) {
            try {
                names.requests.putIfAbsent(names.name(request, owners), request);
            } catch (AptResolutionException e) {
                names.failures.add(e);
            }
        }
        return names;
    }

    /** What apt would install for the names; a failure tells all requests that match nothing. */
    Resolution resolve(AptResolver resolver) throws AptResolutionException, InterruptedIOException {
        if (failures.isEmpty()) {
            return resolver.resolve(names());
        }
        List<AptResolutionException> all = new ArrayList<>(failures);
        try {
            resolver.resolve(names());
        } catch (AptResolutionException e) {
            if (e.contradiction().isEmpty()) { // apt's requests together come after each of them alone
                all.add(e);
            }
        }
        throw AptResolutionException.all(all);
    }

    /** For apt, in order. */
    private List<String> names() {
        return new ArrayList<>(requests.keySet());
    }

    /** Adds what apt is asked for besides, if there is a package of that name; returns what was added. */
    List<String> addIfThere(Collection<String> names) {
        List<String> added = names.stream().filter(this::exists).toList();
        added.forEach(each -> requests.putIfAbsent(each, each));
        return added;
    }

    /** A reason with the request as it was given, where apt's answer has the name that it became. */
    Reason asGiven(Reason reason) {
        return reason instanceof Reason.Requested requested
                ? new Reason.Requested(requests.getOrDefault(requested.request(), requested.request()))
                : reason;
    }

    private String name(String request, Map<String, Set<String>> owners) throws AptResolutionException {
        String distribution = PythonDistributions.requested(request);
        if (distribution != null) {
            return PythonDistributions.packageOf(distribution, this::exists)
                    .orElseThrow(() -> AptResolutionException.noMatch(
                            request, "no package is named after this distribution", near("python3-" + distribution)));
        }
        if (!request.startsWith("/")) {
            return request;
        }
        return owners.getOrDefault(request, Set.of()).stream()
                .filter(this::exists)
                .findFirst()
                .orElseThrow(() -> AptResolutionException.noMatch(request, "no package has this file", List.of()));
    }

    private Map<String, Set<String>> owners(List<String> given) throws IOException {
        Set<String> paths = new LinkedHashSet<>();
        given.stream().filter(each -> each.startsWith("/")).forEach(paths::add);
        Map<String, Set<String>> owners = new HashMap<>();
        if (!paths.isEmpty()) {
            for (PackageSource source : sources) {
                source.findPaths(paths).forEach((path, names) -> owners.computeIfAbsent(path, key -> new TreeSet<>())
                        .addAll(names));
            }
        }
        return owners;
    }

    private boolean exists(String name) {
        int found = index.findName(name);
        if (found == PackageIndex.NONE) {
            return false;
        }
        for (int place = index.firstOfName(found); place < index.endOfName(found); place++) {
            if (index.hasVersions(index.packageOfName(place))) {
                return true;
            }
        }
        return false;
    }

    private List<String> near(String name) {
        List<String> names = new ArrayList<>(index.nameCount());
        for (int i = 0; i < index.nameCount(); i++) {
            names.add(index.nameText(i));
        }
        return NearNames.of(name, names);
    }
}
