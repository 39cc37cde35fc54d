package io.relocpy.rpm;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The packages of primary.xml. */
final class PrimaryReader {
    private final XmlCursor xml;
    private final PackageTableBuilder builder = new PackageTableBuilder();
    private final PackageDraft draft = new PackageDraft();
    private final Map<String, Integer> richDependencies = new HashMap<>();

    private PrimaryReader(XmlCursor xml) {
        this.xml = xml;
    }

    static PackageTableBuilder read(InputStream in, String where) throws IOException {
        try (XmlCursor xml = XmlCursor.openAhead(in, where)) {
            return new PrimaryReader(xml).packages();
        } catch (IllegalArgumentException e) { // more, or stranger, than a table can hold
            throw new RpmFormatException(where, "packages of a reasonable kind", e);
        }
    }

    private PackageTableBuilder packages() throws IOException {
        if (!xml.next() || !xml.name().equals("metadata")) {
            throw new RpmFormatException(xml.where(), "the element metadata", "something else");
        }
        while (xml.next()) {
            if (xml.isStart()
                    && xml.name().equals("package")
                    && xml.attribute("type", "rpm").equals("rpm")) {
                readPackage();
            }
        }
        return builder;
    }

    private void readPackage() throws IOException {
        draft.clear();
        while (xml.next()) {
            if (xml.isStart()) {
                readElement();
            } else if (xml.name().equals("package")) {
                finish();
                return;
            }
        }
        throw new RpmFormatException(xml.where(), "the end of a package", "the end of the document");
    }

    private void readElement() throws IOException {
        switch (xml.name()) {
            case "name" -> draft.name = xml.text();
            case "arch" -> draft.arch = xml.text();
            case "version" ->
                draft.evr = evr(xml.attribute("epoch", "0"), xml.attribute("ver", ""), xml.attribute("rel"));
            case "checksum" ->
                draft.checksum = Checksum.parse(xml.required("type"), xml.text().trim(), xml::where);
            case "summary" -> draft.summary = xml.text();
            case "location" -> draft.location = RepositoryUrl.join(xml.attribute("base"), xml.required("href"));
            case "size" -> {
                draft.packageSize = xml.number(xml.attribute("package", "0"), "package size");
                draft.installedSize = xml.number(xml.attribute("installed", "0"), "installed size");
            }
            case "license" -> draft.license = xml.text();
            case "sourcerpm" -> draft.sourceRpm = xml.text();
            case "file" -> draft.files.add(builder.name(xml.text()));
            case "provides" -> readDependencies("provides", DependencyKind.PROVIDES);
            case "obsoletes" -> readDependencies("obsoletes", DependencyKind.OBSOLETES);
            case "requires" -> readDependencies("requires", DependencyKind.REQUIRES);
            case "conflicts" -> readDependencies("conflicts", DependencyKind.CONFLICTS);
            case "recommends" -> readDependencies("recommends", DependencyKind.RECOMMENDS);
            case "suggests" -> readDependencies("suggests", DependencyKind.SUGGESTS);
            case "supplements" -> readDependencies("supplements", DependencyKind.SUPPLEMENTS);
            case "enhances" -> readDependencies("enhances", DependencyKind.ENHANCES);
            default -> {
                // description, packager, url and others are of no use here
            }
        }
    }

    private void finish() throws RpmFormatException {
        Evr evr = draft.evr;
        if (draft.name.isEmpty()
                || draft.arch.isEmpty()
                || evr == null
                || draft.checksum == null
                || draft.location.isEmpty()) {
            throw new RpmFormatException(
                    xml.where(),
                    "name, arch, version, checksum and location of the package " + PackageNames.quote(draft.name),
                    "not all of them");
        }
        String complaint = PackageNames.complaint(draft.name, evr, draft.arch);
        if (complaint != null) {
            throw new RpmFormatException(xml.where(), Nevra.EXPECTED, complaint);
        }
        builder.add(draft);
    }

    /** The last list of a kind counts. */
    private void readDependencies(String element, DependencyKind kind) throws IOException {
        IntList ids = draft.dependencies(kind);
        ids.clear();
        while (xml.next()) {
            if (xml.isStart() && xml.name().equals("entry")) {
                int id = entry();
                if (id < 0 && kind.isPlain()) {
                    throw new RpmFormatException(xml.where(), "plain capabilities in " + element, xml.required("name"));
                }
                ids.add(id);
            } else if (!xml.isStart() && xml.name().equals(element)) {
                return;
            }
        }
        throw new RpmFormatException(xml.where(), "the end of " + element, "the end of the document");
    }

    private int entry() throws RpmFormatException {
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
        return flags == null || version == null || version.isEmpty()
                ? builder.capability(entryName)
                : builder.capability(entryName, comparison(flags), builder.version(evr(epoch, version, release)));
    }

    private int rich(String text) throws RpmFormatException {
        Integer known = richDependencies.get(text);
        if (known == null) {
            try {
                known = builder.dependency(Dependency.parse(text));
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
        return new Evr(number, version, release == null || release.isEmpty() ? null : release);
    }
}
