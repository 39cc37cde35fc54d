package io.relocpy.bundle.internal.python;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Which files of the caller's directories are left out: hidden ones, since they are of version control and editors or hold
 * secrets; what Python compiled; copies that editors keep; results of an earlier build; and what the caller excludes.
 */
public final class LeftOut {
    /** As in {@code .gitignore}: the name alone decides. */
    private static final List<String> BY_DEFAULT = List.of(".*", "__pycache__", "CVS", "*~", "#*#");

    private final List<Rule> defaults;
    private final List<Rule> excluded;
    private final List<Rule> included;
    private final Set<Path> results;

    /**
     * @param excluded what else is left out
     * @param included what is not left out by default
     * @param results real paths of what the build writes, which an earlier one may have written
     * @throws java.util.regex.PatternSyntaxException if one is not a glob
     */
    public LeftOut(Collection<String> excluded, Collection<String> included, Collection<Path> results) {
        this.defaults = rules(BY_DEFAULT);
        this.excluded = rules(excluded);
        this.included = rules(included);
        this.results = Set.copyOf(results);
    }

    private record Rule(PathMatcher matcher, boolean nameOnly) {
        /** @throws java.util.regex.PatternSyntaxException if it is not a glob */
        static Rule of(String pattern) {
            String glob = pattern.replaceFirst("/$", "");
            boolean nameOnly = !glob.contains("/");
            return new Rule(FileSystems.getDefault().getPathMatcher("glob:" + glob.replaceFirst("^/", "")), nameOnly);
        }

        boolean matches(Path path) {
            return matcher.matches(nameOnly ? path.getFileName() : path);
        }
    }

    private static List<Rule> rules(Collection<String> patterns) {
        return patterns.stream().map(Rule::of).toList();
    }

    /**
     * @param directory the real path of the one that the caller named
     * @param path relative to it
     */
    boolean leavesOut(Path directory, Path path) {
        return matches(excluded, path)
                || results.contains(directory.resolve(path))
                || (matches(defaults, path) && !matches(included, path));
    }

    private static boolean matches(List<Rule> rules, Path path) {
        return rules.stream().anyMatch(rule -> rule.matches(path));
    }
}
