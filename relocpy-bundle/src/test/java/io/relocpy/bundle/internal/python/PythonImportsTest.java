package io.relocpy.bundle.internal.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.relocpy.bundle.internal.python.PythonImports.Import;
import java.util.List;
import org.junit.jupiter.api.Test;

class PythonImportsTest {
    @Test
    void findsEveryFormOfStatement() {
        assertThat(modules("""
                import a
                import b.c as d, e
                from f import g
                from h.i import (
                    j,
                    k as import_
                )
                import l, \\
                    m.n
                if x: import o; from p import q
                class C:
                    def f(self):
                        import r
                """)).containsExactly("a", "b.c", "e", "f", "h.i", "l", "m.n", "o", "p", "r");
    }

    @Test
    void namesTheLine() {
        assertThat(PythonImports.of("'''\n\n'''\nimport a, \\\n  b\n(\n)\r\nimport c"))
                .containsExactly(new Import("a", 4), new Import("b", 5), new Import("c", 8));
    }

    @Test
    void passesOverRelativeImports() {
        assertThat(modules("from . import a\nfrom .b import c\nfrom ... import d\nfrom ..e.f import g\n"))
                .isEmpty();
    }

    @Test
    void passesOverCommentsAndStrings() {
        assertThat(modules("""
                # import a
                x = "import b"; y = 'import c'
                '''
                import d
                '''
                z = rb\"""
                import e\\\"""
                import f
                \"""
                s = 'it\\'s'; import g
                """)).containsExactly("g");
    }

    @Test
    void seesTheEndOfFormattedStrings() {
        assertThat(modules("""
                a = f"{x["import a"]}"; import b
                c = f'{{'; import d
                e = f"{x:'>{width}}"; import f
                g = f"{ {'h': 1}['h'] !r:>10}"; import i
                j = f'''
                {k
                  + "'''"
                }
                import l
                '''; import m
                """)).containsExactly("b", "d", "f", "i", "m");
    }

    @Test
    void aStringThatIsNotClosedEndsWithItsLine() {
        assertThat(modules("a = 'b\nimport c\nd = f'{e\nimport f\n")).containsExactly("c", "f");
    }

    @Test
    void wordsThatOnlyBeginLikeAStatementAreNone() {
        assertThat(modules("""
                important = 1
                x.import_(a)
                def f():
                    yield from g()
                raise E from e
                d = {a: imports}
                """)).isEmpty();
    }

    @Test
    void passesOverWhatTheScriptDoesWithout() {
        assertThat(modules("""
                try:
                    import a
                    from b import c
                except ImportError:
                    import d
                try: import e
                except (ModuleNotFoundError, OSError): e = None
                try:
                    import f
                except:
                    pass
                try:
                    import g
                except OSError:
                    import h
                except ImportError as failure:
                    pass
                """)).containsExactly("d", "h");
    }

    @Test
    void countsWhatATryDoesNotGuard() {
        assertThat(modules("""
                try:
                    import a
                except ValueError:
                    pass
                try:
                    import b
                finally:
                    pass
                try:
                    pass
                except ImportError:
                    pass
                else:
                    import c
                """)).containsExactly("a", "b", "c");
    }

    @Test
    void passesOverWhatOnlyTypeCheckersImport() {
        assertThat(modules("""
                if TYPE_CHECKING:
                    import a
                else:
                    import b
                if typing.TYPE_CHECKING: import c
                if TYPE_CHECKING:
                    from d import e
                """)).containsExactly("b");
    }

    @Test
    void whatIsNotPythonDoesNoHarm() {
        assertThat(modules("\ufeffimport a\n)]}\nimport\nfrom\nfrom b\nimport .c\nimport d.\0\n\\"))
                .contains("a");
        assertThat(modules("'''")).isEmpty();
        assertThat(modules("f'{{{\"")).isEmpty();
        assertThat(modules("")).isEmpty();
    }

    private static List<String> modules(String source) {
        return PythonImports.of(source).stream().map(Import::module).toList();
    }
}
