"""How Debian's control data is said in RPM's terms. Pure functions, tested by test_make.py."""
import re
from typing import Dict, Iterator, List, Optional, Tuple

from .mirrors import parse_stanzas

# dpkg-architecture(1) -> rpm's name
RPM_ARCHITECTURES = {
    "amd64": "x86_64",
    "arm64": "aarch64",
    "armhf": "armv7hl",
    "i386": "i686",
    "ppc64el": "ppc64le",
    "riscv64": "riscv64",
    "s390x": "s390x",
}

# deb-control(5): << and >> are strict; the obsolete < and > mean "or equal"
RPM_OPERATORS = {"<<": "<", ">>": ">", "<=": "<=", ">=": ">=", "=": "=", "<": "<=", ">": ">="}


def rpm_evr(version: str) -> Tuple[str, str, str]:
    """Epoch, version and release of a Debian version; a native package (no Debian revision) has release 0."""
    epoch, colon, rest = version.partition(":")
    if not colon:
        epoch, rest = "0", version
    upstream, dash, revision = rest.rpartition("-")
    if not dash:
        upstream, revision = rest, "0"
    return epoch, upstream.replace("-", "."), revision


def rpm_version(version: str) -> str:
    """
    The same as one string for the right side of a dependency: E:V-R without a zero epoch, and without a release when
    Debian's version has none, so that it matches every release as rpm does then.
    """
    epoch, upstream, revision = rpm_evr(version)
    return ("" if epoch == "0" else epoch + ":") + upstream + ("-" + revision if "-" in version else "")


def rpm_relation(relation: str) -> str:
    """One relation such as `python3:any (>= 3.13~)`; [architecture] and <profile> restrictions do not occur in .debs."""
    name_and_version = r"([a-z0-9][a-z0-9+.-]*)(?::[a-z0-9-]+)?\s*(?:\(\s*([<>=]+)\s*([^\s)]+)\s*\))?"
    match = re.fullmatch(name_and_version, relation.strip())
    if not match:
        raise ValueError("not a Debian relation: %r" % relation)
    name, operator, version = match.groups()
    if operator == ">>" and "-" not in version:
        version += "-0"  # to Debian every revision is later than none, to rpm a missing release equals each
    return name + (" %s %s" % (RPM_OPERATORS[operator], rpm_version(version)) if operator else "")


def rpm_dependencies(field: str) -> Iterator[str]:
    """A relationship field of deb-control(5): its clauses, with alternatives as a rich dependency `(a or b)`."""
    for clause in field.split(","):
        if clause.strip():
            alternatives = list(dict.fromkeys(rpm_relation(alternative) for alternative in clause.split("|")))
            yield alternatives[0] if len(alternatives) == 1 else "(%s)" % " or ".join(alternatives)


def dependency_tags(control: Dict[str, str]) -> List[str]:
    """The spec's dependency tags for a package's control fields (lower-case names)."""
    tags = []
    for field, tag in (("pre-depends", "Requires(pre)"), ("depends", "Requires"), ("recommends", "Recommends"),
                       ("suggests", "Suggests"), ("provides", "Provides")):
        tags += ["%s: %s" % (tag, dependency) for dependency in rpm_dependencies(control.get(field, ""))]
    for field in ("conflicts", "breaks"):
        # a Debian package does not conflict with itself or its own older versions, which it replaces
        tags += ["Conflicts: %s" % dependency for dependency in rpm_dependencies(control.get(field, ""))
                 if dependency.split()[0] != control["package"]]
    return tags


def licence(copyright_file: Optional[str]) -> str:
    """The short names in a machine-readable debian/copyright, joined with AND; else where to look."""
    stanzas = parse_stanzas(copyright_file or "")
    if not stanzas or "format" not in stanzas[0]:
        return "see copyright file"
    names = (stanza["license"].split("\n")[0].strip() for stanza in stanzas if "license" in stanza)
    distinct = dict.fromkeys(name for name in names if name)
    if len(distinct) == 1:
        return next(iter(distinct))
    names = ("(%s)" % name if re.search(r"[\s,]", name) else name for name in distinct)
    return " AND ".join(names) or "see copyright file"


def python_distribution_tags(package: str, version: str, metadata: str) -> List[str]:
    """
    What Fedora's users would type for a Python distribution: `python3dist(pyyaml)` and `python3-pyyaml`.

    `metadata` is its METADATA or PKG-INFO; the name is normalized as in PEP 503, the version written as rpm's
    pythondistdeps does for plain and pre-release versions and left out for the rarer forms of PEP 440.
    """
    head = parse_stanzas(metadata.split("\n\n", 1)[0])
    if not head or "name" not in head[0]:
        return []
    name = re.sub(r"[-_.]+", "-", head[0]["name"]).lower()
    if not re.fullmatch(r"[a-z0-9-]+", name):
        return []
    match = re.fullmatch(r"(\d+(?:\.\d+)*)((?:a|b|rc)\d+)?", head[0].get("version", ""))
    pep440 = re.sub(r"(\.0)+$", "", match.group(1)) + ("~" + match.group(2) if match.group(2) else "") if match else ""
    tags = ["Provides: python3dist(%s)%s" % (name, " = " + pep440 if pep440 else "")]
    if "python3-" + name != package:
        epoch, upstream, revision = rpm_evr(version)
        tags.append("Provides: python3-%s = %s%s-%s" % (name, "" if epoch == "0" else epoch + ":", upstream, revision))
    return tags


def alternatives(maintainer_script: str) -> Iterator[Tuple[str, str]]:
    """Link and target of every `update-alternatives --install` (and its --slave links) with literal paths."""
    for line in maintainer_script.replace("\\\n", " ").splitlines():
        if "update-alternatives" in line:
            for link, target in re.findall(r"--(?:install|slave)\s+(/[^\s$]+)\s+[^\s$]+\s+(/[^\s$]+)(?=\s|$)", line):
                yield link, target


def spec_path(path: str) -> str:
    """
    A path for %files. It is a glob there and a backslash can not be escaped, so `?` stands for what rpm would take as
    syntax; the path still matches itself.
    """
    return '"%s"' % re.sub(r'[\\*?\[\]{}"\x00-\x1f]', "?", path).replace("%", "%%")
