"""Tests of demo-repository/make: python3 -m unittest discover -s relocpy-examples/demo-repository"""
import os
import re
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

from demorepo import Failure, convert, fedora, mapping, mirrors, repository  # noqa: E402


class Versions(unittest.TestCase):
    def test_the_last_hyphen_ends_the_upstream_version(self):
        self.assertEqual(mapping.rpm_evr("3.13.5-2+deb13u5"), ("0", "3.13.5", "2+deb13u5"))
        self.assertEqual(mapping.rpm_evr("1:1.3.dfsg+really1.3.1-1"), ("1", "1.3.dfsg+really1.3.1", "1"))
        self.assertEqual(mapping.rpm_evr("2:1-rc1-3"), ("2", "1.rc1", "3"))

    def test_a_native_package_has_release_0(self):
        self.assertEqual(mapping.rpm_evr("20250419+deb13u1"), ("0", "20250419+deb13u1", "0"))

    def test_a_dependency_on_a_native_version_matches_every_release(self):
        self.assertEqual(mapping.rpm_version("1.22.22"), "1.22.22")
        self.assertEqual(mapping.rpm_version("1:1.2-3~bpo"), "1:1.2-3~bpo")
        self.assertEqual(mapping.rpm_version("0:1.2-3"), "1.2-3")


class Dependencies(unittest.TestCase):
    def test_operators_and_qualifiers(self):
        self.assertEqual(list(mapping.rpm_dependencies("python3:any (>= 3.13~), python3 (<< 3.14),libc6")),
                         ["python3 >= 3.13~", "python3 < 3.14", "libc6"])
        self.assertEqual(mapping.rpm_relation("a (>> 2-1)"), "a > 2-1")

    def test_alternatives_become_a_rich_dependency(self):
        self.assertEqual(list(mapping.rpm_dependencies("debconf (>= 0.5) | debconf-2.0, tzdata")),
                         ["(debconf >= 0.5 or debconf-2.0)", "tzdata"])

    def test_alternatives_that_say_the_same_are_one_dependency(self):
        self.assertEqual(list(mapping.rpm_dependencies("a:any | a")), ["a"])

    def test_what_is_no_relation_is_refused(self):
        with self.assertRaisesRegex(ValueError, "not a Debian relation: 'a b'"):
            mapping.rpm_relation("a b")

    def test_tags_of_a_package(self):
        control = {"package": "p", "pre-depends": "libc6 (>= 2.38)", "depends": "a\n | b", "provides": "v (= 1-1)",
                   "breaks": "p (<< 2), q (<< 3)", "conflicts": "r", "recommends": "s", "suggests": "t"}
        self.assertEqual(mapping.dependency_tags(control), [
            "Requires(pre): libc6 >= 2.38", "Requires: (a or b)", "Recommends: s", "Suggests: t", "Provides: v = 1-1",
            "Conflicts: r", "Conflicts: q < 3"])

    def test_missing_capabilities_are_provided_implicitly(self):
        tags = repository.implicit_tags(missing={"/bin/sh", "/usr/bin/perl", "perl-base", "perl(Config)"},
                                        files={"/usr/bin/sh", "/usr/bin/python3"})
        self.assertEqual(tags, ["Provides: /bin/sh", "Requires: /usr/bin/sh", "Provides: /usr/bin/perl",
                                "Provides: perl(Config)", "Provides: perl-base = 99:0-0"])


class PythonDistributions(unittest.TestCase):
    def test_names_are_normalized_and_fedora_s_name_is_provided(self):
        self.assertEqual(
            mapping.python_distribution_tags("python3-yaml", "1:6.0.2-1+b2", "Name: PyYAML\nVersion: 6.0.2\n\nText: x"),
            ["Provides: python3dist(pyyaml) = 6.0.2", "Provides: python3-pyyaml = 1:6.0.2-1+b2"])

    def test_a_package_does_not_provide_its_own_name_twice(self):
        tags = mapping.python_distribution_tags("python3-zope-event", "5-1", "Name: zope.event\nVersion: 5.0")
        self.assertEqual(tags, ["Provides: python3dist(zope-event) = 5"])

    def test_rare_versions_are_left_out(self):
        self.assertEqual(mapping.python_distribution_tags("python3-a", "1", "Name: a\nVersion: 1.0+local"),
                         ["Provides: python3dist(a)"])
        self.assertEqual(mapping.python_distribution_tags("python3-a", "1", "Name: a\nVersion: 1.2rc1"),
                         ["Provides: python3dist(a) = 1.2~rc1"])

    def test_metadata_without_a_name_provides_nothing(self):
        self.assertEqual(mapping.python_distribution_tags("python3-a", "1", ""), [])
        self.assertEqual(mapping.python_distribution_tags("python3-a", "1", "Name: (broken\n"), [])


class Licences(unittest.TestCase):
    HEAD = "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\n"

    def test_short_names_are_joined_once_each(self):
        text = self.HEAD + "Files: *\nLicense: MIT\n text\n\nLicense: GPL-2+ or Artistic\n\nLicense: MIT\n"
        self.assertEqual(mapping.licence(text), "MIT AND (GPL-2+ or Artistic)")

    def test_one_licence_needs_no_parentheses(self):
        self.assertEqual(mapping.licence(self.HEAD + "Files: *\nLicense: BSD or MIT\n"), "BSD or MIT")

    def test_free_text_is_only_pointed_at(self):
        self.assertEqual(mapping.licence("This package is in the public domain.\nLicense: MIT\n"), "see copyright file")
        self.assertEqual(mapping.licence(None), "see copyright file")


class Alternatives(unittest.TestCase):
    def test_masters_and_slaves_over_continued_lines(self):
        script = ("update-alternatives --install /usr/bin/awk awk /usr/bin/mawk 5 \\\n"
                  "  --slave /usr/share/man/man1/awk.1.gz awk.1.gz /usr/share/man/man1/mawk.1.gz\n"
                  "update-alternatives --install /usr/bin/x x $target 1\n")
        self.assertEqual(list(mapping.alternatives(script)), [
            ("/usr/bin/awk", "/usr/bin/mawk"),
            ("/usr/share/man/man1/awk.1.gz", "/usr/share/man/man1/mawk.1.gz")])


class SpecPaths(unittest.TestCase):
    def test_what_rpm_takes_as_syntax_is_matched_by_a_wildcard(self):
        self.assertEqual(mapping.spec_path("/a b/[x] 100%*.so"), '"/a b/?x? 100%%?.so"')


class AptSources(unittest.TestCase):
    ONE_LINE = """
# deb http://commented.example/debian bookworm main
deb [arch=amd64 signed-by=/k.gpg] http://mirror.example/debian/ bookworm main contrib # why
deb-src http://mirror.example/debian bookworm main
deb http://flat.example/repo ./
"""
    DEB822 = """
Types: deb deb-src
# a comment
URIs: http://a.example/debian http://b.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 xyz

Types: deb
URIs: http://a.example/debian-security
Suites: bookworm-security
Components: main

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main
"""

    def test_one_line_entries(self):
        first, flat = mirrors.parse_one_line(self.ONE_LINE)
        self.assertEqual(first, mirrors.Source("http://mirror.example/debian/", ("bookworm",), ("main", "contrib"),
                                               (("Signed-By", "/k.gpg"),)))
        self.assertEqual((flat.suites, flat.components), (("./",), ()))

    def test_deb822_stanzas(self):
        sources = mirrors.parse_deb822(self.DEB822)
        self.assertEqual([source.uri for source in sources],
                         ["http://a.example/debian", "http://b.example/debian", "http://a.example/debian-security"])
        self.assertEqual(dict(sources[0].options)["Signed-By"], "\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n xyz")

    def test_only_whole_suites_with_main_are_candidates(self):
        sources = mirrors.parse_deb822(self.DEB822) + mirrors.parse_one_line(self.ONE_LINE)
        self.assertEqual([source.uri for source in mirrors.candidates(sources)],
                         ["http://a.example/debian", "http://b.example/debian", "http://mirror.example/debian/"])

    def test_a_source_for_another_suite_keeps_how_it_is_trusted(self):
        source = mirrors.parse_one_line(self.ONE_LINE)[0]
        self.assertEqual(mirrors.parse_deb822(source.for_suite("trixie", "arm64")),
                         [mirrors.Source("http://mirror.example/debian/", ("trixie",), ("main",),
                                         (("Signed-By", "/k.gpg"),))])
        self.assertIn("Architectures: arm64\n", source.for_suite("trixie", "arm64"))

    def test_files_of_both_formats_are_read(self):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "a.list").write_text(self.ONE_LINE)
            Path(folder, "b.sources").write_text(self.DEB822)
            Path(folder, "c.sources.save").write_text(self.DEB822)
            self.assertEqual(len(mirrors.configured_sources(Path(folder, "none"), Path(folder))), 5)


class MergedUsr(unittest.TestCase):
    def setUp(self):
        self.tree = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.tree)

    def file(self, path, text="x"):
        self.tree.joinpath(path).parent.mkdir(parents=True, exist_ok=True)
        self.tree.joinpath(path).write_text(text)

    def link(self, path, target):
        self.tree.joinpath(path).parent.mkdir(parents=True, exist_ok=True)
        self.tree.joinpath(path).symlink_to(target)

    def test_directories_move_below_usr_and_join(self):
        self.file("lib/a/one")
        self.file("usr/lib/a/two")
        self.link("bin", "usr/bin")
        convert.merge_usr(self.tree)
        self.assertEqual(sorted(os.listdir(self.tree / "usr/lib/a")), ["one", "two"])
        self.assertEqual(os.listdir(self.tree), ["usr"])

    def test_relative_links_still_lead_where_they_led(self):
        self.file("lib/a/libx.so.1")
        self.link("lib/a/libx.so", "libx.so.1")
        self.link("lib/a/up", "../../usr/share/u")
        self.link("lib/a/etc", "../../etc/e")
        self.link("lib/a/sbin", "../../sbin/s")
        convert.merge_usr(self.tree)
        moved = {name: os.readlink(self.tree / "usr/lib/a" / name) for name in ("libx.so", "up", "etc", "sbin")}
        self.assertEqual(moved, {"libx.so": "libx.so.1", "up": "../../share/u", "etc": "../../../etc/e",
                                 "sbin": "../../sbin/s"})

    def test_a_link_gives_way_to_the_file_it_names(self):
        self.file("sbin/x", "real")
        self.link("usr/sbin/x", "/sbin/x")
        self.file("usr/bin/y", "real")
        self.link("bin/y", "/usr/bin/y")
        convert.merge_usr(self.tree)
        self.assertEqual([(self.tree / path).read_text() for path in ("usr/sbin/x", "usr/bin/y")], ["real", "real"])
        self.assertFalse((self.tree / "usr/sbin/x").is_symlink())

    def test_two_files_for_one_place_are_refused(self):
        self.file("bin/z")
        self.file("usr/bin/z")
        with self.assertRaisesRegex(Failure, "both /bin/z and /usr/bin/z"):
            convert.merge_usr(self.tree)

    def test_an_alternative_is_linked_only_to_what_is_there(self):
        self.file("usr/bin/mawk")
        convert.add_alternative(self.tree, "/bin/awk", "/bin/mawk")
        convert.add_alternative(self.tree, "/usr/bin/gone", "/usr/bin/nothing")
        self.assertEqual(os.readlink(self.tree / "usr/bin/awk"), "/bin/mawk")
        self.assertFalse(os.path.lexists(self.tree / "usr/bin/gone"))

    def test_moved_folders_keep_what_links_aim_at(self):
        self.file("usr/lib/x86_64-linux-gnu/libx.so.1")
        self.link("usr/lib/x86_64-linux-gnu/libx.so", "libx.so.1")
        self.link("usr/lib64/loader", "../lib/x86_64-linux-gnu/libx.so.1")
        self.link("usr/lib/x86_64-linux-gnu/absolute", "/usr/lib/x86_64-linux-gnu/libx.so.1")
        self.link("usr/lib/x86_64-linux-gnu/share", "../../share/s")
        convert.move_folders(self.tree, {"usr/lib/x86_64-linux-gnu": "usr/lib64"})
        links = {name: os.readlink(self.tree / "usr/lib64" / name)
                 for name in ("libx.so", "loader", "absolute", "share")}
        self.assertEqual(links, {"libx.so": "libx.so.1", "loader": "libx.so.1", "share": "../share/s",
                                 "absolute": "/usr/lib/x86_64-linux-gnu/libx.so.1"})
        self.assertEqual(os.listdir(self.tree / "usr"), ["lib64"])


class FedoraShape(unittest.TestCase):
    def test_python_is_split_as_fedora_does(self):
        parts = {}
        for path in ("usr/bin/python3.13", "usr/bin/pydoc3", "usr/bin/python3.13-config", "usr/bin/idle3",
                     "usr/include/python3.13/Python.h", "usr/lib64/libpython3.13.so", "usr/lib64/libpython3.13.so.1.0",
                     "usr/lib64/python3.13/os.py", "usr/lib64/python3.13/config-3.13-x86_64-linux-gnu/Makefile",
                     "usr/lib64/python3.13/tkinter/__init__.py", "usr/lib64/python3.13/idlelib/run.py",
                     "usr/lib64/python3.13/__pycache__/turtle.cpython-313.pyc", "usr/lib64/pkgconfig/python3.pc"):
            part = next(part for part in fedora.PARTS if re.fullmatch(part.pattern, path))
            parts.setdefault(part.name, []).append(path.rsplit("/", 1)[1])
        self.assertEqual(parts, {
            "python3": ["python3.13", "pydoc3"],
            "python3-devel": ["python3.13-config", "Python.h", "libpython3.13.so", "Makefile", "python3.pc"],
            "python3-idle": ["idle3", "run.py"],
            "python3-tkinter": ["__init__.py", "turtle.cpython-313.pyc"],
            "python3-libs": ["libpython3.13.so.1.0", "os.py"],
        })

    def test_the_python_of_the_suite_is_found(self):
        debs = {"python3-minimal": Path("a"), "python3.13-minimal": Path("b")}
        self.assertEqual(fedora.python_minor(debs), "3.13")
        with self.assertRaisesRegex(Failure, "found none"):
            fedora.python_minor({"python3-minimal": Path("a")})


if __name__ == "__main__":
    unittest.main()
