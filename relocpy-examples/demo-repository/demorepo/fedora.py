"""A repository that looks like Fedora's: its package names, its split of Python, libraries in /usr/lib64.

CPython is built from the upstream tarball of Debian's source package, configured as Fedora does, in a root made of the
suite's own packages. Everything else is Debian's binaries under Fedora's names and in Fedora's places. Dependencies are
those that rpm's generators find, as in Fedora, and the few that Fedora's specs state.
"""
import hashlib
import os
import re
import shutil
import tarfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Dict, List, Optional, Tuple

from . import Failure, code_digest, mapping, run, say
from .apt import PrivateApt
from .convert import (EPOCH, Converter, Spec, add_alternative, describe, join_certificates, merge_usr, move_folders,
                      python_metadata, read)
from .repository import Request, cached_repository, fetch, make_filesystem, make_implicit, missing_capabilities, put_into

BUILD_TOOLS = ("gcc", "libc6-dev", "make", "bash", "coreutils", "dash", "diffutils", "findutils", "grep", "mawk", "sed",
               "tar", "gzip", "xz-utils", "pkgconf", "binutils")
BUILD_LIBRARIES = ("libssl-dev", "zlib1g-dev", "libbz2-dev", "liblzma-dev", "libffi-dev", "libsqlite3-dev",
                   "libncurses-dev", "libreadline-dev", "uuid-dev", "libexpat1-dev", "libgdbm-dev")
CONTENT = ("python3-yaml", "python3-pip", "ca-certificates", "tzdata", "ncurses-base", "openssl", "libc-bin",
           "python3-requests", "python3-httplib2", "python3-flask", "python3-gunicorn", "python3-docutils",
           "python3-babel")

# what python3.spec of Fedora passes, less what concerns speed (LTO, PGO), wheels and tests
CONFIGURE = ("--prefix=/usr", "--libdir=/usr/lib64", "--with-platlibdir=lib64", "--enable-shared",
             "--enable-loadable-sqlite-extensions", "--with-system-expat", "--with-dbmliborder=gdbm:ndbm:bdb",
             "--with-ssl-default-suites=openssl", "--without-static-libpython", "--with-ensurepip=no",
             "--disable-test-modules",
             "py_cv_module_nis=n/a")  # up to 3.12; it would need libtirpc and Kerberos


@dataclass(frozen=True)
class Package:
    """A Fedora package made of Debian's: names of the .debs as a pattern each, and what its spec states."""

    name: str
    debs: Tuple[str, ...]
    tags: Tuple[str, ...] = ()


PACKAGES = (
    Package("libgcc", ("libgcc-s1",)),
    Package("openssl-libs", (r"libssl\d.*", "openssl-provider-legacy"), ("Requires: ca-certificates",)),
    Package("openssl", ("openssl",)),
    Package("zlib", ("zlib1g",)),
    Package("bzip2-libs", ("libbz2-1.0",)),
    Package("xz-libs", ("liblzma5",)),
    Package("libzstd", ("libzstd1",)),
    Package("libffi", (r"libffi\d+",)),
    Package("sqlite-libs", ("libsqlite3-0",)),
    Package("ncurses-base", ("ncurses-base",)),
    Package("ncurses-libs", ("libncursesw6", "libtinfo6"), ("Requires: ncurses-base",)),
    Package("readline", (r"libreadline\d+(t64)?",)),
    Package("libuuid", ("libuuid1",)),
    Package("expat", ("libexpat1",)),
    Package("gdbm-libs", (r"libgdbm\d+(t64)?",)),
    Package("libxcrypt", ("libcrypt1",)),
    Package("libyaml", ("libyaml-0-2",)),
    Package("tzdata", ("tzdata",)),
    Package("ca-certificates", ("ca-certificates",)),
    Package("python3-pyyaml", ("python3-yaml",)),
    Package("python3-pip", ("python3-pip",)),
    Package("python3-idna", ("python3-idna",)),
    Package("python3-certifi", ("python3-certifi",), ("Requires: ca-certificates",)),
    Package("python3-charset-normalizer", ("python3-charset-normalizer",)),
    Package("python3-urllib3", ("python3-urllib3",)),
    Package("python3-requests", ("python3-requests",), (
        "Requires: python3-certifi", "Requires: python3-charset-normalizer", "Requires: python3-idna",
        "Requires: python3-urllib3")),
    Package("python3-pyparsing", ("python3-pyparsing",)),
    Package("python3-httplib2", ("python3-httplib2",), ("Requires: python3-pyparsing",)),
    Package("python3-markupsafe", ("python3-markupsafe",)),
    Package("python3-jinja2", ("python3-jinja2",), ("Requires: python3-markupsafe",)),
    Package("python3-werkzeug", ("python3-werkzeug",), ("Requires: python3-markupsafe",)),
    Package("python3-itsdangerous", ("python3-itsdangerous",)),
    Package("python3-click", ("python3-click",)),
    Package("python3-blinker", ("python3-blinker",)),
    Package("python3-flask", ("python3-flask",), (
        "Requires: python3-blinker", "Requires: python3-click", "Requires: python3-itsdangerous",
        "Requires: python3-jinja2", "Requires: python3-werkzeug")),
    Package("python3-packaging", ("python3-packaging",)),
    Package("python3-gunicorn", ("python3-gunicorn",), ("Requires: python3-packaging",)),
    Package("python3-roman", ("python3-roman",)),
    Package("python3-docutils", ("python3-docutils", "docutils-common"), ("Requires: python3-roman",)),
    Package("python3-babel", ("python3-babel", "python-babel-localedata")),
    Package("glibc-minimal-langpack", ("libc-bin",), ("Provides: glibc-langpack",)),
    # the last one: it has the loader's cache of all libraries
    Package("glibc", ("libc6",), ("Provides: rtld(GNU_HASH)", "Requires: filesystem", "Requires: libgcc",
                                 "Requires: glibc-langpack")),
)


@dataclass(frozen=True)
class Part:
    """A Fedora subpackage of CPython: the files that match, of those that no earlier part took."""

    name: str
    pattern: str
    tags: Callable[[str, str], List[str]] = field(default=lambda version, minor: [])


# in the order in which they choose; python3-libs takes what is left
PARTS = (
    Part("python3-devel",
         r"usr/include/.*|.*/config-[^/]*/.*|.*/pkgconfig/.*|usr/bin/.*-config|.*/libpython\d?(\.\d+)?\.so",
         lambda version, minor: ["Requires: python3 = " + version]),
    Part("python3-idle", r".*/(idlelib|turtledemo)/.*|usr/bin/idle.*", lambda version, minor: [
        "Requires: python3-tkinter"]),
    Part("python3-tkinter", r".*/tkinter/.*|.*/turtle\.py|.*/turtle\..*pyc", lambda version, minor: [
        "Requires: python3 = " + version]),
    Part("python3", r"usr/bin/.*|usr/share/man/.*", lambda version, minor: [
        "Requires: python3-libs = " + version, "Provides: python%s = %s" % (minor, version),
        "Provides: python = " + version]),
    Part("python3-libs", r".*", lambda version, minor: [
        "Requires: tzdata", "Requires: openssl-libs", "Requires: ca-certificates", "Recommends: python3-pip"]),
)


def make_fedora_shaped(request: Request, folder: Path, refresh: bool) -> Path:
    """The repository, made or found below `folder`; CPython is built once for each version of its source."""

    def fill(work: Path, unfinished: Path) -> None:
        apt = PrivateApt(folder / "apt", request.suite, request.architecture, "deb deb-src")
        debs = dict(fetch(apt, request))
        python = build_python(apt, debs, work, folder)
        converter = Converter(work, request.architecture, request.payload)
        rpms = python_packages(converter, python, work)
        minor = python_minor(debs)
        rpms += [debian_package(converter, package, debs, minor, work) for package in PACKAGES]
        put_into(unfinished, rpms + [make_filesystem(converter, work)])
        libraries = sorted(name for name in missing_capabilities(unfinished) if ".so" in name)
        if libraries:
            raise Failure("libraries that no package of PACKAGES has: " + " ".join(libraries))
        put_into(unfinished, make_implicit(converter, work, unfinished))

    code = code_digest("mirrors", "apt", "mapping", "convert", "repository", "fedora")
    return cached_repository(folder / "repository", request.stamp() + code, refresh, fill)


def python_minor(debs: Dict[str, Path]) -> str:
    """The suite's Python, such as 3.13."""
    found = [match.group(1) for match in (re.fullmatch(r"python(3\.\d+)-minimal", name) for name in debs) if match]
    if len(found) != 1:
        raise Failure("one python3.X-minimal was expected in the closure, found %s" % (found or "none"))
    return found[0]


def build_python(apt: PrivateApt, debs: Dict[str, Path], work: Path, folder: Path) -> Path:
    """The folder of an installed CPython: cached, or built now and renamed into place when it is whole."""
    tarball = apt.download_source("python" + python_minor(debs))
    settings = "\0".join(CONFIGURE + (apt.suite, apt.architecture, BUILD_SCRIPT))
    digest = hashlib.sha256(settings.encode() + tarball.read_bytes()).hexdigest()[:12]
    result = folder / ("cpython-" + digest)
    if result.exists():
        return result
    root = work / "root"
    say("unpacking %d packages to build CPython in" % len(debs))
    make_build_root(debs, root)
    with tarfile.open(tarball) as archive:
        archive.extractall(root / "build")
    source = next((root / "build").iterdir())
    say("building %s; this takes some minutes" % source.name)
    (root / "build.sh").write_text(BUILD_SCRIPT)
    # a mount namespace of its own: nothing stays mounted, however this ends
    run("unshare", "--mount", "--propagation", "private", "sh", "-ec",
        'mount --rbind /dev "$1/dev"; mount --rbind /proc "$1/proc"; root=$1; shift; exec chroot "$root" "$@"', "sh",
        root, "/bin/sh", "-e", "/build.sh", "/build/" + source.name, str(os.cpu_count()), *CONFIGURE,
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "HOME": "/"})
    installed = root / "installed"
    licences = installed / "usr/share/licenses/python3-libs"
    licences.mkdir(parents=True)
    shutil.copy(source / "LICENSE", licences / "LICENSE")
    installed.rename(result)
    return result


BUILD_SCRIPT = """\
cd "$1"; jobs=$2; shift 2
# libffi and the others are found by pkg-config in the multiarch folder; the compiler searches it by itself
./configure CC=gcc "$@" >/configure.log 2>&1 || { tail -n 20 /configure.log >&2; exit 1; }
make -j "$jobs" >/make.log 2>&1 || { tail -n 40 /make.log >&2; exit 1; }
make install DESTDIR=/installed >/install.log 2>&1 || { tail -n 20 /install.log >&2; exit 1; }
# what Fedora's package has, and what a missing library would have left out without a word
for module in _ssl _hashlib _ctypes _sqlite3 _lzma _bz2 _curses readline _uuid zlib pyexpat _gdbm; do
  ls /installed/usr/lib64/python3.*/lib-dynload/$module.*.so >/dev/null
done
strip --strip-unneeded /installed/usr/lib64/libpython3*.so* /installed/usr/lib64/python3.*/lib-dynload/*.so
strip /installed/usr/bin/python3.[0-9]*[0-9]
"""


def make_build_root(debs: Dict[str, Path], root: Path) -> None:
    """A folder to chroot into: the packages' files, without any maintainer script run."""
    for folder in ("dev", "proc", "tmp", "build"):
        (root / folder).mkdir(parents=True)
    for deb in debs.values():
        run("dpkg-deb", "--extract", deb, root)
    merge_usr(root)
    for top in ("bin", "sbin", "lib", "lib64"):
        (root / "usr" / top).mkdir(exist_ok=True)
        (root / top).symlink_to("usr/" + top)
    add_alternative(root, "/usr/bin/awk", "/usr/bin/mawk")


def python_packages(converter: Converter, installed: Path, work: Path) -> List[Path]:
    """CPython in the parts that Fedora splits it into."""
    trees = {part.name: work / ("tree-" + part.name) for part in PARTS}
    for folder, names, files in os.walk(installed):
        for name in files + [name for name in names if os.path.islink(os.path.join(folder, name))]:
            path = os.path.relpath(os.path.join(folder, name), installed)
            part = next(part for part in PARTS if re.fullmatch(part.pattern, path))
            target = trees[part.name] / path
            target.parent.mkdir(parents=True, exist_ok=True)
            os.link(installed / path, target, follow_symlinks=False)
    header = next(installed.glob("usr/include/python3*/patchlevel.h")).read_text()
    version = re.search(r'#define PY_VERSION\s+"([0-9.]+)', header).group(1) + "-1"
    minor = ".".join(version.split(".")[:2])
    # Fedora's interpreter is reached as python, python3 and python3.X; site-packages is owned though it is empty
    (trees["python3"] / "usr/bin/python").symlink_to("python3")
    for library in ("lib", "lib64"):
        folder = trees["python3-libs"] / "usr" / library / ("python" + minor) / "site-packages"
        folder.mkdir(parents=True, exist_ok=True)
    return [pack(converter, work, Spec(part.name, version, trees[part.name], converter.architecture,
                                       summary="The Python interpreter: " + part.name, licence="Python-2.0.1",
                                       tags=part.tags(version, minor) + ["URL: https://www.python.org/"]))
            for part in PARTS]


def debian_package(converter: Converter, package: Package, debs: Dict[str, Path], minor: str, work: Path) -> Path:
    """One or several of Debian's packages as one of Fedora's."""
    tree = work / ("tree-" + package.name)
    tree.mkdir()
    licences: Dict[str, str] = {}
    tags = list(package.tags)
    first: Optional[Spec] = None
    for pattern in package.debs:
        names = [name for name in debs if re.fullmatch(pattern, name)]
        if not names and first:
            continue  # bookworm has no openssl-provider-legacy: the same file is in libssl3
        if len(names) != 1:
            raise Failure("one package %s was expected for %s, found %s" % (pattern, package.name, names or "none"))
        control = work / ("control-" + names[0])
        run("dpkg-deb", "--extract", debs[names[0]], tree)
        run("dpkg-deb", "--control", debs[names[0]], control)
        spec = describe(tree, control)
        first = first or spec
        licences[names[0]] = read(tree / "usr/share/doc" / names[0] / "copyright")
    assert first
    newest = max((int(os.lstat(os.path.join(folder, name)).st_mtime)
                  for folder, _, files in os.walk(tree) for name in files), default=0)
    reshape(tree, converter.architecture, minor, package.name, licences)
    for metadata in python_metadata(tree):
        tags += mapping.python_distribution_tags(package.name, first.version, read(metadata))
    if package.name == "glibc":
        add_loader_cache(tree, work)
    return pack(converter, work, Spec(package.name, first.version, tree, first.architecture, first.summary,
                                      first.description, first.licence, tags), newest)


def reshape(tree: Path, architecture: str, minor: str, name: str, licences: Dict[str, str]) -> None:
    """Moves what Debian keeps elsewhere than Fedora, and drops what only Debian has."""
    merge_usr(tree)
    multiarch = {"amd64": "x86_64-linux-gnu", "arm64": "aarch64-linux-gnu"}[architecture]
    # extension modules go with their package to lib64, a pure package to lib
    packages = tree / "usr/lib/python3/dist-packages"
    is_pure = not list(packages.rglob("*.so"))
    move_folders(tree, {
        "usr/lib/" + multiarch: "usr/lib64",
        "usr/lib/python3/dist-packages": "usr/%s/python%s/site-packages" % ("lib" if is_pure else "lib64", minor),
    })
    if name == "ca-certificates":
        join_certificates(tree)
        pem = tree / "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"
        pem.parent.mkdir(parents=True)
        (tree / "etc/ssl/certs/ca-certificates.crt").rename(pem)
        (tree / "etc/pki/tls/certs").mkdir(parents=True)
        (tree / "etc/pki/tls/certs/ca-bundle.crt").symlink_to("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem")
        (tree / "etc/pki/tls/cert.pem").symlink_to("certs/ca-bundle.crt")
        shutil.rmtree(tree / "etc/ssl")
    for folder in ("usr/share/doc", "usr/share/man", "usr/share/lintian", "usr/share/bug", "usr/lib/python3",
                   "usr/share/doc-base", "usr/share/info", "etc/ld.so.conf.d"):
        shutil.rmtree(tree / folder, ignore_errors=True)
    folder = tree / "usr/share/licenses" / name
    folder.mkdir(parents=True)
    for deb, text in licences.items():
        if text:
            (folder / ("COPYING." + deb)).write_text(text)


def add_loader_cache(tree: Path, work: Path) -> None:
    """
    The /etc/ld.so.cache that ldconfig would make once everything is installed. Debian's loader has no /usr/lib64 among
    its own directories, so without it an installed root of these packages would find no library.
    """
    union = work / "union"
    (union / "usr/lib64").mkdir(parents=True)
    (union / "etc").mkdir()
    for library in sorted(work.glob("tree-*/usr/lib64/*.so*")):
        os.link(library, union / "usr/lib64" / library.name, follow_symlinks=False)
    run("/sbin/ldconfig", "-X", "-r", union, "/usr/lib64")
    (tree / "etc").mkdir(exist_ok=True)
    shutil.copy(union / "etc/ld.so.cache", tree / "etc/ld.so.cache")
    os.utime(tree / "etc/ld.so.cache", (EPOCH, EPOCH))


def pack(converter: Converter, work: Path, spec: Spec, newest: Optional[int] = None) -> Path:
    target = work / (spec.name + ".rpm")
    (work / spec.name).mkdir()
    converter.pack(spec, work / spec.name, target, *([newest] if newest else []))
    say(spec.name)
    return target


def fedora_request(suite: str, architecture: str) -> Request:
    """Everything that is unpacked, built with or converted."""
    packages = BUILD_TOOLS + BUILD_LIBRARIES + CONTENT + ("python3-minimal",)
    return Request(suite, architecture, "zstd", tuple(sorted(packages)))
