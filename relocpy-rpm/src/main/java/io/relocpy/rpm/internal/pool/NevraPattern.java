package io.relocpy.rpm.internal.pool;

import io.relocpy.repository.internal.text.Glob;
import io.relocpy.rpm.Nevra;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parts of a package's full name, each of which may be a shell pattern, as hawkey reads them from a request.
 *
 * @param name null when any will do; as the other parts
 * @param epoch a number, no pattern
 * @param version without epoch and release
 * @param release the packager's part of the version
 * @param arch the architecture
 */
public record NevraPattern(
        @Nullable String name,
        @Nullable String epoch,
        @Nullable String version,
        @Nullable String release,
        @Nullable String arch) {
    private static final String NAME = "(?<name>[^:(/=<> ]+)";
    private static final String EPOCH = "((?<epoch>[0-9]{1,9}):)?";
    private static final String VERSION = "(?<version>[^-:(/=<> ]+)";
    private static final String RELEASE = "(?<release>[^-:(/=<> ]+)";
    private static final String ARCH = "(?<arch>[^-:.(/=<> ]+)";

    /** What parts a text may consist of, in the order in which dnf tries. */
    public enum Form {
        NAME_EPOCH_VERSION_RELEASE_ARCH(NAME + "-" + EPOCH + VERSION + "-" + RELEASE + "\\." + ARCH),
        NAME_ARCH(NAME + "\\." + ARCH),
        JUST_NAME(NAME),
        NAME_EPOCH_VERSION_RELEASE(NAME + "-" + EPOCH + VERSION + "-" + RELEASE),
        NAME_EPOCH_VERSION(NAME + "-" + EPOCH + VERSION);

        private final Pattern pattern;

        Form(String pattern) {
            this.pattern = Pattern.compile(pattern);
        }
    }

    public static final List<Form> FORMS = List.of(Form.values());

    /** Reads a text in that form; null when it has not got it. */
    public static @Nullable NevraPattern parse(String text, Form form) {
        Matcher matcher = form.pattern.matcher(text);
        return matcher.matches()
                ? new NevraPattern(
                        part(matcher, "name"),
                        part(matcher, "epoch"),
                        part(matcher, "version"),
                        part(matcher, "release"),
                        part(matcher, "arch"))
                : null;
    }

    private static @Nullable String part(Matcher matcher, String group) {
        if (!matcher.pattern().pattern().contains("?<" + group + ">")) {
            return null;
        }
        String part = matcher.group(group);
        return "*".equals(part) ? null : part;
    }

    /** Whether nothing but a name is stated. */
    public boolean hasJustName() {
        return name != null && epoch == null && version == null && release == null && arch == null;
    }

    public boolean matches(Nevra nevra) {
        return matches(name, nevra.name())
                && (epoch == null || Long.parseLong(epoch) == nevra.evr().epoch())
                && matches(version, nevra.evr().version())
                && matches(release, nevra.evr().release())
                && matches(arch, nevra.arch());
    }

    private static boolean matches(@Nullable String pattern, @Nullable String text) {
        return pattern == null || (text != null && (pattern.equals(text) || Glob.matches(pattern, text)));
    }
}
