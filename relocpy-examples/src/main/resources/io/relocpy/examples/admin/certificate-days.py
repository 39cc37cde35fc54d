#!/usr/bin/env python3
"""Says how many days the certificate authorities in PEM files are still valid; ends with 1 if one is not."""
import argparse
import ssl
import sys
import time

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("file", nargs="+")
expired = False
for file in parser.parse_args().file:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(file)
    for certificate in context.get_ca_certs():
        days = (ssl.cert_time_to_seconds(certificate["notAfter"]) - time.time()) / 86400
        name = ", ".join(value for part in certificate["subject"] for key, value in part if key == "commonName")
        print(f"{days:8.0f}  {name or certificate['serialNumber']}")
        expired |= days < 0
sys.exit(expired)
