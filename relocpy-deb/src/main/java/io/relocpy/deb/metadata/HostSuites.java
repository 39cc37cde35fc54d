package io.relocpy.deb.metadata;

import io.relocpy.deb.internal.configuration.HostRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds suites in the archive that a host's distribution is read from. Immutable. */
final class HostSuites {
    private static final Pattern ARCHIVE = Pattern.compile(".*/(debian|ubuntu|debian-ports|ubuntu-ports)/?");
    private static final Pattern RELEASE = Pattern.compile("(?m)^(ID|VERSION_CODENAME)=\"?([a-z0-9._-]+)\"?$");
    private static final String SECURITY = "-security";

    private final List<AptSource> sources;

    /** Of the distribution's archive; empty if it is not known. */
    private final Optional<AptSource> archive;

    private HostSuites(List<AptSource> sources, Optional<AptSource> archive) {
        this.sources = sources;
        this.archive = archive;
    }

    static HostSuites of(HostRoot host, List<AptSource> sources) throws IOException {
        Path file = host.path("/etc/os-release", "os-release");
        Matcher release = RELEASE.matcher(host.isFile(file) ? host.read(file).orElse("") : "");
        String distribution = "";
        String codename = "";
        while (release.find()) {
            if (release.group(1).equals("ID")) {
                distribution = release.group(2);
            } else {
                codename = release.group(2);
            }
        }
        String suite = codename;
        Predicate<AptSource> main = each -> each.components().contains("main");
        Predicate<AptSource> named = each -> ARCHIVE.matcher(each.uri()).matches();
        Predicate<AptSource> ofRelease = each -> each.suite().equals(suite);
        Optional<AptSource> archive = first(sources, main.and(named).and(ofRelease))
                .or(() -> first(sources, main.and(named)))
                .or(() -> first(sources, main.and(ofRelease)));
        String name = archive.map(each -> ARCHIVE.matcher(each.uri()))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1).replace("-ports", ""))
                .orElse(distribution);
        Path keyring = host.follow(host.path("/usr/share/keyrings/" + name + "-archive-keyring.gpg", "keyring"));
        boolean known = Files.isReadable(keyring) && Files.isRegularFile(keyring);
        return new HostSuites(
                sources,
                archive.map(each -> known && each.signedBy().isEmpty()
                        ? each.toBuilder()
                                .signedBy(new SignedBy.Keyring(keyring))
                                .build()
                        : each));
    }

    private static Optional<AptSource> first(List<AptSource> sources, Predicate<AptSource> wanted) {
        return sources.stream().filter(wanted).findFirst();
    }

    List<AptSource> find(String name) {
        Optional<AptSource> of =
                name.endsWith(SECURITY) ? first(sources, each -> each.suite().endsWith(SECURITY)) : archive;
        List<AptSource> own = sources.stream()
                .filter(each -> each.suite().equals(name)
                        && of.filter(like -> like.uri().equals(each.uri())).isPresent())
                .toList();
        return own.isEmpty() ? of.map(like -> like.withSuite(name)).stream().toList() : own;
    }
}
