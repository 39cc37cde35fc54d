package io.relocpy.bundle.internal.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.internal.python.PathConstants.Change;
import io.relocpy.bundle.internal.python.PathConstants.Left;
import io.relocpy.bundle.internal.python.PathConstants.Places;
import io.relocpy.bundle.internal.python.PathConstants.Result;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathConstantsTest {
    private static final String ROOT = "__import__('sys').base_prefix";

    /** A bundle that has /usr/share/x with all that is below it, and certificate authorities. */
    private static final Places PLACES = new Places() {
        @Override
        public Optional<String> of(String path) {
            return path.matches("/usr/share/x(?:/.*)?")
                    ? Optional.of(path.substring("/usr".length()))
                    : Optional.empty();
        }

        @Override
        public Optional<String> ofModules(String path) {
            return path.equals("/usr/share") ? Optional.of("/share") : of(path);
        }

        @Override
        public Optional<String> expressionFor(String path) {
            return path.equals("/etc/ca.crt") ? Optional.of("where()") : Optional.empty();
        }
    };

    private static Result result(String source) {
        return PathConstants.of(source, PLACES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "a = '/usr/share/x'             | a = (R + '/share/x')",
                "a = \"/usr/share/x/\"          | a = (R + \"/share/x/\")",
                "a = '''/usr/share/x/y'''       | a = (R + '''/share/x/y''')",
                "a = R'/usr/share/x/y'          | a = (R + R'/share/x/y')",
                "a = u'/usr/share/x/y'          | a = (R + u'/share/x/y')",
                "a = b'/usr/share/x/y'          | a = (__import__('os').fsencode(R) + b'/share/x/y')",
                "a = f'/usr/share/x/{y}'        | a = (R + f'/share/x/{y}')",
                "a = f'/usr/share/x/{d[\"k\"]}' | a = (R + f'/share/x/{d[\"k\"]}')",
                "a = '/usr/share/x/%s' % y      | a = (R.replace('%', '%%') + '/share/x/%s') % y",
                "a = '/usr/share/x/{}'.format() | a = (R.replace('{', '{{').replace('}', '}}') + '/share/x/{}').format()",
                "a = '/usr/share/x/' 'y'        | a = (R + '/share/x/' 'y')",
                "a = '/usr/share/x' '/y'        | a = (R + '/share/x' '/y')",
                "a = '/usr/share/x/\\x41'       | a = (R + '/share/x/\\x41')",
                "d = {'/usr/share/x': 1}        | d = {(R + '/share/x'): 1}",
                "def f(a='/usr/share/x'): pass  | def f(a=(R + '/share/x')): pass",
                "return'/usr/share/x'           | return(R + '/share/x')",
                "case = '/usr/share/x'          | case = (R + '/share/x')",
                "case [y] if y == '/usr/share/x': z | case [y] if y == (R + '/share/x'): z",
                "f = lambda: '/usr/share/x'     | f = lambda: (R + '/share/x')",
                "a = '/usr/share/x', '/usr/share/x/y' # '/usr/share/x' | a = (R + '/share/x'), (R + '/share/x/y') # '/usr/share/x'",
                "a = '/etc/ca.crt'              | a = where()",
                "join('/usr', 'share', 'x', *y) | join(R, 'share', 'x', *y)",
                "join('/usr/share', 'x/y', z)   | join((R + '/share'), 'x/y', z)",
                "join(r'/usr', r'share/x')      | join(R, r'share/x')",
                "Path('/usr') / 'share' / 'x'   | Path(R) / 'share' / 'x'",
                "sys.path.append('/usr/share')  | sys.path.append((R + '/share'))",
                "path.insert(0, '/usr/share')   | path.insert(0, (R + '/share'))",
                "sys.path.append('/usr/share/x')| sys.path.append((R + '/share/x'))",
                "glob.glob('/usr/share/x/*.y')  | glob.glob((G + '/share/x/*.y'))",
                "glob('/usr/share/x/y?/' '*')   | glob((G + '/share/x/y?/' '*'))",
                "iglob('/usr/share/x/%s*' % y)  | iglob((G.replace('%', '%%') + '/share/x/%s*') % y)",
            })
    void constantsLeadIntoTheBundle(String source, String expected) {
        Result result = result(source);
        assertThat(result.source())
                .isEqualTo(expected.replace("R + ", ROOT + " + ")
                        .replace("(R)", "(" + ROOT + ")")
                        .replace("(R,", "(" + ROOT + ",")
                        .replace("(R.", "(" + ROOT + ".")
                        .replace("(G", "(__import__('glob').escape(" + ROOT + ")"));
        assertThat(result.left()).isEmpty();
        assertThat(result(result.source()))
                .as("nothing is changed twice")
                .isEqualTo(new Result(result.source(), List.of(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'/usr/share/x'",
                "\"\"\"/usr/share/x\"\"\"",
                "def f():\n    '''/usr/share/x'''\n",
                "a = '/usr/share/xy'",
                "a = '/usr/share'",
                "a = f'/usr/share/x{y}'",
                "a = '/usr/share/' 'y'",
                "# '/usr/share/x'",
                "join('/usr', 'share', 'y')",
                "join('/usr', share, 'x')",
                "glob('/usr/share/x*/y')",
                "a = 'not a string: it ends with the line\nb = 1",
            })
    void otherTextsRemain(String source) {
        assertThat(result(source)).isEqualTo(new Result(source, List.of(), List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "case '/usr/share/x': y      | /usr/share/x | in a case clause, where only a constant can stand",
                "a = '/usr/share/x/%s'       | /usr/share/x | as a template that is filled in elsewhere",
                "a = b'/etc/ca.crt'          | /etc/ca.crt  | not as a plain string",
                "a = '/a:/usr/share/x:/b'    | /usr/share/x | inside a longer text",
                "a = 'cat /usr/share/x'      | /usr/share/x | inside a longer text",
                "a = '/usr/share/x/*.y'      | /usr/share/x/ | inside a longer text",
                "a = 'file:///usr/share/x'   | /usr/share/x | inside a longer text",
                "a = '//usr/share/x'         | /usr/share/x | inside a longer text",
            })
    void whatCannotBeChangedIsToldWithItsLine(String source, String path, String why) {
        Result result = result("\n" + source);
        assertThat(result.source()).isEqualTo("\n" + source);
        assertThat(result.left()).containsExactly(new Left(2, path, why));
    }

    @Test
    void linesAndBytesRemain() {
        String source = "\ufeff# caf\u00e9\r\na = ('/usr/share/x/'\r\n     'y')\r\nb = '\u00e9', '/usr/share/x'\r\n";

        Result result = result(source);

        assertThat(result.changes()).containsExactly(new Change(2, "/usr/share/x"), new Change(4, "/usr/share/x"));
        assertThat(result.source())
                .isEqualTo(source.replace("'/usr/share/x/'", "(" + ROOT + " + '/share/x/'")
                        .replace("'y'", "'y')")
                        .replace("'/usr/share/x'", "(" + ROOT + " + '/share/x')"));
    }

    @Test
    void hostileSourcesTakeNeitherTheStackNorLong() {
        for (String source : List.of(
                "f'{".repeat(200_000),
                "x = '/usr/share/x'\n".repeat(50_000),
                "x = '" + "/usr".repeat(1_000_000) + "'",
                "join('/usr'," + "'a',".repeat(200_000),
                "'/usr/share/x' ".repeat(100_000) + "+ 1")) {
            assertThat(result(source).source()).isNotEmpty();
        }
    }
}
