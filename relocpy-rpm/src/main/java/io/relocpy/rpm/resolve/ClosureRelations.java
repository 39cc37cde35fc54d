package io.relocpy.rpm.resolve;

import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.RichDependency;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which packages of a closure satisfy each other's requirements. Since the closure is consistent, a provider's name is
 * enough; and so it can be told of a locked closure, too, which nobody solves.
 */
final class ClosureRelations {
    /** What is provided → ids of the packages that provide it. */
    private final Map<String, Set<String>> providers = new HashMap<>();

    ClosureRelations(Collection<PackageMetadata> packages) {
        for (PackageMetadata each : packages) {
            add(each.nevra().name(), each);
            each.provides().forEach(capability -> add(capability.name(), each));
            each.files().forEach(file -> add(file, each));
        }
    }

    private void add(String name, PackageMetadata provider) {
        providers
                .computeIfAbsent(name, any -> new TreeSet<>())
                .add(provider.nevra().toString());
    }

    /** Ids of the other packages that provide what it requires, of a boolean dependency any operand. */
    List<String> requiredBy(PackageMetadata metadata) {
        Set<String> required = new TreeSet<>();
        metadata.requires().forEach(dependency -> collect(dependency, required));
        required.remove(metadata.nevra().toString());
        return List.copyOf(required);
    }

    private void collect(Dependency dependency, Set<String> required) {
        if (dependency instanceof Capability capability) {
            required.addAll(providers.getOrDefault(capability.name(), Set.of()));
        } else if (dependency instanceof RichDependency rich) {
            collect(rich.left(), required);
            boolean condition =
                    rich.operator() == RichDependency.Operator.IF || rich.operator() == RichDependency.Operator.UNLESS;
            if (!condition && rich.operator() != RichDependency.Operator.WITHOUT) {
                collect(rich.right(), required);
            }
            rich.otherwise().ifPresent(otherwise -> collect(otherwise, required));
        }
    }
}
