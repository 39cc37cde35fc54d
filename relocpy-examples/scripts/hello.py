#!/usr/bin/env python3
"""Says which Python and which libraries run it, and proves that they all come from the bundle.

Ends with status 1 if code from outside the bundle is mapped into the process.
"""
import ctypes
import os
import platform
import sqlite3
import ssl
import sys
import textwrap
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import yaml
from yaml.cyaml import CParser  # the C extension; without it this import fails

libyaml = sys.modules[CParser.__module__]

ZONES = {"New York": "America/New_York", "Berlin": "Europe/Berlin", "Tokyo": "Asia/Tokyo"}
DOCUMENT = {"name": "relocpy", "layers": ["script", "interpreter", "libraries", "glibc", "loader"], "host needs": None}


def versions():
    """What runs, as (name, version, remark)."""
    glibc = ctypes.CDLL(None).gnu_get_libc_version
    glibc.restype = ctypes.c_char_p
    memory = sqlite3.connect(":memory:")
    yield "Python", platform.python_version(), sys.executable
    yield "glibc", glibc().decode(), "asked through ctypes; the kernel is %s" % platform.release()
    yield "OpenSSL", ssl.OPENSSL_VERSION.split()[1], "%d ciphers on offer" % len(ssl.create_default_context().get_ciphers())
    yield "SQLite", memory.execute("SELECT sqlite_version()").fetchone()[0], "answered a query in memory"
    yield "libyaml", libyaml.get_version_string(), round_trip(DOCUMENT)


def round_trip(document):
    """Dumps and loads a document through libyaml."""
    text = yaml.dump(document, Dumper=yaml.CSafeDumper)
    if yaml.load(text, Loader=yaml.CSafeLoader) != document:
        sys.exit("hello: the YAML round trip changed the document:\n" + text)
    return "%d bytes of YAML written and read back by its C loader" % len(text)


def clocks(now):
    """The time here and elsewhere, from the zone data."""
    return ", ".join("%s in %s" % (now.astimezone(ZoneInfo(zone)).strftime("%a %H:%M"), city)
                     for city, zone in ZONES.items())


def mapped_files():
    """The files mapped into this process: path -> whether any part of it is executable. Empty without /proc."""
    files = {}
    try:
        with open("/proc/self/maps", errors="surrogateescape") as maps:
            for line in maps:
                fields = line.rstrip("\n").split(None, 5)
                if len(fields) == 6 and fields[5].startswith("/") and not fields[5].startswith(("/dev/", "/memfd:")):
                    files[fields[5]] = files.get(fields[5], False) or "x" in fields[1]
    except OSError:
        pass
    return files


def show_mapped(files, prefix):
    """Prints the mapped files, grouped by folder; returns those with code that lie outside the prefix."""
    inside, outside = {}, []
    for path, is_code in sorted(files.items()):
        if os.path.commonpath([prefix, path]) == prefix:
            folder, name = os.path.split(os.path.relpath(path, prefix))
            inside.setdefault(folder, []).append(name)
        elif is_code:
            outside.append(path)
        else:
            print("  (data of the host: %s)" % path)
    for folder, names in inside.items():
        print("  %s/" % folder)
        print(textwrap.fill("  ".join(names), 100, initial_indent="      ", subsequent_indent="      ",
                            break_long_words=False, break_on_hyphens=False))
    for path in outside:
        print("  OUTSIDE THE BUNDLE: %s" % path)
    return outside


def main():
    print("Hello from %s\n" % sys.prefix)
    for name, version, remark in versions():
        print("  %-8s  %-8s  %s" % (name, version, remark))
    print("  %-8s  %s" % ("Time", clocks(datetime.now(timezone.utc))))

    files = mapped_files()
    if not files:
        print("\nThere is no /proc here, so the mapped libraries can not be listed.")
        return 0
    print("\nMapped into this process, relative to %s:" % sys.prefix)
    outside = show_mapped(files, os.path.realpath(sys.base_prefix))
    if outside:
        print("\n%d of %d mapped files hold code from outside the bundle." % (len(outside), len(files)))
        return 1
    print("\n%d files, no code from outside the bundle." % len(files))
    return 0


if __name__ == "__main__":
    sys.exit(main())
