package io.relocpy.deb.internal.configuration;

import io.relocpy.deb.internal.text.DebianArchitecture;
import io.relocpy.deb.internal.text.Syntax;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.HostArchitecture;
import io.relocpy.repository.Redaction;
import io.relocpy.repository.internal.io.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which architectures a host has, without asking dpkg. */
public final class HostArchitectures {
    private static final int MAX_STATUS = 256 << 20;
    private static final String DPKG = "Package: dpkg\n";
    private static final String ARCHITECTURE = "\nArchitecture: ";

    private HostArchitectures() {}

    /**
     * The native architecture: {@code APT::Architecture}, else the one of the host's dpkg (in its {@code status} file, or the
     * first one in its {@code arch} file), else the one of this JVM.
     */
    public static String nativeOne(HostRoot host, ConfigurationTree tree) throws IOException {
        Optional<String> configured = tree.find("APT::Architecture");
        if (configured.isPresent()) {
            return configured.get();
        }
        Optional<String> ofDpkg = ofDpkg(host);
        if (ofDpkg.isPresent()) {
            return ofDpkg.get();
        }
        List<String> known = known(host);
        return known.isEmpty() ? DebianArchitecture.of(HostArchitecture.name()) : known.get(0);
    }

    /**
     * The architectures as apt orders them: {@code APT::Architectures}, else the native one and the foreign ones of dpkg.
     *
     * @throws FormatException if one cannot be an architecture
     */
    public static List<String> all(HostRoot host, ConfigurationTree tree, String nativeOne) throws IOException {
        Set<String> all = new LinkedHashSet<>(tree.list("APT::Architectures"));
        if (all.isEmpty()) {
            List<String> known = known(host);
            String dpkg = known.isEmpty() ? nativeOne : ofDpkg(host).orElse(known.get(0));
            all.add(nativeOne);
            known.stream().filter(each -> !each.equals(dpkg)).forEach(all::add);
        }
        all.remove("");
        List<String> ordered = new ArrayList<>(all);
        if (!all.contains(nativeOne)) {
            ordered.add(0, nativeOne);
        }
        for (String each : ordered) {
            if (!Syntax.isArchitecture(each)) {
                throw new FormatException("APT::Architectures", "names of architectures", Redaction.quoted(each));
            }
        }
        return List.copyOf(ordered);
    }

    private static Path database(HostRoot host, String name) throws FormatException {
        return host.path("/var/lib/dpkg/" + name, "dpkg's database");
    }

    private static Optional<String> ofDpkg(HostRoot host) throws IOException {
        Path status = database(host, "status");
        if (!host.isFile(status)) {
            return Optional.empty();
        }
        try {
            return ofDpkg(new String(RegularFile.bytes(host.follow(status), MAX_STATUS), StandardCharsets.ISO_8859_1));
        } catch (FileSystemException e) {
            host.warn(status, "cannot be read: " + RegularFile.reason(e));
            return Optional.empty();
        }
    }

    private static Optional<String> ofDpkg(String status) {
        int start = status.startsWith(DPKG) ? 0 : status.indexOf("\n" + DPKG) + 1;
        int end = status.indexOf("\n\n", start);
        int field = status.indexOf(ARCHITECTURE, start);
        if (!status.startsWith(DPKG, start) || field < 0 || (end >= 0 && end < field)) {
            return Optional.empty();
        }
        int value = field + ARCHITECTURE.length();
        int lineEnd = status.indexOf('\n', value);
        return Optional.of(status.substring(value, lineEnd < 0 ? status.length() : lineEnd))
                .map(AptWords::strip)
                .filter(Syntax::isArchitecture);
    }

    /** Those that {@code dpkg --add-architecture} knows, the native one first. */
    private static List<String> known(HostRoot host) throws IOException {
        Path file = database(host, "arch");
        return host.isFile(file) ? AptWords.split(host.read(file).orElse("")) : List.of();
    }
}
