package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.internal.tree.SourcePackage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The distribution that packages come from, by which scanners choose their list of vulnerabilities: {@code ID} and {@code
 * VERSION_ID} of its os-release(5).
 *
 * @param id such as {@code debian}
 * @param version such as {@code 13}
 */
record OperatingSystem(String id, String version) {
    private static final Pattern DEBIAN = Pattern.compile("pkg:deb/([a-z]+)/.*[?&]distro=([A-Za-z0-9.-]+).*");
    private static final Pattern FEDORA = Pattern.compile(".*\\.fc(\\d+)(?:[._].*)?");

    /** What repositories call releases → VERSION_ID. */
    private static final Map<String, String> RELEASES = Map.ofEntries(
            Map.entry("debian/buster", "10"),
            Map.entry("debian/bullseye", "11"),
            Map.entry("debian/bookworm", "12"),
            Map.entry("debian/trixie", "13"),
            Map.entry("debian/forky", "14"),
            Map.entry("ubuntu/focal", "20.04"),
            Map.entry("ubuntu/jammy", "22.04"),
            Map.entry("ubuntu/noble", "24.04"));

    /** The distribution; empty if the packages do not say, or come from several. */
    static Optional<OperatingSystem> of(Collection<SourcePackage> packages) {
        List<OperatingSystem> found = new ArrayList<>();
        for (SourcePackage origin : packages) {
            if (origin instanceof SourcePackage.Packaged packaged) {
                of(packaged).ifPresent(found::add);
            }
        }
        return found.stream().distinct().count() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static Optional<OperatingSystem> of(SourcePackage.Packaged origin) {
        Matcher debian = DEBIAN.matcher(origin.source().packageUrl().orElse(""));
        if (debian.matches()) {
            String release = debian.group(2).replaceFirst("-(?:updates|security|backports)$", "");
            return Optional.ofNullable(RELEASES.get(debian.group(1) + "/" + release))
                    .map(version -> new OperatingSystem(debian.group(1), version));
        }
        Matcher fedora = FEDORA.matcher(origin.version());
        return fedora.matches() ? Optional.of(new OperatingSystem("fedora", fedora.group(1))) : Optional.empty();
    }
}
