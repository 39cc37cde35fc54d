"""What rpm and dnf make of the default repository: python3 relocpy-examples/demo-repository/test_repository.py

Makes the repository if it is not there yet, so it needs the network the first time, rpm and dnf.
"""
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent


try:
    import dnf
except ImportError:
    dnf = None


@unittest.skipUnless(dnf and shutil.which("rpmbuild"), "needs Debian's python3-dnf and rpmbuild")
class Repository(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.path = cls.make()

    @staticmethod
    def make(**environment):
        made = subprocess.run([HERE / "make"], check=True, stdout=subprocess.PIPE, text=True,
                              env=dict(os.environ, **environment))
        return Path(made.stdout.strip())

    def dnf_closure(self, *requests):
        """The names of the packages that dnf would install into an empty root."""
        with tempfile.TemporaryDirectory() as root:
            with dnf.Base() as base:
                base.conf.installroot = root
                base.conf.cachedir = root + "/cache"
                base.conf.substitutions["releasever"] = "1"
                base.repos.add_new_repo("demo", base.conf, baseurl=["file://" + str(self.path)])
                base.fill_sack(load_system_repo=False)
                for request in requests:
                    base.install(request)
                base.resolve()
                return sorted(package.name for package in base.transaction.install_set)

    def test_rpm_finds_every_digest_right(self):
        for package in sorted(self.path.glob("*.rpm")):
            with self.subTest(package.name):
                report = subprocess.run(["rpm", "-Kv", package], check=True, stdout=subprocess.PIPE, text=True).stdout
                self.assertNotIn("BAD", report)
                self.assertGreaterEqual(report.count("digest: OK"), 3)

    def test_dnf_finds_the_same_closure_by_each_name(self):
        closure = self.dnf_closure("python3-yaml")
        self.assertIn("libc6", closure)
        self.assertIn("libyaml-0-2", closure)
        self.assertEqual(self.dnf_closure("python3-pyyaml"), closure)
        self.assertEqual(self.dnf_closure("python3dist(pyyaml)"), closure)

    def test_dnf_can_install_everything_together(self):
        packages = [line.strip() for line in subprocess.run(
            ["rpm", "-qp", "--qf", "%{NAME}\n", *self.path.glob("*.rpm")], check=True, stdout=subprocess.PIPE,
            text=True).stdout.splitlines()]
        self.assertEqual(self.dnf_closure("*"), sorted(packages))

    def test_a_repository_that_is_there_is_returned_without_apt(self):
        with tempfile.TemporaryDirectory() as tools:
            for tool in ("apt-get", "apt-config"):
                Path(tools, tool).write_text("#!/bin/sh\nexit 1\n")
                Path(tools, tool).chmod(0o755)
            self.assertEqual(self.make(PATH=tools + os.pathsep + os.environ["PATH"]), self.path)


if __name__ == "__main__":
    unittest.main()
