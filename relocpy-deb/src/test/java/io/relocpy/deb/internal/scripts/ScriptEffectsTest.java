package io.relocpy.deb.internal.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.deb.file.MaintainerScript;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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

        assertThat(effects.alternatives().get(0).links())
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
                .flatExtracting(Alternative::links)
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
                "v=/a; v=/b; update-alternatives --install /usr/bin/x x $v 10",
                "update-alternatives --install /usr/bin/x x",
                "update-alternatives --set x /y",
                "glib-compile-schemas /usr/share/glib-2.0/schemas",
                "ln -sf /etc/ssl /usr/lib/ssl",
                "sed -i s/a/b/ /etc/file",
                "echo text > /etc/file",
                "/usr/lib/x/unheard-of --quietly",
            })
    void whatIsNotUnderstoodIsUnknown(String line) {
        ScriptEffects effects = effects(line + "\n");

        assertThat(effects.unknown()).hasSize(1);
        assertThat(line).contains(effects.unknown().get(0));
        assertThat(effects.alternatives()).isEmpty();
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
                "x=$(update-something | sed 's/)/(/')",
                "mkdir -p /var/lib/x && chown root: /var/lib/x",
            })
    void whatHasNoEffectOnFilesInUseIsKnown(String script) {
        assertThat(effects(script + "\n").unknown()).isEmpty();
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
                        new Diversion("sample", "/lib/ld.so", "/lib/ld.so.usr-is-merged"),
                        new Diversion("sample", "/bin/sh", "/bin/sh.distrib"));
    }

    @Test
    void scriptsForOtherInterpretersAreUnknown() {
        MaintainerScript perl =
                new MaintainerScript(MaintainerScript.Kind.POSTINST, Optional.of("/usr/bin/perl"), "print 1");

        assertThat(ScriptEffects.of(perl, "sample", TRIPLET).unknown()).containsExactly("a script for /usr/bin/perl");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"", "'", "$(", "${", "`", "\\", "<<", "<<E", "((((", "))))", "a|", ">", "2>&", "$", "x='"})
    void brokenScriptsEnd(String text) {
        assertThat(effects(text.repeat(50) + "\n" + text).alternatives()).isEmpty();
    }

    private static ScriptEffects effects(String text) {
        return ScriptEffects.of(
                new MaintainerScript(MaintainerScript.Kind.POSTINST, Optional.of("/bin/sh"), "#!/bin/sh\n" + text),
                "sample",
                TRIPLET);
    }
}
