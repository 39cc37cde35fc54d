package io.relocpy.bundle.internal.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleNamesTest {
    @Test
    void findsEveryStatementThatDefinesAName() {
        assertThat(names("""
                import a, b.c as d
                from e import f, (
                    g as h)
                i, (j, *k) = 1, (2, 3)
                l: int = 4
                m += 1; n = o = 5
                for p in x(): pass
                with y() as q:
                    r = 6
                try:
                    def s(): pass
                except E as t:
                    class u(v.Base): w = 1
                async def z(): pass
                if (aa := 7):
                    pass
                @decorated
                def bb(cc):
                    global dd, ee; ff = 1
                type gg[hh] = int
                """))
                .contains("a", "d", "f", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "z")
                .contains("aa", "bb", "dd", "ee", "gg");
    }

    @Test
    void leavesOutWhatOnlyFunctionsClassesAndOthersDefine() {
        assertThat(names("""
                '''
                def main(): pass
                '''
                # main = 1
                from .main import other
                def run():
                    main = 1

                    def main(): pass
                class App:
                    def main(self): pass
                x = other.main("main")
                if __name__ == "__main__":
                    main()
                """)).contains("run", "App", "x", "other").doesNotContain("main");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from a import *",
                "def __getattr__(name): pass",
                "globals()['x'] = 1",
                "exec('x = 1')",
                "def f():\n    setattr(m, 'x', 1)",
                "sys.modules[__name__] = x",
                "apipkg.initpkg(__name__, {'x': 'y'})"
            })
    void saysNothingWhereAModuleMayHaveOtherNames(String source) {
        assertThat(ModuleNames.of("import m\n" + source + "\n")).isEmpty();
    }

    @Test
    void knowsNamesOfModulesThatOnlyAskForTheirOwnName() {
        assertThat(names("log = logging.getLogger(__name__)\nif __name__ == '__main__':\n    run()\n"))
                .contains("log");
    }

    private static Set<String> names(String source) {
        return ModuleNames.of(source).orElseThrow();
    }
}
