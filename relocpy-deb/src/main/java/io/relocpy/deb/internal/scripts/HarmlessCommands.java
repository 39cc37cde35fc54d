package io.relocpy.deb.internal.scripts;

import io.relocpy.deb.internal.scripts.ScriptWords.Field;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands of maintainer scripts that change no file that a Python in a bundle reads. */
final class HarmlessCommands {
    /** Of the shell, and tests. */
    private static final Set<String> SHELL = words("""
            : [ test true false set exit return shift break continue local export unset cd umask read type
            which hash wait getopts echo printf cat grep egrep fgrep cut tr head tail wc stat
            cmp diff md5sum sha256sum basename dirname readlink realpath getent id uname expr seq sleep
            logger date ls mktemp tempfile ischroot pidof
            """);

    /** Rights, owners, and what is removed or empty. */
    private static final Set<String> RIGHTS = words("""
            chown chmod chgrp setfacl setcap mkdir rm rmdir touch restorecon chattr dpkg-statoverride adduser
            addgroup useradd groupadd usermod deluser systemd-sysusers
            """);

    /** Compiled modules, the loader's cache, services, menus, and what exists for upgrades only. */
    private static final Set<String> UPKEEP = words("""
            py3compile pypy3compile pycompile py3clean pyclean py3versions ldconfig dpkg-query
            dpkg-trigger dpkg-maintscript-helper dpkg-architecture dpkg-vendor deb-systemd-helper
            deb-systemd-invoke systemctl systemd-tmpfiles invoke-rc.d update-rc.d service start-stop-daemon
            telinit update-binfmts update-menus install-info install-docs update-mime update-shells add-shell
            remove-shell update-pciids ucf ucfr ucfq update-initramfs update-passwd needrestart systemd
            update-ca-certificates deb-gview kill killall
            """);

    /** Where the programs are that are known by their names. */
    private static final Pattern PROGRAM = Pattern.compile("(?:/usr)?/s?bin/([^/]+)");

    /** Programs that write files or run others. */
    private static final Pattern AWK = Pattern.compile("[>|]|\\bsystem\\b");

    /** Editing in place, and the commands {@code w} and {@code e}. */
    private static final Pattern SED = Pattern.compile("^-[nErsuz]*i|^--i|(?:^|[\\s;{}!/,|#@0-9$])[wWe](?:[\\s;}]|$)");

    /** Options of dpkg that unpack packages. */
    private static final Pattern DPKG = Pattern.compile("-[ixX].*|--(?:install|unpack|v?extract)");

    private HarmlessCommands() {}

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }

    /** The name of a command without the directory where those are that are known by their names. */
    static String name(String command) {
        Matcher program = PROGRAM.matcher(command);
        return program.matches() ? program.group(1) : command;
    }

    /**
     * Whether it is one of them.
     *
     * @param name without its directory
     * @param arguments those of which not all is known as they begin
     */
    static boolean include(String name, List<Field> arguments) {
        List<String> words = arguments.stream().map(Field::text).toList();
        return switch (name) {
            case "awk" -> words.stream().noneMatch(each -> AWK.matcher(each).find());
            case "sed" -> words.stream().noneMatch(each -> SED.matcher(each).find());
            case "sort" -> words.stream().noneMatch(each -> each.matches("-[A-Za-z]*o.*|--o.*"));
            case "uniq" -> words.stream().filter(each -> !each.startsWith("-")).count() < 2;
            case "dpkg" -> words.stream().noneMatch(DPKG.asMatchPredicate());
            case "find" -> finds(words);
            default -> includes(name);
        };
    }

    private static boolean includes(String name) {
        return SHELL.contains(name) || RIGHTS.contains(name) || UPKEEP.contains(name) || name.startsWith("db_");
    }

    private static boolean finds(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            boolean runs = argument.startsWith("-exec") || argument.startsWith("-ok");
            boolean harmless = i + 1 < arguments.size() && includes(name(arguments.get(i + 1)));
            if (argument.startsWith("-fprint") || argument.equals("-fls") || (runs && !harmless)) {
                return false;
            }
        }
        return true;
    }
}
