package io.relocpy.repository.internal.text;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Parts of package URLs.
 *
 * @see <a href="https://github.com/package-url/purl-spec">package-url specification</a>
 */
public final class PackageUrls {
    private PackageUrls() {}

    /** A name, a version or the value of a qualifier. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%7E", "~")
                .replace("*", "%2A");
    }
}
