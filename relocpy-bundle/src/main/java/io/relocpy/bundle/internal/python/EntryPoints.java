package io.relocpy.bundle.internal.python;

import io.relocpy.bundle.internal.tree.BundleFile;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The console scripts that Python packages declare.
 *
 * @see <a href="https://packaging.python.org/en/latest/specifications/entry-points/">Entry points specification</a>
 */
public final class EntryPoints {
    private static final Pattern FILE =
            Pattern.compile("(?:local/)?lib(?:64|32)?/python3(?:\\.\\d+)?/.*\\.(?:dist|egg)-info/entry_points\\.txt");
    private static final Pattern ENTRY =
            Pattern.compile("\\s*(\\w[\\w.-]{0,254})\\s*=\\s*([\\w.]+)\\s*:\\s*([\\w.]+)\\s*(?:\\[[^]]*])?\\s*");

    /** The second only matters where windows without a console exist. */
    private static final Set<String> SECTIONS = Set.of("[console_scripts]", "[gui_scripts]");

    private EntryPoints() {}

    /**
     * Names of commands, of letters, digits and {@code -_.} as the specification has them → what each calls;
     * if two files declare the same name, the last one applies, so a wheel takes precedence over a package.
     */
    public static SortedMap<String, EntryPoint> of(List<BundleFile> files) throws IOException {
        SortedMap<String, EntryPoint> scripts = new TreeMap<>();
        for (BundleFile file : files) {
            if (file instanceof BundleFile.Regular regular
                    && FILE.matcher(file.path()).matches()) {
                addConsoleScripts(regular.content().text(), scripts);
            }
        }
        return scripts;
    }

    private static void addConsoleScripts(String text, SortedMap<String, EntryPoint> scripts) {
        boolean inSection = false;
        for (String line : text.lines().toList()) {
            if (line.startsWith("[")) {
                inSection = SECTIONS.contains(line.strip());
                continue;
            }
            Matcher entry = ENTRY.matcher(line);
            if (inSection && entry.matches()) {
                scripts.put(entry.group(1), new EntryPoint(entry.group(2), entry.group(3)));
            }
        }
    }
}
