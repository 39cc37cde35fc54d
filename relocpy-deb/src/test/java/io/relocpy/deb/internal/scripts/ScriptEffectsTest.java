package io.relocpy.deb.internal.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.deb.file.MaintainerScript;
import io.relocpy.testing.Allocations;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptEffectsTest {
    private static final String TRIPLET = "x86_64-linux-gnu";

    /** As debhelper writes it into libblas3. */
    @Test
    void anAlternativeIsReadOverContinuedLines() {
        ScriptEffects effects = effects("""
                set -e
                update-alternatives --install /usr/lib/x86_64-linux-gnu/libblas.so.3 \\
                                    libblas.so.3-x86_64-linux-gnu /usr/lib/x86_64-linux-gnu/blas/libblas.so.3 10
                exit 0
                """);

        assertThat(effects.unknown()).isEmpty();
        assertThat(effects.alternatives())
                .containsExactly(new Alternative(
                        "libblas.so.3-x86_64-linux-gnu",
                        10,
                        List.of(new Alternative.Link(
                                "/usr/lib/x86_64-linux-gnu/libblas.so.3",
                                "/usr/lib/x86_64-linux-gnu/blas/libblas.so.3"))));
    }

    @Test
    void slavesAreLinksOfTheSameChoice() {
        ScriptEffects effects = effects("update-alternatives --quiet --install /usr/bin/awk awk /usr/bin/mawk 5"
                + " --slave /usr/bin/nawk nawk /usr/bin/mawk --slave '/a b' x \"/c d\" || true\n");

        assertThat(((Alternative) effects.alternatives().get(0)).links())
                .extracting(Alternative.Link::path)
                .containsExactly("/usr/bin/awk", "/usr/bin/nawk", "/a b");
    }

    @Test
    void literalVariablesAndLoopsAreReplaced() {
        ScriptEffects effects = effects("""
                multiarch=$(dpkg-architecture -qDEB_HOST_MULTIARCH)
                for name in one two; do
                    update-alternatives --install "/usr/lib/$multiarch/$name" ${name} /opt/$name 7
                done
                if [ "$1" = configure ]; then
                    update-alternatives --install /l/$DEB_HOST_MULTIARCH l /t/$DPKG_MAINTSCRIPT_PACKAGE 1
                fi
                """);

        assertThat(effects.unknown()).isEmpty();
        assertThat(effects.alternatives())
                .flatExtracting(each -> ((Alternative) each).links())
                .containsExactly(
                        new Alternative.Link("/usr/lib/" + TRIPLET + "/one", "/opt/one"),
                        new Alternative.Link("/usr/lib/" + TRIPLET + "/two", "/opt/two"),
                        new Alternative.Link("/l/" + TRIPLET, "/t/sample"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update-alternatives --install /usr/bin/x x $unknown 10",
                "update-alternatives --install /usr/bin/x x /y $priority",
                "if [ -e /y ]; then v=/a; else v=/b; fi; update-alternatives --install /usr/bin/x x $v 10",
                "while read v; do v=/a; done; update-alternatives --install /usr/bin/x x $v 10",
                "update-alternatives --install '/usr/bin/$1' x '$2' 10",
                "x=$(ln -s /a /b)",
                "echo \"`ln -s /a /b`\"",
                "cat <<EOF\n$(ln -s /a /b)\nEOF",
                "case $(ln -s /a /b) in x) ;; esac",
                "x=${y:-$(ln -s /a /b)}",
                "x=$((1 + $(ln -s /a /b)))",
                "ln -s /usr/lib/py_compile.py /b",
                "{ echo x; } > /etc/file",
                "echo x > /dev/../etc/file",
                "sort -o /etc/file /etc/other",
                "sed -n 's/a/b/w /etc/file' /etc/other",
                "awk '{ print > \"/etc/file\" }'",
                "x=$(echo \")\"; ln -s /a /b)",
                "update-alternatives --install /usr/bin/x x",
                "update-alternatives --set x /y",
                "glib-compile-schemas /usr/share/glib-2.0/schemas",
                "ln -sf /etc/ssl /usr/lib/ssl",
                "sed -i s/a/b/ /etc/file",
                "echo text > /etc/file",
                "sed -ni p /etc/file",
                "sed --in-place p /etc/file",
                "eval \"update-alternatives --install /usr/bin/x x /y 10\"",
                "command ln -s /a /b",
                "exec ln -s /a /b",
                "/usr/bin/xargs -r -n 1 ln -s /a",
                "xargs -I {} mv {} /etc",
                "find /etc -name x -exec mv {} /usr ;",
                "find /etc -fprint /etc/x",
                "trap 'ln -s /a /b' EXIT",
                "trap 'update-alternatives --install /usr/bin/x x /y 10' EXIT",
                "/opt/evil/true",
                "./rm",
                ". /tmp/confmodule",
                "update-alternatives --install /usr/bin/../../etc/x x /y 10",
                "update-alternatives --install /usr/bin/x x /usr/../../etc/shadow 10",
                "update-alternatives --install usr/bin/x x /y 10",
                "update-alternatives --install / x /y 10",
                "update-alternatives --install /usr/bin/x ../x /y 10",
                "update-alternatives --install /usr/bin/x a/b /y 10",
                "update-alternatives --install /usr/bin/x x /usr/bin/./x 10",
                "update-alternatives --install /usr/bin/x x /usr/lib/*/x 10",
                "update-alternatives --install /usr/bin/x x /y 99999999999",
                "update-alternatives --install /usr/bin/x x `cat /y` 10",
                "dpkg-divert --add --divert /usr/../etc/x /etc/y",
                "dpkg-divert --add /etc/../../y",
                "dpkg-divert --add --divert /etc/x/ /etc/x",
                "dpkg-divert --add --package ../x /etc/x",
                "dpkg-divert --add /",
                "/usr/lib/x/unheard-of --quietly",
            })
    void whatIsNotUnderstoodIsUnknown(String line) {
        ScriptEffects effects = effects(line + "\n");

        assertThat(effects.unknown()).hasSize(1);
        assertThat(line).contains(effects.unknown().get(0));
        assertThat(effects.alternatives()).isEmpty();
        assertThat(effects.diversions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "case \"$1\" in configure|abort-upgrade) py3compile -p sample ;; *) echo \"bad '$1'\" >&2; exit 1 ;; esac",
                "case \"$1\" in (configure) py3compile -p sample;; (install|upgrade) exit 0;; esac",
                "if command -v py3compile >/dev/null 2>&1; then py3compile -p sample:amd64; fi",
                "dpkg-maintscript-helper rm_conffile /etc/x 1.0~ sample -- \"$@\"",
                "helper() { rm -f /etc/x; }\nhelper || exit 1",
                ". /usr/share/debconf/confmodule\ndb_get a/b\ndb_stop",
                "ldconfig # update-something /usr",
                "cat <<EOF\nupdate-something\nEOF\ntrue",
                "x=$(dpkg-query -W x | sed 's/)/(/')",
                "case \"$1\" in abort-upgrade) update-something;; esac",
                "if dpkg --compare-versions \"$2\" lt-nl 1.0; then update-something; fi",
                "[ -z \"$2\" ] || update-something",
                "test \"$1\" = configure -o \"$1\" = triggered || update-something",
                "never() { update-something; }",
                "exit 0; update-something",
                "if false; then update-something; fi",
                "true || update-something",
                "cat <<EOF\n  EOF\nupdate-something\nEOF",
                "cat <<EOF\n\\\nEOF\nupdate-something\nEOF",
                "cat <<-A <<B\nupdate-something\n\tA\nupdate-something\nB",
                ": \"${x:=update-something}\" # update-something",
                "for x in; do update-something; done",
                "mkdir -p /var/lib/x && chown root: /var/lib/x",
                "cleanup() { rm -f /x; }\ntrap cleanup EXIT INT",
                "trap - EXIT; trap '' INT; trap 'rm -f \"$tmp\"; exit 1' HUP",
                "exec </dev/null >/dev/null 2>&1",
                "find /var/lib/x -type f -print0 | xargs -0 -r rm -f",
                "find /var/lib/x -exec /bin/chown root:root {} +",
                "/usr/sbin/update-rc.d x defaults",
                "cat <<'EOF' | true\nupdate-alternatives --install /usr/bin/x x /y 10\nEOF",
                "echo 'a\nupdate-alternatives --install /usr/bin/x x /y 10\nb'",
            })
    void whatHasNoEffectOnFilesInUseIsKnown(String script) {
        ScriptEffects effects = effects(script + "\n");

        assertThat(effects.unknown()).isEmpty();
        assertThat(effects.alternatives()).isEmpty();
    }

    @Test
    void partsOfPathsThatMeanNothingAreRemoved() {
        ScriptEffects effects = effects("update-alternatives --install /usr//bin/./x x /opt/x/ 10\n");

        assertThat(effects.unknown()).isEmpty();
        assertThat(((Alternative) effects.alternatives().get(0)).links())
                .containsExactly(new Alternative.Link("/usr/bin/x", "/opt/x"));
    }

    @Test
    void oneLinkOfAChoiceIsThatOfItsFirstMention() {
        ScriptEffects effects = effects("update-alternatives --install /usr/bin/x x /a 10"
                + " --slave /usr/bin/x y /b --slave /usr/bin/z ../z /c\n");

        assertThat(effects.unknown()).hasSize(1);
        assertThat(((Alternative) effects.alternatives().get(0)).links())
                .containsExactly(new Alternative.Link("/usr/bin/x", "/a"));
    }

    /** Of what a script makes of itself, there is a bound, whatever it says. */
    @Test
    @Timeout(60)
    void nothingGrowsWithoutBound() throws IOException {
        String doubled = "a=/aaaaaaaaaaaaaaa\n" + "b=$a$a\na=$b$b\nunset b\n".repeat(40);
        String nested = "for a in 1 2 3 4 5 6 7 8 9; do\n"
                + "for b in $a$a$a $a $a$a; do for c in $b$a$b $a$b$a; do for d in $a$b$c$a$b$c; do\n".repeat(20)
                + "true; done; ".repeat(60) + "done\n";
        String loops = "for i in 1 2 3 4 5 6 7 8 9; do for j in 1 2 3 4 5 6 7 8 9; do\n";
        String alternatives =
                loops + "update-alternatives --install /usr/bin/x$i$j x$i$j /y$i$j 10\n".repeat(2000) + "done; done\n";
        String diversions = loops + "dpkg-divert --add /usr/bin/x$i$j\n".repeat(2000) + "done; done\n";
        String cases = "case $x in " + "a*b*c) true;; ".repeat(15_000) + "esac\n";
        Allocations.assertBelow(2L << 30, () -> {
            ScriptEffects effects = effects(doubled + nested + "update-alternatives --install /x x $a$b$c$d 10\n");
            assertThat(effects.alternatives()).isEmpty();
            assertThat(effects(alternatives).alternatives()).hasSizeLessThanOrEqualTo(10_000);
            assertThat(effects(diversions).diversions()).hasSizeLessThanOrEqualTo(10_000);
            assertThat(effects("command exec /usr/bin/xargs ".repeat(30_000)).alternatives())
                    .isEmpty();
            assertThat(effects("find -exec ".repeat(30_000) + "x").unknown().get(0))
                    .hasSizeLessThan(2000);
            assertThat(effects("true\n".repeat(1 << 18)).unknown()).hasSize(1);
            assertThat(effects(cases).unknown()).isEmpty();
            assertThat(effects("true" + " && true".repeat(15_000)).unknown()).isEmpty();
            assertThat(effects("f() { f; f; }; f\n").unknown()).hasSize(1);
            assertThat(effects("x='trap \"$x\" EXIT'; eval true; trap \"$x\" EXIT\n")
                            .unknown())
                    .isNotEmpty();
            assertThat(effects("( ".repeat(50_000)).unknown()).hasSize(1);
            assertThat(effects("$( ".repeat(50_000)).unknown()).hasSize(1);
            assertThat(effects("! ".repeat(50_000)).unknown()).hasSize(1);
            assertThat(effects("if x; then y; el".repeat(50_000)).unknown()).hasSize(1);
        });
    }

    @Test
    void linesAreShownWithoutWhatControlsATerminal() {
        assertThat(effects("evil \u001b[2J\u202e\n").unknown()).containsExactly("evil \\u001b[2J\\u202e");
    }

    @Test
    void diversionsAreRead() {
        ScriptEffects effects = effects("""
                dpkg-divert --package sample --no-rename --divert /lib/ld.so.usr-is-merged --add /lib/ld.so
                dpkg-divert --quiet --add --rename /bin/sh >/dev/null
                dpkg-divert --remove --package sample /etc/x
                """);

        assertThat(effects.unknown()).isEmpty();
        assertThat(effects.diversions())
                .containsExactly(
                        new Diversion("sample", "/lib/ld.so", Optional.of("/lib/ld.so.usr-is-merged")),
                        new Diversion("sample", "/bin/sh", Optional.of("/bin/sh.distrib")),
                        new Diversion("sample", "/etc/x", Optional.empty()));
    }

    @Test
    void scriptsForOtherInterpretersAreUnknown() {
        MaintainerScript perl =
                new MaintainerScript(MaintainerScript.Kind.POSTINST, Optional.of("/usr/bin/perl"), "print 1");

        MaintainerScript other = new MaintainerScript(
                MaintainerScript.Kind.POSTINST, Optional.of("/bin/sh"), "#!/bin/sh /opt/other\ntrue\n");

        assertThat(ScriptEffects.of(perl, "sample", TRIPLET, false).unknown())
                .containsExactly("a script for /usr/bin/perl");
        assertThat(ScriptEffects.of(other, "sample", TRIPLET, false).unknown()).containsExactly("a script for /bin/sh");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"", "'", "$(", "${", "`", "\\", "<<", "<<E", "((((", "))))", "a|", ">", "2>&", "$", "x='"})
    void brokenScriptsEnd(String text) {
        assertThat(effects(text.repeat(50) + "\n" + text).alternatives()).isEmpty();
    }

    /** As in xz-utils, which has its slaves printed by a function. */
    @Test
    void theMasterLinkIsMadeWhereSlavesAreNotKnown() {
        ScriptEffects effects = effects("update-alternatives --install /usr/bin/x x /y 10 $(echo --slave /a b /c)\n");

        assertThat(effects.unknown()).hasSize(1);
        assertThat(((Alternative) effects.alternatives().get(0)).links())
                .containsExactly(new Alternative.Link("/usr/bin/x", "/y"));
    }

    @Test
    void whatMayBeRemovedStays() {
        ScriptEffects effects = effects("""
                if [ -e /y ]; then
                    update-alternatives --install /usr/bin/x x /y 10
                    dpkg-divert --add /z
                else
                    update-alternatives --remove x /y
                    dpkg-divert --remove /z
                fi
                """);

        assertThat(effects.unknown()).isEmpty();
        assertThat(effects.alternatives()).hasSize(1);
        assertThat(effects.diversions()).hasSize(1);
    }

    /** As in procps. */
    @Test
    void functionsHaveArguments() {
        ScriptEffects effects = effects("""
                install_alternative() {
                    local prog=$1 section=${2:-1}
                    update-alternatives --install /usr/bin/$prog $prog /usr/bin/$prog.procps 50 \\
                        --slave /usr/share/man/man$section/$prog.$section.gz $prog.$section.gz \\
                                /usr/share/man/man$section/$prog.procps.$section.gz
                }
                case "$1" in
                    configure|abort-upgrade)
                        install_alternative kill
                        install_alternative vmstat 8
                        ;;
                esac
                """);

        assertThat(effects.unknown()).isEmpty();
        assertThat(effects.alternatives())
                .flatExtracting(each -> ((Alternative) each).links())
                .extracting(Alternative.Link::path)
                .containsExactly(
                        "/usr/bin/kill",
                        "/usr/share/man/man1/kill.1.gz",
                        "/usr/bin/vmstat",
                        "/usr/share/man/man8/vmstat.8.gz");
    }

    /** A trigger may come after the installation of other packages, which nobody knows. */
    @Test
    void whatOnlyATriggerDoesIsUnknown() {
        String text = "case $1 in triggered) update-alternatives --install /usr/bin/x x /y 10; dpkg-divert --add /z;"
                + " glib-compile-schemas /x;; esac\n";

        assertThat(effects(text).unknown()).isEmpty();
        ScriptEffects triggered = ScriptEffects.of(script(text), "sample", TRIPLET, true);
        assertThat(triggered.alternatives()).isEmpty();
        assertThat(triggered.diversions()).isEmpty();
        assertThat(triggered.unknown())
                .containsExactly(
                        "glib-compile-schemas /x",
                        "triggered: update-alternatives for x",
                        "triggered: dpkg-divert of /z");
    }

    private static MaintainerScript script(String text) {
        return new MaintainerScript(MaintainerScript.Kind.POSTINST, Optional.of("/bin/sh"), "#!/bin/sh\n" + text);
    }

    private static ScriptEffects effects(String text) {
        return ScriptEffects.of(script(text), "sample", TRIPLET, false);
    }
}
