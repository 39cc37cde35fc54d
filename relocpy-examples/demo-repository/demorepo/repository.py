"""From a request to a repository: what is cached, what is new, and one rename when all is there."""
import concurrent.futures
import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Dict, Iterator, List, Optional, Tuple

from . import code_digest, run, say
from .apt import PrivateApt
from .convert import MERGED, Converter, Spec

STAMP = ".made-from.json"


@dataclass(frozen=True)
class Request:
    """What a repository is made from; `packages` are Debian package names, sorted."""

    suite: str
    architecture: str
    payload: str
    packages: Tuple[str, ...]
    mirror: Optional[str] = None
    keyring: Optional[Path] = None

    def stamp(self) -> str:
        return json.dumps({"suite": self.suite, "architecture": self.architecture, "payload": self.payload,
                           "packages": self.packages, "mirror": self.mirror,
                           "code": code_digest("mirrors", "apt", "mapping", "convert", "repository")}, indent=1)

    def name(self, is_default: bool) -> str:
        digest = hashlib.sha256(repr((self.payload, self.packages)).encode()).hexdigest()[:8]
        return "repository" if is_default and self.payload == "zstd" else "repository-" + digest


def make_repository(request: Request, folder: Path, is_default: bool, refresh: bool) -> Path:
    """The repository of Debian's packages for a request, made or found below `folder`."""

    def fill(work: Path, unfinished: Path) -> None:
        packages = fetch(PrivateApt(folder / "apt", request.suite, request.architecture), request)
        converter = Converter(work, request.architecture, request.payload)
        put_into(unfinished, convert_all(converter, packages, folder / "rpms"))
        put_into(unfinished, [make_filesystem(converter, work)])
        put_into(unfinished, make_implicit(converter, work, unfinished))

    return cached_repository(folder / request.name(is_default), request.stamp(), refresh, fill)


def cached_repository(repository: Path, stamp: str, refresh: bool, fill: Callable[[Path, Path], None]) -> Path:
    """
    A repository that was made with the same stamp, or else one that `fill` puts the packages into; it is called with a
    work folder and the folder of the new repository. A repository appears by one rename: one that is there is whole.
    """
    if is_current(repository, stamp) and not refresh:
        return repository
    folder = repository.parent
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder):
        if is_current(repository, stamp) and not refresh:
            return repository
        for stale in folder.glob(".work-*"):  # of runs that were killed; we alone are here
            shutil.rmtree(stale)
        # the work folder is beside the results, to be renamed into them; rpm reaches it by a path without spaces
        with tempfile.TemporaryDirectory(prefix=".work-", dir=folder) as real, \
                tempfile.TemporaryDirectory(prefix="demo-repository-") as alias:
            work = Path(alias, "work")
            work.symlink_to(real)
            unfinished = work / "repository"
            unfinished.mkdir()
            fill(work, unfinished)
            # the metadata carries no times, so that the same packages give the same repository
            run("createrepo_c", "--quiet", "--no-database", "--revision", "0", "--set-timestamp-to-revision",
                unfinished)
            (unfinished / STAMP).write_text(stamp)
            if repository.exists():
                repository.rename(work / "old")
            unfinished.rename(repository)
    say("%d packages in %s" % (len(list(repository.glob("*.rpm"))), repository))
    return repository


def is_current(repository: Path, stamp: str) -> bool:
    try:
        return (repository / STAMP).read_text() == stamp
    except FileNotFoundError:
        return False


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Only one run at a time works in a folder."""
    with open(folder / ".lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another run works in %s: waiting for it" % folder)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fetch(apt: PrivateApt, request: Request) -> List[Tuple[str, Path]]:
    """Names and files of the closure of the request's packages, downloaded."""
    say("reading the index of %s (%s)" % (request.suite, request.architecture))
    mirror = apt.update(request.mirror, request.keyring)
    packages = apt.closure(list(request.packages))
    missing = sum(not deb.exists() for _, deb in packages)
    if missing:
        say("downloading %d of %d packages from %s" % (missing, len(packages), mirror))
        apt.download(list(request.packages))
    return packages


def convert_all(converter: Converter, packages: List[Tuple[str, Path]], rpms: Path) -> List[Path]:
    """The RPM of each package: those converted before by the same code from the same file, and new ones."""
    results: List[Path] = []
    todo: Dict[Path, Path] = {}
    rpms.mkdir(exist_ok=True)
    settings = (code_digest("mapping", "convert") + converter.payload).encode()
    for _, deb in packages:
        digest = hashlib.sha256(settings + deb.read_bytes()).hexdigest()[:16]
        rpm = rpms / ("%s-%s.rpm" % (deb.stem, digest))
        results.append(rpm)
        if not rpm.exists():
            todo[deb] = rpm
    # the largest first, so that the last one to end is a small one
    order = sorted(todo, key=lambda deb: deb.stat().st_size, reverse=True)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        conversions = {pool.submit(converter.convert, deb, todo[deb]): deb for deb in order}
        try:
            for number, done in enumerate(concurrent.futures.as_completed(conversions), 1):
                done.result()
                say("%d/%d %s" % (number, len(order), conversions[done].stem.split("_")[0]))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return results


def put_into(repository: Path, rpms: List[Path]) -> None:
    """Links RPMs into the repository under the names that rpm gives them."""
    for rpm in rpms:
        name = run("rpm", "-qp", "--nosignature", "--qf", "%{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}.rpm", rpm)
        os.link(rpm, repository / name)


def make_filesystem(converter: Converter, work: Path) -> Path:
    """The package that owns the top-level links of merged /usr, as Fedora's filesystem does."""
    tree = work / "filesystem" / "tree"
    for top in MERGED[:3] + ("lib64",):
        (tree / "usr" / top).mkdir(parents=True, exist_ok=True)
        if not os.path.lexists(tree / top):
            (tree / top).symlink_to("usr/" + top)
    return pack(converter, work, Spec("filesystem", "1-1", tree, summary="Top-level links of merged /usr"))


def make_implicit(converter: Converter, work: Path, repository: Path) -> List[Path]:
    """
    The package that provides what Debian leaves implicit: the Essential packages, which nobody depends on by name,
    interpreters of scripts that no dependency names, and libraries of plugins whose package is only suggested. Nothing
    when nothing is missing.
    """
    tags = implicit_tags(missing_capabilities(repository), query(repository, "FILENAMES"))
    if not tags:
        return []
    tree = work / "debian-implicit" / "tree"
    tree.mkdir(parents=True)
    spec = Spec("debian-implicit", "1-1", tree, summary="Capabilities that Debian leaves implicit", tags=tags)
    return [pack(converter, work, spec)]


def missing_capabilities(repository: Path) -> set:
    """Names that packages require and none provides, as a capability or a file. Rich dependencies are left out."""
    have = query(repository, "PROVIDENAME") | query(repository, "FILENAMES")
    return {name for name in query(repository, "REQUIRENAME") - have if not name.startswith(("rpmlib(", "("))}


def implicit_tags(missing: set, files: set) -> List[str]:
    tags = []
    for name in sorted(missing):
        if name.startswith("/"):
            tags.append("Provides: " + name)
            if name.split("/")[1] in MERGED and "/usr" + name in files:
                tags.append("Requires: /usr" + name)  # /bin/sh is the package with /usr/bin/sh
        else:
            # the version keeps "Conflicts: perl < 5.32" from meeting it; a parenthesis marks a capability without one
            tags.append("Provides: " + name + ("" if "(" in name else " = 99:0-0"))
    return tags


def query(repository: Path, tag: str) -> set:
    return set(run("rpm", "-qp", "--nosignature", "--qf", "[%%{%s}\\n]" % tag, *repository.glob("*.rpm")).splitlines())


def pack(converter: Converter, work: Path, spec: Spec) -> Path:
    target = work / (spec.name + ".rpm")
    converter.pack(spec, work / spec.name, target)
    return target
