package io.relocpy.rpm.metadata;

import io.relocpy.rpm.PackageMetadata;
import io.relocpy.rpm.file.PackageBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Repositories with modules, and their packages that are visible in dnf 4.14.
 *
 * @param name what is special
 * @param repositories modules.yaml of each; all packages are in the first
 * @param enable {@code module:stream}
 * @param disable modules
 * @param visible packages, of {@link #PACKAGES}
 * @param warned default streams that are told not to be used, or whole warnings
 */
public record ModularRepositories(
        String name,
        List<String> repositories,
        List<String> enable,
        List<String> disable,
        List<String> visible,
        List<String> warned) {
    static final List<String> PACKAGES = List.of("a1", "a2", "b1", "b2", "c1", "x", "z1");

    private static final String A1 = stream("a", "1", "", "a1");
    private static final String A2 = stream("a", "2", "", "a2");
    private static final String B1 = stream("b", "1", "", "b1");
    private static final String B2 = stream("b", "2", "", "b2");
    private static final String B = B1 + B2;
    private static final String DEFAULT_A = byDefault("a", "1", 0);
    private static final String DEFAULT_B = byDefault("b", "1", 0);

    public static final List<ModularRepositories> ALL = List.of(
            shown("a default stream", A1 + A2 + DEFAULT_A, "a1 b1 b2 c1 x z1", ""),
            shown("none", A1 + A2, "b1 b2 c1 x z1", ""),
            shown("a default stream that is not there", A1 + byDefault("a", "7", 0), "a2 b1 b2 c1 x z1", ""),
            shown("any stream of a module without default", a("b: []") + B + DEFAULT_A, "a1 a2 b1 c1 x z1", ""),
            shown("a stream of a module without default", a("b: ['2']") + B + DEFAULT_A, "a1 a2 b2 c1 x z1", ""),
            shown("one of two streams", a("b: ['2', '1']") + B + DEFAULT_A, "a1 a2 b1 c1 x z1", ""),
            shown("not that stream", a("b: ['-1']") + B + DEFAULT_A, "a1 a2 b2 c1 x z1", ""),
            shown("another than the default", a("b: ['2']") + B + DEFAULT_A + DEFAULT_B, "a1 a2 b2 c1 x z1", "b:1"),
            shown("not the default", a("b: ['-1']") + B + DEFAULT_A + DEFAULT_B, "a1 a2 b2 c1 x z1", "b:1"),
            shown(
                    "another than an earlier default",
                    A1 + A2 + stream("z", "1", "a: ['2']", "z1") + DEFAULT_A + byDefault("z", "1", 0),
                    "a1 b1 b2 c1 x",
                    "z:1"),
            shown(
                    "what a later one requires",
                    a("b: []") + B + stream("z", "1", "b: ['2']", "z1") + DEFAULT_A + byDefault("z", "1", 0),
                    "a1 a2 b2 c1 x z1",
                    ""),
            shown(
                    "the default before others",
                    a("b: []") + B + DEFAULT_A + byDefault("b", "2", 0),
                    "a1 a2 b2 c1 x z1",
                    ""),
            shown("a module that is not there", a("q: ['1']") + DEFAULT_A, "a2 b1 b2 c1 x z1", "a:1"),
            shown("this platform", a("platform: ['el9']") + DEFAULT_A, "a1 a2 b1 b2 c1 x z1", ""),
            shown("another platform", a("platform: ['el8']") + DEFAULT_A, "a2 b1 b2 c1 x z1", "a:1"),
            shown(
                    "a chain",
                    a("b: ['2']") + B1 + stream("b", "2", "c: ['1']", "b2") + stream("c", "1", "", "c1") + DEFAULT_A,
                    "a1 a2 b2 c1 x z1",
                    ""),
            shown(
                    "a chain that ends nowhere",
                    a("b: ['2']") + B1 + stream("b", "2", "c: ['1']", "b2") + DEFAULT_A,
                    "a2 c1 x z1",
                    "a:1"),
            shown("two builds, one for each stream", builds() + B + DEFAULT_A + DEFAULT_B, "a1 b1 c1 x z1", ""),
            shown("two builds, no default", builds() + B + DEFAULT_A, "a1 b1 c1 x z1", ""),
            shown(
                    "two defaults in one repository",
                    A1 + A2 + DEFAULT_A + byDefault("a", "2", 0),
                    "a2 b1 b2 c1 x z1",
                    ""),
            new ModularRepositories(
                    "conflicting defaults in two repositories",
                    List.of(A1 + A2 + DEFAULT_A, byDefault("a", "2", 0)),
                    List.of(),
                    List.of(),
                    words("b1 b2 c1 x z1"),
                    List.of()),
            new ModularRepositories(
                    "a later default in another repository",
                    List.of(A1 + A2 + DEFAULT_A, byDefault("a", "2", 202001010000L)),
                    List.of(),
                    List.of(),
                    words("a2 b1 b2 c1 x z1"),
                    List.of()),
            new ModularRepositories(
                    "enabled instead of the default",
                    List.of(A1 + A2 + DEFAULT_A),
                    List.of("a:2"),
                    List.of(),
                    words("a2 b1 b2 c1 x z1"),
                    List.of()),
            new ModularRepositories(
                    "disabled",
                    List.of(A1 + A2 + DEFAULT_A),
                    List.of(),
                    List.of("a"),
                    words("b1 b2 c1 x z1"),
                    List.of()),
            new ModularRepositories(
                    "requires a disabled one",
                    List.of(a("b: []") + B + DEFAULT_A),
                    List.of(),
                    List.of("b"),
                    words("a2 c1 x z1"),
                    List.of("a:1")),
            new ModularRepositories(
                    "enabled, requires another than the default",
                    List.of(A1 + stream("a", "2", "b: ['2']", "a2") + B + DEFAULT_A + DEFAULT_B),
                    List.of("a:2"),
                    List.of(),
                    words("a2 b2 c1 x z1"),
                    List.of("b:1")),
            shown("another platform as a single text", a("platform: el8") + DEFAULT_A, "a2 b1 b2 c1 x z1", "a:1"),
            shown("version 1", version1("el9") + DEFAULT_A, "a1 a2 b1 b2 c1 x z1", ""),
            shown("version 1 for another platform", version1("el8") + DEFAULT_A, "a2 b1 b2 c1 x z1", "a:1"),
            ignored("no stream", "  stream: \"1\"\n", "", "stream, found none"),
            ignored("an empty stream", "stream: \"1\"", "stream: ''", "stream, found none"),
            ignored("no summary", "  summary: a\n", "", "summary, found none"),
            ignored("no description", "  description: a\n", "", "description, found none"),
            ignored("no license", "[MIT]", "[]", "license.module, found none"),
            ignored("a name that is a list", "name: a", "name: [a]", "name as text, found something else"),
            ignored("a later version", "version: 2", "version: 3", "version 1 or 2, found '3'"),
            ignored("no version", "version: 2\n", "", "version 1 or 2, found 'none'"),
            ignored("a build that is not a number", "version: 1", "version: x", "version as a number, found 'x'"),
            ignored("an alias", "summary: a", "summary: &a a\n  xmd: *a", "no aliases, found one"),
            ignored(
                    "artifacts in a list",
                    "rpms: [a1-0:1.0-1.noarch]",
                    "- a1",
                    "artifacts as a mapping, found something else"),
            ignored(
                    "an artifact without epoch",
                    "[a1-0:1.0-1.noarch]",
                    "[a1-0:1.0-1.noarch, q-1-1.noarch]",
                    "artifacts as name-epoch:version-release.arch, found 'q-1-1.noarch'"),
            ignored(
                    "an artifact that is a mapping",
                    "[a1-0:1.0-1.noarch]",
                    "[a1-0:1.0-1.noarch, {q: r}]",
                    "rpms as a list of texts, found something else"),
            ignored(
                    "a requirement that is text",
                    "requires: {}",
                    "requires: x",
                    "requires as a mapping, found something else"),
            ignored(
                    "profiles that are text",
                    "  summary: a",
                    "  profiles: x\n  summary: a",
                    "profiles as a mapping, found something else"),
            ignoredDefault("a later version", "version: 1", "version: 2", "version 1, found '2'"),
            ignoredDefault("no module", "module: a", "name: a", "module, found none"),
            ignoredDefault(
                    "profiles that are text",
                    "  module: a",
                    "  profiles: x\n  module: a",
                    "profiles as a mapping, found something else"));

    /** The document of a stream that dnf ignores, so that its package belongs to no module. */
    private static ModularRepositories ignored(String name, String right, String wrong, String fault) {
        return faulty("a stream with " + name, 2, edited(A1, right, wrong) + A2, "a1 b1 b2 c1 x z1", fault);
    }

    /** A default that dnf ignores. */
    private static ModularRepositories ignoredDefault(String name, String right, String wrong, String fault) {
        int line = (int) (A1 + A2).lines().count() + 2;
        return faulty(
                "a default with " + name, line, A1 + A2 + edited(DEFAULT_A, right, wrong), "b1 b2 c1 x z1", fault);
    }

    private static ModularRepositories faulty(String name, int line, String yaml, String visible, String fault) {
        String warning = "modules, line " + line + ": expected " + fault + "; the document is skipped";
        return new ModularRepositories(name, List.of(yaml), List.of(), List.of(), words(visible), List.of(warning));
    }

    private static String edited(String yaml, String right, String wrong) {
        if (!yaml.contains(right)) {
            throw new IllegalArgumentException("nothing to replace: " + right);
        }
        return yaml.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong));
    }

    private static String version1(String platform) {
        String yaml = edited(edited(A1, "version: 2", "version: 1"), "  context: c0\n", "");
        return edited(yaml, "- requires: {}", "  requires: {platform: " + platform + "}");
    }

    private static ModularRepositories shown(String name, String yaml, String visible, String warned) {
        return new ModularRepositories(name, List.of(yaml), List.of(), List.of(), words(visible), words(warned));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    private static String a(String requires) {
        return stream("a", "1", requires, "a1");
    }

    private static String builds() {
        return stream("a", "1", "b: ['1']", "a1")
                + stream("a", "1", "b: ['2']", "a2").replace("c0", "c1");
    }

    private static String stream(String module, String stream, String requires, String artifact) {
        return """
                ---
                document: modulemd
                version: 2
                data:
                  name: %s
                  stream: "%s"
                  version: 1
                  context: c0
                  arch: x86_64
                  summary: a
                  description: a
                  license:
                    module: [MIT]
                  dependencies:
                  - requires: {%s}
                  artifacts:
                    rpms: [%s-0:1.0-1.noarch]
                ...
                """.formatted(module, stream, requires, artifact);
    }

    private static String byDefault(String module, String stream, long modified) {
        return """
                ---
                document: modulemd-defaults
                version: 1
                data:
                  module: %s
                  stream: "%s"
                %s...
                """.formatted(module, stream, modified == 0 ? "" : "  modified: " + modified + "\n");
    }

    /** The directories of the repositories: r0, r1, … */
    public List<Path> write(Path folder) throws IOException {
        List<Path> out = new ArrayList<>();
        for (String yaml : repositories) {
            List<PackageMetadata> packages = new ArrayList<>();
            for (String each : out.isEmpty() ? PACKAGES : List.<String>of()) {
                packages.add(PackageBuilder.rpm(each + "-1.0-1.noarch").build());
            }
            Path repository = Files.createDirectories(folder.resolve("r" + out.size()));
            new RepositoryBuilder(repository)
                    .replace("primary", RepodataXml.primary(packages).getBytes(StandardCharsets.UTF_8))
                    .replace(
                            "filelists",
                            RepodataXml.filelists(packages, java.util.Map.of()).getBytes(StandardCharsets.UTF_8))
                    .replace("modules", yaml.getBytes(StandardCharsets.UTF_8))
                    .write();
            out.add(repository);
        }
        return out;
    }

    @Override
    public String toString() {
        return name;
    }
}
