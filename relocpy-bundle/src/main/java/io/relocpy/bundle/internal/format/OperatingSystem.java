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
 * VERSION_ID} of its os-release(5), without minor versions where packages do not state them.
 *
 * @param id such as {@code debian}
 * @param version such as {@code 13}
 */
record OperatingSystem(String id, String version) {
    private static final Pattern DEBIAN = Pattern.compile("pkg:deb/([a-z]+)/.*[?&]distro=([A-Za-z0-9.-]+).*");

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

    /** The macro {@code dist} at the end of an RPM package's release: the version of what its vendor distributes. */
    private static final Pattern DIST = Pattern.compile(".*\\.(fc|el|amzn|azl|cm)(\\d+)(?:[._].*)?");

    /** The beginning of a release that openSUSE built for a version of Leap, such as {@code lp156} for 15.6. */
    private static final Pattern LEAP = Pattern.compile(".*-lp(\\d+)(\\d)\\..*");

    private static final String OPENSUSE = "openSUSE";

    /** The vendor of SUSE Linux Enterprise and of what Leap takes from it. */
    private static final String SUSE = "SUSE LLC";

    /**
     * The beginning of a release that SUSE built for a service pack, such as {@code 150400} for that of 15.4. Those with {@code
     * 150000}, built for the first 15, are in all.
     */
    private static final Pattern SERVICE_PACK = Pattern.compile(".*-(?!150000)(\\d\\d)(\\d\\d)00\\.[^-]*");

    /** How the tag {@code Vendor} begins → ID. */
    private static final Map<String, String> VENDORS = Map.of(
            "Fedora Project", "fedora",
            "Red Hat", "rhel",
            "CentOS", "centos",
            "Rocky", "rocky",
            "AlmaLinux", "almalinux",
            "Oracle", "ol",
            "Amazon", "amzn");

    /** Those of Microsoft, by the macro → ID. */
    private static final Map<String, String> OF_MICROSOFT = Map.of("azl", "azurelinux", "cm", "mariner");

    /** ID → what Trivy calls it, where that differs. */
    private static final Map<String, String> FAMILIES = Map.of(
            "rhel", "redhat",
            "almalinux", "alma",
            "ol", "oracle",
            "amzn", "amazon",
            "mariner", "cbl-mariner");

    /** The distribution; empty if the packages do not say, or come from several. */
    static Optional<OperatingSystem> of(Collection<SourcePackage> packages) {
        Optional<OperatingSystem> suse = ofSuse(packages);
        List<OperatingSystem> found = new ArrayList<>();
        for (SourcePackage origin : packages) {
            if (origin instanceof SourcePackage.Packaged packaged) {
                of(packaged, suse).ifPresent(found::add);
            }
        }
        return found.stream().distinct().count() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /**
     * That of SUSE's packages. Each states the service pack that it was built for, but belongs to later ones, too: it is that of
     * the newest, or the Leap whose own packages are beside them. Empty if no package says.
     */
    static Optional<OperatingSystem> ofSuse(Collection<SourcePackage> packages) {
        Optional<OperatingSystem> newest = Optional.empty();
        int newestPack = -1;
        for (SourcePackage origin : packages) {
            if (!(origin instanceof SourcePackage.Packaged packaged)) {
                continue;
            }
            if (packaged.vendor().startsWith(OPENSUSE) && of(packaged).isPresent()) {
                return of(packaged);
            }
            Matcher pack = SERVICE_PACK.matcher(packaged.version());
            if (packaged.vendor().startsWith(SUSE) && pack.matches()) {
                int number = Integer.parseInt(pack.group(1) + pack.group(2));
                if (number > newestPack) {
                    newestPack = number;
                    newest = Optional.of(new OperatingSystem("sles", pack.group(1) + "." + (number % 100)));
                }
            }
        }
        return newest;
    }

    /**
     * That of one package; empty if it does not say.
     *
     * @param suse that of SUSE's packages
     */
    static Optional<OperatingSystem> of(SourcePackage.Packaged origin, Optional<OperatingSystem> suse) {
        return origin.vendor().startsWith(SUSE) ? suse : of(origin);
    }

    private static Optional<OperatingSystem> of(SourcePackage.Packaged origin) {
        Matcher debian = DEBIAN.matcher(origin.source().packageUrl().orElse(""));
        if (debian.matches()) {
            String release = debian.group(2).replaceFirst("-(?:updates|security|backports)$", "");
            return Optional.ofNullable(RELEASES.get(debian.group(1) + "/" + release))
                    .map(version -> new OperatingSystem(debian.group(1), version));
        }
        Matcher leap = LEAP.matcher(origin.version());
        if (origin.vendor().startsWith(OPENSUSE) && leap.matches()) {
            return Optional.of(new OperatingSystem("opensuse-leap", leap.group(1) + "." + leap.group(2)));
        }
        Matcher dist = DIST.matcher(origin.version());
        if (!dist.matches()) {
            return Optional.empty();
        }
        Optional<String> microsoft = Optional.ofNullable(OF_MICROSOFT.get(dist.group(1)));
        if (microsoft.isPresent()) {
            return microsoft
                    .filter(id -> origin.vendor().startsWith("Microsoft"))
                    .map(id -> new OperatingSystem(id, dist.group(2) + ".0"));
        }
        Optional<String> vendor = VENDORS.keySet().stream()
                .filter(origin.vendor()::startsWith)
                .findFirst()
                .map(VENDORS::get)
                .or(() -> dist.group(1).equals("fc") && origin.vendor().isEmpty()
                        ? Optional.of("fedora")
                        : Optional.empty());
        return vendor.map(id -> new OperatingSystem(id, dist.group(2)));
    }

    /** The namespace of an RPM package in its package URL, as Syft and Trivy have it; empty if its vendor is not known. */
    static Optional<String> namespace(SourcePackage.Packaged origin) {
        if (origin.vendor().startsWith(SUSE)) {
            return Optional.of("suse");
        }
        return origin.vendor().startsWith(OPENSUSE)
                ? Optional.of("opensuse")
                : of(origin).map(system -> system.id.equals("rhel") ? "redhat" : system.id);
    }

    /** The name of the component, by which Trivy chooses; Grype uses each package's {@link #distro}. */
    String family() {
        return FAMILIES.getOrDefault(id, id);
    }

    /** The qualifier {@code distro} of its packages. */
    String distro() {
        return id + "-" + version;
    }
}
