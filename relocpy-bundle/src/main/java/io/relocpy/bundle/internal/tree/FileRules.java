package io.relocpy.bundle.internal.tree;

import io.relocpy.bundle.FileReason.Kind;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Decides by path alone what use a packaged file is to Python at run time. The first rule that matches applies; the
 * caller's patterns come before all rules, exclusions first.
 */
public final class FileRules {
    /** What happens to a file. */
    public enum Use {
        /** In the bundle. */
        ALWAYS,
        /** In the bundle if a kept ELF file needs it, or if it says where such a library is. */
        IF_NEEDED,
        /** In the bundle if a kept module imports its directory. */
        IF_IMPORTED,
        /** In the bundle with the modules or libraries that it is for. */
        DATA,
        /** Among the licences if its package contributes any file. */
        LICENSE,
        /** Not in the bundle, not even unpacked. */
        NEVER
    }

    /**
     * The decision about one file.
     *
     * @param use what happens to it
     * @param reason why
     */
    public record Verdict(Use use, Kind reason) {}

    private record Rule(Pattern path, Verdict verdict) {}

    /** A pattern, and whether it has matched anything yet. */
    private record CallersPattern(String pattern, PathMatcher matcher, AtomicBoolean used) {
        static List<CallersPattern> of(Collection<String> patterns) {
            return patterns.stream()
                    .map(each -> new CallersPattern(each, glob(each), new AtomicBoolean()))
                    .toList();
        }

        boolean matches(Path path) {
            boolean matches = matcher.matches(path);
            if (matches) {
                used.set(true);
            }
            return matches;
        }
    }

    private static final Pattern PROGRAM = Pattern.compile("usr/s?bin/[^/]+");

    private static final Verdict EXCLUDED = new Verdict(Use.NEVER, Kind.EXCLUDED);
    private static final Verdict INCLUDED = new Verdict(Use.ALWAYS, Kind.INCLUDED);
    private static final Verdict EXECUTABLE = new Verdict(Use.ALWAYS, Kind.PROGRAM_REQUESTED);

    private static final Verdict OF_A_WHEEL = new Verdict(Use.ALWAYS, Kind.WHEEL_REQUESTED);

    private static final String LIB = "usr/lib(?:64|32)?";
    private static final String STDLIB = LIB + "/python3\\.\\d+/(?!site-packages/|dist-packages/)";

    private static final List<Rule> RULES = List.of(
            rule(Use.LICENSE, Kind.LICENSE, "usr/share/licenses/.+"),
            rule(
                    Use.LICENSE,
                    Kind.LICENSE,
                    "usr/share/doc/[^/]+(?:/(?i:.*(?:copyright|licen[cs]e|copying|notice)[^/]*))?"),
            rule(Use.NEVER, Kind.DOCUMENTATION, "usr/share/(?:doc|doc-base|gtk-doc|help)/.*"),
            rule(Use.NEVER, Kind.MANUAL_PAGE, "usr/share/(?:man|info)/.*"),
            rule(Use.ALWAYS, Kind.C_LOCALE, LIB + "/locale/C\\.(?:utf8|UTF-8)/.*"),
            rule(Use.DATA, Kind.TRANSLATION, "usr/share/locale/[^/]+/LC_MESSAGES/[^/]+\\.mo"),
            rule(Use.NEVER, Kind.TRANSLATION, "usr/share/locale/.*|" + LIB + "/locale/.*"),
            // which ImageMagick finds its modules by
            rule(Use.DATA, Kind.DATA_WITHOUT_MODULES, LIB + "/(?:.*/)?ImageMagick-[^/]+/modules-[^/]+/.+\\.la"),
            rule(Use.NEVER, Kind.FOR_BUILDING, "usr/(?:include|src)/.*|" + LIB + "/(?:.*/)?[^/]+\\.(?:a|la|o|pc)"),
            rule(Use.NEVER, Kind.FOR_DEBUGGING, LIB + "/(?:debug|\\.build-id)/.*|usr/share/gdb/.*"),
            rule(Use.NEVER, Kind.STANDARD_LIBRARY_TEST, STDLIB + "(?:.*/)?(?:tests?|idle_test)/.*"),
            rule(Use.NEVER, Kind.PIP_MARKER, STDLIB + "EXTERNALLY-MANAGED"),
            rule(Use.IF_IMPORTED, Kind.MODULE_TEST, LIB + "/python3(?:\\.\\d+)?/(?:site|dist)-packages/.+/tests/.*"),
            rule(Use.ALWAYS, Kind.PYTHON, LIB + "/python3(?:\\.\\d+)?/.*|etc/python3(?:\\.\\d+)?/.*"),
            rule(Use.ALWAYS, Kind.INTERPRETER, "usr/bin/python3(?:\\.\\d+)?|usr/libexec/platform-python3\\.\\d+"),
            rule(Use.NEVER, Kind.PROGRAM, "usr/s?bin/.*|usr/libexec/.*|usr/games/.*"),
            rule(Use.NEVER, Kind.TIME_ZONE_COPY, "usr/share/zoneinfo/(?:posix|right)/.*"),
            rule(Use.ALWAYS, Kind.TIME_ZONE, "usr/share/zoneinfo/.*"),
            rule(Use.ALWAYS, Kind.TERMINAL, "(?:usr/share|usr/lib|etc)/terminfo/.*"),
            rule(Use.ALWAYS, Kind.ENSUREPIP_WHEEL, "usr/share/python[0-9.]*-wheels/.*"),
            rule(
                    Use.ALWAYS,
                    Kind.CERTIFICATE_AUTHORITY,
                    "usr/share/ca-certificates/.*\\.crt|usr/share/pki/ca-trust-source/.*|etc/pki/ca-trust/extracted/pem/.*"),
            rule(Use.NEVER, Kind.CHARACTER_SET, LIB + "/(?:[^/]+/)?gconv/.*"),
            // loaded by name at run time, so no DT_NEEDED entry names it
            rule(Use.ALWAYS, Kind.LOADED_BY_GLIBC, LIB + "/(?:.*/)?(?:libgcc_s|libnss_(?:files|dns|compat))\\.so\\..*"),
            rule(Use.ALWAYS, Kind.LOADED_BY_OPENSSL, LIB + "/(?:.*/)?ossl-modules/.*\\.so"),
            rule(Use.IF_NEEDED, Kind.UNNEEDED_LIBRARY, LIB + "/(?:.*/)?[^/]+\\.so(?:\\..*)?"),
            rule(Use.IF_NEEDED, Kind.LOADER_CONFIGURATION, "etc/ld\\.so\\.conf(?:\\.d/.*)?"),
            rule(
                    Use.NEVER,
                    Kind.SYSTEM_INTEGRATION,
                    "(?:var|run|boot|root|home|opt)/.*|usr/lib/(?:systemd|tmpfiles\\.d|sysusers\\.d|udev|modules.*)/.*|"
                            + "usr/share/(?:applications|bash-completion|binfmts|bug|debhelper|fish|icons|lintian|menu|metainfo|"
                            + "perl5|pixmaps|pkgconfig|python3|zsh)/.*"),
            rule(
                    Use.NEVER,
                    Kind.SYSTEM_INTEGRATION,
                    "etc/(?:passwd|group|g?shadow|sub[ug]id|hosts|host\\.conf|nsswitch\\.conf|services|protocols|rpc|ethertypes|"
                            + "networks|fstab|profile|shells|inputrc|environment|(?:bash|csh|init\\.|cron|logrotate\\.|pam\\.|"
                            + "profile\\.|rc|systemd|udev|apt|dpkg|default|alternatives|security|sysconfig|selinux|xdg|X11|"
                            + "ssl|pki|ca-certificates).*)"),
            rule(Use.DATA, Kind.DATA_WITHOUT_MODULES, "usr/share/.+|etc/.+|" + LIB + "/.+"),
            rule(Use.NEVER, Kind.NO_USE, ".*"));

    private final List<CallersPattern> excluded;
    private final List<CallersPattern> included;
    private final Set<String> executables;

    /**
     * The rules for a caller.
     *
     * @param excluded patterns as for {@link java.nio.file.FileSystem#getPathMatcher}, of absolute paths
     * @param included patterns of files to keep
     * @param executables names of programs in /usr/bin or /usr/sbin
     */
    public FileRules(Collection<String> excluded, Collection<String> included, Collection<String> executables) {
        this.excluded = CallersPattern.of(excluded);
        this.included = CallersPattern.of(included);
        this.executables = Set.copyOf(executables);
    }

    /**
     * Decides about a file.
     *
     * @param path see {@link RootPath}, below a merged /usr
     */
    public Verdict judge(String path) {
        if (isExcluded(path)) {
            return EXCLUDED;
        }
        if (fits(path, included)) {
            return INCLUDED;
        }
        if (isProgram(path) && executables.contains(RootPath.fileName(path))) {
            return EXECUTABLE;
        }
        for (Rule rule : RULES) {
            if (rule.path.matcher(path).matches()) {
                return rule.verdict;
            }
        }
        throw new AssertionError("the last rule must match every path, but not " + path);
    }

    /** Decides about a file of a tree; all files of a wheel were requested. */
    public Verdict judge(TreeFile file) {
        return file.origin() instanceof SourcePackage.OfWheel ? OF_A_WHEEL : judge(file.path());
    }

    /** Whether the caller excluded it. */
    public boolean isExcluded(String path) {
        return fits(path, excluded);
    }

    /** Whether it is in a directory of commands; a bundle has launchers there. */
    public static boolean isProgram(String path) {
        return PROGRAM.matcher(path).matches();
    }

    /** Names of the programs that were requested. */
    public Set<String> executables() {
        return executables;
    }

    /** Creates a {@link Path} only if there are patterns: a JVM in the C locale cannot name every file of a package. */
    private static boolean fits(String path, List<CallersPattern> patterns) {
        if (patterns.isEmpty()) {
            return false;
        }
        Path absolute = Path.of("/" + path);
        boolean fits = false;
        for (CallersPattern pattern : patterns) { // all of them, to know which are of use
            fits |= pattern.matches(absolute);
        }
        return fits;
    }

    /** The caller's patterns that have matched none of the files decided about so far. */
    public List<String> unusedPatterns() {
        return Stream.concat(excluded.stream(), included.stream())
                .filter(each -> !each.used.get())
                .map(CallersPattern::pattern)
                .toList();
    }

    /**
     * A pattern of absolute paths.
     *
     * @throws java.util.regex.PatternSyntaxException if it is not a glob
     */
    public static PathMatcher glob(String pattern) {
        return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    }

    private static Rule rule(Use use, Kind reason, String regex) {
        return new Rule(Pattern.compile(regex, Pattern.DOTALL), new Verdict(use, reason));
    }
}
