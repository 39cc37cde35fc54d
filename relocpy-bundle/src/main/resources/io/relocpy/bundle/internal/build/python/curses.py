# relocpy: let terminfo(5) look into the bundle after the host's own directories, for the length of a call: children must
# not inherit a variable of ours
def _relocpy_with_terminfo(function):
    import functools
    import os
    import sys

    @functools.wraps(function)
    def call(*arguments, **named):
        before = os.environ.get('TERMINFO_DIRS')
        own = ':'.join(os.path.join(sys.base_prefix, folder, 'terminfo') for folder in ('share', 'lib', 'etc'))
        os.environ['TERMINFO_DIRS'] = (before or '') + ':' + own
        try:
            return function(*arguments, **named)
        finally:
            if before is None:
                del os.environ['TERMINFO_DIRS']
            else:
                os.environ['TERMINFO_DIRS'] = before
    return call


setupterm = _relocpy_with_terminfo(setupterm)
del _relocpy_with_terminfo
