package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.BundleException;
import io.relocpy.bundle.internal.build.BundleRequest.CommandOptions;
import io.relocpy.bundle.internal.build.LauncherTemplate.Command;
import io.relocpy.bundle.internal.tree.Content;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A launcher as a POSIX shell script, for architectures without a native one: it needs the host's {@code /bin/sh}, and
 * {@code readlink} where it is called through a link.
 */
final class ShellLauncher implements Launcher {
    /** Of variables of the script: those of other names may be the caller's, and a change of them would be passed on. */
    private static final String OWN = "relocpy_";

    /** What a shell sets itself, refuses to have set, or only sets to a number; see "Shell Variables" of bash(1). */
    private static final Pattern OF_SHELLS =
            Pattern.compile("_|BASHOPTS|BASHPID|DIRSTACK|EPOCHREALTIME|EPOCHSECONDS|EUID"
                    + "|BASH_(?:ALIASES|ARGC|ARGV|CMDS|COMMAND|LINENO|SOURCE|SUBSHELL|VERSINFO)|FUNCNAME|GROUPS|HISTCMD|LINENO"
                    + "|OPTIND|PPID|RANDOM|SECONDS|SHELLOPTS|SHLVL|SRANDOM|UID");

    /** Finds the script as {@code launcher.c} finds itself; a separate process is started only to follow links. */
    private static final String FIND_ROOT = """
            #!/bin/sh
            relocpy_argv0=$0
            case $relocpy_argv0 in
              */*) ;;
              *) relocpy_argv0=$(command -v -- "$relocpy_argv0") ;;
            esac
            case $relocpy_argv0 in
              /*) ;;
              *) relocpy_argv0=$PWD/$relocpy_argv0 ;;
            esac
            relocpy_self=$relocpy_argv0
            while [ -h "$relocpy_self" ]; do
              relocpy_link=$(readlink "$relocpy_self") || exit 127
              case $relocpy_link in
                /*) relocpy_self=$relocpy_link ;;
                *) relocpy_self=${relocpy_self%%/*}/$relocpy_link ;;
              esac
            done
            relocpy_root=$(cd -P -- "${relocpy_self%%/*}/%s" && pwd -P && echo .) || exit 127
            relocpy_root=${relocpy_root%%??}
            case $relocpy_root$relocpy_argv0 in
              //[!/]*) relocpy_argv0=/$relocpy_argv0 ;;
            esac
            if [ ! -f %s ]; then
              printf '%%s: %%s is missing: this is not a complete bundle\\n' "$relocpy_argv0" %s >&2
              exit 127
            fi
            """;

    private final String architecture;

    ShellLauncher(String architecture) {
        this.architecture = architecture;
    }

    /**
     * Checks the variables of commands.
     *
     * @throws BundleException if there is one that a shell cannot pass on as it was given
     */
    static void check(CommandOptions options) throws BundleException {
        Set<String> names = new TreeSet<>(options.environment().keySet());
        options.settings()
                .values()
                .forEach(each -> names.addAll(each.environment().keySet()));
        for (String name : names) {
            if (name.startsWith(OWN) || OF_SHELLS.matcher(name).matches()) {
                throw new BundleException(
                        "environment",
                        "launchers that are scripts for /bin/sh cannot set " + name + ", which is "
                                + (name.startsWith(OWN) ? "for their own variables" : "the shell's own variable"));
            }
        }
    }

    @Override
    public Content configure(String directory, Command command) {
        String up = "../".repeat(directory.split("/").length);
        String program = quote(command.program());
        StringBuilder script = new StringBuilder(FIND_ROOT.formatted(up, program, program));
        script.append("unset ")
                .append(String.join(" ", command.droppedVariables()))
                .append('\n');
        for (Map.Entry<String, String> variable : command.variables().entrySet()) {
            script.append("export ")
                    .append(variable.getKey())
                    .append('=')
                    .append(quote(variable.getValue()))
                    .append(" 2>&-\n"); // bash complains of a locale that the host lacks
        }
        // the first argument is argv[0], which a script cannot choose
        String arguments =
                command.arguments().stream().skip(1).map(ShellLauncher::quote).collect(Collectors.joining(" "));
        script.append("exec ").append(program).append(' ').append(arguments).append(" \"$@\"\n");
        return Content.of(script.toString());
    }

    @Override
    public Content argv0Shim() throws IOException {
        return LauncherTemplate.argv0Shim(architecture);
    }

    /** A word of the shell: nothing in it is special but the marks. */
    private static String quote(String text) {
        return "'"
                + text.replace("'", "'\\''")
                        .replace("" + LauncherTemplate.ROOT, "'\"$relocpy_root\"'")
                        .replace("" + LauncherTemplate.ARGV0, "'\"$relocpy_argv0\"'")
                + "'";
    }
}
