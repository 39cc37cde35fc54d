# relocpy: what pip installs goes where the bundle's Python looks for it, commands into bin/ and as launchers
def _relocpy_schemes(get_paths):
    import functools
    import sys

    if 'posix_local' in _INSTALL_SCHEMES:  # Debian's; it keeps pip out of the way of packages
        _INSTALL_SCHEMES['posix_local'].update(scripts='{base}/bin', data='{base}')

    @functools.wraps(get_paths)
    def of_bundle(scheme=None, vars=None, expand=True):
        if sys.prefix == sys.base_prefix:
            # Fedora's base is the folder `local` of the prefix, where its Python looks only when it lies in /usr
            vars = {'base': sys.prefix, 'platbase': sys.exec_prefix, **(vars or {})}
            if 'pip' in sys.modules or 'distlib' in sys.modules:
                import _relocpy
                _relocpy.teach_pip()
        return get_paths(**({'scheme': scheme} if scheme else {}), vars=vars, expand=expand)
    return of_bundle


get_paths = _relocpy_schemes(get_paths)
del _relocpy_schemes
