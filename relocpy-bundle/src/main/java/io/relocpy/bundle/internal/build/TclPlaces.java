package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.FileReason;
import io.relocpy.bundle.FileReason.Kind;
import io.relocpy.bundle.internal.tree.BundleFile;
import io.relocpy.bundle.internal.tree.RootPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets Tcl and Tk, which tkinter loads, find their scripts in the bundle. Tcl looks in the directory compiled into it, which
 * {@link HostPaths} blanks, and then in {@code lib/tclVERSION} beside the directory of the program, which is here a link.
 */
final class TclPlaces {
    /** The script that each loads first, where Debian has it and where Tcl itself installs it. */
    private static final Pattern FIRST_SCRIPT = Pattern.compile(
            "(?<directory>(?:lib|lib64|share)/(?:tcltk/)?(?<name>(?:tcl|tk)\\d+\\.\\d+))/(?:init|tk)\\.tcl");

    private TclPlaces() {}

    /** The files with those links. */
    static List<BundleFile> link(List<BundleFile> files) {
        List<BundleFile> all = new ArrayList<>(files);
        Set<String> linked = new HashSet<>();
        for (BundleFile file : files) {
            Matcher script = FIRST_SCRIPT.matcher(file.path());
            if (script.matches() && !script.group("directory").startsWith("lib/")) {
                String link = "lib/" + script.group("name");
                if (linked.add(link)) {
                    all.add(BundleFile.Link.made(
                            link,
                            RootPath.relativize("lib", script.group("directory")),
                            FileReason.of(Kind.FINDS_TCL)));
                }
            }
        }
        return all;
    }
}
