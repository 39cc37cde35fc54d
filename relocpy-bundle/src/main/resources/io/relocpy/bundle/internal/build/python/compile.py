# Compiles the modules that standard input names, one a line, relative to the bundle, which is the current folder.
# Writes a line for each: "compiled" or "failed", the module, and the path of the .pyc or what is wrong.
import py_compile
import sys

mode = py_compile.PycInvalidationMode[sys.argv[1]]
for module in sys.stdin.read().splitlines():
    try:
        # the name that the code remembers is relative, too; the import system puts in where it lies then
        line = 'compiled', module, py_compile.compile(module, dfile=module, doraise=True, invalidation_mode=mode)
    except Exception as e:
        fault = getattr(e, 'exc_value', e)
        if isinstance(fault, SyntaxError):
            what = 'line %s: %s: %s' % (fault.lineno, type(fault).__name__, fault.msg)
        else:
            what = str(e)
        line = 'failed', module, ' '.join(what.split())
    print(*line, sep='\t')
