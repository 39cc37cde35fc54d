# relocpy: locales come from the bundle, since the host's are made for another C library. Who asks for the user's own
# locale, which may not be in the bundle, gets C.UTF-8 instead of an error.
def _relocpy_own_locales(host_setlocale):
    import functools
    import os
    import sys
    variable = '\x01OCPATH'  # what LOCPATH is called in the bundle's C library

    @functools.wraps(host_setlocale)
    def setlocale(category, locale=None):
        if locale is None:
            return host_setlocale(category, locale)
        own = os.path.join(sys.base_prefix, 'lib', 'locale')
        folder = None
        if ':' in own and os.path.isdir(own):  # the variable is a list
            folder = os.open(own, os.O_RDONLY)
            own = '/proc/self/fd/%d' % folder
        os.environ[variable] = own
        try:
            return host_setlocale(category, locale)
        except Error:
            if locale != '':
                raise
            try:
                return host_setlocale(category, 'C.UTF-8')
            except Error:
                return host_setlocale(category, 'C')
        finally:
            del os.environ[variable]
            if folder is not None:
                os.close(folder)
    return setlocale


setlocale = _relocpy_own_locales(setlocale)
del _relocpy_own_locales
