#!/usr/bin/env python3
"""Lists the TCP ports on which something listens, see proc_net(5)."""
import argparse
import ipaddress

LISTEN = "0A"


def address(text):
    words = [bytes.fromhex(text[i:i + 8])[::-1] for i in range(0, len(text), 8)]  # each in the order of a small-endian host
    return ipaddress.ip_address(b"".join(words))


argparse.ArgumentParser(description=__doc__).parse_args()
found = set()
for table in ("/proc/net/tcp", "/proc/net/tcp6"):
    try:
        with open(table, encoding="ascii") as lines:
            next(lines)
            for line in lines:
                _, local, _, state, *_ = line.split()
                host, port = local.split(":")
                if state == LISTEN:
                    found.add((int(port, 16), str(address(host))))
    except OSError:  # a kernel without IPv6
        pass
for port, host in sorted(found):
    print(f"{port:5}  {host}")
