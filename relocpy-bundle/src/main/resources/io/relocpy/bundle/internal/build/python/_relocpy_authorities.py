"""Finds the file of certificate authorities: what the environment names, then the host's, then the bundle's own."""
import os
import sys

HOST_FILES = @AUTHORITIES@


def own():
    return os.path.join(sys.base_prefix, 'etc', 'ssl', 'cert.pem')


def where():
    named = os.environ.get('SSL_CERT_FILE')
    if named:
        return named
    for path in HOST_FILES:
        if os.path.isfile(path):
            return path
    return own()
