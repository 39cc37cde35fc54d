"""Which of this machine's apt sources may serve Debian's main archive.

Reads both formats of sources.list(5): deb822 stanzas (*.sources) and one-line entries (*.list).
"""
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List


@dataclass(frozen=True)
class Source:
    """One `deb` source: a URI and what it is good for. `options` are deb822 fields such as Signed-By."""

    uri: str
    suites: tuple
    components: tuple
    options: tuple = ()

    def for_suite(self, suite: str, architecture: str, types: str = "deb") -> str:
        """The same source as a deb822 stanza for another suite's main component."""
        fields = {"Types": types, "URIs": self.uri, "Suites": suite, "Components": "main",
                  "Architectures": architecture, **dict(self.options)}
        return "".join("%s: %s\n" % field for field in fields.items())


# options that say how a source is trusted and fetched; the others (arch, lang, pdiffs …) select, which we do ourselves
KEPT_OPTIONS = {"signed-by": "Signed-By", "trusted": "Trusted", "check-valid-until": "Check-Valid-Until"}


def parse_one_line(text: str) -> List[Source]:
    """The `deb` entries of a sources.list in the one-line format."""
    sources = []
    for line in text.splitlines():
        line = line.split("#", 1)[0].strip()
        match = re.match(r"deb\s+(?:\[([^]]*)\]\s+)?(\S+)\s+(\S+)(.*)$", line)
        if match:
            options, uri, suite, components = match.groups()
            pairs = (word.split("=", 1) for word in (options or "").split() if "=" in word)
            kept = tuple((KEPT_OPTIONS[key.lower()], value.replace(",", " "))
                         for key, value in pairs if key.lower() in KEPT_OPTIONS)
            sources.append(Source(uri, (suite,), tuple(components.split()), kept))
    return sources


def parse_stanzas(text: str) -> List[Dict[str, str]]:
    """Stanzas of RFC 822 fields, as deb822(5) has them: lower-case names, continuation lines kept, comments dropped."""
    stanzas, fields, name = [], {}, ""
    for line in text.splitlines() + [""]:
        if line.startswith("#"):
            continue
        if not line.strip():
            if fields:
                stanzas.append(fields)
            fields, name = {}, ""
        elif line[0] in " \t":
            if name:
                fields[name] += "\n" + line
        elif ":" in line:
            name, value = line.split(":", 1)
            name = name.lower()
            fields[name] = value.strip()
    return stanzas


def parse_deb822(text: str) -> List[Source]:
    """The enabled `deb` entries of a .sources file, one for each URI."""
    sources = []
    for fields in parse_stanzas(text):
        if "deb" not in fields.get("types", "").split() or fields.get("enabled", "yes").lower() in ("no", "false", "0"):
            continue
        kept = tuple((KEPT_OPTIONS[name], value) for name, value in fields.items() if name in KEPT_OPTIONS)
        for uri in fields.get("uris", "").split():
            sources.append(Source(uri, tuple(fields.get("suites", "").split()),
                                  tuple(fields.get("components", "").split()), kept))
    return sources


def candidates(sources: List[Source]) -> List[Source]:
    """
    Those that could be Debian's main archive: they have a `main` component and a whole suite, not just its security or
    update pocket. One for each URI, in the machine's order. Whether it really is Debian's, its Release file tells.
    """
    found = {}
    for source in sources:
        whole = [suite for suite in source.suites if re.fullmatch(r"[a-z]+", suite)]
        if "main" in source.components and whole:
            found.setdefault(source.uri.rstrip("/"), source)
    return list(found.values())


def configured_sources(main_list: Path, parts: Path) -> List[Source]:
    """All sources of this machine; the two paths are apt's Dir::Etc::sourcelist and Dir::Etc::sourceparts."""
    sources = parse_one_line(main_list.read_text(errors="replace")) if main_list.is_file() else []
    for file in sorted(parts.iterdir()) if parts.is_dir() else []:
        if file.suffix == ".list":
            sources += parse_one_line(file.read_text(errors="replace"))
        elif file.suffix == ".sources":
            sources += parse_deb822(file.read_text(errors="replace"))
    return sources
