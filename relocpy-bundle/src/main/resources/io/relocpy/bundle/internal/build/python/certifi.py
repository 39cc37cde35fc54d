# relocpy: certificate authorities where the distribution has them, else the bundle's own
def _relocpy_where(packaged):
    import os
    import sys

    def where():
        path = packaged()
        own = os.path.join(sys.base_prefix, 'etc', 'ssl', 'cert.pem')
        return own if os.path.isfile(own) and not os.path.isfile(path) else path

    return where


where = _relocpy_where(where)
del _relocpy_where
