package io.relocpy.rpm;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The packages of primary.xml.
 *
 * <p>Of the millions of strings and capabilities in a large repository most are equal to earlier ones; each is kept once.
 */
final class PrimaryReader {
    private final XmlCursor xml;
    private final Map<String, String> strings = new HashMap<>();
    private final Map<Capability, Capability> capabilities = new HashMap<>();
    private final Map<String, Dependency> richDependencies = new HashMap<>();
    private final Map<Evr, Evr> versions = new HashMap<>();

    private String name = "";
    private String arch = "";
    private @Nullable Evr evr;
    private @Nullable Checksum checksum;
    private String location = "";
    private String summary = "";
    private String license = "";
    private String sourceRpm = "";
    private long packageSize;
    private long installedSize;
    private List<Capability> provides = List.of();
    private List<Capability> obsoletes = List.of();
    private List<Dependency> requires = List.of();
    private List<Dependency> conflicts = List.of();
    private List<Dependency> recommends = List.of();
    private List<Dependency> suggests = List.of();
    private List<Dependency> supplements = List.of();
    private List<Dependency> enhances = List.of();
    private final List<String> files = new ArrayList<>();

    private PrimaryReader(XmlCursor xml) {
        this.xml = xml;
    }

    static List<PackageMetadata> read(InputStream in, String where) throws IOException {
        try (XmlCursor xml = XmlCursor.open(in, where)) {
            return new PrimaryReader(xml).packages();
        }
    }

    private List<PackageMetadata> packages() throws IOException {
        if (!xml.next() || !xml.name().equals("metadata")) {
            throw new RpmFormatException(xml.where(), "the element metadata", "something else");
        }
        List<PackageMetadata> packages = new ArrayList<>();
        while (xml.next()) {
            if (xml.isStart()
                    && xml.name().equals("package")
                    && xml.attribute("type", "rpm").equals("rpm")) {
                packages.add(readPackage());
            }
        }
        return Collections.unmodifiableList(packages);
    }

    private PackageMetadata readPackage() throws IOException {
        reset();
        while (xml.next()) {
            if (xml.isStart()) {
                readElement();
            } else if (xml.name().equals("package")) {
                return finish();
            }
        }
        throw new RpmFormatException(xml.where(), "the end of a package", "the end of the document");
    }

    private void reset() {
        name = "";
        arch = "";
        evr = null;
        checksum = null;
        location = "";
        summary = "";
        license = "";
        sourceRpm = "";
        packageSize = 0;
        installedSize = 0;
        provides = List.of();
        obsoletes = List.of();
        requires = List.of();
        conflicts = List.of();
        recommends = List.of();
        suggests = List.of();
        supplements = List.of();
        enhances = List.of();
        files.clear();
    }

    private void readElement() throws IOException {
        switch (xml.name()) {
            case "name" -> name = intern(xml.text());
            case "arch" -> arch = intern(xml.text());
            case "version" -> evr = evr(xml.attribute("epoch", "0"), xml.attribute("ver", ""), xml.attribute("rel"));
            case "checksum" ->
                checksum = Checksum.of(xml.required("type"), xml.text().trim());
            case "summary" -> summary = intern(xml.text());
            case "location" -> {
                String base = xml.attribute("base");
                String href = xml.required("href");
                location = base == null ? href : base + (base.endsWith("/") ? "" : "/") + href;
            }
            case "size" -> {
                packageSize = xml.number(xml.attribute("package", "0"), "package size");
                installedSize = xml.number(xml.attribute("installed", "0"), "installed size");
            }
            case "license" -> license = intern(xml.text());
            case "sourcerpm" -> sourceRpm = intern(xml.text());
            case "file" -> files.add(intern(xml.text()));
            case "provides" -> provides = plainEntries("provides");
            case "obsoletes" -> obsoletes = plainEntries("obsoletes");
            case "requires" -> requires = entries("requires");
            case "conflicts" -> conflicts = entries("conflicts");
            case "recommends" -> recommends = entries("recommends");
            case "suggests" -> suggests = entries("suggests");
            case "supplements" -> supplements = entries("supplements");
            case "enhances" -> enhances = entries("enhances");
            default -> {
                // description, packager, url and others are of no use here
            }
        }
    }

    private PackageMetadata finish() throws RpmFormatException {
        if (name.isEmpty() || arch.isEmpty() || evr == null || checksum == null || location.isEmpty()) {
            throw new RpmFormatException(
                    xml.where(),
                    "name, arch, version, checksum and location of the package " + name,
                    "not all of them");
        }
        return new PackageMetadata(
                new Nevra(name, evr, arch),
                summary,
                license,
                sourceRpm,
                checksum,
                location,
                packageSize,
                installedSize,
                provides,
                requires,
                conflicts,
                obsoletes,
                recommends,
                suggests,
                supplements,
                enhances,
                files);
    }

    private List<Dependency> entries(String element) throws IOException {
        List<Dependency> entries = new ArrayList<>();
        while (nextEntry(element)) {
            entries.add(entry());
        }
        return entries;
    }

    private List<Capability> plainEntries(String element) throws IOException {
        List<Capability> entries = new ArrayList<>();
        while (nextEntry(element)) {
            if (!(entry() instanceof Capability capability)) {
                throw new RpmFormatException(xml.where(), "plain capabilities in " + element, xml.required("name"));
            }
            entries.add(capability);
        }
        return entries;
    }

    private boolean nextEntry(String element) throws IOException {
        while (xml.next()) {
            if (xml.isStart() && xml.name().equals("entry")) {
                return true;
            }
            if (!xml.isStart() && xml.name().equals(element)) {
                return false;
            }
        }
        throw new RpmFormatException(xml.where(), "the end of " + element, "the end of the document");
    }

    private Dependency entry() throws RpmFormatException {
        String entryName = null;
        String flags = null;
        String epoch = "0";
        String version = null;
        String release = null;
        for (int i = 0; i < xml.attributes(); i++) {
            String value = xml.attributeValue(i);
            switch (xml.attributeName(i)) {
                case "name" -> entryName = value;
                case "flags" -> flags = value;
                case "epoch" -> epoch = value;
                case "ver" -> version = value;
                case "rel" -> release = value;
                default -> {
                    // "pre" only orders an installation
                }
            }
        }
        if (entryName == null || entryName.isEmpty()) {
            throw new RpmFormatException(xml.where(), "an entry with a name", "none");
        }
        if (entryName.startsWith("(")) {
            return rich(entryName);
        }
        Capability capability = flags == null || version == null || version.isEmpty()
                ? Capability.of(entryName)
                : new Capability(entryName, comparison(flags), evr(epoch, version, release));
        Capability known = capabilities.get(capability);
        if (known != null) {
            return known;
        }
        Capability kept = new Capability(intern(entryName), capability.comparison(), capability.evr());
        capabilities.put(kept, kept);
        return kept;
    }

    private Dependency rich(String text) throws RpmFormatException {
        Dependency known = richDependencies.get(text);
        if (known == null) {
            try {
                known = Dependency.parse(text);
            } catch (RpmFormatException e) {
                throw new RpmFormatException(xml.where(), "a boolean dependency", e);
            }
            richDependencies.put(text, known);
        }
        return known;
    }

    private Capability.Comparison comparison(String flags) throws RpmFormatException {
        return switch (flags) {
            case "LT" -> Capability.Comparison.LT;
            case "LE" -> Capability.Comparison.LE;
            case "EQ" -> Capability.Comparison.EQ;
            case "GE" -> Capability.Comparison.GE;
            case "GT" -> Capability.Comparison.GT;
            default -> throw new RpmFormatException(xml.where(), "flags LT, LE, EQ, GE or GT", "\"" + flags + "\"");
        };
    }

    private Evr evr(String epoch, String version, @Nullable String release) throws RpmFormatException {
        if (version.isEmpty()) {
            throw new RpmFormatException(xml.where(), "a version", "an empty one");
        }
        long number = epoch.isEmpty() ? 0 : xml.number(epoch, "epoch");
        Evr parsed = new Evr(number, intern(version), release == null || release.isEmpty() ? null : intern(release));
        Evr known = versions.putIfAbsent(parsed, parsed);
        return known == null ? parsed : known;
    }

    private String intern(String text) {
        String known = strings.putIfAbsent(text, text);
        return known == null ? text : known;
    }
}
