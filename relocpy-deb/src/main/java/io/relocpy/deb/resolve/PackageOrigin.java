package io.relocpy.deb.resolve;

import io.relocpy.deb.PackageId;
import io.relocpy.deb.PackagesOrigin;
import io.relocpy.repository.internal.text.PackageUrls;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a package was built from, and for which distribution, as far as that is known. Immutable.
 *
 * @param sourceName the name of the source package
 * @param sourceVersion the version of the source package
 * @param vendor in lower case, such as {@code debian}
 * @param distribution the codename of the suite, such as {@code trixie}
 */
public record PackageOrigin(
        Optional<String> sourceName,
        Optional<String> sourceVersion,
        Optional<String> vendor,
        Optional<String> distribution) {
    private static final String NONE = "-";

    /** Keeps only words that a line and a URL can hold. */
    public PackageOrigin {
        sourceName = word(sourceName);
        sourceVersion = word(sourceVersion);
        vendor = word(vendor);
        distribution = word(distribution);
    }

    static PackageOrigin of(PackageMetadata metadata) {
        PackagesOrigin list = metadata.origin();
        return new PackageOrigin(
                Optional.of(metadata.sourceName()),
                Optional.of(metadata.sourceVersion()),
                list.release().origin().map(text -> text.toLowerCase(Locale.ROOT)),
                list.release().codename());
    }

    /** Reads what {@link #toString} wrote. */
    static PackageOrigin parse(String text) {
        String[] words = text.split(" ", -1);
        return new PackageOrigin(at(words, 0), at(words, 1), at(words, 2), at(words, 3));
    }

    private static Optional<String> at(String[] words, int index) {
        return index < words.length ? Optional.of(words[index]) : Optional.empty();
    }

    private static Optional<String> word(Optional<String> text) {
        return text.filter(word -> word.matches("[A-Za-z0-9.+:~_-]{1,1024}") && !word.equals(NONE));
    }

    /**
     * The package in a bill of materials, {@code pkg:deb/debian/libc6@2.41-12?arch=amd64&distro=trixie&upstream=glibc}.
     *
     * @see <a href="https://github.com/package-url/purl-spec">package-url specification</a>
     */
    String packageUrl(PackageId id) {
        List<String> qualifiers = new ArrayList<>(List.of("arch=" + PackageUrls.encode(id.architecture())));
        distribution.ifPresent(name -> qualifiers.add("distro=" + PackageUrls.encode(name)));
        Optional<String> otherVersion =
                sourceVersion.filter(text -> !text.equals(id.version().toString()));
        sourceName
                .filter(name -> otherVersion.isPresent() || !name.equals(id.name()))
                .ifPresent(name -> qualifiers.add("upstream=" + PackageUrls.encode(name)
                        + otherVersion
                                .map(text -> "%40" + PackageUrls.encode(text))
                                .orElse("")));
        return "pkg:deb/" + PackageUrls.encode(vendor.orElse("debian")) + "/"
                + PackageUrls.encode(id.name()) + "@"
                + PackageUrls.encode(id.version().toString()).replace("%3A", ":") + "?"
                + String.join("&", qualifiers);
    }

    /** Four words; a dash for what is not known. */
    @Override
    public String toString() {
        return Stream.of(sourceName, sourceVersion, vendor, distribution)
                .map(word -> word.orElse(NONE))
                .collect(Collectors.joining(" "));
    }
}
