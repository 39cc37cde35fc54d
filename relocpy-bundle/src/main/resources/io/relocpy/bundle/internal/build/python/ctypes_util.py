# relocpy: the bundle's own libraries first
def _relocpy_bundle_first(find_on_host):
    import functools
    import os
    import re
    import sys

    @functools.wraps(find_on_host)
    def find_library(name):
        fits = re.compile(r'lib%s\.so(\.\d+)*' % re.escape(name)).fullmatch
        for directory in @LIBRARY_DIRECTORIES@:
            try:
                names = os.listdir(os.path.join(sys.base_prefix, directory))
            except OSError:
                continue
            found = sorted(filter(fits, names), key=lambda n: (len(n), n))
            if found:
                return found[0]
        return find_on_host(name)
    return find_library


find_library = _relocpy_bundle_first(find_library)
del _relocpy_bundle_first
