import contextlib
import io

from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

shell = InteractiveShell.instance()
printed = io.StringIO()
with contextlib.redirect_stdout(printed):
    shell.run_cell('import os', store_history=True)
    shell.run_cell('home = %env HOME\nprint(home, _ih[1])', store_history=True)
    with provisionalcompleter():
        assert 'path' in [each.text for each in shell.Completer.completions('os.pa', 5)]
    shell.run_cell('1 / 0')
assert 'ZeroDivisionError' in printed.getvalue(), printed.getvalue()
print(printed.getvalue().splitlines()[0])
