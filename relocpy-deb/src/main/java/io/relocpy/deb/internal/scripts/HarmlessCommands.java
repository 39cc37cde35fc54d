package io.relocpy.deb.internal.scripts;

import java.util.Set;

/** Commands of maintainer scripts that change no file that a Python in a bundle reads, whatever their arguments are. */
final class HarmlessCommands {
    /** Of the shell, and tests. */
    private static final Set<String> SHELL = words("""
            : [ test true false set exit return shift break continue local export unset cd umask read type
            which hash wait getopts echo printf cat grep egrep fgrep awk cut tr sort uniq head tail wc stat
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
            py3compile pypy3compile pycompile py3clean pyclean py3versions ldconfig dpkg dpkg-query
            dpkg-trigger dpkg-maintscript-helper dpkg-architecture dpkg-vendor deb-systemd-helper
            deb-systemd-invoke systemctl systemd-tmpfiles invoke-rc.d update-rc.d service start-stop-daemon
            telinit update-binfmts update-menus install-info install-docs update-mime update-shells add-shell
            remove-shell update-pciids ucf ucfr ucfq update-initramfs update-passwd needrestart systemd
            update-ca-certificates deb-gview kill killall
            """);

    private HarmlessCommands() {}

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }

    /** Whether it is one of them, named without its directory. */
    static boolean include(String name) {
        return SHELL.contains(name) || RIGHTS.contains(name) || UPKEEP.contains(name) || name.startsWith("db_");
    }
}
