"""An apt of our own: the machine's mirror, keys and proxies; another suite, an empty dpkg status and own folders."""
import os
import re
from pathlib import Path
from typing import List, Optional, Tuple

from . import Failure, run
from .mirrors import Source, candidates, configured_sources


class PrivateApt:
    """apt for one suite and architecture, with all its state below one folder. Nothing of the machine's is changed."""

    def __init__(self, folder: Path, suite: str, architecture: str, types: str = "deb"):
        self.folder, self.suite, self.architecture, self.types = folder, suite, architecture, types
        self.archives = folder / "cache" / "archives"
        self.sources = folder / "debian.sources"
        self.configuration = folder / "apt.conf"
        self.environment = dict(os.environ, APT_CONFIG=str(self.configuration), LC_ALL="C.UTF-8")
        (folder / "state" / "lists" / "partial").mkdir(parents=True, exist_ok=True)
        (self.archives / "partial").mkdir(parents=True, exist_ok=True)
        (folder / "state" / "status").write_text("")
        self.configuration.write_text(self._configuration())

    def _configuration(self) -> str:
        # Of the machine's configuration only how to fetch (proxies, certificates, retries) is taken over; its hooks,
        # pins and architectures are not ours.
        how_to_fetch = [line for line in run("apt-config", "dump", "Acquire").splitlines()
                        if not re.match(r"Acquire::(IndexTargets|Changelogs|Languages|GzipIndexes)\b", line)]
        ours = {
            "Dir::State": self.folder / "state",
            "Dir::State::status": self.folder / "state" / "status",
            "Dir::Cache": self.folder / "cache",
            "Dir::Etc::sourcelist": self.sources,
            "Dir::Etc::sourceparts": "/dev/null",
            "Dir::Etc::main": "/dev/null",
            "Dir::Etc::parts": "/dev/null",
            "Dir::Etc::preferences": "/dev/null",
            "Dir::Etc::preferencesparts": "/dev/null",
            "APT::Architecture": self.architecture,
            "APT::Architectures": self.architecture,
            "APT::Install-Recommends": "false",
            "APT::Get::Assume-Yes": "true",
            "APT::Sandbox::User": "root",  # a checkout below a private home is closed to user _apt
            "APT::Update::Error-Mode": "any",
            "Acquire::Languages": "none",
        }
        return "\n".join(how_to_fetch + ['%s "%s";' % pair for pair in ours.items()]) + "\n"

    def _apt_get(self, *arguments: str, **options) -> str:
        return run("apt-get", "-q", *arguments, env=self.environment, **options)

    def update(self, mirror: Optional[str], keyring: Optional[Path]) -> str:
        """Fetches the suite's index from the first source that has it, and returns that source's URI."""
        if mirror:
            options = (("Signed-By", str(keyring.absolute())),) if keyring else ()
            sources = [Source(mirror, (self.suite,), ("main",), options)]
        else:
            sources = candidates(machine_sources())
        if not sources:
            raise Failure("this machine's apt sources name no Debian mirror; give one with --mirror and --keyring")
        refusals = []
        for source in sources:
            self.sources.write_text(source.for_suite(self.suite, self.architecture, self.types))
            try:
                self._apt_get("update")
            except Failure as failure:
                reasons = re.findall(r"^[EW]: (.*)", str(failure), re.M) or [str(failure)]
                refusals.append("  %s: %s" % (source.uri, reasons[0]))
                continue
            origins = set(self._apt_get("indextargets", "--format", "$(ORIGIN) $(CODENAME)").split("\n")) - {""}
            if origins == {"Debian " + self.suite}:
                return source.uri
            refusals.append("  %s: serves %s, not Debian %s" % (source.uri, ", ".join(sorted(origins)), self.suite))
        hint = ""
        if "does not have a Release file" in " ".join(refusals):
            hint = "\nAn old suite may have moved to Debian's archive: name a mirror that has it with --mirror URI"
        raise Failure("none of these mirrors has suite %s for %s:\n%s%s"
                      % (self.suite, self.architecture, "\n".join(refusals), hint))

    def closure(self, packages: List[str]) -> List[Tuple[str, Path]]:
        """The packages that apt would install on an empty machine, as names and the paths their files will have."""
        found = []
        for line in self._apt_get("--simulate", "install", *packages).splitlines():
            match = re.match(r"Inst (\S+) (?:\[\S*\] )?\((\S+) .*\[(\w+)\]\)", line)
            if match:
                name, version, architecture = match.groups()
                name = name.split(":")[0]
                file = "%s_%s_%s.deb" % (name, version.replace(":", "%3a"), architecture)
                found.append((name, self.archives / file))
        if not found:
            raise Failure("apt finds nothing to install for " + " ".join(packages))
        return sorted(found)

    def download(self, packages: List[str]) -> None:
        """Downloads the closure's files that are not here yet; apt checks them against the signed index."""
        self._apt_get("--download-only", "install", *packages)

    def download_source(self, package: str) -> Path:
        """Downloads a source package, and returns its upstream tarball; `types` must have deb-src."""
        folder = self.folder / "source" / package
        folder.mkdir(parents=True, exist_ok=True)
        self._apt_get("--download-only", "source", package, cwd=folder)
        tarballs = sorted(folder.glob("*.orig.tar.*[!c]"), key=lambda file: file.stat().st_mtime)
        if not tarballs:
            raise Failure("source package %s has no upstream tarball" % package)
        return tarballs[-1]


def machine_sources() -> List[Source]:
    """The sources that apt itself would read on this machine."""
    paths = dict(line.split("=", 1) for line in run(
        "apt-config", "shell", "list", "Dir::Etc::sourcelist/f", "parts", "Dir::Etc::sourceparts/d").splitlines())
    return configured_sources(Path(paths["list"].strip("'")), Path(paths["parts"].strip("'")))
