# relocpy: what pip installs goes where the bundle's Python looks for it, commands into bin/ and as launchers
def _relocpy_schemes(finalize_options):
    import functools

    if 'unix_local' in INSTALL_SCHEMES:  # Debian's; it keeps pip out of the way of packages
        INSTALL_SCHEMES['unix_local'].update(scripts='$base/bin', data='$base')

    @functools.wraps(finalize_options)
    def of_bundle(self):
        if sys.prefix == sys.base_prefix:
            if 'unix_local' not in INSTALL_SCHEMES and not (self.prefix or self.exec_prefix or self.home or self.user):
                # Fedora would take the folder `local` of the prefix, where its Python looks only when it lies in /usr
                self.prefix, self.exec_prefix = sys.prefix, sys.exec_prefix
            if 'pip' in sys.modules or 'distlib' in sys.modules:
                import _relocpy
                _relocpy.teach_pip()
        finalize_options(self)
    return of_bundle


install.finalize_options = _relocpy_schemes(install.finalize_options)
del _relocpy_schemes
