package io.relocpy.deb.internal.solver;

import io.relocpy.deb.PackagesOrigin;
import io.relocpy.deb.Pin;
import io.relocpy.deb.internal.index.DetailTable;
import io.relocpy.deb.internal.index.PackageIndex;
import io.relocpy.deb.internal.text.PinPattern;
import io.relocpy.repository.internal.index.IntList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Priorities of versions, and which version of each package is the candidate. Immutable.
 *
 * @see <a href="https://manpages.debian.org/apt_preferences.5">apt_preferences(5)</a>
 */
public final class Policy {
    private static final int DEFAULT = 500;
    private static final int TARGET_RELEASE = 990;
    private static final int AUTOMATIC_UPGRADES = 100;
    private static final int NOT_AUTOMATIC = 1;

    private static final int[] NO_VERSIONS = {};

    private final PackageIndex index;
    private final List<PackagesOrigin> files;
    private final int[] filePriorities;

    /** Priorities of versions that a specific pin is about. */
    private final Map<Integer, Integer> pinned = new HashMap<>();

    private final int[] candidates;
    private final boolean knowsTarget;

    /** By source package: its versions. Made when first used; two threads may make the same. */
    private volatile @Nullable Map<Integer, int[]> bySource;

    /**
     * Works out all candidates.
     *
     * @param files in the order in which the index was made of them
     * @param targetRelease as with {@code --target-release}; null without
     * @param pins in the order of the preferences
     */
    public Policy(PackageIndex index, List<PackagesOrigin> files, @Nullable String targetRelease, List<Pin> pins) {
        if (files.size() != index.fileCount()) {
            throw new IllegalArgumentException(files.size() + " origins of " + index.fileCount() + " files");
        }
        this.index = index;
        this.files = List.copyOf(files);
        List<Pin> general = new ArrayList<>();
        if (targetRelease != null) {
            general.add(Pin.general(Pin.Kind.RELEASE, targetRelease, TARGET_RELEASE));
        }
        for (Pin pin : pins) {
            if (pin.isGeneral()) {
                general.add(pin);
            } else {
                pin.packages().forEach(each -> apply(each, pin));
            }
        }
        knowsTarget = targetRelease == null || isKnown(targetRelease);
        filePriorities = filePriorities(general);
        candidates = new int[index.packageCount()];
        for (int pkg = 0; pkg < candidates.length; pkg++) {
            candidates[pkg] = best(pkg);
        }
    }

    private boolean isKnown(String release) {
        return (release.length() > 2 && release.charAt(1) == '=')
                || files.stream()
                        .map(PackagesOrigin::release)
                        .anyMatch(each -> VersionMatch.matches(release, each.suite())
                                || VersionMatch.matches(release, each.codename())
                                || VersionMatch.matches(release, each.version()));
    }

    private int[] filePriorities(List<Pin> general) {
        int[] priorities = new int[files.size()];
        boolean[] decided = new boolean[files.size()];
        for (int i = 0; i < priorities.length; i++) {
            var release = files.get(i).release();
            priorities[i] = release.butAutomaticUpgrades()
                    ? AUTOMATIC_UPGRADES
                    : release.notAutomatic() ? NOT_AUTOMATIC : DEFAULT;
        }
        for (Pin pin : general) {
            VersionMatch match = new VersionMatch(pin.kind(), pin.value());
            for (int i = 0; i < priorities.length; i++) {
                boolean open = !decided[i] || pin.priority() == Pin.NEVER;
                if (open && priorities[i] != Pin.NEVER && match.matches(files.get(i))) {
                    priorities[i] = pin.priority();
                    decided[i] = true;
                }
            }
        }
        return priorities;
    }

    /** Pins what one word of a {@code Package} field is about. */
    private void apply(String word, Pin pin) {
        boolean source = word.startsWith("src:");
        String name = source ? word.substring(4) : word;
        int colon = name.lastIndexOf(':');
        String architecture = colon < 0 ? "native" : name.substring(colon + 1);
        name = colon < 0 ? name : name.substring(0, colon);
        boolean anyArchitecture = architecture.equals("any") || architecture.equals("*");
        String wanted = architecture.equals("native") || architecture.equals("all")
                ? index.architectures().get(0)
                : architecture;
        BitSet names = namesMatching(name);
        VersionMatch match = new VersionMatch(pin.kind(), pin.value());
        for (int version = 0; version < index.versionCount(); version++) {
            int pkg = index.packageOf(version);
            if (isNamed(version, source, name, names)
                    && (anyArchitecture
                            || index.architectureText(index.architecture(pkg)).equals(wanted))
                    && match.matches(index, files, version)) {
                pinned.putIfAbsent(version, pin.priority());
            }
        }
    }

    private boolean isNamed(int version, boolean source, String name, BitSet names) {
        if (!source) {
            return names.get(index.name(index.packageOf(version)));
        }
        String of = index.text(index.details().sourceName(version));
        if (of.equals(name)) {
            return true;
        }
        int id = isPattern(name) ? index.findName(of) : PackageIndex.NONE;
        return id != PackageIndex.NONE && names.get(id);
    }

    private static boolean isPattern(String name) {
        return PinPattern.isRegex(name) || name.chars().anyMatch(c -> c == '*' || c == '[' || c == '?');
    }

    private BitSet namesMatching(String name) {
        BitSet names = new BitSet();
        if (!isPattern(name)) {
            int id = index.findName(name);
            if (id != PackageIndex.NONE) {
                names.set(id);
            }
            return names;
        }
        for (int id = 0; id < index.nameCount(); id++) {
            if (!index.nameText(id).equals(name) && PinPattern.matches(name, index.nameText(id))) {
                names.set(id);
            }
        }
        return names;
    }

    /** The priority of a version; what is not above 0 is never installed. */
    public int priority(int version) {
        DetailTable details = index.details();
        int highest = Pin.NEVER;
        for (int place = details.firstFile(version); place < details.endFile(version); place++) {
            highest = Math.max(highest, filePriorities[details.file(place)]);
        }
        Integer specific = pinned.get(version);
        return specific != null && (specific == Pin.NEVER || highest != Pin.NEVER) ? specific : highest;
    }

    private int best(int pkg) {
        int best = PackageIndex.NONE;
        int highest = -1;
        for (int place = index.firstVersion(pkg); place < index.endVersion(pkg); place++) {
            int priority = priority(index.version(place));
            if (priority > 0 && priority > highest) {
                best = index.version(place);
                highest = priority;
            }
        }
        return best;
    }

    /** The versions that are made of the source package of that name, which is given by its number as a text. */
    int[] ofSource(int sourceName) {
        Map<Integer, int[]> known = bySource;
        if (known == null) {
            known = groupBySource();
            bySource = known;
        }
        return known.getOrDefault(sourceName, NO_VERSIONS);
    }

    private Map<Integer, int[]> groupBySource() {
        Map<Integer, IntList> lists = new HashMap<>();
        for (int version = 0; version < index.versionCount(); version++) {
            lists.computeIfAbsent(index.details().sourceName(version), name -> new IntList(2))
                    .add(version);
        }
        Map<Integer, int[]> arrays = new HashMap<>();
        lists.forEach((name, versions) -> arrays.put(name, versions.toArray()));
        return Map.copyOf(arrays);
    }

    PackageIndex index() {
        return index;
    }

    List<PackagesOrigin> files() {
        return files;
    }

    /** Where that file is from. */
    public PackagesOrigin origin(int file) {
        return files.get(file);
    }

    /** Whether some file is of the target release. */
    boolean knowsTarget() {
        return knowsTarget;
    }

    /** The version of a package to install, or {@link PackageIndex#NONE}. */
    public int candidate(int pkg) {
        return candidates[pkg];
    }

    /** All candidates by package; not to be written to. */
    int[] candidates() {
        return candidates;
    }
}
