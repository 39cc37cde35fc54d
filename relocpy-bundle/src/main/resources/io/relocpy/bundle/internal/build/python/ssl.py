# relocpy: find certificate authorities on any host, else use the bundle's own
def _relocpy_certificate_authorities():
    import os

    def set_default_verify_paths(self):
        super(SSLContext, self).set_default_verify_paths()
        if 'SSL_CERT_FILE' in os.environ or 'SSL_CERT_DIR' in os.environ:
            return
        if os.path.isfile(_ssl.get_default_verify_paths()[1]):
            return
        from _relocpy_authorities import where
        path = where()
        if os.path.isfile(path):
            self.load_verify_locations(cafile=path)

    SSLContext.set_default_verify_paths = set_default_verify_paths


_relocpy_certificate_authorities()
del _relocpy_certificate_authorities
