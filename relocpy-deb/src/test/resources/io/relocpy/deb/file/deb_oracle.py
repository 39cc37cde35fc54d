#!/usr/bin/python3
"""What python-debian, and dpkg-deb with Python's tarfile, see in package files: lines of fields separated by tabs."""

import hashlib
import subprocess
import sys
import tarfile

import debian.debfile

TYPES = {tarfile.REGTYPE: "FILE", tarfile.AREGTYPE: "FILE", tarfile.LNKTYPE: "HARD_LINK", tarfile.SYMTYPE: "SYMLINK",
         tarfile.CHRTYPE: "CHARACTER_DEVICE", tarfile.BLKTYPE: "BLOCK_DEVICE", tarfile.DIRTYPE: "DIRECTORY",
         tarfile.FIFOTYPE: "FIFO"}


def line(*fields):
    texts = (str(field).replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t") for field in fields)
    sys.stdout.buffer.write(("\t".join(texts) + "\n").encode("utf-8", "surrogateescape"))


def absolute(name):
    return "/" + "/".join(part for part in name.split("/") if part not in ("", "."))


def archive(option, path):
    with subprocess.Popen(["dpkg-deb", option, path], stdout=subprocess.PIPE) as process:
        with tarfile.open(fileobj=process.stdout, mode="r|") as tar:
            for entry in tar:
                content = tar.extractfile(entry).read() if entry.isreg() else None
                yield entry, content
        process.stdout.read()
    if process.returncode:
        sys.exit(f"dpkg-deb {option} {path} ended with {process.returncode}")


for path in sys.argv[1:]:
    line("package", path)
    deb = debian.debfile.DebFile(path)
    for name, value in deb.debcontrol().items():
        line("field", name, "\n".join(text.rstrip() for text in value.split("\n")))
    for name in ("preinst", "postinst", "prerm", "postrm", "config"):
        if name in deb.scripts():
            line("script", name, hashlib.sha256(deb.scripts()[name]).hexdigest())
    if deb.control.has_file("md5sums"):
        for name, digest in deb.md5sums(encoding="utf-8").items():
            line("md5", absolute(name), digest)
    for entry, content in archive("--ctrl-tarfile", path):
        if content is not None:
            line("control", entry.name[2:] if entry.name.startswith("./") else entry.name,
                 hashlib.sha256(content).hexdigest())
    first_names = {}
    for entry, content in archive("--fsys-tarfile", path):
        target = entry.linkname if entry.issym() else ""
        if entry.islnk():
            target = first_names.get(absolute(entry.linkname), absolute(entry.linkname))
            first_names[absolute(entry.name)] = target
        line("entry", absolute(entry.name), TYPES[entry.type], oct(entry.mode & 0o1777)[2:],
             "set-id" if entry.mode & 0o6000 else "", int(entry.mtime), len(content or b""), target, entry.uname, entry.uid,
             entry.gname, entry.gid, hashlib.sha256(content).hexdigest() if content is not None else "")
