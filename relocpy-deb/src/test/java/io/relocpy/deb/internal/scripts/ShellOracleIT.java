package io.relocpy.deb.internal.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.deb.file.MaintainerScript;
import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts that are hard to read: what a shell runs of them, and what is read. They only name commands of the shell itself. */
class ShellOracleIT {
    private static final String INSTALL = "update-alternatives --install /usr/bin/x ";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "U a /a 1",
                "U 'a b' /a 1; U a '/a b' 1",
                "true <<E; U a /a 1\nU b /b 1\n E\nU c /c 1\nE\nU d /d 1",
                "true <<-E; U a /a 1\nU b /b 1\n\tE\nU d /d 1",
                "true <<'E'\n$(U a /a 1)\n`U b /b 1`\nE",
                "true <<\"E F\"\nU a /a 1\nE F\nU b /b 1",
                ": <<E\n$(U a /a 1) `U b /b 1` \\$(U c /c 1) ${x:-$(U d /d 1)}\nE",
                ": <<E\nx\\\nE\nU a /a 1\nE\nU b /b 1",
                ": <<E <<F\nU a /a 1\nE\nU b /b 1\nF\nU c /c 1",
                "f() { U a /a 1; }\nU b /b 1",
                "f() { U $1 /$1 ${2:-1}; }\nf a\nf b 2",
                "f() { U a /a 1; }\nf() { U b /b 1; }\nf",
                "f() { local x=/b; return; U a /a 1; }\nx=/a; f; U x $x 1",
                "f() ( x=/b; )\nx=/a; f; U x $x 1",
                "f() { exit 0; }\nif true; then f; fi; U a /a 1",
                "U a /a 1 # U b /b 1",
                "U a /a 1#2 || :\n#U b /b 1\\\nU c /c 1",
                "x='/a'; U a $x 1; x=\"$x/b\"; U a \"${x}\" 1",
                "x='a /a 1'; U $x; set -- b /b 2; U \"$@\"; U $*",
                "set -- /a /b; shift; U a $1 1; for i; do U $i $i 1; done",
                "for i in a b c; do [ $i = b ] && continue; U $i /$i 1; done",
                "for i in a b c; do if [ $i = b ]; then break; fi; U $i /$i 1; done",
                "case $1 in conf*) U a /a 1;; *) U b /b 1;; esac",
                "case $1 in (abort-*|install) U a /a 1;; (\"configure\") U b /b 1;; esac",
                "case '*' in \\*) U a /a 1;; *) U b /b 1;; esac",
                "case x in a|'x') U a /a 1 ;; esac; case x in ?) U b /b 1; esac",
                "case \"$2\" in '') U a /a 1;; ?*) U b /b 1;; esac",
                "if [ \"$1\" = configure ] && [ -z \"$2\" ]; then U a /a 1; elif true; then U b /b 1; else U c /c 1; fi",
                "if [ \"$1\" = remove -o \"$1\" = upgrade ]; then U a /a 1; else U b /b 1; fi",
                "if ! [ -n \"$2\" -a \"$1\" = configure ]; then U a /a 1; fi",
                "true && U a /a 1; false && U b /b 1; false || U c /c 1; true || U d /d 1",
                "false && U a /a 1 || U b /b 1; ! true || U c /c 1",
                "exit 0\nU a /a 1",
                "(exit 0); U a /a 1; (x=/b); U b ${x:-/c} 1; x=/d; U c ${x:+/e} 1",
                "{ U a /a 1; } >/dev/null 2>&1; ( U b /b 1 ) </dev/null",
                "x=$(U a /a 1 >/dev/null); : `U b /b 1`; : \"$(U c /c 1)\" '$(U d /d 1)'",
                "x=$(echo \")\" ; U a /a 1); y=\"$(echo ')' \"$(U b /b 1)\")\"",
                ": $((1+(2*3))) ; U a /a 1",
                ": \"${x:-a}b}\" ; U a /a 1",
                ": ${x:-'}'} ; U a /a 1",
                ": ${x#'}'} ${x%%\\}} ; U a /a 1",
                ": \\\\ \\' ; U a /a 1 #'",
                ": \"a\nU b /b 1\n\" 'U c /c 1\n'; U a /a 1",
                "U a \\\n /a \\\n 1",
                "U\\\n a /a 1",
                "U a /\"a\"'b'\\c 1",
                "U a /a 1; : ;\n\n;",
                "U a /a 1 &\nwait; U b /b 1",
                "if true\nthen\nU a /a 1\nfi; while false; do U b /b 1; done; until true; do U c /c 1; done",
                "x=/a; y() { U a $x 1; }; x=/b; y",
                "alias=U; $alias a /a 1",
                "exec >/dev/null; U a /a 1",
                "command U a /a 1; exec U b /b 1; U c /c 1",
                "! : | U b /b 1; U a /a 1 | :",
                "eval 'U a /a 1'",
                "then() { :; }; U a /a 1",
                "trap 'U a /a 1' EXIT",
            })
    void whatAShellRunsIsRead(String text) throws IOException {
        HostTools.require("dash");
        String script = text.replaceAll("\\bU\\b(?=[ \\\\]|$)", "update-alternatives --install /usr/bin/x")
                .replace("alias=U", "alias='" + INSTALL.strip() + "'");

        List<List<String>> expected = ran(script);
        ScriptEffects found = ScriptEffects.of(
                new MaintainerScript(MaintainerScript.Kind.POSTINST, Optional.of("/bin/sh"), "#!/bin/sh\n" + script),
                "sample",
                "",
                false);

        List<List<String>> read = found.alternatives().stream()
                .map(each -> (Alternative) each)
                .map(each -> List.of(each.name(), each.links().get(0).target(), String.valueOf(each.priority())))
                .toList();
        if (found.unknown().isEmpty()) {
            assertThat(read).isEqualTo(expected);
        } else {
            assertThat(expected).as("%s", found.unknown()).containsAll(read);
        }
    }

    /** Names, targets and priorities. */
    private List<List<String>> ran(String script) throws IOException {
        Path log = folder.resolve("log");
        Path programs = Files.createDirectory(folder.resolve("bin"));
        Path program = programs.resolve("update-alternatives");
        Files.writeString(program, "#!/bin/dash\nprintf '%s\\n' \"$@\" . >>" + log + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(log, "");
        String dash = HostTools.find("dash").orElseThrow().toString();
        HostTools.run(List.of(dash, "-c", script, "postinst", "configure", ""), Map.of("PATH", programs.toString()));
        List<List<String>> calls = new ArrayList<>();
        for (String call : Files.readString(log).split("(?m)^\\.\n")) {
            List<String> arguments = call.lines().toList();
            boolean valid = arguments.size() == 5 && arguments.get(4).matches("[0-9]+");
            if (valid && !arguments.get(2).contains(" ")) {
                calls.add(arguments.subList(2, 5));
            }
        }
        return calls;
    }
}
