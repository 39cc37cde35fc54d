package io.relocpy.rpm;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** A repository of primary.xml text for tests of the resolver; counts how often its file lists are asked for. */
final class TestRepository implements RepositoryMetadata {
    private final String id;
    private final int priority;
    private final List<PackageMetadata> packages;
    private final Map<Integer, List<String>> fileLists;
    private int fileListLoads;

    private TestRepository(
            String id, int priority, List<PackageMetadata> packages, Map<Integer, List<String>> fileLists) {
        this.id = id;
        this.priority = priority;
        this.packages = packages;
        this.fileLists = fileLists;
    }

    static TestRepository ofPrimary(String id, int priority, String primary) throws IOException {
        return new TestRepository(
                id,
                priority,
                readPrimary(new ByteArrayInputStream(primary.getBytes(StandardCharsets.UTF_8))),
                Map.of());
    }

    static TestRepository of(String id, List<PackageMetadata> packages, Map<Integer, List<String>> fileLists) {
        return new TestRepository(id, 99, packages, fileLists);
    }

    /** A folder with repodata/…primary.xml.gz and …filelists.xml.gz. */
    static TestRepository ofFolder(String id, Path folder) throws IOException {
        List<PackageMetadata> packages;
        try (InputStream in = open(folder, "primary.xml.gz")) {
            packages = readPrimary(in);
        }
        try (InputStream in = open(folder, "filelists.xml.gz")) {
            return new TestRepository(id, 99, packages, readFileLists(in, packages));
        }
    }

    private static InputStream open(Path folder, String suffix) throws IOException {
        try (var files = Files.list(folder.resolve("repodata"))) {
            Path file = files.filter(each -> each.toString().endsWith(suffix))
                    .findFirst()
                    .orElseThrow();
            return new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)), 1 << 16);
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public int priority() {
        return priority;
    }

    @Override
    public int cost() {
        return 1000;
    }

    @Override
    public List<PackageMetadata> packages() {
        return packages;
    }

    @Override
    public Map<Integer, List<String>> fileLists() {
        fileListLoads++;
        return fileLists;
    }

    int fileListLoads() {
        return fileListLoads;
    }

    private static XMLStreamReader reader(InputStream in) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        if (Runtime.version().feature() >= 24) {
            factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
            factory.setProperty("jdk.xml.totalEntitySizeLimit", "0");
        }
        return factory.createXMLStreamReader(in);
    }

    private static Map<Integer, List<String>> readFileLists(InputStream in, List<PackageMetadata> packages)
            throws IOException {
        Map<String, Integer> index = new HashMap<>();
        for (int i = 0; i < packages.size(); i++) {
            index.put(packages.get(i).checksum().hex(), i);
        }
        Map<Integer, List<String>> out = new HashMap<>();
        try {
            XMLStreamReader xml = reader(in);
            List<String> paths = new ArrayList<>();
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    if (xml.getLocalName().equals("package")) {
                        paths = new ArrayList<>();
                        Integer at = index.get(xml.getAttributeValue(null, "pkgid"));
                        if (at != null) {
                            out.put(at, paths);
                        }
                    } else if (xml.getLocalName().equals("file")) {
                        paths.add(xml.getElementText());
                    }
                }
            }
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
        return out;
    }

    private static List<PackageMetadata> readPrimary(InputStream in) throws IOException {
        try {
            XMLStreamReader xml = reader(in);
            List<PackageMetadata> out = new ArrayList<>();
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("package")) {
                    out.add(readPackage(xml));
                }
            }
            return out;
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private static PackageMetadata readPackage(XMLStreamReader xml) throws XMLStreamException, IOException {
        PackageBuilder out = new PackageBuilder();
        List<Dependency> list = new ArrayList<>();
        while (true) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("package")) {
                return out.build();
            }
            if (event != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "name" -> out.name = xml.getElementText();
                case "arch" -> out.arch = xml.getElementText();
                case "license" -> out.license = xml.getElementText();
                case "sourcerpm" -> out.sourceRpm = xml.getElementText();
                case "version" -> out.evr = evr(xml);
                case "checksum" -> out.checksum = xml.getElementText();
                case "file" -> out.files.add(xml.getElementText());
                case "provides",
                        "requires",
                        "conflicts",
                        "obsoletes",
                        "recommends",
                        "suggests",
                        "supplements",
                        "enhances" -> list = out.list(xml.getLocalName());
                case "entry" -> list.add(entry(xml));
                default -> {}
            }
        }
    }

    private static Evr evr(XMLStreamReader xml) {
        String epoch = xml.getAttributeValue(null, "epoch");
        return new Evr(
                epoch == null ? 0 : Long.parseLong(epoch),
                xml.getAttributeValue(null, "ver"),
                xml.getAttributeValue(null, "rel"));
    }

    private static Dependency entry(XMLStreamReader xml) throws IOException {
        String name = xml.getAttributeValue(null, "name");
        String flags = xml.getAttributeValue(null, "flags");
        if (flags == null) {
            return name.startsWith("(") ? Dependency.parse(name) : Capability.of(name);
        }
        return new Capability(name, Capability.Comparison.valueOf(flags), evr(xml));
    }
}
