package io.relocpy.bundle.internal.python;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.internal.tree.Interpreter;
import io.relocpy.bundle.internal.tree.TreeFile;
import io.relocpy.bundle.internal.tree.VirtualRoot;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a root's Python looks for what pip installs; the same as {@code sysconfig} says in the finished bundle.
 *
 * @param pure directory of modules for any platform
 * @param platform directory of modules for one platform
 * @param headers directory of C headers
 * @see <a href="https://docs.python.org/3/library/sysconfig.html#installation-paths">Installation paths</a>
 */
public record InstallScheme(String pure, String platform, String headers) {
    public static final String PROGRAMS = "usr/bin";
    public static final String DATA = "usr";

    private static final Pattern LANDMARK = Pattern.compile("usr/(lib(?:64|32)?)/(python3\\.\\d+)/os\\.py");

    /** The scheme of a root's Python: Debian's for Debian's Python, otherwise the one that Python documents. */
    public static InstallScheme of(VirtualRoot tree, Interpreter interpreter) throws IOException {
        Optional<Matcher> landmark = tree.files().stream()
                .map(file -> LANDMARK.matcher(file.path()))
                .filter(matcher -> matcher.matches() && matcher.group(2).equals(interpreter.name()))
                .findFirst();
        if (landmark.isEmpty()) {
            throw new BundleException(interpreter.name(), "no package of the closure has its standard library");
        }
        String version = landmark.get().group(2);
        String library = "usr/" + landmark.get().group(1) + "/" + version;
        String headers = "usr/include/" + version;
        Optional<TreeFile.Regular> site = tree.follow(library + "/site.py");
        if (site.isPresent() && site.get().content().text().contains("\"dist-packages\"")) {
            String debian = "usr/local/lib/" + version + "/dist-packages";
            return new InstallScheme(debian, debian, headers);
        }
        return new InstallScheme("usr/lib/" + version + "/site-packages", library + "/site-packages", headers);
    }
}
