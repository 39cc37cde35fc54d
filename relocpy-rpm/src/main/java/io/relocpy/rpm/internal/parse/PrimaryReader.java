package io.relocpy.rpm.internal.parse;

import io.relocpy.repository.Checksum;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.download.RepositoryUrl;
import io.relocpy.repository.internal.index.IntList;
import io.relocpy.repository.internal.text.Printable;
import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.Evr;
import io.relocpy.rpm.internal.index.DependencyKind;
import io.relocpy.rpm.internal.index.PackageDraft;
import io.relocpy.rpm.internal.index.PackageTable;
import io.relocpy.rpm.internal.index.PackageTableBuilder;
import io.relocpy.rpm.internal.names.Architecture;
import io.relocpy.rpm.internal.names.PackageNames;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The packages of primary.xml.
 *
 * <p>What is wrong with one package does not concern the others, as for libsolv: an entry that states nothing is passed
 * over, and a package that cannot be named, met or fetched is left out; {@link PackageTable#faults()} says so. What
 * concerns the whole document, and a checksum that is none, is an error.
 */
public final class PrimaryReader {
    private final XmlCursor xml;
    private final PackageTableBuilder builder = new PackageTableBuilder();
    private final PackageDraft draft = new PackageDraft();
    private final Map<String, Integer> richDependencies = new HashMap<>();

    /** Stands for a dependency that states nothing. */
    private static final int NONE = Integer.MIN_VALUE;

    /** Why the package is left out; null while nothing is wrong with it. */
    private @Nullable String fault;

    private PrimaryReader(XmlCursor xml) {
        this.xml = xml;
    }

    public static PackageTableBuilder read(InputStream in, String where) throws IOException {
        try (XmlCursor xml = XmlCursor.openAhead(in, where)) {
            return new PrimaryReader(xml).packages();
        } catch (IllegalArgumentException e) { // more, or stranger, than a table can hold
            throw new FormatException(where, "packages of a reasonable kind", e);
        }
    }

    private PackageTableBuilder packages() throws IOException {
        if (!xml.next() || !xml.name().equals("metadata")) {
            throw new FormatException(xml.where(), "the element metadata", "something else");
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
        draft.arch = Architecture.NOARCH; // unless stated
        fault = null;
        while (xml.next()) {
            if (xml.isStart()) {
                readElement();
            } else if (xml.name().equals("package")) {
                finish();
                return;
            }
        }
        throw new FormatException(xml.where(), "the end of a package", "the end of the document");
    }

    private void readElement() throws IOException {
        switch (xml.name()) {
            case "name" -> draft.name = xml.text();
            case "arch" -> draft.arch = xml.text();
            case "version" -> readVersion();
            case "checksum" ->
                draft.checksum = Checksum.parse(xml.required("type"), xml.text().trim(), xml::where);
            case "summary" -> draft.summary = xml.text();
            case "location" -> {
                String href = xml.attribute("href", "");
                draft.location = href.isEmpty() ? "" : RepositoryUrl.join(xml.attribute("base"), href);
            }
            case "size" -> {
                draft.packageSize = size("package");
                draft.installedSize = size("installed");
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

    private void finish() {
        Evr evr = draft.evr;
        if (evr == null) {
            leaveOut("no version");
        } else {
            String complaint =
                    PackageNames.complaint(draft.name, evr.epoch(), evr.version(), evr.release(), draft.arch);
            if (complaint != null) {
                leaveOut(complaint);
            }
        }
        if (draft.checksum == null) {
            leaveOut("no checksum");
        }
        if (draft.location.isEmpty()) {
            leaveOut("no location");
        }
        if (fault == null) {
            builder.add(draft);
        } else {
            builder.addFault(place() + ": the package " + Printable.quote(draft.name) + " is left out: " + fault);
        }
    }

    private void leaveOut(String why) {
        fault = fault == null ? why : fault;
    }

    private void passOver(String element, String what) {
        builder.addFault(
                place() + ": " + what + " in " + element + " of " + Printable.quote(draft.name) + " is passed over");
    }

    private String place() {
        return "primary, line " + xml.line();
    }

    /** Sizes that are not stated, or not numbers, are not known; that of what is fetched is compared with the others. */
    private long size(String attribute) {
        String text = xml.attribute(attribute, "0");
        long size = number(text);
        if (size < 0) {
            passOver("size", attribute + " " + Printable.quote(text));
        }
        return Math.max(size, 0);
    }

    /** -1 for what is no number, or a negative one. */
    private static long number(String text) {
        try {
            return Math.max(Long.parseLong(text.strip()), -1);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private void readVersion() {
        String text = xml.attribute("epoch", "0");
        long epoch = text.isEmpty() ? 0 : number(text);
        if (epoch < 0) {
            leaveOut("the epoch " + Printable.quote(text));
        }
        draft.evr = new Evr(Math.max(epoch, 0), xml.attribute("ver", ""), release(xml.attribute("rel")));
    }

    private static @Nullable String release(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** The last list of a kind counts. */
    private void readDependencies(String element, DependencyKind kind) throws IOException {
        IntList ids = draft.dependencies(kind);
        ids.clear();
        while (xml.next()) {
            if (xml.isStart() && xml.name().equals("entry")) {
                int id = entry(element, kind);
                if (id < 0 && id != NONE && kind.isPlain()) {
                    passOver(element, "the boolean dependency " + Printable.quote(xml.attribute("name", "")));
                } else if (id != NONE) {
                    ids.add(id);
                }
            } else if (!xml.isStart() && xml.name().equals(element)) {
                return;
            }
        }
        throw new FormatException(xml.where(), "the end of " + element, "the end of the document");
    }

    /** The number of the dependency; {@link #NONE} for one that states nothing. */
    private int entry(String element, DependencyKind kind) {
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
        if (entryName == null) {
            passOver(element, "an entry without a name");
            return NONE;
        }
        if (entryName.startsWith("(")) {
            return rich(element, entryName);
        }
        if (entryName.isEmpty()) {
            return unmatched(element, kind, "an empty name");
        }
        if (flags == null || version == null || version.isEmpty()) {
            return builder.capability(entryName);
        }
        Capability.Comparison comparison = comparison(flags);
        return comparison == null
                ? unmatched(element, kind, "the comparison " + Printable.quote(flags))
                : builder.capability(entryName, comparison, builder.version(bound(epoch, version, release)));
    }

    /** What nothing matches: who requires it cannot be installed, and elsewhere it is as good as not there. */
    private int unmatched(String element, DependencyKind kind, String what) {
        if (kind == DependencyKind.REQUIRES) {
            leaveOut("it requires " + what);
        } else {
            passOver(element, what);
        }
        return NONE;
    }

    private int rich(String element, String text) {
        Integer known = richDependencies.get(text);
        if (known == null) {
            try {
                known = builder.dependency(Dependency.parse(text));
            } catch (FormatException e) {
                known = NONE;
            }
            richDependencies.put(text, known);
        }
        if (known == NONE) {
            passOver(element, "the boolean dependency " + Printable.quote(text) + ", which cannot be read,");
        }
        return known;
    }

    private static Capability.@Nullable Comparison comparison(String flags) {
        return switch (flags) {
            case "LT" -> Capability.Comparison.LT;
            case "LE" -> Capability.Comparison.LE;
            case "EQ" -> Capability.Comparison.EQ;
            case "GE" -> Capability.Comparison.GE;
            case "GT" -> Capability.Comparison.GT;
            default -> null;
        };
    }

    /** As libsolv, which takes what is no epoch for the beginning of the version. */
    private static Evr bound(String epoch, String version, @Nullable String release) {
        long number = epoch.isEmpty() ? 0 : number(epoch);
        String rest = release == null || release.isEmpty() ? "" : "-" + release;
        return number < 0 ? Evr.parse(epoch + ":" + version + rest) : new Evr(number, version, release(release));
    }
}
