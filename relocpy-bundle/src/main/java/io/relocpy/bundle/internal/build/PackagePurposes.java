package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.FileReason.Kind;
import io.relocpy.bundle.internal.build.UnpackStep.Unpacked;
import io.relocpy.bundle.internal.tree.FileRules;
import io.relocpy.bundle.internal.tree.SourcePackage;
import io.relocpy.bundle.internal.tree.TreeFile;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What packages are for, told by their kept files and by who requires them: modules, libraries, or data of others.
 */
final class PackagePurposes {
    /** A file that an import statement can load, or that runs within one. */
    private static final Pattern MODULE = Pattern.compile("usr/(?:local/)?lib(?:64|32)?/python3.*\\.(?:py|so)");

    /** Where Python's gettext finds them, below the bundle; a C library looks for its own below /usr. */
    private static final String TRANSLATIONS = "usr/share/locale/";

    /** Declarations of types of files, of a package that has the program for them, too. */
    private static final String TYPES = "usr/share/mime/packages/";

    private static final Comparator<SourcePackage> BY_ID = Comparator.comparing(SourcePackage::id);

    private final Map<String, SourcePackage> byId = new HashMap<>();
    private final List<SourcePackage> requested;
    private final Set<SourcePackage> withPrograms = new HashSet<>();

    /** Those with files for the loader, kept or not. */
    private final Set<SourcePackage> withLibraries = new HashSet<>();

    private final Set<SourcePackage> givingModules = new HashSet<>();
    private final Set<SourcePackage> givingLibraries = new HashSet<>();

    /** Packages without modules → name of the package with modules, or the request, that asks for them directly. */
    private final Map<SourcePackage, String> direct = new HashMap<>();

    /** The same, and packages of data that packages with libraries ask for, also through other packages of data. */
    private final Map<SourcePackage, String> required = new HashMap<>();

    /** All packages → name of a package with libraries that asks for them directly. */
    private final Map<SourcePackage, String> ofLibraries = new HashMap<>();

    /** @param requests of the caller: a package that one of them names is required like one of a module */
    PackagePurposes(Unpacked unpacked, FileRules rules, Collection<String> requests) {
        for (SourcePackage each : unpacked.packages()) {
            byId.put(each.id(), each);
            if (unpacked.skipped().getOrDefault(each, Map.of()).containsKey(Kind.PROGRAM)) {
                withPrograms.add(each);
            }
        }
        requested = unpacked.packages().stream()
                .filter(each -> requests.contains(each.name()))
                .toList();
        for (TreeFile file : unpacked.tree().files()) {
            if (FileRules.isProgram(file.path())) {
                withPrograms.add(file.origin());
            } else if (rules.judge(file).reason() == Kind.UNNEEDED_LIBRARY) {
                withLibraries.add(file.origin());
            }
        }
    }

    /**
     * Notes that a file stays.
     *
     * @param searched whether the loader finds it by its name alone
     */
    void kept(TreeFile file, boolean searched) {
        if (file instanceof TreeFile.Regular) {
            if (MODULE.matcher(file.path()).matches() || file.origin() instanceof SourcePackage.OfWheel) {
                givingModules.add(file.origin());
            } else if (searched && withLibraries.contains(file.origin())) {
                givingLibraries.add(file.origin());
            }
        }
    }

    /** Follows requirements from the packages that are known to give modules by now. */
    void update() {
        direct.clear();
        required.clear();
        ofLibraries.clear();
        requested.forEach(each -> direct.putIfAbsent(each, "the caller"));
        for (SourcePackage giving : byId.values().stream().sorted(BY_ID).toList()) {
            if (givingModules.contains(giving)) {
                requiredBy(giving).forEach(each -> direct.putIfAbsent(each, giving.name()));
            }
        }
        direct.keySet().removeAll(givingModules);
        required.putAll(direct);
        for (SourcePackage giving : byId.values().stream().sorted(BY_ID).toList()) {
            if (givingLibraries.contains(giving)) {
                for (SourcePackage each : requiredBy(giving)) {
                    ofLibraries.putIfAbsent(each, giving.name());
                    if (hasOnlyData(each)) {
                        required.putIfAbsent(each, giving.name());
                    }
                }
            }
        }
        Deque<SourcePackage> pending =
                new ArrayDeque<>(required.keySet().stream().sorted(BY_ID).toList());
        while (!pending.isEmpty()) {
            SourcePackage each = pending.remove();
            if (hasOnlyData(each)) {
                for (SourcePackage next : requiredBy(each)) {
                    boolean another = givingModules.contains(next) || withPrograms.contains(next);
                    if (!another && required.putIfAbsent(next, each.name()) == null) {
                        pending.add(next);
                    }
                }
            }
        }
    }

    private boolean hasOnlyData(SourcePackage origin) {
        return !withPrograms.contains(origin) && !withLibraries.contains(origin);
    }

    private List<SourcePackage> requiredBy(SourcePackage origin) {
        return origin instanceof SourcePackage.Packaged packaged
                ? packaged.source().requires().stream()
                        .flatMap(id -> Optional.ofNullable(byId.get(id)).stream())
                        .toList()
                : List.of();
    }

    /** Why a data file stays; empty if it does not. */
    Optional<FileReason> dataReason(TreeFile file) {
        SourcePackage origin = file.origin();
        if (givingModules.contains(origin)) {
            return Optional.of(FileReason.of(Kind.DATA));
        }
        if (file.path().startsWith(TYPES) && ofLibraries.containsKey(origin)) {
            return Optional.ofNullable(ofLibraries.get(origin)).map(by -> FileReason.of(Kind.DATA_REQUIRED, by));
        }
        if (file.path().startsWith(TRANSLATIONS)) {
            return withLibraries.contains(origin)
                    ? Optional.empty()
                    : Optional.ofNullable(direct.get(origin)).map(by -> FileReason.of(Kind.DATA_REQUIRED, by));
        }
        if (givingLibraries.contains(origin)) {
            return Optional.of(FileReason.of(Kind.DATA_OF_LIBRARY));
        }
        boolean ofProgram = withPrograms.contains(origin) && !file.path().startsWith("usr/share/");
        return ofProgram
                ? Optional.empty()
                : Optional.ofNullable(required.get(origin)).map(by -> FileReason.of(Kind.DATA_REQUIRED, by));
    }

    /** Whether a library of the package stays that is found by its name alone. */
    boolean givesLibraries(SourcePackage origin) {
        return givingLibraries.contains(origin);
    }

    /** Who asks for a package of libraries although nothing links them: to open them by name. */
    Optional<String> opensLibrariesOf(SourcePackage origin) {
        return givingLibraries.contains(origin) || withPrograms.contains(origin)
                ? Optional.empty()
                : Optional.ofNullable(direct.get(origin));
    }
}
