# relocpy: let terminfo(5) look into the bundle after the host's own directories
def _relocpy_terminfo():
    import os
    import sys
    own = os.path.join(sys.base_prefix, 'share', 'terminfo')
    directories = os.environ.get('TERMINFO_DIRS', '')
    if own not in directories.split(':'):
        os.environ['TERMINFO_DIRS'] = directories + ':' + own


_relocpy_terminfo()
del _relocpy_terminfo
