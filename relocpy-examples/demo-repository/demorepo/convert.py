"""One .deb into one .rpm: unpack, merge /usr, do what the maintainer scripts would, and let rpmbuild pack it.

The scripts, triggers, diversions and debconf of Debian's packages are dropped: a bundle never runs them.
"""
import os
import re
import shutil
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Dict, List

from . import Failure, mapping, run

# --payload -> rpm's _binary_payload: compression level and library
PAYLOADS = {"zstd": "w3.zstdio", "gzip": "w6.gzdio", "xz": "w2.xzdio", "bzip2": "w9.bzdio"}

# directories at the top of a Debian package that are links into /usr on a machine with merged /usr
MERGED = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")

# rpm's generators that we want: needs and provides of ELF files, interpreters of scripts, python(abi)
GENERATORS = ("elf", "script", "python")

EPOCH = 946684800  # 2000-01-01, for packages that have no files of a known time

SPEC = """\
%global debug_package %{{nil}}
%global __os_install_post %{{nil}}
%global _build_id_links none
%global _binaries_in_noarch_packages_terminate_build 0
%global _invalid_encoding_terminates_build 0
%global _binary_payload {payload}
%global _buildhost localhost
%global use_source_date_epoch_as_buildtime 1
%global clamp_mtime_to_source_date_epoch 1
Name: {name}
Version: {version}
Release: {release}
Summary: {summary}
License: {licence}
{tags}
%description
{description}
%install
cp -al "$DEMO_TREE/." "$RPM_BUILD_ROOT/"
%files
{files}
"""


@dataclass
class Spec:
    """What goes into a spec file; `tree` is the folder whose files are packed."""

    name: str
    version: str
    tree: Path
    architecture: str = "all"
    summary: str = ""
    description: str = ""
    licence: str = "Apache-2.0"
    tags: List[str] = field(default_factory=list)
    configuration_files: frozenset = frozenset()

    def text(self, payload: str) -> str:
        epoch, version, release = mapping.rpm_evr(self.version)
        tags = self.tags + (["BuildArch: noarch"] if self.architecture == "all" else [])
        tags += ["Epoch: " + epoch] if epoch != "0" else []

        def escape(text):
            return text.replace("%", "%%")

        return SPEC.format(name=self.name, version=version, release=release,
                           summary=escape(self.summary or self.name), licence=escape(self.licence),
                           description=escape(self.description or self.summary), tags="\n".join(tags),
                           payload=PAYLOADS[payload], files="\n".join(self._files()))

    def _files(self) -> List[str]:
        entries = []
        for folder, names, files in os.walk(self.tree):
            for name in sorted(names + files):
                path = os.path.join(folder, name)
                shown = "/" + os.path.relpath(path, self.tree)
                if os.path.isdir(path) and not os.path.islink(path):
                    # parents are shared by many packages; one is owned where that says something
                    if os.listdir(path) and os.stat(path).st_mode & 0o7777 == 0o755:
                        continue
                    entries.append("%dir " + mapping.spec_path(shown))
                else:
                    prefix = "%config(noreplace) " if shown in self.configuration_files else ""
                    if re.fullmatch("/usr/share/(doc/[^/]+/copyright|licenses/.*)", shown):
                        prefix = "%license "
                    entries.append(prefix + mapping.spec_path(shown))
        return ["%defattr(-,root,root,-)"] + entries


class Converter:
    """
    Converts packages with the same settings. Thread-safe: each conversion has a work folder of its own.

    `work` must have no spaces in its path (rpm's macros split there); it may lead through a symbolic link.
    """

    def __init__(self, work: Path, architecture: str, payload: str):
        self.work, self.architecture, self.payload = work, architecture, payload
        self.generators = work / "fileattrs"
        self.generators.mkdir(parents=True)
        installed = Path(run("rpm", "--eval", "%{_fileattrsdir}").strip())
        for name in GENERATORS:
            (self.generators / (name + ".attr")).symlink_to(installed / (name + ".attr"))

    def convert(self, deb: Path, target: Path) -> None:
        """Makes `target` of a Debian package."""
        folder = self.work / target.name
        tree, control = folder / "tree", folder / "control"
        tree.mkdir(parents=True)
        try:
            run("dpkg-deb", "--extract", deb, tree)
            run("dpkg-deb", "--control", deb, control)
            newest = max((int(os.lstat(os.path.join(where, name)).st_mtime)
                          for where, _, files in os.walk(tree) for name in files), default=EPOCH)
            spec = describe(tree, control)
            merge_usr(tree)
            for link, path in mapping.alternatives(read(control / "postinst")):
                add_alternative(tree, link, path)
            if spec.name == "ca-certificates":
                join_certificates(tree)
            self.pack(spec, folder, target, newest)
        except (Failure, ValueError, OSError) as failure:
            raise Failure("%s: %s" % (deb.name, failure)) from failure
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def pack(self, spec: Spec, folder: Path, target: Path, newest: int = EPOCH) -> None:
        """
        Runs rpmbuild for a spec whose tree is ready; `target` appears only when it is whole. `newest` (seconds since
        1970) is the build time and the latest time of a file, so that the same package gives the same bytes.
        """
        kinds = sorted(PAYLOADS)
        payload = kinds[zlib.crc32(spec.name.encode()) % len(kinds)] if self.payload == "mixed" else self.payload
        spec_file = folder / (spec.name + ".spec")
        spec_file.write_text(spec.text(payload), errors="surrogateescape")
        environment = dict(os.environ, DEMO_TREE=str(spec.tree), SOURCE_DATE_EPOCH=str(newest), LC_ALL="C.UTF-8")
        run("rpmbuild", "-bb", "--quiet", "--target", mapping.RPM_ARCHITECTURES[self.architecture] + "-linux",
            "--define", "_topdir %s" % (folder / "top"), "--define", "_rpmdir %s" % (folder / "rpms"),
            "--define", "_rpmfilename package.rpm", "--define", "_fileattrsdir %s" % self.generators,
            spec_file, env=environment)
        rpm = folder / "rpms" / "package.rpm"
        os.utime(rpm, (newest, newest))  # createrepo_c records it
        os.replace(rpm, target)


def read(path: Path) -> str:
    """A text file of a package, or "" if it has none; Debian's texts are UTF-8, some old ones are not."""
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def describe(tree: Path, control_folder: Path) -> Spec:
    """The spec for an unpacked package, from its control files and what lies in its tree."""
    control: Dict[str, str] = mapping.parse_stanzas(read(control_folder / "control"))[0]
    name, version = control["package"], control["version"]
    summary, _, rest = control.get("description", name).partition("\n")
    tags = mapping.dependency_tags(control)
    if "homepage" in control:
        tags.append("URL: " + control["homepage"].replace("%", "%%"))
    for metadata in python_metadata(tree):
        tags += mapping.python_distribution_tags(name, version, read(metadata))
    if name == "libc6":
        # what rpm's generator asks for with every ELF file that has a GNU hash table, and Fedora's glibc provides
        tags += ["Provides: rtld(GNU_HASH)", "Requires: filesystem"]
    return Spec(name=name, version=version, tree=tree, architecture=control["architecture"], summary=summary,
                description="\n".join(line[1:] if line != " ." else "" for line in rest.split("\n")), tags=tags,
                licence=mapping.licence(read(tree / "usr/share/doc" / name / "copyright")),
                configuration_files=frozenset(read(control_folder / "conffiles").split("\n")))


def python_metadata(tree: Path) -> List[Path]:
    """The metadata file of each Python distribution in the tree, in all three shapes they come in."""
    found = []
    for folder in sorted(tree.glob("usr/lib*/python3*/*-packages")):
        found += sorted(folder.glob("*.dist-info/METADATA")) + sorted(folder.glob("*.egg-info/PKG-INFO"))
        found += [file for file in sorted(folder.glob("*.egg-info")) if file.is_file()]
    return found


def merge_usr(tree: Path) -> None:
    """Moves /bin, /lib, … below /usr, as the machines do that these packages are installed on."""
    for top in MERGED:
        if (tree / top).is_symlink():
            (tree / top).unlink()  # package filesystem owns them
    move_folders(tree, {top: "usr/" + top for top in MERGED})


def move_folders(tree: Path, moves: Dict[str, str]) -> None:
    """Moves folders of a tree elsewhere in it, joining them with what is there; links keep their aims."""

    def moved(path: str) -> str:
        for old, new in moves.items():
            if path == "/" + old or path.startswith("/" + old + "/"):
                return "/" + new + path[len(old) + 1:]
        return path

    for folder, names, files in os.walk(tree):
        for name in names + files:
            path = Path(folder, name)
            if path.is_symlink():
                keep_aim(path, "/" + str(path.parent.relative_to(tree)), moved)
    for old, new in moves.items():
        if (tree / old).is_dir():
            move_into(tree / old, tree / new, tree)
            parent = (tree / old).parent
            if parent != tree and not any(parent.iterdir()):
                parent.rmdir()


def keep_aim(link: Path, folder: str, moved: Callable[[str], str]) -> None:
    """Rewrites a relative link, if it or what it names is about to move. An absolute one names a place of the host."""
    target = os.readlink(link)
    if target.startswith("/"):
        return
    aim = os.path.normpath(os.path.join(folder, target))
    if (moved(aim), moved(folder)) != (aim, folder):
        link.unlink()
        link.symlink_to(os.path.relpath(moved(aim), moved(folder)))


def move_into(source: Path, target: Path, tree: Path) -> None:
    """Moves a file or folder; where both exist, folders are joined and a link to the other gives way to it."""
    if not os.path.lexists(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)
    elif source.is_dir() and target.is_dir() and not source.is_symlink() and not target.is_symlink():
        for entry in list(source.iterdir()):
            move_into(entry, target / entry.name, tree)
        source.rmdir()
    elif source.is_symlink():
        source.unlink()
    elif target.is_symlink():
        target.unlink()
        source.rename(target)
    else:
        raise Failure("it has both /%s and /%s" % (source.relative_to(tree), target.relative_to(tree)))


def add_alternative(tree: Path, link: str, path: str) -> None:
    """The link that update-alternatives would make, if this package has the target and nothing in the link's place."""
    place, target = (tree / ("usr" + name if name.split("/")[1] in MERGED else name[1:]) for name in (link, path))
    if os.path.lexists(target) and not os.path.lexists(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(path)


def join_certificates(tree: Path) -> None:
    """The bundle that update-ca-certificates makes when the package is installed."""
    certificates = sorted(tree.glob("usr/share/ca-certificates/**/*.crt"))
    if not certificates:
        raise Failure("no certificates in usr/share/ca-certificates")
    bundle = tree / "etc/ssl/certs/ca-certificates.crt"
    bundle.parent.mkdir(parents=True, exist_ok=True)
    bundle.write_bytes(b"".join(file.read_bytes().rstrip(b"\n") + b"\n" for file in certificates))
    newest = max(file.stat().st_mtime for file in certificates)
    os.utime(bundle, (newest, newest))
