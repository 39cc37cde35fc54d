package io.relocpy.bundle.internal.build;

import io.relocpy.bundle.internal.build.LauncherTemplate.Command;
import io.relocpy.bundle.internal.tree.Content;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A launcher as a POSIX shell script, for architectures without a native one: it needs the host's {@code /bin/sh}, and
 * {@code readlink} where it is called through a link.
 */
final class ShellLauncher implements Launcher {
    /** Finds the script as {@code launcher.c} finds itself; a separate process is started only to follow links. */
    private static final String FIND_ROOT = """
            #!/bin/sh
            argv0=$0
            case $argv0 in
              */*) ;;
              *) argv0=$(command -v -- "$argv0") ;;
            esac
            case $argv0 in
              /*) ;;
              *) argv0=$PWD/$argv0 ;;
            esac
            self=$argv0
            while [ -h "$self" ]; do
              link=$(readlink "$self") || exit 127
              case $link in
                /*) self=$link ;;
                *) self=${self%%/*}/$link ;;
              esac
            done
            root=$(cd -P -- "${self%%/*}/%s" && pwd -P && echo .) || exit 127
            root=${root%%??}
            case $root$argv0 in
              //[!/]*) argv0=/$argv0 ;;
            esac
            if [ ! -f %s ]; then
              printf '%%s: %%s is missing: this is not a complete bundle\\n' "$argv0" %s >&2
              exit 127
            fi
            """;

    private final String architecture;

    ShellLauncher(String architecture) {
        this.architecture = architecture;
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
                    .append('\n');
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
                        .replace("" + LauncherTemplate.ROOT, "'\"$root\"'")
                        .replace("" + LauncherTemplate.ARGV0, "'\"$argv0\"'")
                + "'";
    }
}
