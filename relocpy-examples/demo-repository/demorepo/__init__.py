"""The parts of demo-repository/make, in the order of its work: mirrors, apt, mapping, convert, repository.

fedora is what make-fedora-shaped adds to them.
"""
import hashlib
import subprocess
import sys
from pathlib import Path


class Failure(Exception):
    """A reason to stop that the user can act on."""


def run(*command, **options):
    """Runs a program and returns its standard output; if it fails, its last words become the Failure."""
    done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, errors="surrogateescape", **options)
    if done.returncode != 0:
        words = (done.stderr.strip() or done.stdout.strip())[-3000:]
        raise Failure("%s ended with %d\n%s" % (" ".join(str(word) for word in command[:3]), done.returncode, words))
    return done.stdout


def say(message):
    """One line of progress."""
    print(message, file=sys.stderr, flush=True)


def code_digest(*modules):
    """A digest of the code that decides how a result looks: another one makes old results stale."""
    files = [Path(__file__).with_name(module + ".py") for module in modules]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()
