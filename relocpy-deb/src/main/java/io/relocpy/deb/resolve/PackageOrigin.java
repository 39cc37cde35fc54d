package io.relocpy.deb.resolve;

import io.relocpy.deb.PackageId;
import io.relocpy.deb.PackagesOrigin;
import io.relocpy.repository.internal.text.PackageUrls;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a package was made of and for. Immutable; texts are empty where that is not known.
 *
 * @param sourceName of the source package
 * @param sourceVersion of the source package
 * @param vendor in lower case: {@code debian}
 * @param distribution codename of the suite: {@code trixie}
 */
public record PackageOrigin(String sourceName, String sourceVersion, String vendor, String distribution) {
    private static final String NONE = "-";

    /** Words that a line and a URL can hold; nothing else is kept. */
    public PackageOrigin {
        sourceName = word(sourceName);
        sourceVersion = word(sourceVersion);
        vendor = word(vendor);
        distribution = word(distribution);
    }

    static PackageOrigin of(PackageMetadata metadata) {
        PackagesOrigin list = metadata.origin();
        return new PackageOrigin(
                metadata.sourceName(),
                metadata.sourceVersion(),
                list.release().origin().toLowerCase(Locale.ROOT),
                list.release().codename());
    }

    /** Reads what {@link #toString} wrote. */
    static PackageOrigin parse(String text) {
        String[] words = text.split(" ", -1);
        return new PackageOrigin(at(words, 0), at(words, 1), at(words, 2), at(words, 3));
    }

    private static String at(String[] words, int index) {
        return index < words.length && !words[index].equals(NONE) ? words[index] : "";
    }

    private static String word(String text) {
        return text.matches("[A-Za-z0-9.+:~_-]{1,1024}") && !text.equals(NONE) ? text : "";
    }

    /**
     * The package in a bill of materials, {@code pkg:deb/debian/libc6@2.41-12?arch=amd64&distro=trixie&upstream=glibc}.
     *
     * @see <a href="https://github.com/package-url/purl-spec">package-url specification</a>
     */
    String packageUrl(PackageId id) {
        List<String> qualifiers = new ArrayList<>(List.of("arch=" + PackageUrls.encode(id.architecture())));
        if (!distribution.isEmpty()) {
            qualifiers.add("distro=" + PackageUrls.encode(distribution));
        }
        boolean sameVersion =
                sourceVersion.isEmpty() || sourceVersion.equals(id.version().toString());
        if (!sourceName.isEmpty() && !(sameVersion && sourceName.equals(id.name()))) {
            qualifiers.add("upstream=" + PackageUrls.encode(sourceName)
                    + (sameVersion ? "" : "%40" + PackageUrls.encode(sourceVersion)));
        }
        return "pkg:deb/" + PackageUrls.encode(vendor.isEmpty() ? "debian" : vendor) + "/"
                + PackageUrls.encode(id.name()) + "@"
                + PackageUrls.encode(id.version().toString()).replace("%3A", ":") + "?"
                + String.join("&", qualifiers);
    }

    /** Four words; a dash for what is not known. */
    @Override
    public String toString() {
        return String.join(
                " ",
                List.of(sourceName, sourceVersion, vendor, distribution).stream()
                        .map(word -> word.isEmpty() ? NONE : word)
                        .toList());
    }
}
