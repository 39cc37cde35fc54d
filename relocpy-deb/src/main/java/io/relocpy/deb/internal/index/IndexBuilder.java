package io.relocpy.deb.internal.index;

import io.relocpy.deb.internal.text.Syntax;
import io.relocpy.deb.internal.text.VersionComparator;
import io.relocpy.repository.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Reads Packages files into what becomes a {@link PackageIndex}. The order of files and stanzas is part of the result. */
final class IndexBuilder {
    /** As many as a signed 32-bit number of dependencies leaves room for, by far. */
    private static final int MAX_VERSIONS = 4_000_000;

    private static final List<String> YES = List.of("yes", "true", "with", "on", "enable", "1");
    private static final List<String> NO = List.of("no", "false", "without", "off", "disable", "0");

    private final PackageGraph graph;
    private final VersionDetails details = new VersionDetails();
    private final DependencyReader dependencies;
    private int files;

    IndexBuilder(List<String> architectures) {
        graph = new PackageGraph(architectures);
        dependencies = new DependencyReader(graph);
    }

    PackageGraph graph() {
        return graph;
    }

    VersionDetails details() {
        return details;
    }

    int files() {
        return files;
    }

    /**
     * Reads the next file.
     *
     * @param where the file's name, for messages
     */
    void addFile(InputStream in, String where) throws IOException {
        PackagesReader reader = new PackagesReader(in, where);
        while (reader.next()) {
            if (!reader.stanza().hasText(Field.PACKAGE)) {
                throw new FormatException(reader.where(), "the field Package", "none");
            }
            try {
                addStanza(reader.stanza(), reader.where());
            } catch (IllegalArgumentException e) {
                throw new FormatException(reader.where(), "names and texts within bounds", e);
            }
        }
        files++;
    }

    private void addStanza(Stanza stanza, String where) throws FormatException {
        if (!stanza.hasText(Field.VERSION)) {
            return; // as for apt, a package without a version is none
        }
        String version = stanza.text(Field.VERSION);
        lowerCase(stanza.bytes(), stanza.start(Field.PACKAGE), stanza.end(Field.PACKAGE));
        check(Syntax.isPackageName(stanza.text(Field.PACKAGE)), where, "a package name", stanza.text(Field.PACKAGE));
        check(Syntax.isVersion(version), where, "a version", version);
        String architecture = stanza.hasText(Field.ARCHITECTURE) ? stanza.text(Field.ARCHITECTURE) : "none";
        check(Syntax.isArchitecture(architecture), where, "an architecture", architecture);
        check(graph.versionPackages.size() < MAX_VERSIONS, where, "at most " + MAX_VERSIONS + " packages", "more");
        byte[] bytes = stanza.bytes();
        byte[] archBytes = PackageGraph.ascii(architecture);
        boolean all = architecture.equals("all");
        int pkg = graph.packageOf(
                bytes,
                stanza.start(Field.PACKAGE),
                stanza.end(Field.PACKAGE),
                graph.architecture(archBytes, 0, archBytes.length));
        int multiArch = multiArch(stanza, all);
        long hash = VersionDetails.hash(stanza);
        int higher = RecordLists.END;
        for (int at = graph.packageVersions.first(pkg); at != RecordLists.END; at = graph.packageVersions.next(at)) {
            int other = graph.packageVersions.get(at);
            int comparison =
                    VersionComparator.compare(version, graph.texts.texts().get(graph.versionTexts.get(other)));
            if (comparison > 0) {
                break;
            }
            if (comparison == 0
                    && graph.versionMultiArch.get(other) == multiArch
                    && details.isSame(other, hash, stanza.number(Field.SIZE))) {
                readFlags(pkg, stanza);
                details.addFile(other, files);
                return;
            }
            higher = at;
        }
        int text = graph.texts.add(bytes, stanza.start(Field.VERSION), stanza.end(Field.VERSION));
        int added = graph.addVersion(pkg, higher, text, multiArch);
        details.add(stanza, graph, text, hash, priority(stanza), files);
        dependencies.read(stanza, added, where);
        readFlags(pkg, stanza);
        if (graph.groups.hasSeveral(graph.packageNames.get(pkg))) {
            graph.linkVersionToSiblings(added);
        }
    }

    private static void check(boolean good, String where, String expected, String found) throws FormatException {
        if (!good) {
            throw new FormatException(where, expected, "'" + found + "'");
        }
    }

    private static void lowerCase(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] >= 'A' && bytes[i] <= 'Z') {
                bytes[i] = (byte) (bytes[i] + ('a' - 'A'));
            }
        }
    }

    private static int multiArch(Stanza stanza, boolean all) {
        int flags = all ? Relations.ALL : 0;
        if (!stanza.has(Field.MULTI_ARCH) || stanza.is(Field.MULTI_ARCH, "no")) {
            return flags;
        }
        if (stanza.is(Field.MULTI_ARCH, "foreign")) {
            return flags | Relations.FOREIGN;
        }
        if (stanza.is(Field.MULTI_ARCH, "allowed")) {
            return flags | Relations.ALLOWED;
        }
        return !all && stanza.is(Field.MULTI_ARCH, "same") ? flags | Relations.SAME : flags;
    }

    private static int priority(Stanza stanza) {
        if (!stanza.has(Field.PRIORITY)) {
            return 0;
        }
        for (int i = 0; i < Relations.PRIORITIES.size(); i++) {
            if (stanza.is(Field.PRIORITY, Relations.PRIORITIES.get(i))) {
                return i + 1;
            }
        }
        return Relations.PRIORITIES.size();
    }

    private void readFlags(int pkg, Stanza stanza) {
        int flags = graph.packageFlags.get(pkg);
        flags = readFlag(flags, Relations.ESSENTIAL, stanza, Field.ESSENTIAL);
        flags = readFlag(flags, Relations.IMPORTANT, stanza, Field.IMPORTANT);
        flags = readFlag(flags, Relations.IMPORTANT, stanza, Field.PROTECTED);
        if (stanza.is(Field.PACKAGE, "apt")) {
            flags |= Relations.ESSENTIAL | Relations.IMPORTANT;
        }
        graph.packageFlags.set(pkg, flags);
    }

    private static int readFlag(int flags, int bit, Stanza stanza, Field field) {
        if (isOneOf(stanza, field, YES)) {
            return flags | bit;
        }
        return isOneOf(stanza, field, NO) ? flags & ~bit : flags;
    }

    private static boolean isOneOf(Stanza stanza, Field field, List<String> words) {
        if (!stanza.has(field)) {
            return false;
        }
        for (String word : words) {
            if (stanza.is(field, word)) {
                return true;
            }
        }
        return false;
    }
}
