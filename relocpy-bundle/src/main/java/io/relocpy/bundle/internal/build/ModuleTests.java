package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.internal.python.PythonImports;
import io.relocpy.bundle.internal.tree.RootPath;
import io.relocpy.bundle.internal.tree.TreeFile;
import io.relocpy.repository.internal.io.Parallel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The directories of tests inside installed packages, and which of them modules import. */
final class ModuleTests {
    private static final Pattern DIRECTORY =
            Pattern.compile("(?<directory>.*/(?:site|dist)-packages/(?<name>.+?/tests))/.*");
    /** A module; pytest's conftest.py is of no use without the tests. */
    private static final Pattern SOURCE =
            Pattern.compile(".*/(?:site|dist)-packages/(?<name>(?!(?:.*/)?conftest\\.py).*\\.py)");

    /** A module that is named by a string, such as for {@code import_module}. */
    private static final Pattern QUOTED = Pattern.compile("['\"]([A-Za-z_][\\w.]*\\.tests)\\b");

    private static final int MAX_SOURCE = 16 << 20;

    private static final String WORD = "tests";

    /** Dotted name → the directory's files. */
    private final Map<String, Set<TreeFile>> directories = new TreeMap<>();

    private final Set<String> examined = new HashSet<>();

    /** @param files those of tests */
    ModuleTests(Collection<TreeFile> files) {
        for (TreeFile file : files) {
            Matcher matcher = DIRECTORY.matcher(file.path());
            if (matcher.matches()) {
                String name = matcher.group("name").replace('/', '.');
                directories.computeIfAbsent(name, any -> new HashSet<>()).add(file);
            }
        }
    }

    /**
     * The tests that modules import.
     *
     * @param kept files; those that were given before are not examined again
     * @return files of tests → the module that imports them
     */
    Map<TreeFile, String> importedBy(Collection<TreeFile> kept) throws IOException {
        Map<TreeFile, String> imported = new HashMap<>();
        if (directories.isEmpty()) {
            return imported;
        }
        List<TreeFile.Regular> sources = kept.stream()
                .filter(TreeFile.Regular.class::isInstance)
                .map(TreeFile.Regular.class::cast)
                .filter(file -> file.content().size() <= MAX_SOURCE)
                .filter(file -> SOURCE.matcher(file.path()).matches() && examined.add(file.path()))
                .toList();
        List<Set<String>> named = Parallel.map(sources, (index, file) -> named(file));
        for (int i = 0; i < sources.size(); i++) {
            for (String name : named.get(i)) {
                String module = sources.get(i).path();
                directories.forEach((directory, files) -> {
                    if (name.equals(directory) || name.startsWith(directory + ".")) {
                        files.forEach(file -> imported.putIfAbsent(file, module));
                    }
                });
            }
        }
        return imported;
    }

    private static Set<String> named(TreeFile.Regular file) throws IOException {
        String source = new String(file.content().bytes(), StandardCharsets.ISO_8859_1);
        Matcher path = SOURCE.matcher(file.path());
        if (!source.contains(WORD) || !path.matches()) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        String owner = RootPath.parent(path.group("name")).replace('/', '.');
        for (String name : PythonImports.named(source, owner)) {
            if (name.contains(WORD)) {
                names.add(name);
            }
        }
        Matcher quoted = QUOTED.matcher(source);
        while (quoted.find()) {
            names.add(quoted.group(1));
        }
        return names;
    }
}
