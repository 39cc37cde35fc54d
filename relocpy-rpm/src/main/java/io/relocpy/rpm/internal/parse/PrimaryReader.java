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
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the packages of primary.xml.
 *
 * <p>As in libsolv, an invalid package does not affect the others: an invalid entry is skipped, and so is a package without
 * a valid name, a checksum or a location, or whose requirements cannot be met; {@link PackageTable#faults()} lists both.
 * Documents that are not well-formed and invalid checksums are errors.
 */
public final class PrimaryReader {
    private final XmlCursor xml;
    private final PackageTableBuilder builder = new PackageTableBuilder();
    private final PackageDraft draft = new PackageDraft();
    private final Map<String, Integer> richDependencies = new HashMap<>();

    /** Stands for a dependency without a name. */
    private static final int NONE = Integer.MIN_VALUE;

    /** Why the package is skipped; null if it is valid so far. */
    private @Nullable String fault;

    private PrimaryReader(XmlCursor xml) {
        this.xml = xml;
    }

    public static PackageTableBuilder read(InputStream in, String where) throws IOException {
        try (XmlCursor xml = XmlCursor.openAhead(in, where)) {
            return new PrimaryReader(xml).packages();
        } catch (IllegalArgumentException e) { // over the limits of a table
            throw new FormatException(where, "packages within the limits of an index", e);
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
        draft.arch = Architecture.NOARCH; // the default
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
                // description, packager, url and others are not used
            }
        }
    }

    private void finish() {
        Evr evr = draft.evr;
        if (evr == null) {
            skipPackage("no version");
        } else {
            String complaint = PackageNames.complaint(
                    draft.name, evr.epoch(), evr.version(), evr.release().orElse(null), draft.arch);
            if (complaint != null) {
                skipPackage(complaint);
            }
        }
        if (draft.checksum == null) {
            skipPackage("no checksum");
        }
        if (draft.location.isEmpty()) {
            skipPackage("no location");
        }
        if (fault == null) {
            builder.add(draft);
        } else {
            builder.addFault(place() + ": the package " + Printable.quote(draft.name) + " is skipped: " + fault);
        }
    }

    private void skipPackage(String why) {
        fault = fault == null ? why : fault;
    }

    private void skip(String element, String what) {
        builder.addFault(
                place() + ": " + what + " in " + element + " of " + Printable.quote(draft.name) + " is skipped");
    }

    private String place() {
        return "primary, line " + xml.line();
    }

    /** A missing or invalid size is unknown; the others are compared with the downloaded file. */
    private long size(String attribute) {
        String text = xml.attribute(attribute, "0");
        long size = number(text.strip());
        if (size < 0) {
            skip("size", attribute + " " + Printable.quote(text));
        }
        return Math.max(size, 0);
    }

    /** Returns -1 for a negative number or a text that is not a number. */
    private static long number(String text) {
        try {
            return Math.max(Long.parseLong(text), -1);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private void readVersion() {
        String text = xml.attribute("epoch", "0");
        long epoch = text.isEmpty() ? 0 : number(text);
        if (epoch < 0) {
            skipPackage("the epoch " + Printable.quote(text));
        }
        draft.evr = new Evr(Math.max(epoch, 0), xml.attribute("ver", ""), release(xml.attribute("rel")));
    }

    private static Optional<String> release(@Nullable String text) {
        return Optional.ofNullable(text).filter(it -> !it.isEmpty());
    }

    /** Reads a list of dependencies; the last list of a kind counts. */
    private void readDependencies(String element, DependencyKind kind) throws IOException {
        IntList ids = draft.dependencies(kind);
        ids.clear();
        while (xml.next()) {
            if (xml.isStart() && xml.name().equals("entry")) {
                int id = entry(element, kind);
                if (id < 0 && id != NONE && kind.isPlain()) {
                    skip(element, "the boolean dependency " + Printable.quote(xml.attribute("name", "")));
                } else if (id != NONE) {
                    ids.add(id);
                }
            } else if (!xml.isStart() && xml.name().equals(element)) {
                return;
            }
        }
        throw new FormatException(xml.where(), "the end of " + element, "the end of the document");
    }

    /** Returns the id of the dependency; {@link #NONE} if it has no name. */
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
                    // "pre" only affects the installation order
                }
            }
        }
        if (entryName == null) {
            skip(element, "an entry without a name");
            return NONE;
        }
        if (entryName.startsWith("(")) {
            return rich(element, entryName);
        }
        if (!PackageNames.isCapability(entryName)) {
            return unmatched(element, kind, "the name " + Printable.quote(entryName));
        }
        boolean bare = (version == null || version.isEmpty()) && (release == null || release.isEmpty());
        if (flags == null || bare) {
            return builder.capability(entryName);
        }
        Capability.Comparison comparison = comparison(flags);
        return comparison == null
                ? unmatched(element, kind, "the comparison " + Printable.quote(flags))
                : builder.capability(
                        entryName,
                        comparison,
                        builder.version(bound(epoch, Objects.requireNonNullElse(version, ""), release)));
    }

    /** Handles a dependency that nothing matches: a package that requires it cannot be installed, others are unaffected. */
    private int unmatched(String element, DependencyKind kind, String what) {
        if (kind == DependencyKind.REQUIRES) {
            skipPackage("it requires " + what);
        } else {
            skip(element, what);
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
            skip(element, "the invalid boolean dependency " + Printable.quote(text));
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

    /** As libsolv, treats an invalid epoch as the beginning of the version. */
    private static Evr bound(String epoch, String version, @Nullable String release) {
        long number = epoch.isEmpty() ? 0 : number(epoch);
        String rest = release == null || release.isEmpty() ? "" : "-" + release;
        return number < 0 ? Evr.parse(epoch + ":" + version + rest) : new Evr(number, version, release(release));
    }
}
