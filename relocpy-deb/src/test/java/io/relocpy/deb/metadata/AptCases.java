package io.relocpy.deb.metadata;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Configurations, good and bad ones, by what is special about them: the files below {@code etc/apt}. */
final class AptCases {
    private static final String KEY = "A".repeat(38) + "0f";

    private AptCases() {}

    /** About sources. */
    static Map<String, Map<String, String>> sources() {
        Map<String, Map<String, String>> cases = new LinkedHashMap<>();
        for (String line : List.of(
                "deb http://example.org/debian trixie main",
                "deb http://example.org/debian trixie main contrib non-free # and a comment",
                "  deb\thttp://example.org/debian\ttrixie\tmain  ",
                "deb [arch=amd64] http://example.org/debian trixie main",
                "deb [ arch=arm64,amd64 ] http://example.org/debian trixie main",
                "deb [arch+=armhf arch-=i386] http://example.org/debian trixie main",
                "deb [arch-=amd64,i386] http://example.org/debian trixie main",
                "deb [arch=amd64,all] http://example.org/debian trixie main",
                "deb [arch=amd64,,arm64] http://example.org/debian trixie main",
                "deb [signed-by=/usr/share/keyrings/a.gpg] http://example.org/debian trixie main",
                "deb [signed-by=" + KEY + "!] http://example.org/debian trixie main",
                "deb [signed-by=" + KEY + ",/a.gpg] http://example.org/debian trixie main",
                "deb [signed-by=abc] http://example.org/debian trixie main",
                "deb [signed-by=a.gpg] http://example.org/debian trixie main",
                "deb [trusted=yes by-hash=force] http://example.org/debian trixie main",
                "deb [by-hash=no] http://example.org/debian trixie main",
                "deb [by-hash=maybe] http://example.org/debian trixie main",
                "deb [trusted=maybe check-valid-until=no] http://example.org/debian trixie main",
                "deb [valid-until-min=86400 valid-until-max=604800s check-date=no date-max-future=x]"
                        + " http://example.org/debian trixie main",
                "deb [lang=de,fr target=Packages] http://example.org/debian trixie main",
                "deb [unknown=1] http://example.org/debian trixie main",
                "deb [snapshot=enable] http://example.org/debian trixie main",
                "deb [arch=amd64 http://example.org/debian trixie main",
                "deb [arch=amd64]http://example.org/debian trixie main",
                "deb [arch] http://example.org/debian trixie main",
                "deb [=amd64] http://example.org/debian trixie main",
                "deb [arch=] http://example.org/debian trixie main",
                "deb [a=] http://example.org/debian trixie main",
                "deb [] http://example.org/debian trixie main",
                "deb ] http://example.org/debian trixie main",
                "deb [signed-by=\"/a b.gpg\"] http://example.org/debian trixie main",
                "deb [signed-by=/a#b.gpg] http://example.org/debian trixie main",
                "deb http://example.org/debian trixie",
                "deb http://example.org/debian",
                "deb http://example.org/debian # trixie main",
                "deb",
                "dep http://example.org/debian trixie main",
                "DEB http://example.org/debian trixie main",
                "rpm http://example.org/debian trixie main",
                "deb example.org/debian trixie main",
                "deb example.org:80/debian trixie main",
                "deb http://example.org trixie main",
                "deb http://example.org/debian/ ./",
                "deb http://example.org/debian /",
                "deb http://example.org/debian dir/$(ARCH)/",
                "deb http://example.org/debian ./ main",
                "deb http://example.org/$(ARCH)/debian trixie main",
                "deb http://example.org/debian trixie/$(ARCH) main",
                "deb http://example.org/debian trixie/updates main",
                "deb http://example.org/debian trixie updates/main",
                "deb \"http://example.org/deb%69an\" \"trixie\" main",
                "deb \"http://example.org/debian trixie main",
                "deb http://user:p%40ss@example.org:8080/debian trixie main",
                "deb http://user@example.org/debian trixie main",
                "deb http://[::1]:8080/debian trixie main",
                "deb http://example.org:0/debian trixie main",
                "deb http://example.or]g/debian trixie main",
                "deb file:/srv/debian trixie main",
                "deb file:///srv/debian trixie main",
                "deb copy:/srv/debian trixie main",
                "deb mirror+file:/etc/apt/mirrors.txt trixie main",
                "deb mirror+https://example.org/mirrors.txt trixie main",
                "deb mirror://example.org/mirrors.txt trixie main",
                "deb cdrom:[Debian_GNU/Linux_12]/ trixie main",
                "deb cdrom:[Debian GNU/Linux 12 _Bookworm_ - DVD]/ trixie main",
                "deb tor+http://example.onion/debian trixie main",
                "deb-src http://example.org/debian trixie main",
                "deb-src http://example.org/debian trixie",
                "deb http://example.org/debian trixie main\ndeb-src http://example.org/debian trixie main",
                "deb [signed-by=/a.gpg] http://example.org/debian trixie main\n"
                        + "deb-src http://example.org/debian trixie main",
                "deb http://example.org/debian trixie main\n"
                        + "deb [signed-by=/a.gpg] http://example.org/debian trixie contrib",
                "deb [trusted=yes] http://example.org/debian trixie main\ndeb http://example.org/debian trixie contrib",
                "deb [trusted=1] http://example.org/debian trixie main\n"
                        + "deb [trusted=yes] http://example.org/debian trixie contrib",
                "deb [valid-until-min=5] http://example.org/debian trixie main\n"
                        + "deb http://example.org/debian trixie contrib",
                "deb http://example.org/debian trixie main\n"
                        + "deb [valid-until-max=5] http://example.org/debian trixie contrib",
                "deb [check-date=no] http://example.org/debian trixie main\n"
                        + "deb [check-date=yes] http://example.org/debian trixie contrib",
                "deb [allow-insecure=yes] http://example.org/debian trixie main\n"
                        + "deb http://example.org/debian trixie contrib",
                "deb [inrelease-path=x] http://example.org/debian trixie main\n"
                        + "deb http://example.org/debian trixie contrib",
                "deb [by-hash=no] http://example.org/debian trixie main\n"
                        + "deb [by-hash=yes] http://example.org/debian trixie contrib",
                "deb http://example.org/debian trixie main\ndeb https://example.org/debian trixie contrib",
                "deb http://a:b@example.org/debian trixie main\ndeb http://example.org/debian/ trixie contrib",
                "deb http://example.org/debian trixie main\n# comment\n\ndeb http://example.org/debian trixie main contrib",
                "deb [arch=amd64] http://example.org/debian trixie main\n"
                        + "deb [arch=arm64] http://example.org/debian trixie main",
                "deb http://a.example.org/debian trixie main\ndeb http://b.example.org/debian trixie main\n"
                        + "deb http://a.example.org/debian trixie contrib",
                "deb http://example.org/debian trixie main\r\ndeb http://example.org/debian sid main\r\n")) {
            cases.put(line, Map.of("sources.list", line + "\n"));
        }
        String stanza = """
                Types: deb
                URIs: http://example.org/debian
                Suites: trixie trixie-updates
                Components: main contrib
                """;
        for (String text : List.of(
                stanza,
                stanza.strip(),
                "\n\n# comment\n\n" + stanza + "\n\n#Types: x\n" + stanza.replace("trixie", "sid"),
                stanza.replace("\n", "\r\n"),
                stanza + "Enabled: no\n",
                stanza + "Enabled: maybe\n",
                stanza + "Enabled:\n",
                stanza + "Architectures: amd64 arm64\nBy-Hash: no\n",
                stanza + "Architectures-Add: armhf\nArchitectures-Remove: i386\n",
                stanza + "Signed-By: /usr/share/keyrings/a.gpg\n",
                stanza + "Signed-By: /usr/share/keyrings/a.gpg /b.gpg\n " + KEY + "\n",
                stanza + "Signed-By: " + KEY.substring(1) + "\n",
                stanza + "Signed-By:\n",
                stanza
                        + "Signed-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mDME\n -----END PGP PUBLIC KEY BLOCK-----\n",
                stanza + "Languages: de\nTargets: Packages\nPDiffs: no\nTrusted: yes\nSnapshot: enable\n",
                stanza + "Trusted:\n",
                stanza + "X-Repolib-Name: something\nDescription: first\n and\n # more\n",
                stanza.replace("Types: deb", "Types: deb deb-src"),
                stanza.replace("Types: deb", "Types: deb-src"),
                stanza.replace("Types: deb", "Types: deb rpm"),
                stanza.replace("Types: deb", "Types:"),
                stanza.replace("Types: deb\n", ""),
                stanza.replace("Types: deb", "types: deb"),
                stanza.replace("URIs: http", "URIs: https://a.example.org/x\n  http"),
                stanza.replace("http://example.org/debian", ""),
                stanza.replace("http://example.org/debian", "example.org"),
                stanza.replace("Suites: trixie trixie-updates", "Suites:"),
                stanza.replace("Suites: trixie trixie-updates", "Suites: ./"),
                stanza.replace("Suites: trixie trixie-updates", "Suites: ./").replace("Components: main contrib\n", ""),
                stanza.replace("Components: main contrib\n", ""),
                stanza.replace("Components:", "Components:\n main\n#x\n contrib\n\tnon-free"),
                stanza.replace("Components:", "Components:\n main\n # contrib\n"),
                stanza.replace("Suites: trixie", "Suites: $(ARCH)/x"),
                stanza + "Suites: sid\n",
                stanza.replace("Components", " \nComponents"),
                stanza + "   \n" + stanza.replace("trixie", "sid"),
                stanza + "garbage\n",
                "garbage\n" + stanza,
                "deb http://example.org/debian trixie main\n",
                "",
                "# nothing\n",
                stanza + "\n" + stanza + "Signed-By: /a.gpg\n",
                stanza + "Signed-By: /a.gpg\n\n" + stanza)) {
            cases.put(text, Map.of("sources.list.d/a.sources", text));
        }
        String line = "deb http://%s.example.org/debian trixie main\n";
        Map<String, String> parts = new LinkedHashMap<>();
        for (String name : List.of(
                "sources.list",
                "sources.list.d/b.list",
                "sources.list.d/B.list",
                "sources.list.d/10-a.list",
                "sources.list.d/a.list.disabled",
                "sources.list.d/c.list.save",
                "sources.list.d/d.list~",
                "sources.list.d/.e.list",
                "sources.list.d/f g.list",
                "sources.list.d/h:i.list",
                "sources.list.d/j+.list",
                "sources.list.d/k",
                "sources.list.d/l.list.",
                "sources.list.d/m.LIST",
                "sources.list.d/n.o.list")) {
            parts.put(name, line.formatted(name.replaceAll("[^A-Za-z0-9]", "")));
        }
        parts.put("sources.list.d/a.sources", stanza);
        cases.put("names of parts", parts);
        cases.put("a malformed part", Map.of("sources.list", line.formatted("a"), "sources.list.d/a.list", "deb x\n"));
        cases.put(
                "other places",
                Map.of(
                        "apt.conf.d/1", "Dir::Etc::SourceList \"other\"; Dir::Etc::sourceparts \"/dev/null\";",
                        "other", line.formatted("a"),
                        "sources.list.d/a.list", line.formatted("b")));
        for (String setting : List.of(
                "Acquire::By-Hash \"no\";",
                "Acquire::By-Hash \"force\";",
                "Acquire::a.example.org::By-Hash \"no\";",
                "APT::Acquire::By-Hash \"false\"; Acquire::By-Hash \"yes\";",
                "APT::Architecture \"arm64\";",
                "APT::Architectures { \"amd64\"; \"arm64\"; };",
                "APT::Architectures \"i386,amd64,i386,\";",
                "APT::Architectures { \"arm64\"; };",
                "APT::Architecture \"arm64\"; APT::Architectures { \"amd64\"; };",
                "#clear Dir::Etc::sourcelist;",
                "Dir::Etc \"elsewhere\";",
                "broken {")) {
            cases.put(setting, Map.of("sources.list", line.formatted("a"), "apt.conf", setting));
        }
        return cases;
    }

    /** About preferences. */
    static List<String> preferences() {
        String pin = "Package: *\nPin: release a=sid\nPin-Priority: 100\n";
        return List.of(
                pin,
                pin.strip(),
                "",
                "# nothing\n",
                "Explanation: why\n" + pin + "\n\n" + pin.replace("*", "a b* /^c/ src:d e:arm64"),
                pin.replace("*", ""),
                pin.replace("Package", "Packages"),
                pin.replace("Package", "package"),
                pin.replace("Pin: release a=sid\n", ""),
                pin.replace("release a=sid", "version 1.*"),
                pin.replace("release a=sid", "version 1.*").replace("*\n", "a\n"),
                pin.replace("release a=sid", "source-version 1.*").replace("*\n", "a\n"),
                pin.replace("release a=sid", "source-version 1.*"),
                pin.replace("release a=sid", "origin \"\""),
                pin.replace("release a=sid", "ORIGIN example.org"),
                pin.replace("release a=sid", "origin"),
                pin.replace("release a=sid", "suite sid"),
                pin.replace("release a=sid", ""),
                pin.replace("100", ""),
                pin.replace("Pin-Priority: 100\n", ""),
                pin.replace("100", "0"),
                pin.replace("100", "-1"),
                pin.replace("100", "+7 and more"),
                pin.replace("100", "high"),
                pin.replace("100", "32767"),
                pin.replace("100", "32768"),
                pin.replace("100", "-32768"),
                pin.replace("100", "-32769"),
                pin.replace("100", "99999999999"),
                pin.replace("100", "99999999999999999999999"),
                pin.replace("100", "never"),
                pin.replace("100", "Never"),
                pin.replace("100", "never").replace("*", "a"),
                pin.replace("100", "0".repeat(299) + "1"),
                pin.replace("*", "* a"),
                pin + "Pin-Priority: 200\n",
                pin + "garbage\n",
                pin.replace("Pin:", " \nPin:"));
    }
}
