package io.relocpy.rpm.internal.pool;

import io.relocpy.repository.internal.text.Glob;
import io.relocpy.rpm.Nevra;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a package's full name, each of which may be a shell pattern, as hawkey parses them from a request.
 *
 * @param name null matches any name; the same holds for the other parts
 * @param epoch a number, not a pattern
 * @param version the version without epoch and release
 * @param release the release
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

    /** The forms of a request, in the order in which dnf tries them. */
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

    /** Parses a text of this form; null if it does not match. */
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

    /** Returns whether there is only a name. */
    public boolean hasJustName() {
        return name != null && epoch == null && version == null && release == null && arch == null;
    }

    public boolean matches(Nevra nevra) {
        return matches(name, nevra.name())
                && (epoch == null || Long.parseLong(epoch) == nevra.evr().epoch())
                && matches(version, nevra.evr().version())
                && matches(release, nevra.evr().release().orElseThrow())
                && matches(arch, nevra.arch());
    }

    private static boolean matches(@Nullable String pattern, @Nullable String text) {
        return pattern == null || (text != null && (pattern.equals(text) || Glob.matches(pattern, text)));
    }
}
