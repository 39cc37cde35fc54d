package io.relocpy.deb.metadata;

import io.relocpy.deb.internal.configuration.AptUri;
import io.relocpy.deb.internal.configuration.ConfigurationTree;
import io.relocpy.deb.internal.configuration.HostRoot;
import io.relocpy.deb.internal.configuration.SourceEntry;
import io.relocpy.deb.internal.configuration.SourceRelease;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.Redaction;
import io.relocpy.repository.openpgp.KeyRing;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes values of the sources of a host. Not thread-safe. */
final class ConfiguredSources {
    private static final String MIRROR = "mirror";
    /** Values of the option that name no snapshot. */
    private static final List<String> SNAPSHOT_SWITCHES = List.of("enable", "disable", "yes", "no");

    private static final List<String> LOCAL = List.of("file", "copy", "mirror+file", "mirror+copy");

    private final HostRoot host;
    private final ConfigurationTree tree;
    private final List<String> architectures;
    private final List<AptSource> sources = new ArrayList<>();

    private ConfiguredSources(HostRoot host, ConfigurationTree tree, List<String> architectures) {
        this.host = host;
        this.tree = tree;
        this.architectures = architectures;
    }

    /**
     * The sources in apt's order.
     *
     * @param entries as they are written
     * @param architectures that are configured, the native one first
     */
    static List<AptSource> of(
            List<SourceEntry> entries, HostRoot host, ConfigurationTree tree, List<String> architectures)
            throws IOException {
        ConfiguredSources made = new ConfiguredSources(host, tree, architectures);
        for (SourceRelease release : SourceRelease.group(entries, tree)) {
            made.add(release);
        }
        return List.copyOf(made.sources);
    }

    private void add(SourceRelease release) throws IOException {
        SourceEntry first = release.entries().get(0);
        for (String option : release.unusual()) {
            warn(first, "option " + option + " is ignored: a source needs a good signature, or trusted=yes");
        }
        List<SignedBy> signedBy = signedBy(release);
        List<AptSource> made = new ArrayList<>();
        Map<List<String>, Set<String>> seen = new HashMap<>();
        for (SourceEntry entry : release.entries()) {
            if (!entry.binary()) {
                continue;
            }
            Optional<String> snapshot = entry.option("snapshot").filter(id -> !SNAPSHOT_SWITCHES.contains(id));
            if (snapshot.isPresent()) {
                warn(
                        entry,
                        "the source is ignored: the option snapshot is not supported; give the URI of the snapshot");
                continue;
            }
            String uri = uri(first.uri());
            List<String> archs = architectures(entry);
            List<String> components = new ArrayList<>(new LinkedHashSet<>(entry.components()));
            components.removeIf(each -> isIgnored(uri, entry, each, archs));
            Optional<String> fault = SourceSyntax.fault(uri, entry.suite(), components, archs);
            if (fault.isPresent()) {
                warn(entry, "the source is ignored: " + fault.get());
                continue;
            }
            AptSource.Builder builder = AptSource.builder(uri, entry.suite())
                    .components(components)
                    .architectures(archs)
                    .signedBy(signedBy);
            release.truth("trusted").ifPresent(builder::trusted);
            truth(release, "check-valid-until", "Acquire::Check-Valid-Until").ifPresent(builder::checkValidUntil);
            truth(release, "check-date", "Acquire::Check-Date").ifPresent(builder::checkDate);
            duration(release, "valid-until-min", "Acquire::Min-ValidTime").ifPresent(builder::validUntilMin);
            duration(release, "valid-until-max", "Acquire::Max-ValidTime").ifPresent(builder::validUntilMax);
            duration(release, "date-max-future", "Acquire::Max-FutureTime").ifPresent(builder::dateMaxFuture);
            byHash(entry).ifPresent(builder::byHash);
            append(made, builder.build(), entry, seen.computeIfAbsent(archs, none -> new HashSet<>()));
        }
        sources.addAll(made);
    }

    /** A component that cannot be, such as the sign of a comment in a continuation line; the others are used, as by apt. */
    private boolean isIgnored(String uri, SourceEntry entry, String component, List<String> archs) {
        boolean others =
                SourceSyntax.fault(uri, entry.suite(), List.of("main"), archs).isEmpty();
        Optional<String> fault = SourceSyntax.fault(uri, entry.suite(), List.of(component), archs);
        if (!others || fault.isEmpty()) {
            return false;
        }
        warn(entry, "a component is ignored: " + fault.get());
        return true;
    }

    /**
     * Adds a source to those of its release; joins it with the one before it if they differ in their components only.
     *
     * @param seen what was there before for the same architectures
     */
    private void append(List<AptSource> made, AptSource source, SourceEntry entry, Set<String> seen) {
        boolean known = source.isFlat() && !seen.add("");
        List<String> fresh = source.components().stream().filter(seen::add).toList();
        if (known || fresh.size() < source.components().size()) {
            warn(entry, "is configured more than once");
        }
        if (known || (fresh.isEmpty() && !source.isFlat())) {
            return;
        }
        AptSource last = made.isEmpty() ? null : made.get(made.size() - 1);
        AptSource added = source.toBuilder().components(fresh).build();
        if (last != null
                && added.toBuilder().components(last.components()).build().equals(last)) {
            List<String> joined = new ArrayList<>(last.components());
            joined.addAll(fresh);
            made.set(made.size() - 1, added.toBuilder().components(joined).build());
        } else {
            made.add(added);
        }
    }

    private void warn(SourceEntry entry, String message) {
        host.warn(entry.file(), entry.place() + ": " + message);
    }

    /** With local paths inside the host's root; the URL of a list of mirrors does not end in a slash. */
    private String uri(AptUri uri) throws IOException {
        boolean mirror = uri.scheme().startsWith(MIRROR);
        String path = mirror && uri.path().length() > 1 ? uri.path().replaceFirst("/$", "") : uri.path();
        if (LOCAL.contains(uri.scheme())) {
            path = escaped(host.follow(host.path(uri.localPath(), "URI")) + (path.endsWith("/") ? "/" : ""));
        }
        String scheme = uri.scheme().equals(MIRROR) ? "mirror+http" : uri.scheme();
        return new AptUri(scheme, uri.user(), uri.password(), uri.host(), uri.port(), path).toString();
    }

    /** As part of a URL. */
    private static String escaped(String path) throws FormatException {
        try {
            return new URI(null, null, path, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new FormatException("URI", "a path", Redaction.quoted(path));
        }
    }

    /** Those to read; {@code all} alone if all were taken away; empty for all that are configured. */
    private List<String> architectures(SourceEntry entry) {
        if (entry.option("arch").or(() -> entry.option("arch+")).isEmpty()
                && entry.option("arch-").isEmpty()) {
            return List.of();
        }
        Set<String> read = new LinkedHashSet<>(
                entry.option("arch").map(ConfiguredSources::list).orElse(architectures));
        entry.option("arch+").ifPresent(added -> read.addAll(list(added)));
        entry.option("arch-").ifPresent(removed -> list(removed).forEach(read::remove));
        return read.isEmpty() ? List.of("all") : List.copyOf(read);
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",")).filter(each -> !each.isEmpty()).toList();
    }

    private List<SignedBy> signedBy(SourceRelease release) throws IOException {
        SourceEntry first = release.entries().get(0);
        if (release.keyBlock().isPresent()) {
            byte[] block = release.keyBlock().get().getBytes(StandardCharsets.UTF_8);
            try {
                return List.of(new SignedBy.Keys(KeyRing.parse(block, first.where() + ", signed-by")));
            } catch (IOException e) {
                warn(first, "no signature can be good, since the key is not usable: " + e.getMessage());
                return List.of(new SignedBy.Keys(KeyRing.EMPTY));
            }
        }
        List<SignedBy> signedBy = new ArrayList<>();
        for (String signer : release.signers()) {
            if (signer.startsWith("/")) {
                Path file = host.path(signer, first.where() + ", signed-by");
                signedBy.add(new SignedBy.Keyring(host.follow(file)));
            } else {
                boolean exact = signer.endsWith("!");
                signedBy.add(
                        new SignedBy.Fingerprint(exact ? signer.substring(0, signer.length() - 1) : signer, exact));
            }
        }
        return signedBy;
    }

    private Optional<Boolean> truth(SourceRelease release, String option, String setting) {
        return release.truth(option).or(() -> tree.bool(setting, true) ? Optional.empty() : Optional.of(false));
    }

    private Optional<Duration> duration(SourceRelease release, String option, String setting) {
        return release.seconds(option)
                .or(() -> tree.number(setting).filter(seconds -> seconds != 0))
                .map(Duration::ofSeconds);
    }

    /** A repository says itself whether it can be read by hash; {@code force} does not ask. */
    private Optional<Boolean> byHash(SourceEntry entry) {
        String value = tree.find("APT::Acquire::By-Hash").orElse("yes");
        value = tree.find("Acquire::By-Hash").orElse(value);
        String server = entry.uri().host();
        if (!server.isEmpty()) {
            value = tree.find("APT::Acquire::" + server + "::By-Hash").orElse(value);
            value = tree.find("Acquire::" + server + "::By-Hash").orElse(value);
        }
        String text = entry.option("by-hash").orElse(value);
        if (text.equals("force")) {
            return Optional.of(true);
        }
        return ConfigurationTree.truth(text).orElse(false) ? Optional.empty() : Optional.of(false);
    }
}
