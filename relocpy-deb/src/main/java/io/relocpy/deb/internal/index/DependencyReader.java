package io.relocpy.deb.internal.index;

import io.relocpy.deb.internal.text.RelationParser;
import io.relocpy.repository.FormatException;
import io.relocpy.repository.internal.index.NameTable;
import io.relocpy.repository.internal.index.TextTable;
import java.util.Arrays;

/** Adds the dependencies and the provides of a stanza to the graph. */
final class DependencyReader {
    private static final byte[] ANY = PackageGraph.ascii("any");
    private static final byte[] COLON_ANY = PackageGraph.ascii(":any");
    private static final byte[] KERNEL = PackageGraph.ascii("$kernel");
    private static final String[] KERNEL_PREFIXES = {"linux-image-", "kfreebsd-image-", "gnumach-image-"};

    private final PackageGraph graph;
    private byte[] scratch = new byte[256];

    /** State of the stanza that is read. */
    private byte[] bytes = new byte[0];

    private int version;
    private int pkg;
    private int multiArch;
    private boolean configured;

    /** The last dependency of the stanza; what new siblings add meanwhile stays behind it. */
    private int last;

    DependencyReader(PackageGraph graph) {
        this.graph = graph;
    }

    void read(Stanza stanza, int newVersion, String where) throws FormatException {
        bytes = stanza.bytes();
        version = newVersion;
        pkg = graph.versionPackages.get(version);
        multiArch = graph.versionMultiArch.get(version);
        configured = (multiArch & Relations.ALL) != 0 || graph.isConfiguredPackage(pkg);
        last = RecordLists.END;
        RelationParser parser = new RelationParser(where);
        for (int type = 0; type < Relations.TYPES; type++) {
            Field of = Field.ofType(type);
            if (stanza.hasText(of)) {
                parser.reset(bytes, stanza.start(of), stanza.end(of));
                while (parser.next()) {
                    addDependency(parser, type);
                }
            }
        }
        readProvides(stanza, parser);
    }

    private void addDependency(RelationParser parser, int type) {
        int flags = type << Relations.TYPE_SHIFT | parser.operator() | (parser.alternativeFollows() ? Relations.OR : 0);
        int text = graph.texts.add(bytes, parser.versionStart, parser.versionEnd);
        int start = parser.nameStart;
        int end = parser.nameEnd;
        int architecture = graph.packageArchitectures.get(pkg);
        if (!parser.hasQualifier()) {
            link(bytes, start, end, architecture, flags, text);
        } else if (PackageGraph.isText(bytes, parser.colon + 1, end, "any")) {
            if (configured) {
                link(bytes, start, end, graph.any(), flags, text);
            } else {
                link(bytes, start, end, graph.any(), flags | Relations.OR, text);
                link(bytes, start, parser.colon, architecture, flags, text);
            }
        } else if (PackageGraph.isText(bytes, parser.colon + 1, end, "native")) {
            int length = join(bytes, start, parser.colon, PackageGraph.NATIVE);
            link(scratch, 0, length, graph.any(), flags | Relations.ARCH_SPECIFIC, text);
        } else {
            link(bytes, start, end, graph.any(), flags | Relations.ARCH_SPECIFIC, text);
        }
    }

    /** A negative dependency without an architecture is one on all packages of that name. */
    private void link(byte[] name, int from, int to, int architecture, int flags, int text) {
        int type = flags >>> Relations.TYPE_SHIFT;
        boolean siblings = Relations.reachesSiblings(type) && (flags & Relations.ARCH_SPECIFIC) == 0;
        int id = siblings ? graph.names.find(name, from, to) : NameTable.ABSENT;
        if (id == NameTable.ABSENT) {
            int target = graph.packageOf(name, from, to, architecture);
            last = graph.insertDependency(version, last, target, flags, text);
            return;
        }
        for (int member = graph.groups.first(id); member != RecordLists.END; member = graph.groups.next(member)) {
            last = graph.insertDependency(version, last, graph.groups.get(member), flags, text);
        }
    }

    private void readProvides(Stanza stanza, RelationParser parser) throws FormatException {
        int architecture = graph.packageArchitectures.get(pkg);
        int nameStart = stanza.start(Field.PACKAGE);
        int nameEnd = stanza.end(Field.PACKAGE);
        boolean already = providesItself(join(bytes, nameStart, nameEnd, architecture));
        if (stanza.hasText(Field.PROVIDES)) {
            parser.reset(bytes, stanza.start(Field.PROVIDES), stanza.end(Field.PROVIDES));
            while (parser.next()) {
                addProvided(parser, architecture);
            }
        }
        int text = graph.versionTexts.get(version);
        if (configured && (multiArch & Relations.ALLOWED) != 0) {
            int length = join(bytes, nameStart, nameEnd, COLON_ANY);
            provide(scratch, 0, length, graph.any(), text, Relations.IMPLICIT);
        } else if (configured && (multiArch & Relations.FOREIGN) != 0) {
            provideToAll(nameStart, nameEnd, text, Relations.IMPLICIT);
        }
        int length = join(bytes, nameStart, nameEnd, architecture);
        if (!already && graph.findAny(scratch, 0, length) != PackageGraph.NONE) {
            provide(scratch, 0, length, graph.any(), text, Relations.IMPLICIT | Relations.ARCH_SPECIFIC);
        }
        if (isKernel(nameStart, nameEnd)) {
            provide(KERNEL, 0, KERNEL.length, graph.any(), text, Relations.IMPLICIT);
        }
    }

    private void addProvided(RelationParser parser, int architecture) {
        int start = parser.nameStart;
        int end = parser.nameEnd;
        int text = graph.texts.add(bytes, parser.versionStart, parser.versionEnd);
        boolean readable = parser.operator() == RelationParser.ANY || parser.operator() == RelationParser.EQUAL;
        if (readable && parser.hasQualifier()) {
            if (!Arrays.equals(bytes, parser.colon + 1, end, ANY, 0, ANY.length)) {
                int named = graph.architecture(bytes, parser.colon + 1, end);
                provide(bytes, start, parser.colon, named, text, Relations.IMPLICIT | Relations.ARCH_SPECIFIC);
            }
            provide(bytes, start, end, graph.any(), text, Relations.ARCH_SPECIFIC);
        } else if (readable && (multiArch & Relations.FOREIGN) != 0 && configured) {
            provideToAll(start, end, text, 0);
        } else if (readable) {
            if ((multiArch & Relations.ALLOWED) != 0 && configured) {
                int length = join(bytes, start, end, COLON_ANY);
                provide(scratch, 0, length, graph.any(), text, Relations.IMPLICIT);
            }
            provide(bytes, start, end, architecture, text, 0);
        }
        if (!parser.hasQualifier()) {
            int length = join(bytes, start, end, architecture);
            if (graph.findAny(scratch, 0, length) != PackageGraph.NONE) {
                provide(scratch, 0, length, graph.any(), text, Relations.IMPLICIT | Relations.ARCH_SPECIFIC);
            }
        }
    }

    /** Whether the version provides {@code name:architecture}, which is in the scratch bytes, already. */
    private boolean providesItself(int length) {
        int id = graph.names.find(scratch, 0, length);
        for (int at = id == NameTable.ABSENT ? RecordLists.END : graph.versionProvides.first(version);
                at != RecordLists.END;
                at = graph.versionProvides.next(at)) {
            int each = graph.versionProvides.get(at);
            if (graph.packageNames.get(each) == id && graph.packageArchitectures.get(each) == graph.any()) {
                return true;
            }
        }
        return false;
    }

    private void provide(byte[] name, int from, int to, int architecture, int text, int flags) {
        int own = graph.names.find(name, from, to);
        if (own == graph.packageNames.get(pkg)
                && architecture == graph.packageArchitectures.get(pkg)
                && (text == 0 || text == graph.versionTexts.get(version))) {
            return; // its own name
        }
        graph.addProvider(version, graph.packageOf(name, from, to, architecture), text, flags);
    }

    /** A package that is foreign for multi-arch provides to packages of every architecture. */
    private void provideToAll(int from, int to, int text, int flags) {
        int id = graph.names.find(bytes, from, to);
        if (id == NameTable.ABSENT) {
            provide(bytes, from, to, PackageGraph.NATIVE, text, flags);
            return;
        }
        for (int member = graph.groups.first(id); member != RecordLists.END; member = graph.groups.next(member)) {
            int sibling = graph.groups.get(member);
            boolean itself = (flags & Relations.IMPLICIT) != 0 && sibling == pkg;
            if (!itself && graph.isConfiguredPackage(pkg)) {
                graph.addProvider(version, sibling, text, flags);
            }
        }
    }

    private boolean isKernel(int from, int to) {
        for (String prefix : KERNEL_PREFIXES) {
            int digits = from + prefix.length();
            if (digits < to && PackageGraph.isText(bytes, from, digits, prefix)) {
                int at = digits;
                while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
                    at++;
                }
                return at > digits
                        && at < to
                        && bytes[at] == '.'
                        && !endsWith(to, from, "-dbgsym")
                        && !endsWith(to, from, "-dbg");
            }
        }
        return false;
    }

    private boolean endsWith(int to, int from, String suffix) {
        return to - suffix.length() >= from && PackageGraph.isText(bytes, to - suffix.length(), to, suffix);
    }

    /** Puts {@code name:architecture} into the scratch bytes; its length. */
    private int join(byte[] name, int from, int to, int architecture) {
        TextTable.Builder texts = graph.architectures.texts();
        int length = to - from;
        int start = texts.startOf(architecture);
        ensure(length + 1 + texts.length(architecture));
        System.arraycopy(name, from, scratch, 0, length);
        scratch[length] = ':';
        System.arraycopy(texts.bytesOf(architecture), start, scratch, length + 1, texts.length(architecture));
        return length + 1 + texts.length(architecture);
    }

    private int join(byte[] name, int from, int to, byte[] suffix) {
        int length = to - from;
        ensure(length + suffix.length);
        System.arraycopy(name, from, scratch, 0, length);
        System.arraycopy(suffix, 0, scratch, length, suffix.length);
        return length + suffix.length;
    }

    private void ensure(int length) {
        if (scratch.length < length) {
            scratch = new byte[length * 2];
        }
    }
}
