package io.relocpy.rpm.metadata;

import io.relocpy.rpm.Capability;
import io.relocpy.rpm.Dependency;
import io.relocpy.rpm.Evr;
import io.relocpy.rpm.Nevra;
import io.relocpy.rpm.PackageMetadata;
import java.util.List;
import java.util.Map;

/** Writes primary.xml and filelists.xml (primary's paths and others) for oracles that read metadata. */
public final class RepodataXml {
    private RepodataXml() {}

    public static String primary(List<PackageMetadata> packages) {
        StringBuilder out = new StringBuilder("<metadata xmlns=\"http://linux.duke.edu/metadata/common\""
                + " xmlns:rpm=\"http://linux.duke.edu/metadata/rpm\">");
        int number = 0;
        for (PackageMetadata each : packages) {
            Nevra nevra = each.nevra();
            out.append("<package type=\"rpm\"><name>")
                    .append(escape(nevra.name()))
                    .append("</name><arch>")
                    .append(nevra.arch())
                    .append("</arch><version ")
                    .append(attributes(nevra.evr()))
                    .append("/><checksum type=\"sha256\" pkgid=\"YES\">")
                    .append(pkgid(number++))
                    .append("</checksum><location href=\"")
                    .append(escape(nevra.toString()))
                    .append(".rpm\"/><format><rpm:license>")
                    .append(escape(each.license().orElse("")))
                    .append("</rpm:license><rpm:sourcerpm>")
                    .append(escape(each.sourceRpm().orElse("")))
                    .append("</rpm:sourcerpm>");
            list(out, "provides", each.provides());
            list(out, "requires", each.requires());
            list(out, "conflicts", each.conflicts());
            list(out, "obsoletes", each.obsoletes());
            list(out, "suggests", each.suggests());
            list(out, "enhances", each.enhances());
            list(out, "recommends", each.recommends());
            list(out, "supplements", each.supplements());
            for (String path : each.files()) {
                out.append("<file>").append(escape(path)).append("</file>");
            }
            out.append("</format></package>\n");
        }
        return out.append("</metadata>").toString();
    }

    public static String filelists(List<PackageMetadata> packages, Map<Integer, List<String>> files) {
        StringBuilder out = new StringBuilder("<filelists xmlns=\"http://linux.duke.edu/metadata/filelists\">");
        for (int i = 0; i < packages.size(); i++) {
            Nevra nevra = packages.get(i).nevra();
            out.append("<package pkgid=\"")
                    .append(pkgid(i))
                    .append("\" name=\"")
                    .append(escape(nevra.name()))
                    .append("\" arch=\"")
                    .append(nevra.arch())
                    .append("\"><version ")
                    .append(attributes(nevra.evr()))
                    .append("/>");
            for (String path : packages.get(i).files()) {
                out.append("<file>").append(escape(path)).append("</file>");
            }
            for (String path : files.getOrDefault(i, List.of())) {
                out.append("<file>").append(escape(path)).append("</file>");
            }
            out.append("</package>\n");
        }
        return out.append("</filelists>").toString();
    }

    private static String pkgid(int number) {
        return String.format("%064x", number + 1);
    }

    private static void list(StringBuilder out, String kind, List<? extends Dependency> dependencies) {
        if (dependencies.isEmpty()) {
            return;
        }
        out.append("<rpm:").append(kind).append('>');
        for (Dependency each : dependencies) {
            out.append("<rpm:entry name=\"");
            if (each instanceof Capability capability && capability.evr().isPresent()) {
                out.append(escape(capability.name()))
                        .append("\" flags=\"")
                        .append(capability.comparison())
                        .append("\" ")
                        .append(attributes(capability.evr().get()))
                        .append("/>");
            } else {
                out.append(escape(each.toString())).append("\"/>");
            }
        }
        out.append("</rpm:").append(kind).append('>');
    }

    private static String attributes(Evr evr) {
        return "epoch=\"" + evr.epoch() + "\" ver=\"" + escape(evr.version()) + "\""
                + evr.release().map(it -> " rel=\"" + escape(it) + "\"").orElse("");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
