package io.relocpy.bundle.internal.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.testing.HostTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Python itself says what changed constants mean: in a bundle that lies at {@code /usr}, the same as before. */
class PathConstantsIT {
    private static final PathConstants.Places PLACES = new PathConstants.Places() {
        @Override
        public Optional<String> of(String path) {
            return path.matches("/usr/share/x(?:/.*)?") ? Optional.of(path.substring(4)) : Optional.empty();
        }

        @Override
        public Optional<String> ofModules(String path) {
            return path.equals("/usr/share") ? Optional.of("/share") : of(path);
        }

        @Override
        public Optional<String> expressionFor(String path) {
            return Optional.empty();
        }
    };

    @TempDir
    Path directory;

    private String run(String source) throws IOException {
        Path file = directory.resolve("module.py");
        Files.write(file, source.getBytes(StandardCharsets.ISO_8859_1));
        String runner = "import sys; sys.base_prefix = '/usr'; names = {'sys': sys}; "
                + "exec(compile(open(sys.argv[1], 'rb').read(), 'module', 'exec'), names); print(ascii(names['a']))";
        return HostTools.run("python3", "-c", runner, file.toString()).orFail().stdout();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y = 'z'; a = f'/usr/share/x/{y!r:>{5}}/{{}}' f'{y}'",
                "y = 'z'; a = f'/usr/share/x/{y}', F\"/usr/share/x/{'q' + y}\", rf'/usr/share/x/\\d{y}', fR'/usr/share/x/{y}\\n'",
                "a = r'/usr/share/x/\\d+', R'/usr/share/x', b'/usr/share/x', Rb'/usr/share/x/\\n', bR'/usr/share/x', u'/usr/share/x'",
                "from pathlib import Path\na = Path('/usr') / 'share' / 'x' / 'y', Path(\"/usr/share\") / 'x', Path('/usr', 'share', 'x')",
                "import os\na = os.path.join('/usr', 'share', 'x'), os.path.join('/usr/share/x', '/etc', 'y'), os.path.join('/usr', r'share/x')",
                "a = '/usr/share/x' \\\n  '/y' \\\n  .upper()",
                "a = '/usr/share/x' * 2, '/usr/share/x'[4:], '/usr/share/x'.split('/'), -len('/usr/share/x') ** 2",
                "a = '/usr/share/x' % (), '/usr/share/x/%s%%' % 1, '/usr/share/x/{}{{'.format(1), '/usr/share/x/%(k)s' % {'k': 2}",
                "a = {'/usr/share/x': 1, **{'/usr/share/x/y': 2}}, ['/usr/share/x' for _ in '/usr/share/x'], '/usr/share/x' == '/usr/share/x'",
                "a = '/usr/share/x' in ('/usr/share/x',), not '/usr/share/x', '/usr/share/x' if '/usr/share/x' else '/usr/share/x/y'",
                "import re\na = re.sub('/usr/share/x', r'\\\\g<0>', 'in /usr/share/x'), re.match(r'/usr/share/x/(\\w+)', '/usr/share/x/y').group(1)",
                "def f():\n    '/usr/share/x'\n    return '/usr/share/x'\na = f.__doc__, f()",
                "class A:\n    '''/usr/share/x'''\n    b = '/usr/share/x'\n\fa = A.__doc__, A.b",
                "a: '/usr/share/x' = '/usr/share/x'",
                "match '/usr/share/x':\n    case '/usr/share/x': a = '/usr/share/x'",
                "match = case = '/usr/share/x'; a = match, case\r\nif a == '/usr/share/x':\r\n    pass\r\n",
                "# coding: latin-1\na = '/usr/share/x/\u00e9', '\u00fc', '/usr/share/x'",
                "\u00ef\u00bb\u00bfa = '/usr/share/x/\u00c3\u00a9'",
                "a = '/usr/share/x/\\x41\\u0042\\N{BULLET}\\\n', \"/usr/share/x/\\\"\", '''/usr/share/x/\n''', '/usr/share/x/' \"y\" '''z'''",
                "a = (lambda p='/usr/share/x', *q: p + '/usr/share/x')(), (yes := '/usr/share/x')",
                "try:\n    assert not '/usr/share/x', '/usr/share/x'\nexcept AssertionError as e: a = str(e)",
                "a = f'{\"/usr/share/x\"}', f'{\"/usr/share/x\"!r}', f'''{'/usr/share/x' + \"/usr/share/x\"}'''",
                "sys.path.append('/usr/share'); sys.path.insert(0, '/usr/share/x'); a = sys.path[0], sys.path[-1]",
                "a = '/usr/share/x'if 1else'/usr/share/x/y'",
            })
    void constantsKeepTheirMeaning(String source) throws IOException {
        HostTools.require("python3");

        PathConstants.Result result = PathConstants.of(source, PLACES);

        assertThat(run(result.source())).as(result.source()).isEqualTo(run(source));
        assertThat(result.changes().size() + result.left().size()).isPositive();
    }
}
