package io.relocpy.bundle.internal.format;

import io.relocpy.bundle.internal.python.WheelName;
import io.relocpy.bundle.internal.tree.SourcePackage;
import io.relocpy.repository.internal.text.PackageUrls;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The package URL of a component, with what scanners decide by. Grype takes the distribution from the qualifier {@code distro}
 * and the source package from {@code upstream}; Trivy takes the source package from properties of its own.
 *
 * @see <a href="https://github.com/package-url/purl-spec">package-url specification</a>
 */
final class ComponentUrl {
    private static final String RPM = "pkg:rpm/";
    private static final String TRIVY = "aquasecurity:trivy:Src";
    private static final Pattern SOURCE_RPM = Pattern.compile("(.+)-([^-]+)-([^-]+)\\.[^.-]+\\.rpm");

    private final String base;
    private final SortedMap<String, String> qualifiers;
    private final String version;

    private ComponentUrl(String base, SortedMap<String, String> qualifiers, String version) {
        this.base = base;
        this.qualifiers = qualifiers;
        this.version = version;
    }

    /** @param suse the distribution of SUSE's packages, see {@link OperatingSystem#ofSuse} */
    static ComponentUrl of(SourcePackage origin, Optional<OperatingSystem> suse) {
        if (!(origin instanceof SourcePackage.Packaged packaged)) {
            String url = "pkg:pypi/" + PackageUrls.encode(WheelName.normalized(origin.name())) + "@"
                    + PackageUrls.encode(origin.version());
            return new ComponentUrl(url, new TreeMap<>(), origin.version());
        }
        String[] parts = packaged.source().packageUrl().orElse("").split("\\?", 2);
        SortedMap<String, String> qualifiers = new TreeMap<>();
        if (parts.length == 2) {
            Arrays.stream(parts[1].split("&"))
                    .map(each -> each.split("=", 2))
                    .forEach(each -> qualifiers.put(each[0], each.length == 2 ? each[1] : ""));
        }
        String base = parts[0];
        OperatingSystem.of(packaged, suse).ifPresent(system -> qualifiers.put("distro", system.distro()));
        Optional<String> namespace = OperatingSystem.namespace(packaged);
        if (namespace.isPresent() && base.startsWith(RPM) && base.indexOf('/', RPM.length()) < 0) {
            base = RPM + namespace.get() + "/" + base.substring(RPM.length());
        }
        return new ComponentUrl(base, qualifiers, origin.version());
    }

    /** What Trivy is told of the source package; without it, it takes the package's own name. */
    Map<String, String> properties() {
        String upstream = URLDecoder.decode(qualifiers.getOrDefault("upstream", ""), StandardCharsets.UTF_8);
        Map<String, String> properties = new LinkedHashMap<>();
        Matcher rpm = SOURCE_RPM.matcher(upstream);
        if (base.startsWith(RPM) && rpm.matches()) {
            properties.put(TRIVY + "Name", rpm.group(1));
            properties.put(TRIVY + "Version", rpm.group(2));
            properties.put(TRIVY + "Release", rpm.group(3));
        } else if (!base.startsWith(RPM) && !upstream.isEmpty()) {
            int at = upstream.indexOf('@');
            properties.put(TRIVY + "Name", at < 0 ? upstream : upstream.substring(0, at));
            String source = at < 0 ? version : upstream.substring(at + 1);
            int colon = source.indexOf(':');
            int dash = source.lastIndexOf('-');
            properties.put(TRIVY + "Version", source.substring(colon + 1, dash < 0 ? source.length() : dash));
            if (dash >= 0) {
                properties.put(TRIVY + "Release", source.substring(dash + 1));
            }
            if (colon >= 0) {
                properties.put(TRIVY + "Epoch", source.substring(0, colon));
            }
        }
        return properties;
    }

    /** The URL, its qualifiers in order. */
    @Override
    public String toString() {
        return qualifiers.isEmpty()
                ? base
                : qualifiers.entrySet().stream()
                        .map(each -> each.getKey() + "=" + each.getValue())
                        .collect(Collectors.joining("&", base + "?", ""));
    }
}
