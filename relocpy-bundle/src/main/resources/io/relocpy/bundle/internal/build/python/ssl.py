# relocpy: find certificate authorities on any host, else use the bundle's own
def _relocpy_certificate_authorities():
    import os
    import sys
    host_files = (
        '/etc/ssl/certs/ca-certificates.crt',
        '/etc/pki/tls/certs/ca-bundle.crt',
        '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
        '/etc/ssl/ca-bundle.pem',
        '/var/lib/ca-certificates/ca-bundle.pem',
        '/etc/ssl/cert.pem',
    )

    def set_default_verify_paths(self):
        super(SSLContext, self).set_default_verify_paths()
        if 'SSL_CERT_FILE' in os.environ or 'SSL_CERT_DIR' in os.environ:
            return
        if os.path.isfile(_ssl.get_default_verify_paths()[1]):
            return
        own = os.path.join(sys.base_prefix, 'etc', 'ssl', 'cert.pem')
        for path in (*host_files, own):
            if os.path.isfile(path):
                self.load_verify_locations(cafile=path)
                return

    SSLContext.set_default_verify_paths = set_default_verify_paths


_relocpy_certificate_authorities()
del _relocpy_certificate_authorities
